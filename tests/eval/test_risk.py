from itertools import permutations

import pytest

from eval.risk import Point, area, risk_coverage


def test_the_curve_is_the_one_worked_out_by_hand_whatever_the_order() -> None:
    pairs = [(0.9, True), (0.9, False), (0.8, True), (0.5, False)]
    for ordered in permutations(pairs):
        # Wrong: 1 of 2, 1 of 3, 2 of 4.
        assert risk_coverage(ordered) == [
            Point(0.9, 0.5, 0.5),
            Point(0.8, 0.75, 1 / 3),
            Point(0.5, 1.0, 0.5),
        ]


def test_questions_of_one_confidence_are_one_point() -> None:
    assert risk_coverage([(0.5, True), (0.5, False), (0.5, True), (0.5, True)]) == [Point(0.5, 1.0, 0.25)]


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([], 0.0),
        ([(0.9, True), (0.1, True)], 0.0),
        ([(0.9, False), (0.1, False)], 1.0),
        # Surest first: 0, then 1 of 2; the other way round: 1, then 1 of 2.
        ([(0.9, True), (0.1, False)], 0.25),
        ([(0.9, False), (0.1, True)], 0.75),
        # Three questions answered together count three times: 3/4 of 0, 1/4 of 1/4.
        ([(0.9, True), (0.9, True), (0.9, True), (0.1, False)], 1 / 16),
        # 0 of 1, 1 of 2, 1 of 3, 2 of 4: (0 + 1/2 + 1/3 + 1/2) / 4.
        ([(0.9, True), (0.8, False), (0.7, True), (0.6, False)], 1 / 3),
    ],
)
def test_the_area_is_smaller_the_surer_the_right_answers_are(
    pairs: list[tuple[float, bool]], expected: float
) -> None:
    assert area(risk_coverage(pairs)) == pytest.approx(expected)
