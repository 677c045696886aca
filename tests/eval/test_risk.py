from itertools import permutations

import pytest

from eval.risk import Bin, Point, area, calibration_error, reliability, risk_coverage
from eval.sampling import Estimate, share


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


def test_questions_are_put_together_by_tenths_of_confidence_whatever_the_order() -> None:
    # 0.0 to 0.1 left out; 0.7 and 0.79, of which one is answerable; 0.9 and 1.0, both.
    pairs = [(0.0, False), (0.7, True), (0.79, False), (0.9, True), (1.0, True)]
    for ordered in permutations(pairs):
        found = [
            (held.confidence, held.answerable.mean, held.answerable.count) for held in reliability(ordered)
        ]
        assert found == [
            (0.0, 0.0, 1),
            (pytest.approx(0.745), 0.5, 2),
            (pytest.approx(0.95), 1.0, 2),
        ]


@pytest.mark.parametrize("tenth", range(10))
def test_a_whole_tenth_opens_a_bin(tenth: int) -> None:
    start = tenth / 10
    pairs = [(start, True), (start + 0.0999, True), (max(0.0, start - 0.0001), False)]
    last = reliability(pairs)[-1]
    assert last.answerable.count == (2 if tenth else 3)


def test_a_bin_says_how_sure_its_share_is() -> None:
    (alone,) = reliability([(0.75, True), (0.75, True), (0.75, False), (0.75, True)])
    assert alone == Bin(0.75, share([1.0, 1.0, 0.0, 1.0]))
    assert (alone.answerable.low, alone.answerable.high) == (0.25, 1.0)


def bin_of(confidence: float, share_of: float, count: int) -> Bin:
    return Bin(confidence, Estimate(share_of, 0.0, 1.0, 0.0, count))


@pytest.mark.parametrize(
    ("bins", "expected"),
    [
        ([], 0.0),
        ([bin_of(0.75, 0.75, 4), bin_of(0.25, 0.25, 8)], 0.0),
        ([bin_of(0.95, 0.0, 2)], 0.95),
        # One question off by 0.5 and three by 0.1, too sure or not sure enough: (0.5 + 3 × 0.1) / 4.
        ([bin_of(0.5, 1.0, 1), bin_of(0.9, 0.8, 3)], 0.2),
        ([bin_of(0.5, 0.0, 1), bin_of(0.8, 0.9, 3)], 0.2),
    ],
)
def test_the_calibration_error_counts_each_question_of_a_bin(bins: list[Bin], expected: float) -> None:
    assert calibration_error(bins) == pytest.approx(expected)


def test_errors_within_a_bin_make_up_for_each_other() -> None:
    # Mean confidence 0.75, three of four answerable.
    pairs = [(0.71, True), (0.72, True), (0.78, True), (0.79, False)]
    assert calibration_error(reliability(pairs)) == pytest.approx(0.0)
