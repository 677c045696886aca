import json
from pathlib import Path

import pytest

from corpus.errors import QuestionError
from service.answerer import Answerer
from service.batch import Asked, answer_all, read_questions


def test_every_line_gets_its_answer_in_order(answerer: Answerer, tmp_path: Path) -> None:
    source, out = tmp_path / "q.jsonl", tmp_path / "a.jsonl"
    source.write_text(
        '{"id": "b", "question": "众创空间目标是多少家？", "type": "number"}\n\n'
        '{"id": 7, "question": "谁牵头？"}\n',
        encoding="utf-8",
    )
    done: list[None] = []
    answer_all(answerer, read_questions(source), out, lambda: done.append(None))
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in rows] == ["b", 7]
    assert len(done) == 2
    assert set(rows[0]) == {"id", "question", "hits", "answer"}
    assert len(rows[0]["hits"]) == 10
    assert rows[0]["answer"]["status"] == "answered"
    assert [path.name for path in tmp_path.iterdir()] in (["q.jsonl", "a.jsonl"], ["a.jsonl", "q.jsonl"])


def test_a_line_follows_on_the_questions_it_names(answerer: Answerer, tmp_path: Path) -> None:
    source, out = tmp_path / "q.jsonl", tmp_path / "a.jsonl"
    before = "高层次人才特殊支持“双千计划”是什么？"
    source.write_text(
        f'{{"id": 1, "question": "那由谁牵头？", "history": ["{before}"]}}\n'
        '{"id": 2, "question": "那由谁牵头？", "history": []}\n',
        encoding="utf-8",
    )
    questions = read_questions(source)
    assert questions == [Asked(1, "那由谁牵头？", (before,)), Asked(2, "那由谁牵头？")]
    answer_all(answerer, questions, out, lambda: None)
    followed, alone = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert followed["question"] == "那由谁牵头？"
    assert followed["hits"][0]["clause_id"] == "ln-cxqd-2017#2.6.1"
    assert [cited["clause_id"] for cited in followed["answer"]["citations"]] == ["ln-cxqd-2017#2.6.u"]
    assert "ln-cxqd-2017#2.6.1" not in [hit["clause_id"] for hit in alone["hits"]]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"id": 1, "question": "甲"}\n{"id": 2}\n', "第 2 行"),
        ("不是 JSON\n", "第 1 行"),
        ('{"id": 1, "question": 5}\n', "第 1 行"),
        ('{"id": [1], "question": "甲"}\n', "第 1 行"),
        ('{"id": true, "question": "甲"}\n', "第 1 行"),
        ('{"id": 1, "question": " "}\n', "第 1 行.*空的"),
        ('["id", "question"]\n', "第 1 行"),
        (
            '{"id": 1, "question": "甲"}\n{"id": 2, "question": "乙", "history": "甲"}\n',
            "第 2 行.*history.*列表",
        ),
        ('{"id": 1, "question": "甲", "history": ["乙", 2]}\n', "第 1 行.*history.*列表"),
        ('{"id": 1, "question": "甲", "history": null}\n', "第 1 行.*history.*列表"),
        ("\n\n", "是空的"),
    ],
)
def test_a_wrong_file_is_refused_with_the_line(tmp_path: Path, content: str, message: str) -> None:
    source = tmp_path / "q.jsonl"
    source.write_text(content, encoding="utf-8")
    with pytest.raises(QuestionError, match=message):
        read_questions(source)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QuestionError, match=r"q\.jsonl"):
        read_questions(tmp_path / "q.jsonl")


def test_an_unwritable_place_leaves_nothing(answerer: Answerer, tmp_path: Path) -> None:
    for place in (tmp_path / "none" / "a.jsonl", tmp_path / ("长" * 200), tmp_path):
        with pytest.raises(QuestionError, match="写不到"):
            answer_all(answerer, [Asked("a", "众创空间")], place, lambda: None)
    assert list(tmp_path.iterdir()) == []


def test_a_run_that_breaks_off_leaves_no_half_file(answerer: Answerer, tmp_path: Path) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        answer_all(answerer, [Asked("a", "众创空间")], tmp_path / "a.jsonl", stop)
    assert list(tmp_path.iterdir()) == []
