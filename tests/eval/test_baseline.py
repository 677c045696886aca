from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import EvaluationError
from eval.baseline import Baseline, Fall, Mark, falls, gated, load_baseline, write_baseline
from eval.figures import Figures
from eval.results import Setup
from eval.sampling import Estimate
from tests.eval.rows import FAILED, FINE

SETUP = Setup("report", "d1", {"encoder": "e"})
ESTIMATE = Estimate(0.8, 0.7, 0.9, 0.05, 40)
MARK = Mark(value=0.8, noise=0.05)
WRITTEN = """\
split = "report"
digest = "d1"

[parts]

[figures.full]
"R@5" = { value = 0.8, noise = 0.05 }
"""


def marks(name: str) -> Baseline:
    return Baseline(split="report", digest="d1", parts={}, figures={"full": {name: MARK}})


def test_what_is_written_is_read_back_rounded_without_what_is_neither_better_nor_worse(
    tmp_path: Path,
) -> None:
    whole = {
        "R@1": replace(ESTIMATE, mean=1 / 3, error=0.123456),
        "R@5": ESTIMATE,
        "MRR@10": ESTIMATE,
        "length": replace(ESTIMATE, mean=120.0),
        "false refusals": replace(ESTIMATE, mean=0.0, error=0.0),
    }
    figures = dict.fromkeys(
        ("full", "new-document", "paraphrase", "lexical", "lexicon", "asked", "dense", "bm25-words"), whole
    )
    write_baseline(SETUP, figures, tmp_path / "marks.toml")
    kept = {
        "R@1": Mark(value=0.3333, noise=0.1235),
        "R@5": MARK,
        "MRR@10": MARK,
        "false refusals": Mark(value=0.0, noise=0.0),
    }
    of_leg = {"R@5": MARK, "MRR@10": MARK}
    assert load_baseline(tmp_path / "marks.toml") == Baseline(
        split="report",
        digest="d1",
        parts={"encoder": "e"},
        figures={
            "full": kept,
            "new-document": kept,
            "paraphrase": of_leg,
            "lexical": of_leg,
            "lexicon": of_leg,
            "asked": of_leg,
            "dense": of_leg,
        },
    )


def test_figures_do_not_fall_below_the_marks_written_from_them(tmp_path: Path) -> None:
    held = {"R@5": ESTIMATE, "false refusals": replace(ESTIMATE, mean=0.1), "length": ESTIMATE}
    figures = dict.fromkeys(
        ("full", "new-document", "paraphrase", "lexical", "lexicon", "asked", "dense"), held
    )
    write_baseline(SETUP, figures, tmp_path / "marks.toml")
    assert falls(load_baseline(tmp_path / "marks.toml"), SETUP, figures) == []


@pytest.mark.parametrize(
    ("name", "now", "fell"),
    [
        ("R@5", 0.74, True),
        ("R@5", 0.75, False),
        ("R@5", 0.76, False),
        ("R@5", 0.99, False),
        ("false refusals", 0.86, True),
        ("false refusals", 0.85, False),
        ("false refusals", 0.84, False),
        ("false refusals", 0.01, False),
    ],
)
def test_a_figure_that_is_worse_by_more_than_its_noise_is_told(name: str, now: float, fell: bool) -> None:
    figures = {"full": {name: replace(ESTIMATE, mean=now)}}
    assert falls(marks(name), SETUP, figures) == ([Fall("full", name, MARK, now)] if fell else [])


@pytest.mark.parametrize(
    "figures", [{}, {"full": {}}, {"dense": {"R@5": ESTIMATE, "false refusals": ESTIMATE}}]
)
@pytest.mark.parametrize("name", ["R@5", "false refusals"])
def test_a_figure_that_was_not_measured_is_told(name: str, figures: Figures) -> None:
    assert falls(marks(name), SETUP, figures) == [Fall("full", name, MARK, None)]


@pytest.mark.parametrize("judged", [replace(SETUP, digest="d2"), replace(SETUP, split="tune")])
def test_the_marks_of_another_set_are_not_compared(judged: Setup) -> None:
    with pytest.raises(EvaluationError, match="另一套题目"):
        falls(marks("R@5"), judged, {"full": {"R@5": ESTIMATE}})


def test_other_models_than_those_of_the_marks_are_compared() -> None:
    assert falls(marks("R@5"), replace(SETUP, parts={"encoder": "f"}), {"full": {"R@5": ESTIMATE}}) == []


def test_a_file_of_the_form_is_read(tmp_path: Path) -> None:
    (tmp_path / "marks.toml").write_text(WRITTEN, encoding="utf-8")
    assert load_baseline(tmp_path / "marks.toml").figures == {"full": {"R@5": MARK}}


@pytest.mark.parametrize(
    "content",
    [
        None,
        b"split = ",
        b"\xff\xfe",
        b'split = "report"\n',
        WRITTEN.replace('digest = "d1"', 'digest = "d1"\nmore = 1').encode(),
        WRITTEN.replace(", noise = 0.05", "").encode(),
        WRITTEN.replace("0.8", '"much"').encode(),
    ],
)
def test_a_file_that_is_not_there_or_of_another_form_is_named(content: bytes | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "marks.toml").write_bytes(content)
    with pytest.raises(EvaluationError, match=r"marks\.toml"):
        load_baseline(tmp_path / "marks.toml")


def test_a_mark_that_was_rounded_up_is_no_fall(tmp_path: Path) -> None:
    figures = {"full": {"R@5": replace(ESTIMATE, mean=2 / 3, error=0.0)}}
    write_baseline(SETUP, figures, tmp_path / "marks.toml")
    assert falls(load_baseline(tmp_path / "marks.toml"), SETUP, figures) == []


def test_a_figure_that_is_known_no_more_is_told_as_not_measured() -> None:
    assert falls(marks("R@7"), SETUP, {"full": {"R@5": ESTIMATE}}) == [Fall("full", "R@7", MARK, None)]


def test_results_without_an_answerable_question_make_no_baseline(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="不能作基准"):
        write_baseline(SETUP, {"full": {"true refusals": ESTIMATE}}, tmp_path / "marks.toml")
    assert not (tmp_path / "marks.toml").exists()


def test_the_paraphrases_are_marked_apart() -> None:
    plain = replace(FINE, type="number")
    paraphrase = replace(FAILED, type="paraphrase")
    figures = gated([plain, paraphrase])
    assert (figures["full"]["R@5"].mean, figures["paraphrase"]["R@5"].mean) == (0.5, 0.0)


def test_what_matching_scores_is_marked(tmp_path: Path) -> None:
    figures = {"full": {"R@5": ESTIMATE, "matching recall": ESTIMATE, "matching lures": ESTIMATE}}
    write_baseline(SETUP, figures, tmp_path / "marks.toml")
    assert set(load_baseline(tmp_path / "marks.toml").figures["full"]) == set(figures["full"])
