import numpy as np
import pytest
from scipy.stats import bootstrap

from eval.sampling import Estimate, chance, estimate

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


@pytest.mark.parametrize("sign", [1.0, -1.0])
@pytest.mark.parametrize(
    ("differences", "expected", "tolerance"),
    [
        ([0.0] * 10, 1.0, 0.0),
        # A sample of 40 with no gain at all: 0.5 ** 40.
        ([1.0] * 20 + [0.0] * 20, 0.0, 0.001),
        # Thirty of one sign, as from a coin: 2 / 2 ** 30.
        ([0.5] * 30, 0.0, 1e-8),
        ([1.0], 1.0, 0.0),
        ([1.0, 1.0], 0.5, 0.0),
        # None of the three gains is drawn: 0.7 ** 10, and twice that.
        ([1.0] * 3 + [0.0] * 7, 0.0565, 0.015),
        # At most 20 gains in 40 draws of chance 0.55, by the binomial, and twice that.
        ([1.0] * 22 + [-1.0] * 18, 0.631, 0.04),
        ([1.0, -1.0] * 20, 1.0, 0.0),
    ],
)
def test_the_chance_is_the_one_worked_out_for_a_gain_and_for_a_loss(
    sign: float, differences: list[float], expected: float, tolerance: float
) -> None:
    assert chance([sign * value for value in differences]) == pytest.approx(expected, abs=tolerance)
