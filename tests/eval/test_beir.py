import json
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from corpus.errors import EvaluationError
from eval.beir import Benchmark, load_benchmark
from eval.cli import app

# A benchmark made up for these tests: (id, title, text).
PASSAGES = (
    ("d1", "养老院消防", "养老院每层楼要放两个灭火器，每月检查一次压力表。"),
    ("d2", "古树", "百年以上的古树由林业站挂牌，砍伐古树的罚款五万元。"),
    ("d3", "渔船", "台风红色预警发布以后，渔船须在六小时内回港避风。"),
    ("d4", "", "开校车的司机必须持有A1驾照，并且连续三年没有事故。"),
    ("d5", "鸽子", "广场上的鸽子由公园统一喂养，游客不得自带玉米投喂。"),
    ("d6", "供暖", "室内温度低于十八度的，供热公司按天退还暖气费。"),
    ("d7", "图书馆", "图书馆的借书证丢失，补办要交工本费十元。"),
    ("d8", "早市", "早市摊位上午九点前收摊，垃圾由摊主带走。"),
    ("d9", "宠物", "遛狗要牵绳，绳长不超过一米半。"),
    ("d10", "泳池", "游泳池的水每四小时循环过滤一遍。"),
    ("d11", "蜂蜜", "蜂蜜的标签上要写明采蜜的地点和蜜源植物。"),
    ("d12", "电梯", "电梯困人，维保人员三十分钟内赶到现场。"),
)
QUESTIONS = {
    "q1": "灭火器的压力表多久检查一次？",
    "q2": "砍伐古树罚款多少？",
    "q3": "台风来了渔船几小时内回港？",
    "q4": "校车司机要持有什么驾照？",
}
ANSWERS = {"q1": "d1", "q2": "d2", "q3": "d3", "q4": "d4"}
BLANKS = {"q5": "，。？", "q6": ""}
FORM = "不是含 _id 和 text 的 JSON 对象"


def write_lines(path: Path, rows: Iterable[dict[str, str]]) -> None:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")


def write(folder: Path, questions: dict[str, str], answers: dict[str, str]) -> Path:
    (folder / "qrels").mkdir(parents=True)
    passages = ({"_id": name, "title": title, "text": text} for name, title, text in PASSAGES)
    write_lines(folder / "corpus.jsonl", passages)
    write_lines(folder / "queries.jsonl", ({"_id": name, "text": text} for name, text in questions.items()))
    judged = "".join(f"{name}\t{answer}\t1\n" for name, answer in answers.items())
    (folder / "qrels" / "test.tsv").write_text(f"query-id\tcorpus-id\tscore\n{judged}", encoding="utf-8")
    return folder


def loaded(folder: Path, questions: dict[str, str], answers: dict[str, str]) -> Benchmark:
    return load_benchmark(write(folder, questions, answers), "test")


def invoke(*words: object) -> Result:
    return CliRunner().invoke(app, list(map(str, words)))


def cells(result: Result, label: str) -> list[str]:
    """What stands beside a label in the printed table."""
    rows = [re.split(r"\s*[│|]\s*", line)[1:-1] for line in result.output.splitlines()]
    return next(row[1:] for row in rows if row and row[0] == label)


def test_every_passage_is_a_document_of_one_clause_with_its_title(tmp_path: Path) -> None:
    sources = loaded(tmp_path, QUESTIONS, ANSWERS).sources
    assert [(one.id, one.title, one.text) for one in sources.documents] == list(PASSAGES)
    assert [clause.id for clause in sources.clauses] == [name for name, _, _ in PASSAGES]
    for clause, document in zip(sources.clauses, sources.documents, strict=True):
        assert clause.searchable
        assert clause.document_id == document.id
        assert document.text[clause.start : clause.end] == clause.text == document.text


def test_the_judgments_decide_which_questions_are_asked(tmp_path: Path) -> None:
    folder = write(tmp_path, QUESTIONS, {"q1": "d1", "q3": "d3", "q9": "d9"})
    with (folder / "qrels" / "test.tsv").open("a", encoding="utf-8") as judgments:
        judgments.write("q2\td2\t0\nq3\td1\t0\n")
    held = load_benchmark(folder, "test")
    assert held.questions == {"q1": QUESTIONS["q1"], "q3": QUESTIONS["q3"]}
    # q9 is judged and cannot be asked: it stays, as a question for which nothing is found.
    assert [(qrel.query_id, qrel.relevance) for qrel in held.qrels] == [
        ("q1", 1),
        ("q3", 1),
        ("q9", 1),
        ("q3", 0),
    ]
    assert held.left_out == 1


def test_another_split_asks_what_that_one_judges(tmp_path: Path) -> None:
    folder = write(tmp_path, QUESTIONS, ANSWERS)
    (folder / "qrels" / "dev.tsv").write_text("query-id\tcorpus-id\tscore\nq4\td4\t1\n", encoding="utf-8")
    assert load_benchmark(folder, "dev").questions == {"q4": QUESTIONS["q4"]}


def test_questions_without_a_letter_are_left_out_and_long_ones_cut_at_1000(tmp_path: Path) -> None:
    long = {"q1": "鸽" * 1000 + "子"}
    held = loaded(tmp_path, long | BLANKS, dict.fromkeys(long | BLANKS, "d1"))
    assert held.questions == {"q1": "鸽" * 1000}
    assert held.left_out == len(BLANKS)


