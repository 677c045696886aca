from dataclasses import replace
from typing import Literal

import pytest

from eval.figures import curve_of, figures_of, groups_of, reliability_of, summary_of
from eval.results import Outcome, Row
from eval.risk import Point

RIGHT = Outcome("answered", 0.9, True, "十万元")
ROW = Row("q", "给多少？", "number", "official", "easy", ("补贴",), {}, (), RIGHT)
ROWS = [
    replace(
        ROW,
        type="unit",
        persona="resident",
        scores={"full": {"key facts": 0.0, "R@5": 0.5}, "dense": {"R@5": 1.0}},
    ),
    replace(ROW, scores={"full": {"key facts": 1.0, "R@5": 1.0}, "dense": {"R@5": 0.0}}),
    replace(
        ROW,
        difficulty="hard",
        scores={"full": {"true refusals": 1.0, "R@5": 0.0}, "dense": {"key facts": 1.0}},
    ),
    replace(ROW, type="matching", scores={"full": {"matching recall": 0.25}}, outcome=None),
]


def test_a_figure_is_the_mean_over_the_rows_that_have_it_per_variant() -> None:
    found = {
        variant: {name: (estimate.mean, estimate.count) for name, estimate in held.items()}
        for variant, held in figures_of(ROWS).items()
    }
    assert found == {
        "full": {
            "R@5": (0.5, 3),
            "key facts": (0.5, 2),
            "true refusals": (1.0, 1),
            "matching recall": (0.25, 1),
        },
        "dense": {"R@5": (0.5, 2), "key facts": (1.0, 1)},
    }


def test_figures_come_in_their_own_order_not_in_that_of_the_scores() -> None:
    assert list(figures_of(ROWS)["full"]) == ["R@5", "key facts", "true refusals", "matching recall"]


def test_no_rows_have_no_figures() -> None:
    assert figures_of([]) == {}
    assert groups_of([], "type") == {}
    assert curve_of([]) == []


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (
            "type",
            {
                "number": {"R@5": 0.5, "key facts": 1.0, "true refusals": 1.0},
                "unit": {"R@5": 0.5, "key facts": 0.0},
            },
        ),
        (
            "persona",
            {
                "official": {"R@5": 0.5, "key facts": 1.0, "true refusals": 1.0},
                "resident": {"R@5": 0.5, "key facts": 0.0},
            },
        ),
        ("difficulty", {"easy": {"R@5": 0.75, "key facts": 0.5}, "hard": {"R@5": 0.0, "true refusals": 1.0}}),
    ],
)
def test_groups_are_of_the_questions_alone_answered_by_the_product_itself(
    field: Literal["type", "persona", "difficulty"], expected: dict[str, dict[str, float]]
) -> None:
    found = groups_of(ROWS, field)
    assert {
        kind: {name: estimate.mean for name, estimate in held.items()} for kind, held in found.items()
    } == expected
    assert list(found) == list(expected)


def test_the_curve_is_of_what_was_asked_and_leaves_the_profiles_out() -> None:
    rows = [
        ROW,
        replace(ROW, outcome=replace(RIGHT, confidence=0.4, right=False)),
        replace(ROW, outcome=None),
    ]
    assert curve_of(rows) == [Point(0.9, 0.5, 0.0), Point(0.4, 1.0, 0.5)]


def test_reliability_is_of_what_was_asked_and_what_has_a_gold_is_answerable() -> None:
    # An answer may be wrong and its question answerable; 0.9 and 0.95 are one bin, half of it answerable.
    row = replace(ROW, scores={"full": {"R@5": 1.0}})
    rows = [
        replace(row, outcome=replace(RIGHT, right=False)),
        replace(row, gold=(), outcome=replace(RIGHT, confidence=0.95)),
        replace(row, gold=(), outcome=replace(RIGHT, confidence=0.2)),
        replace(row, outcome=None),
    ]
    found = [(held.confidence, held.answerable.mean, held.answerable.count) for held in reliability_of(rows)]
    assert found == [(0.2, 0.0, 1), (pytest.approx(0.925), 0.5, 2)]
    # (0.2 + 2 × 0.425) / 3.
    assert summary_of(rows)["ece"] == pytest.approx(0.35)
