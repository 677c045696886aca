import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from ir_measures import Qrel

from corpus.errors import EvaluationError
from eval.results import Evaluation, Outcome, Row, Seen, Setup, Timings, load, save
from eval.trec import read_qrels, read_run

ASKED = Row(
    id="q1",
    question="鸽子能不能自己喂？\n“算了” \\ <b>",
    type="number",
    persona="resident",
    difficulty="easy",
    gold=("游客不得自带玉米投喂", "由公园统一喂养"),
    scores={"full": {"R@5": 1 / 3, "key facts": 0.0}, "new-document": {}},
    found=(Seen("甲#1", ("一、鸽子", "（一）投喂"), "游客不得自带玉米投喂。"), Seen("甲#2", (), "")),
    outcome=Outcome("answered", 0.1 + 0.2, False, "不能。"),
)
MATCHED = Row("p1", "我养鸽子", "matching", "enterprise", "hard", (), {"full": {"matching lures": 2.0}}, ())
RUNS = {"full": {"q1": [("甲#1", 0.5), ("甲#2", 0.25)]}, "dense": {"q1": [("甲#2", 0.75)]}}
EVALUATION = Evaluation(
    (ASKED, MATCHED), RUNS, (Qrel("q1", "甲#1", 1, "a"),), Timings([1.5, 2.5], [30.0, 0.1], 256.5)
)
SETUP = Setup("report", "0123456789abcdef", {"编码器": "bundled", "生成器": "none"})
SUMMARY = {"full": {"R@5": 0.25}}


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def saved(folder: Path) -> Path:
    save(EVALUATION, SETUP, SUMMARY, folder)
    return folder


def test_what_is_saved_is_loaded_again_to_the_last_digit(tmp_path: Path) -> None:
    results = load(saved(tmp_path / "var" / "eval"))
    assert results.setup == SETUP
    assert results.rows == (ASKED, MATCHED)
    assert results.timings == Timings([1.5, 2.5], [30.0, 0.1], 256.5)


def test_the_runs_the_judgments_and_the_summary_lie_beside_it_for_other_programs(tmp_path: Path) -> None:
    folder = saved(tmp_path / "eval")
    assert read_qrels(folder / "qrels.trec") == [Qrel("q1", "甲#1", 1, "a")]
    assert [entry.doc_id for entry in read_run(folder / "runs" / "full.trec")] == ["甲#1", "甲#2"]
    assert (folder / "runs" / "dense.trec").read_text(encoding="utf-8") == (
        "q1 Q0 甲#2 1 0.750000 ceyin-dense\n"
    )
    assert json.loads((folder / "figures.json").read_bytes()) == SUMMARY


def test_only_the_timings_differ_from_one_time_to_the_next(tmp_path: Path) -> None:
    first = contents(saved(tmp_path / "one"))
    save(replace(EVALUATION, timings=Timings([9.0], [9.0], 9.0)), SETUP, SUMMARY, tmp_path / "other")
    second = contents(tmp_path / "other")
    assert first.keys() == second.keys()
    assert {name for name in first if first[name] != second[name]} == {"timings.json"}


def test_earlier_results_are_replaced_whole_and_nothing_is_left_beside_them(tmp_path: Path) -> None:
    folder = saved(tmp_path / "eval")
    (folder / "report.html").write_text("旧报告", encoding="utf-8")
    (folder / "runs" / "old.trec").write_text("q Q0 a 1 0.5 x\n", encoding="utf-8")
    later = replace(EVALUATION, rows=(MATCHED,), runs={"full": RUNS["full"]})
    save(later, replace(SETUP, split="tune"), SUMMARY, folder)
    assert set(contents(folder)) == {
        "results.json",
        "figures.json",
        "rows.jsonl",
        "timings.json",
        "qrels.trec",
        "runs/full.trec",
    }
    assert (load(folder).setup.split, load(folder).rows) == ("tune", (MATCHED,))
    assert [path.name for path in tmp_path.iterdir()] == ["eval"]


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "eval").mkdir()
    assert load(saved(tmp_path / "eval")).rows == (ASKED, MATCHED)


