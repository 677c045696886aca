"""Whether confidence can be relied on.

Risk and coverage: how often what is answered is wrong, the less sure questions left out. Reliability:
whether of the questions with a confidence of 0.8, 80% are answerable.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from eval.sampling import Estimate, share

_BINS = 10


@dataclass(frozen=True, slots=True)
class Point:
    """Answering what is as sure as `confidence`: the share answered, and of it the share wrong."""

    confidence: float
    coverage: float
    risk: float


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions of about one confidence: its mean over them, and the share that is answerable."""

    confidence: float
    answerable: Estimate


def risk_coverage(judged: Sequence[tuple[float, bool]]) -> list[Point]:
    """One point per distinct confidence, from the surest on, of (confidence, right) pairs.

    Questions of one confidence are answered together or not at all.
    """
    ordered = sorted(judged, key=lambda pair: -pair[0])
    points = []
    wrong = 0
    for place, (confidence, right) in enumerate(ordered, start=1):
        wrong += not right
        if place == len(ordered) or ordered[place][0] < confidence:
            points.append(Point(confidence, place / len(ordered), wrong / place))
    return points


def area(points: Sequence[Point]) -> float:
    """The mean risk over all coverages (AURC), 0 to 1: lower is better."""
    before = (0.0, *(point.coverage for point in points))
    return sum(point.risk * (point.coverage - start) for point, start in zip(points, before, strict=False))


def reliability(judged: Sequence[tuple[float, bool]]) -> list[Bin]:
    """(confidence, answerable) pairs by tenths of confidence, the least sure first; no empty bins.

    The bins are of equal width: what shares a bin does not hang on the other questions of the set.
    """
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(_BINS)]
    for confidence, answerable in judged:
        bins[min(int(confidence * _BINS), _BINS - 1)].append((confidence, answerable))
    return [
        Bin(sum(sure for sure, _ in held) / len(held), share([float(yes) for _, yes in held]))
        for held in bins
        if held
    ]


def calibration_error(bins: Sequence[Bin]) -> float:
    """How far confidence is from the share answerable, mean over the questions (ECE), 0 to 1."""
    count = sum(held.answerable.count for held in bins)
    away = sum(held.answerable.count * abs(held.answerable.mean - held.confidence) for held in bins)
    return away / max(1, count)
