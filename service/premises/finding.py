"""What a clause says to one thing that a question asserts."""

import re
from dataclasses import dataclass
from enum import StrEnum

from corpus.clause import Clause
from corpus.marks import mark_of
from index.windows import sentences
from service.premises.parts import Part

_PHRASE = re.compile(r"(?:[^，,：:；;]|(?<=\d)[,：:](?=\d))+")
_BLANK = " \n\u3000"
_STOPS = "。；！？，：;,:" + _BLANK
_LONG = 60
_SHORT = 12


class Kind(StrEnum):
    """What is asserted; where a question asserts several things wrongly, the first of these is answered."""

    ISSUED = "issued"
    UNIT = "unit"
    PLACE = "place"
    LEVEL = "level"
    NUMBER = "number"
    COMPARATOR = "comparator"
    YEAR = "year"
    POLARITY = "polarity"


@dataclass(frozen=True, slots=True)
class Finding:
    """One assertion, contradicted or confirmed by a stretch of a clause.

    `asserted` are words of the question, `found` the words of the clause that they were held
    against; `start` and `end` count the document and enclose what can stand as a quote around them.
    `confirming` says that the question asks to have it confirmed.
    """

    kind: Kind
    contradicted: bool
    asserted: str
    confirming: bool
    clause: Clause
    start: int
    end: int
    found: str

    @property
    def quote(self) -> str:
        """The stretch of the clause that says it."""
        return self.clause.text[self.start - self.clause.start : self.end - self.clause.start]


def found_at(
    kind: Kind, contradicted: bool, asserted: str, part: Part, clause: Clause, words: tuple[int, int]
) -> Finding:
    """The finding that rests on some words of a clause, given by their offsets in the document.

    The units of a clause are quoted alone, of a long list of figures the one, else the sentence.
    """
    begin, stop = words[0] - clause.start, words[1] - clause.start
    start, end = (begin, stop) if kind is Kind.UNIT else _sentence(clause.text, begin, stop)
    listed = end - start > _LONG or ";" in clause.text[start:end]
    if kind in (Kind.NUMBER, Kind.COMPARATOR) and listed:
        start, end = _figure(clause.text, (start, end), begin, stop)
    return Finding(
        kind,
        contradicted,
        asserted,
        part.confirming,
        clause,
        clause.start + start,
        clause.start + end,
        clause.text[begin:stop],
    )


def _sentence(text: str, begin: int, stop: int) -> tuple[int, int]:
    """The sentence around some words, without the mark that opens it and the stop that closes it."""
    found = (span for span in sentences(text) if span[0] <= begin and stop <= span[1])
    start, end = next(found, (begin, stop))
    start += len(text[start:begin]) - len(text[start:begin].lstrip(_BLANK))
    mark = mark_of(text[start:begin])
    start += mark.length if mark else 0
    start += len(text[start:begin]) - len(text[start:begin].lstrip(_BLANK))
    return start, max(stop, start + len(text[start:end].rstrip(_STOPS)))


def _figure(text: str, sentence: tuple[int, int], begin: int, stop: int) -> tuple[int, int]:
    """The phrase around some words, with those before it where it is too short to say of what."""
    phrases = [found.span() for found in _PHRASE.finditer(text, *sentence)]
    start = max((a for a, _ in phrases if a <= begin), default=sentence[0])
    end = min((b for _, b in phrases if b >= stop), default=sentence[1])
    for a, _ in reversed(phrases):
        if end - start >= _SHORT:
            break
        start = min(start, a)
    return start, end
