"""How sure a mean is: bootstrap over the questions."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_RESAMPLES = 4000
_SEED = 20261121


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over `count` questions, its 95% interval and its standard error."""

    mean: float
    low: float
    high: float
    error: float
    count: int

    @property
    def half(self) -> float:
        """Half the width of the interval."""
        return (self.high - self.low) / 2


def estimate(values: Sequence[float]) -> Estimate:
    """The mean of at least one value, with its percentile bootstrap; the same values give the same."""
    mean = float(np.mean(values))
    if len(set(values)) < 2:
        return Estimate(mean, mean, mean, 0.0, len(values))
    means = _resampled(values)
    low, high = np.quantile(means, (0.025, 0.975)).tolist()
    return Estimate(mean, low, high, float(means.std(ddof=1)), len(values))


def chance(differences: Sequence[float]) -> float:
    """How likely the mean of paired differences has the other sign, two-sided: a p-value, 0 to 1.

    Differences that are all alike leave nothing to draw from: their signs are weighed instead.
    """
    if len(set(differences)) < 2:
        return float(2.0 ** (1 - len(differences))) if any(differences) else 1.0
    means = _resampled(differences)
    other = min(int(np.sum(means <= 0)), int(np.sum(means >= 0)))
    return min(1.0, 2 * (other + 1) / (_RESAMPLES + 1))


def percentiles(values: Sequence[float]) -> tuple[float, float]:
    """The median and the 95th percentile; 0 where there are no values."""
    if not values:
        return 0.0, 0.0
    half, most = np.quantile(values, (0.5, 0.95)).tolist()
    return half, most


def _resampled(values: Sequence[float]) -> NDArray[np.float64]:
    """The means of samples drawn with replacement, shape (resamples,)."""
    places = np.random.default_rng(_SEED).integers(0, len(values), (_RESAMPLES, len(values)))
    means: NDArray[np.float64] = np.asarray(values, dtype=np.float64)[places].mean(axis=1)
    return means
