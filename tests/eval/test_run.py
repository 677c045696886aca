"""`ceyin-eval run` as a user runs it: a process of its own, over a small set."""

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from eval.questions import load_set
from eval.variants import Variant

EVAL = str(Path(sys.executable).with_name("ceyin-eval"))
REPORT = load_set().of("report")
TIMED = "timings.json"


def ran(*words: object, seed: int = 0) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONHASHSEED": str(seed), "CEYIN_GENERATOR": "none"}
    return subprocess.run(
        [EVAL, *map(str, words)], env=environment, capture_output=True, text=True, check=False
    )


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != TIMED
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A set of one question of each type, and one profile."""
    folder = tmp_path_factory.mktemp("set")
    (folder / "questions").mkdir()
    some = {question.type: question for question in REPORT.questions}
    for name, rows in (("questions/some", some.values()), ("profiles", REPORT.profiles[:1])):
        lines = [json.dumps(asdict(row), default=str, ensure_ascii=False) + "\n" for row in rows]
        (folder / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def results(folder: Path) -> Path:
    found = ran("run", "--set", folder, "--out", folder / "results", seed=1)
    assert found.returncode == 0, found.stderr
    assert "| R@5 " in found.stdout
    return folder / "results"


def test_the_same_input_gives_the_same_bytes_but_for_the_timings(folder: Path, results: Path) -> None:
    again = ran("run", "--set", folder, "--out", folder / "again", seed=2)
    assert again.returncode == 0, again.stderr
    assert contents(folder / "again") == contents(results)
    assert len(contents(results)) == 4 + len(Variant)
    assert (results / TIMED).exists()


def test_a_figure_below_the_baseline_is_shown_and_the_exit_code_is_1(folder: Path, results: Path) -> None:
    marks = folder / "baseline.toml"
    assert ran("baseline", results, "--out", marks).returncode == 0
    better = marks.read_text(encoding="utf-8").replace('"R@1" = { value = 0', '"R@1" = { value = 1', 1)
    assert better != marks.read_text(encoding="utf-8")
    marks.write_text(better, encoding="utf-8")
    fallen = ran("run", "--set", folder, "--out", folder / "fallen", "--baseline", marks)
    assert fallen.returncode == 1
    table = fallen.stdout[fallen.stdout.index("低于基准的指标") :]
    assert "| 全部 " in table
    assert " R@1 |" in table
    assert " R@5 |" not in table


def test_figures_that_hold_are_said_to(folder: Path, results: Path) -> None:
    marks = folder / "same.toml"
    assert ran("baseline", results, "--out", marks).returncode == 0
    again = ran("baseline", results, "--out", marks)
    assert "没有指标低于基准" in again.stdout


def test_a_baseline_of_another_set_is_refused_before_the_work(folder: Path) -> None:
    marks = folder / "other.toml"
    marks.write_text('split = "report"\ndigest = "0"\n\n[parts]\n[figures]\n', encoding="utf-8")
    refused = ran("run", "--set", folder, "--out", folder / "refused", "--baseline", marks)
    assert refused.returncode == 2
    assert "基准是在另一套题目上量的" in refused.stderr
    assert list((folder / "refused").iterdir()) == []


def test_a_half_without_questions_is_told(folder: Path) -> None:
    empty = ran("run", "--set", folder, "--split", "tune", "--out", folder / "tune")
    assert empty.returncode == 2
    assert "没有一道题属于 tune" in empty.stderr


def test_a_set_with_faults_is_not_run(folder: Path) -> None:
    (folder / "wrong" / "questions").mkdir(parents=True)
    some = (folder / "questions" / "some.jsonl").read_text(encoding="utf-8")
    wrong = some.replace('"answerable": true', '"answerable": false')
    (folder / "wrong" / "questions" / "some.jsonl").write_text(wrong, encoding="utf-8")
    refused = ran("run", "--set", folder / "wrong", "--out", folder / "refused too")
    assert refused.returncode == 2
    assert "处问题，例如" in refused.stderr
    assert "类型与能否回答不一致" in refused.stderr
