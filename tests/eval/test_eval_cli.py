import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from corpus.errors import CeyinError
from eval.cli import app
from eval.results import Evaluation, Row, save
from service import wire
from tests.eval.rows import FAILED, FINE, RESULTS, UNANSWERABLE

EVAL = str(Path(sys.executable).with_name("ceyin-eval"))
RUN = "q1 Q0 甲#1 1 0.9 x\nq1 Q0 甲#2 2 0.8 x\nq2 Q0 甲#3 1 0.7 x\n"
QRELS = "q1 1 甲#2 1\nq1 1 甲#1 1\nq2 1 甲#9 1\n"
DOCUMENT = "广场鸽管理办法\n第一条　广场上的鸽子由公园统一喂养。\n第二条　游客不得自带玉米投喂。\n"
QUESTION: dict[str, object] = {
    "id": "g-1",
    "question": "广场上的鸽子由谁来喂？",
    "type": "unit",
    "persona": "resident",
    "difficulty": "easy",
    "answerable": True,
    "gold": [{"document": "广场鸽", "quote": "由公园统一喂养"}],
    "need": "any",
    "answer_keys": ["公园"],
    "conflict": False,
    "split": "tune",
}


def invoke(*words: object) -> Result:
    return CliRunner().invoke(app, list(map(str, words)))


def kept(folder: Path, *rows: Row) -> Path:
    save(Evaluation(rows, {}, (), RESULTS.timings), RESULTS.setup, {}, folder)
    return folder


def cells(result: Result) -> list[list[str]]:
    """The rows of the printed table, heading and rule left out."""
    rows = [re.split(r"\s*[│|]\s*", line)[1:-1] for line in result.output.splitlines()]
    return [row for row in rows if row and not set(row[0]) <= set("-:")][1:]


def a_set(folder: Path, *questions: dict[str, object]) -> tuple[object, ...]:
    """The options of `check` for a set of one's own, about a document of one's own."""
    (folder / "set" / "questions").mkdir(parents=True)
    lines = "".join(json.dumps(question, ensure_ascii=False) + "\n" for question in questions)
    (folder / "set" / "questions" / "a.jsonl").write_text(lines, encoding="utf-8")
    (folder / "documents").mkdir()
    (folder / "documents" / "广场鸽.txt").write_text(DOCUMENT, encoding="utf-8")
    return "--set", folder / "set", "--documents", folder / "documents"


def test_a_run_is_scored(tmp_path: Path) -> None:
    (tmp_path / "run").write_text(RUN, encoding="utf-8")
    (tmp_path / "qrels").write_text(QRELS, encoding="utf-8")
    result = invoke("score", tmp_path / "run", tmp_path / "qrels")
    assert result.exit_code == 0
    # q1: one of its two clauses at rank 1, the other at rank 2; q2: none.
    assert cells(result)[0] == ["R@1", "2", "0.2500", "0.0000–0.5000"]
    assert [row[2] for row in cells(result)] == ["0.2500", *["0.5000"] * 6]


def test_with_nuggets_one_of_the_clauses_that_say_the_same_is_enough(tmp_path: Path) -> None:
    (tmp_path / "run").write_text(RUN, encoding="utf-8")
    (tmp_path / "qrels").write_text(QRELS, encoding="utf-8")
    result = invoke("score", tmp_path / "run", tmp_path / "qrels", "--nuggets")
    assert [row[2] for row in cells(result)] == ["0.5000"] * 7


def test_a_report_goes_into_the_folder_of_the_results_or_where_it_is_told_to(tmp_path: Path) -> None:
    folder = kept(tmp_path / "eval", *RESULTS.rows)
    result = invoke("report", folder)
    assert (result.exit_code, result.output) == (0, f"报告已写入 {folder / 'report.html'}。\n")
    assert "q-missed" in (folder / "report.html").read_text(encoding="utf-8")
    assert invoke("report", folder, "--out", tmp_path / "b" / "c.html").exit_code == 0
    assert (tmp_path / "b" / "c.html").read_bytes() == (folder / "report.html").read_bytes()


def test_results_do_not_differ_from_themselves(tmp_path: Path) -> None:
    folder = kept(tmp_path / "eval", *RESULTS.rows)
    result = invoke("diff", folder, folder)
    assert result.exit_code == 0
    assert "0 个指标有变动" in result.output
    assert not re.search("变好|变差", result.output)


def test_what_got_worse_and_what_got_better_is_told_question_by_question(tmp_path: Path) -> None:
    refused = replace(UNANSWERABLE, scores=UNANSWERABLE.scores | {"full": {"true refusals": 1.0}})
    lost = replace(FINE, scores=FINE.scores | {"full": FAILED.scores["full"]})
    old = kept(tmp_path / "old", FINE, UNANSWERABLE)
    result = invoke("diff", old, kept(tmp_path / "new", lost, refused))
    told = [line for line in result.output.splitlines() if line.startswith("变")]
    assert told == [
        "变差 q-fine R@5 1.00 → 0.00  鸽子由谁来喂？",
        "变差 q-fine 回答里有关键事实 1.00 → 0.00  鸽子由谁来喂？",
        "变好 q-moon 无依据的题拒答 0.00 → 1.00  月球上几点收摊？",
    ]


