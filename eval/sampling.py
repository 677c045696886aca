"""How sure a mean is: bootstrap over the questions."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

_RESAMPLES = 4000
_LOTS = 10000
_NORMAL = 1.96
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


def share(values: Sequence[float]) -> Estimate:
    """As `estimate`, for scores from 0 to 1.

    All 0 or all 1 leaves nothing to draw from: the interval is then Wilson's.
    """
    found = estimate(values)
    if len(set(values)) > 1 or found.mean not in (0.0, 1.0):
        return found
    spare = _NORMAL**2 / (found.count + _NORMAL**2)
    return replace(found, low=max(0.0, found.mean - spare), high=min(1.0, found.mean + spare))


def chance(differences: Sequence[float]) -> float:
    """The p-value of paired differences, two-sided: how often signs by lot give a sum as far from 0.

    A paired randomisation test; what did not change says nothing.
    """
    moved = np.array([value for value in differences if value], dtype=np.float64)
    if not len(moved):
        return 1.0
    signs = np.random.default_rng(_SEED).choice((-1.0, 1.0), (_LOTS, len(moved)))
    as_far = int(np.sum(np.abs(signs @ moved) >= abs(moved.sum()) - 1e-9))
    return (as_far + 1) / (_LOTS + 1)


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
