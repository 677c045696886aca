"""Hits come in, evidence goes out: the spans of their clauses that may answer the question."""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from corpus.clause import Clause
from corpus.units import unit_span
from index.cues import cued
from index.generation import Generation
from index.hit import Hit
from index.terms import grams
from index.windows import sentences
from service.years import Years, years_in

_LEAD = re.compile(
    r"\s*(?:第[一二三四五六七八九十百零\d]+条|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]"
    r"|\d{1,2}[.．、](?!\d)|——|--)?\s*"
)
_PHRASE = re.compile(r"(?:[^，；：,;]|(?<=\d)[,：:](?=\d))+[，；：,;]?")
_FIGURE = re.compile(r"\d")
_ONLY_DATE = re.compile(r"(?:到|至|在)?\s*\d{4}\s*年(?:底|末|前|底前)?$")
_TAIL = "。；\n 　"
_SHORTEST = 4
_LONG = 60
_NUMBER_BONUS = 0.3


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a clause that can stand as a quote: `document.text[start:end] == text`.

    `score` is how well it fits the question by what is known without the generator; higher is
    better, 0 to about 2.
    """

    clause: Clause
    start: int
    end: int
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """A hit with its candidate spans, best first."""

    hit: Hit
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What kind of answer a question asks for."""

    unit: bool
    number: bool

    @classmethod
    def by(cls, question: str) -> "Wanted":
        """Read it off the cue words in the question."""
        unit = cued("unit", question)
        return cls(unit=unit, number=cued("number", question) and not unit)


class Selector:
    """Scores the sentences of the best hits against the question."""

    def __init__(self, generation: Generation) -> None:
        """Keep the index, which knows how rare a word is."""
        self._generation = generation
        self._clauses = {clause.id: clause for clause in generation.clauses}
        self._documents = {document.id: document for document in generation.documents}
        self._years = Years(self._documents, generation.clauses)

    def select(self, question: str, hits: list[Hit], most: int = 4) -> list[Evidence]:
        """The best `most` spans of each hit, best first; hits without any are left out.

        Asked who leads, the units of the best hit are all the evidence. Asked for a year, spans
        that speak of another year are none.
        """
        wanted = Wanted.by(question)
        weights = {gram: self._rarity(gram) for gram in grams(question)}
        years = years_in(question)
        found: list[Evidence] = []
        for hit in hits:
            units = self._units(hit.clause) if wanted.unit else []
            if units and not found:
                return [Evidence(hit, tuple(units))]
            spans = units or self._of_year(years, self._sentences(weights, hit, wanted))
            ranked = sorted(spans, key=lambda span: (-span.score, span.start))[:most]
            if ranked:
                found.append(Evidence(hit, tuple(ranked)))
        return found

    def _of_year(self, years: set[int], spans: list[Span]) -> list[Span]:
        """The spans that no other year than those asked for governs; a document's own years do no harm."""
        if not spans or not years:
            return spans
        document = self._documents[spans[0].clause.document_id]
        if any(document.covers(year) for year in years):
            return spans
        governing = [self._years.governing(span.clause, span.start, span.end) for span in spans]
        return [span for span, named in zip(spans, governing, strict=True) if not named or named & years]

    def _rarity(self, gram: str) -> float:
        total = len(self._generation.clauses)
        return math.log(1 + total / (1 + self._generation.lexical.frequency(gram)))

    def _sentences(self, weights: Mapping[str, float], hit: Hit, wanted: Wanted) -> list[Span]:
        found = []
        for begin, stop in candidates(hit.clause):
            start, end = hit.clause.start + begin, hit.clause.start + stop
            text = hit.clause.text[begin:stop]
            # A stored answer counts as far as its question is like this one.
            score = coverage(weights, text) + hit.similarity**2 * held_share(hit.asked, start, end)
            score += _NUMBER_BONUS * (wanted.number and bool(_FIGURE.search(text)))
            found.append(Span(hit.clause, start, end, text, round(score, 4)))
        return found

    def _units(self, clause: Clause) -> list[Span]:
        """Where the clause's units are printed: in itself, or in the line that governs it."""
        holder = self._clauses[clause.governor] if clause.governor else clause
        place = unit_span(holder)
        if place is None:
            return []
        text = holder.text[place[0] - holder.start : place[1] - holder.start]
        return [Span(holder, *place, text, 1.0)]


def candidates(clause: Clause) -> list[tuple[int, int]]:
    """Spans, relative to the clause, that can stand alone: sentences, and the figures of a list of them.

    The mark that opens the clause, its heading and its unit bracket are not answers and are cut off;
    a clause that says nothing else stands whole.
    """
    units = unit_span(clause)
    if units is None:
        stretches = [(0, len(clause.text))]
    else:
        opened, closed = units[0] - clause.start - 1, units[1] - clause.start + 1
        stretches = [(0, max(0, opened)), (closed, len(clause.text))]
    places = [
        (begin + shift, stop + shift)
        for shift, end in stretches
        for begin, stop in sentences(clause.text[shift:end])
    ]
    heading = clause.path[-1] if clause.path else ""
    found = [span for place in places for span in _standing(clause.text, *place, heading)]
    return found or [span for place in places[:1] for span in _standing(clause.text, *place, "")]


def _standing(text: str, begin: int, stop: int, heading: str) -> Iterator[tuple[int, int]]:
    """The figures of a sentence that lists several, and the sentence, without mark and stop."""
    start, end = trimmed(text, begin, stop)
    sentence = text[start:end]
    titled = bool(heading) and text[begin:stop].strip().rstrip("。；：:") == heading
    if len(sentence) < _SHORTEST or titled or (heading and sentence[-1] in "：:"):
        return
    figures = [found.span() for found in _PHRASE.finditer(sentence) if _FIGURE.search(found[0])]
    if len(sentence) > _LONG and len(figures) > 1:
        for a, b in figures:
            phrase = sentence[a:b].rstrip("，；：,;")
            if not _ONLY_DATE.match(phrase):
                yield start + a, start + a + len(phrase)
    yield start, start + len(sentence)


def trimmed(text: str, begin: int, stop: int) -> tuple[int, int]:
    """A stretch of a text without the mark that opens it and the stop and blanks that close it."""
    lead = _LEAD.match(text, begin, stop)
    start = lead.end() if lead else begin
    return start, start + len(text[start:stop].rstrip(_TAIL))


def coverage(weights: Mapping[str, float], text: str) -> float:
    """The share of the weights whose grams a text holds, 0 to 1."""
    held = set(grams(text))
    total = sum(weights.values())
    return sum(weight for gram, weight in weights.items() if gram in held) / total if total else 0.0


def held_share(asked: tuple[int, int] | None, start: int, end: int) -> float:
    """How much of the stored answer a span holds, 0 to 1; 0 where there is none."""
    if asked is None:
        return 0.0
    return max(0.0, (min(end, asked[1]) - max(start, asked[0])) / (asked[1] - asked[0]))
