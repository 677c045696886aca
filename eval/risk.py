"""Risk and coverage: how often what is answered is wrong, the less sure questions left out."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Point:
    """Answering what is as sure as `confidence`: the share answered, and of it the share wrong."""

    confidence: float
    coverage: float
    risk: float


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