def test_a_set_without_faults_is_said_to_have_none(tmp_path: Path) -> None:
    result = invoke("check", *a_set(tmp_path, QUESTION))
    assert (result.exit_code, result.output) == (0, "1 题，0 份企业描述，0 处问题。\n")


def test_faults_and_leaks_of_a_set_are_told_and_the_exit_code_is_1(tmp_path: Path) -> None:
    asked = json.loads(wire.ASKED.read_text(encoding="utf-8").split("\n")[0])["question"]
    leaked = QUESTION | {"id": "g-2", "question": asked}
    twice = QUESTION | {
        "id": "g-3",
        "question": "怎么喂鸟？",
        "gold": [{"document": "广场鸽", "quote": "广场"}],
    }
    result = invoke("check", *a_set(tmp_path, QUESTION, leaked, twice))
    assert result.exit_code == 1
    told = result.output.splitlines()
    assert told[0].startswith("g-3：“广场”在 广场鸽 里出现 2 次")
    assert told[1] == "g-3：关键词“公园”不在答案条款里"
    assert f"“{asked}”与已有的“{asked}”相似度 1.00" in told
    assert told[-1] == f"3 题，0 份企业描述，{len(told) - 1} 处问题。"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("score", "nowhere", "nowhere"), "nowhere 读不了"),
        (("report", "nowhere"), "nowhere 里没有完整的评测结果"),
        (("diff", "nowhere", "nowhere"), "nowhere 里没有完整的评测结果"),
        (("check", "--set", "nowhere"), "没有题目"),
        (("check", "--documents", "nowhere"), "找不到文件夹 nowhere"),
        (("check", "--data", "nowhere"), "找不到训练数据 nowhere"),
        (("beir", "nowhere"), "没有 nowhere/qrels/test.tsv"),
    ],
)
def test_a_path_that_is_wrong_is_named(words: tuple[str, ...], said: str) -> None:
    result = invoke(*words)
    assert isinstance(result.exception, CeyinError)
    assert said in str(result.exception)


def test_results_without_a_common_question_cannot_be_compared(tmp_path: Path) -> None:
    old, new = kept(tmp_path / "old", FINE), kept(tmp_path / "new", FAILED)
    assert "没有一道相同的题目" in str(invoke("diff", old, new).exception)


@pytest.mark.parametrize(
    ("words", "said"),
    [(("report", "nowhere"), "出错：nowhere 里没有完整的评测结果"), (("score", "nowhere"), "出错：缺少参数")],
)
def test_an_error_is_chinese_on_the_error_stream_and_exit_code_2(words: tuple[str, ...], said: str) -> None:
    done = subprocess.run([EVAL, *words], env=os.environ, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_what_only_one_file_has_is_told_and_nothing_in_common_is_an_error(tmp_path: Path) -> None:
    run, qrels = tmp_path / "run", tmp_path / "qrels"
    run.write_text("q1 Q0 a 1 0.5 x\nq9 Q0 a 1 0.5 x\n", encoding="utf-8")
    qrels.write_text("q1 0 a 1\nq2 0 b 1\nq3 0 c 1\n", encoding="utf-8")
    told = invoke("score", run, qrels)
    assert "结果里缺 2 题，按 0 计；多出 1 题，不计。" in told.output
    qrels.write_text("q7 0 a 1\n", encoding="utf-8")
    assert "没有共同的题号" in str(invoke("score", run, qrels).exception)


def test_nuggets_are_refused_where_none_are_written(tmp_path: Path) -> None:
    run, qrels = tmp_path / "run", tmp_path / "qrels"
    run.write_text("q1 Q0 a 1 0.5 x\n", encoding="utf-8")
    qrels.write_text("q1 0 a 1\n", encoding="utf-8")
    assert "没有写要点" in str(invoke("score", run, qrels, "--nuggets").exception)


def test_runs_of_a_benchmark_do_not_go_where_other_things_are(tmp_path: Path) -> None:
    (tmp_path / "qrels").mkdir()
    (tmp_path / "qrels" / "test.tsv").write_text("q1\td1\t1\n", encoding="utf-8")
    for name, text in (("queries", "鸽子由谁来喂？"), ("corpus", "鸽子由公园统一喂养。")):
        row = {"_id": "q1" if name == "queries" else "d1", "text": text}
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(row), encoding="utf-8")
    assert "不覆盖" in str(invoke("beir", tmp_path, "--out", tmp_path).exception)
    assert "有的是：test" in str(invoke("beir", tmp_path, "--split", "dev").exception)