def test_a_folder_with_other_things_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "论文").mkdir()
    (tmp_path / "论文" / "第一章.txt").write_text("鸽子", encoding="utf-8")
    before = contents(tmp_path)
    for folder in (tmp_path, tmp_path / "论文"):
        with pytest.raises(EvaluationError, match=re.escape(f"{folder} 里有别的东西")):
            save(EVALUATION, SETUP, SUMMARY, folder)
    assert contents(tmp_path) == before


def test_a_place_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("鸽子", encoding="utf-8")
    with pytest.raises(EvaluationError, match=re.escape(f"结果写不到 {tmp_path / 'file' / 'eval'}")):
        save(EVALUATION, SETUP, SUMMARY, tmp_path / "file" / "eval")
    assert contents(tmp_path) == {"file": "鸽子".encode()}


@pytest.mark.parametrize("name", ["results.json", "rows.jsonl", "timings.json"])
@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(path.read_bytes()[:-9]),
        lambda path: path.write_bytes(b"[7]\n"),
        lambda path: path.write_bytes(b"\xb8\xeb\n"),
    ],
    ids=["missing", "cut-off", "another-form", "another-encoding"],
)
def test_a_folder_without_whole_results_is_named(
    name: str, spoil: Callable[[Path], object], tmp_path: Path
) -> None:
    folder = saved(tmp_path / "eval")
    spoil(folder / name)
    with pytest.raises(EvaluationError, match=re.escape(f"{folder} 里没有完整的评测结果")):
        load(folder)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="nowhere 里没有完整的评测结果"):
        load(tmp_path / "nowhere")


def test_results_of_another_format_are_not_read_but_may_be_replaced(tmp_path: Path) -> None:
    folder = saved(tmp_path / "eval")
    head = folder / "results.json"
    head.write_text(head.read_text(encoding="utf-8").replace('"format": 1', '"format": 2'), encoding="utf-8")
    with pytest.raises(EvaluationError, match=re.escape(f"{folder} 的结果是另一个版本的")):
        load(folder)
    assert load(saved(folder)).rows == (ASKED, MATCHED)


def test_rows_cut_at_the_end_of_a_line_are_missed(tmp_path: Path) -> None:
    folder = saved(tmp_path / "eval")
    first = (folder / "rows.jsonl").read_text(encoding="utf-8").split("\n")[0]
    (folder / "rows.jsonl").write_text(first + "\n", encoding="utf-8")
    with pytest.raises(EvaluationError, match="没有完整的评测结果"):
        load(folder)


def test_marks_that_end_lines_elsewhere_end_no_row(tmp_path: Path) -> None:
    odd = replace(ASKED, question="鸽子\u2028能\x85喂")
    save(replace(EVALUATION, rows=(odd,)), SETUP, SUMMARY, tmp_path / "eval")
    assert load(tmp_path / "eval").rows == (odd,)


def test_a_file_in_the_place_of_the_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "eval").write_text("鸽子", encoding="utf-8")
    with pytest.raises(EvaluationError, match="不覆盖"):
        saved(tmp_path / "eval")
    assert contents(tmp_path) == {"eval": "鸽子".encode()}


def test_a_results_file_of_another_program_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "results.json").write_text('{"mine": 1}', encoding="utf-8")
    with pytest.raises(EvaluationError, match="不覆盖"):
        saved(tmp_path)
    assert contents(tmp_path) == {"results.json": b'{"mine": 1}'}


def test_the_folder_one_stands_in_can_be_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(saved(tmp_path / "eval"))
    save(replace(EVALUATION, rows=(ASKED,)), SETUP, SUMMARY, Path("."))
    assert load(tmp_path / "eval").rows == (ASKED,)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["eval"]


def test_other_files_in_the_folder_stay_but_for_the_report_of_what_is_replaced(tmp_path: Path) -> None:
    folder = saved(tmp_path / "eval")
    (folder / "notes").mkdir()
    for name in ("baseline.toml", "notes/thesis.docx", "report.html"):
        (folder / name).write_text("鸽子", encoding="utf-8")
    saved(folder)
    assert load(folder).rows == (ASKED, MATCHED)
    assert {path.name for path in folder.iterdir()} >= {"baseline.toml", "notes"}
    assert (folder / "notes" / "thesis.docx").exists()
    assert not (folder / "report.html").exists()