@pytest.mark.parametrize("name", ["corpus.jsonl", "queries.jsonl"])
@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{鸽子", FORM),
        ('["q1", "鸽子"]', FORM),
        ('{"_id": "q1"}', FORM),
        ('{"_id": "q1", "text": 7}', FORM),
        ('{"text": "鸽子"}', FORM),
        ('{"_id": "q 1", "text": "鸽子"}', "的 _id “q 1” 重复，或含有空白"),
        ('{"_id": " q1", "text": "鸽子"}', "的 _id “ q1” 重复，或含有空白"),
        (r'{"_id": "q1", "text": "\ud800"}', FORM),
        ('{"_id": "", "text": "鸽子"}', "的 _id “” 重复，或含有空白"),
        ('{"_id": "z", "text": "鸽子"}', "的 _id “z” 重复，或含有空白"),
    ],
)
def test_a_line_of_another_form_is_named(name: str, line: str, said: str, tmp_path: Path) -> None:
    folder = write(tmp_path, QUESTIONS, ANSWERS)
    (folder / name).write_text('{"_id": "z", "text": "猫"}\n\n' + line, encoding="utf-8")
    with pytest.raises(EvaluationError, match=f"{name} 第 3 行{said}"):
        load_benchmark(folder, "test")


@pytest.mark.parametrize("name", ["corpus.jsonl", "queries.jsonl", "qrels/test.tsv"])
def test_a_missing_file_and_one_in_another_encoding_are_named(name: str, tmp_path: Path) -> None:
    folder = write(tmp_path, QUESTIONS, ANSWERS)
    (folder / name).write_bytes("鸽子".encode("gb18030"))
    with pytest.raises(EvaluationError, match=f"{name} 读不了"):
        load_benchmark(folder, "test")
    (folder / name).unlink()
    with pytest.raises(EvaluationError, match=name):
        load_benchmark(folder, "test")


@pytest.mark.parametrize(("questions", "answers"), [(QUESTIONS, {"q9": "d1"}), (BLANKS, {"q5": "d1"})])
def test_judgments_and_questions_with_no_common_id_are_an_error(
    questions: dict[str, str], answers: dict[str, str], tmp_path: Path
) -> None:
    with pytest.raises(EvaluationError, match=r"queries\.jsonl 与 qrels/test\.tsv 没有共同的题号"):
        loaded(tmp_path, questions, answers)


def test_the_command_prints_the_measures_and_its_runs_are_scored_the_same(tmp_path: Path) -> None:
    result = invoke("beir", write(tmp_path / "set", QUESTIONS, ANSWERS), "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert "12 段，4 题" in result.output
    for label, variant in (("全部", "full"), ("只用 BM25", "lexical"), ("只用条款的向量", "dense")):
        assert cells(result, label) == ["1.0000"] * 7
        again = invoke("score", tmp_path / "out" / f"{variant}.trec", tmp_path / "out" / "qrels.trec")
        for name in ("R@1", "R@3", "R@5", "R@10", "MRR@10", "nDCG@10", "R@100"):
            assert cells(again, name)[:2] == ["4", "1.0000"]


def test_an_answer_that_no_leg_puts_first_costs_what_it_should(tmp_path: Path) -> None:
    # Two of four questions are judged to be answered by passages that have none of their words.
    held = write(tmp_path / "set", QUESTIONS, ANSWERS | {"q1": "d11", "q2": "d10"})
    result = invoke("beir", held, "--out", tmp_path / "out")
    assert cells(result, "全部")[0] == "0.5000"
    # Against the right judgments, the run that was written is without a fault.
    right = write(tmp_path / "right", QUESTIONS, ANSWERS) / "qrels" / "test.tsv"
    assert cells(invoke("score", tmp_path / "out" / "full.trec", right), "R@1")[:2] == ["4", "1.0000"]
    scored = invoke("score", tmp_path / "out" / "full.trec", tmp_path / "out" / "qrels.trec")
    assert [cells(scored, name)[1] for name in ("R@1", "MRR@10", "R@100")] == [
        cells(result, "全部")[place] for place in (0, 4, 6)
    ]


@pytest.mark.parametrize("text", [" " * 1000 + "灭火器", "，" * 1000 + "灭火器"])
def test_a_question_that_is_blank_once_cut_is_left_out(text: str, tmp_path: Path) -> None:
    held = loaded(tmp_path, {**QUESTIONS, "q7": text}, {**ANSWERS, "q7": "d1"})
    assert list(held.questions) == list(QUESTIONS)


def test_passages_that_no_judgment_speaks_of_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match=r"corpus\.jsonl 里没有 qrels/test\.tsv 所判的段落"):
        loaded(tmp_path, QUESTIONS, dict.fromkeys(QUESTIONS, "d99"))


def test_a_place_that_cannot_be_written_to_is_told_before_the_work(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    result = invoke("beir", write(tmp_path / "set", QUESTIONS, ANSWERS), "--out", tmp_path / "file")
    assert isinstance(result.exception, EvaluationError)
    assert result.output == ""


def test_a_question_that_is_a_passage_does_not_find_itself(tmp_path: Path) -> None:
    asked = {"d2": "古树。砍伐古树罚款多少？", "d9": "遛狗的绳长不超过几米？"}
    folder = write(tmp_path / "set", asked, {"d2": "d1", "d9": "d9"})
    result = invoke("beir", folder, "--out", tmp_path / "out")
    run = (tmp_path / "out" / "full.trec").read_text(encoding="utf-8")
    assert result.exit_code == 0
    assert "d2 Q0 d1 " in run
    assert "d2 Q0 d2 " not in run
    assert "d9 Q0 d9 " not in run
