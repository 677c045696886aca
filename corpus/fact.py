"""A number that a clause states."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fact:
    """What is counted, how much of it, by when and where.

    `value` is in Arabic digits as printed, without separators (2.5, 2-3); `comparator` holds the
    printed words that compare, joined by … (达到…以上); `year` is the year it is meant for, printed
    beside it or inherited; `scope` is narrower than the document's, or empty. `start` and `end`
    count the document's text and enclose the value with its unit.
    """

    subject: str
    comparator: str
    value: str
    unit: str
    year: int | None
    scope: str
    start: int
    end: int
