"""A question and the clauses it is held against, with what each check needs to know of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.clause import Clause
from corpus.document import Document
from corpus.fact import Fact
from index.regions import regions_in
from index.terms import grams
from service.premises.cues import pattern
from service.premises.fit import Rarity, Widened, Wording
from service.premises.parts import Part, parts_of

MOST = 5
"""So many clauses are looked at, best first."""
CLAIMS = 6
"""So many assertions of a kind are followed up, in a question or in a part of it."""
_PARTS = 24
_PRIOR = 0.1
_READ = 3
_SENTENCE = re.compile("[^；。！？\n]+")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?=年)")


@dataclass(frozen=True, slots=True)
class Place:
    """A clause that may answer, best first: `rank` counts from 0."""

    rank: int
    clause: Clause
    document: Document

    @property
    def heading(self) -> str:
        """What stands above the clause."""
        return " ".join((self.document.title, *self.clause.path))

    @property
    def prior(self) -> float:
        """What its place among the hits adds to how well it fits."""
        return _PRIOR / (1 + self.rank)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a clause; `start` counts the document."""

    place: Place
    start: int
    text: str


def sentences_of(places: Sequence[Place]) -> list[Sentence]:
    """The sentences of the first clauses, in order."""
    return [
        Sentence(place, place.clause.start + found.start(), found[0])
        for place in places[:_READ]
        for found in _SENTENCE.finditer(place.clause.text)
    ]


@dataclass(frozen=True, slots=True)
class Asked:
    """A normalised question, cut into parts; `regions` and `years` are those it names."""

    question: str
    parts: tuple[Part, ...]
    rarity: Rarity
    widened: tuple[Widened, ...]
    regions: tuple[str, ...]
    years: frozenset[int]

    @classmethod
    def of(cls, question: str, rarity: Rarity, widened: Sequence[Widened]) -> "Asked":
        """Read a question; a year that only says which document is meant is not asked for."""
        years = frozenset(
            int(match[1])
            for match in _YEAR.finditer(question)
            if not pattern("year", "issued").match(question, match.end())
        )
        return cls(
            question,
            tuple(parts_of(question)[:_PARTS]),
            rarity,
            tuple(widened),
            tuple(regions_in(question)),
            years,
        )

    def part_at(self, place: int) -> Part | None:
        """The part that a place of the question is in."""
        return next((part for part in self.parts if part.start <= place < part.end), None)

    def wording(self, part: Part | None, start: int, end: int) -> Wording:
        """The words of a part, or of the whole question, but for those between `start` and `end`."""
        opens, closes = (part.start, part.end) if part else (0, len(self.question))
        text = f"{self.question[opens:start]} {self.question[end:closes]}"
        return Wording.of(text, self.rarity, self.widened)

    def about(self, place: Place, fact: Fact) -> bool:
        """Whether a number is of the year, the region, the whole of it that a question names, if it does."""
        if self.years and fact.year is not None and fact.year not in self.years:
            return False
        if fact.scope and pattern("form", "whole").search(self.question):
            return bool(set(grams(fact.scope)) & set(grams(self.question)))
        return self.local(place)

    def local(self, place: Place) -> bool:
        """Whether a clause is about a region that the question names; of any where it names none."""
        held = f"{place.document.region or ''} {place.heading} {place.clause.text}"
        return not self.regions or any(region in held for region in self.regions)
