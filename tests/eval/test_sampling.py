import numpy as np
import pytest
from scipy.stats import bootstrap

from eval.sampling import Estimate, chance, estimate, share

# Squares of 0 to 39 fortieths: mean 0.3209, lopsided.
SQUARES = [(place / 40) ** 2 for place in range(40)]


def test_the_interval_and_the_error_agree_with_the_bootstrap_of_scipy() -> None:
    theirs = bootstrap(
        (SQUARES,), np.mean, n_resamples=50_000, method="percentile", rng=np.random.default_rng(1)
    )
    ours = estimate(SQUARES)
    # The mean of the squares below n is (n - 1)(2n - 1) / 6: 39 * 79 / 6 / 1600.
    assert ours.mean == pytest.approx(0.3209375)
    assert ours.low == pytest.approx(theirs.confidence_interval.low, abs=0.01)
    assert ours.high == pytest.approx(theirs.confidence_interval.high, abs=0.01)
    assert ours.error == pytest.approx(theirs.standard_error, abs=0.003)
    assert ours.count == 40


def test_of_a_hundred_even_answers_the_error_is_five_points_and_the_interval_ten_each_way() -> None:
    found = estimate([0.0, 1.0] * 50)
    # sqrt(0.25 / 100), and 1.96 times that.
    assert found.mean == 0.5
    assert found.error == pytest.approx(0.05, abs=0.003)
    assert found.half == pytest.approx(0.098, abs=0.011)


def test_the_same_values_give_the_same_twice() -> None:
    assert estimate(SQUARES) == estimate(list(SQUARES))
    assert chance([1.0, -1.0, 1.0]) == chance((1.0, -1.0, 1.0))


@pytest.mark.parametrize("count", [1, 7])
def test_values_that_do_not_vary_have_no_error(count: int) -> None:
    assert estimate([0.25] * count) == Estimate(0.25, 0.25, 0.25, 0.0, count)


def test_half_is_half_the_width_of_a_lopsided_interval() -> None:
    assert Estimate(0.5, 0.25, 1.0, 0.1, 9).half == 0.375


@pytest.mark.parametrize(
    ("value", "count", "low", "high"),
    [
        # Wilson: 1.96 ** 2 = 3.8416, over that and the count.
        (1.0, 10, 0.7225, 1.0),
        (0.0, 9, 0.0, 0.2992),
        (1.0, 340, 0.9888, 1.0),
    ],
)
def test_few_questions_that_all_go_well_or_badly_are_not_certain(
    value: float, count: int, low: float, high: float
) -> None:
    found = share([value] * count)
    assert found.low == pytest.approx(low, abs=1e-4)
    assert found.high == pytest.approx(high, abs=1e-4)
    assert (found.mean, found.error) == (value, 0.0)


@pytest.mark.parametrize("values", [[0.0, 1.0, 1.0], [0.5, 0.5], [0.0, 0.5]])
def test_a_share_of_what_varies_is_estimated_as_any_mean(values: list[float]) -> None:
    assert share(values) == estimate(values)


@pytest.mark.parametrize("sign", [1.0, -1.0])
@pytest.mark.parametrize(
    ("differences", "expected"),
    [
        ([0.0] * 10, 1.0),
        ([1.0], 1.0),
        # Each of n equal gains may as well be a loss: 2 / 2 ** n, however many stayed.
        ([1.0, 1.0], 0.5),
        ([1.0] * 3 + [0.0] * 7, 0.25),
        ([1.0] * 5, 0.0625),
        ([1.0] * 5 + [0.0] * 301, 0.0625),
        ([0.5] * 30, 0.0),
        # 22 or more of 40, by the binomial, and twice that.
        ([1.0] * 22 + [-1.0] * 18, 0.636),
        ([1.0, -1.0] * 20, 1.0),
        # Of the eight sums of ±3 ±1 ±1, two are as far from 0 as 5, and six as far as 3.
        ([3.0, 1.0, 1.0], 0.25),
        ([3.0, 1.0, -1.0], 0.75),
    ],
)
def test_the_chance_is_that_of_signs_by_lot(sign: float, differences: list[float], expected: float) -> None:
    found = chance([sign * value for value in differences])
    assert found == pytest.approx(expected, abs=0.015 if 0 < expected < 1 else 1e-3)
