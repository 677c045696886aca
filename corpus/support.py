"""What a clause grants, to whom, where and on what conditions."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of a clause that name something of the vocabulary; `start` and `end` count the document."""

    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Threshold:
    """A figure that a clause asks of applicants: `least` and `most` bound it, in `unit`.

    `start` and `end` count the document and enclose its phrase.
    """

    key: str
    least: float | None
    most: float | None
    unit: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Support:
    """What a clause grants: kinds of benefit, whom it names, places inside its region, conditions.

    Of `kinds`, the `receivers` are those that the wording grants it to (支持…企业, 对…给予).
    `statuses` are the certificates it asks for, `conditions` phrases that say on what terms,
    `exclusions` sentences that say who gets nothing. Of one kind only the first words are kept.
    """

    benefits: tuple[Mark, ...]
    kinds: tuple[Mark, ...] = ()
    receivers: tuple[Mark, ...] = ()
    zones: tuple[Mark, ...] = ()
    statuses: tuple[Mark, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    conditions: tuple[tuple[int, int], ...] = ()
    exclusions: tuple[tuple[int, int], ...] = ()
