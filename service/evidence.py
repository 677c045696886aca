"""Hits come in, evidence goes out: the spans of their clauses that may answer the question."""

import math
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from corpus.clause import Clause
from corpus.units import unit_span
from index.generation import Generation
from index.hit import Hit
from service.closeness import Closeness, Features
from service.expected import Wanted
from service.spans import Span
from service.years import Years, years_in

PATH = Path(__file__).parent / "evidence.toml"
CERTAIN = 6.0
"""The log-odds of what needs no weighing: the units of a clause, asked who leads."""


class Weights(BaseModel):
    """A logistic model of whether a candidate answers; `ceyin-eval evidence` fits it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    intercept: float
    weights: dict[str, float]

    @classmethod
    def load(cls, path: Path = PATH) -> "Weights":
        """Read the fitted weights."""
        return cls.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))

    def logit(self, features: Features) -> float:
        """The log-odds that a candidate with these features answers."""
        return self.intercept + sum(weight * features[name] for name, weight in self.weights.items())


@dataclass(frozen=True, slots=True)
class Evidence:
    """A hit with its candidate spans, best first."""

    hit: Hit
    spans: tuple[Span, ...]

    @property
    def chance(self) -> float:
        """The estimated probability that its best span answers, 0 to 1."""
        return chance(self.spans[0].score)


class Selector:
    """Scores the sentences of the hits against the question."""

    def __init__(self, generation: Generation, closeness: Closeness, weights: Weights) -> None:
        """Keep the parts."""
        self._clauses = {clause.id: clause for clause in generation.clauses}
        self._documents = {document.id: document for document in generation.documents}
        self._years = Years(self._documents, generation.clauses)
        self._closeness = closeness
        self._weights = weights

    def select(self, question: str, hits: Sequence[Hit]) -> list[Evidence]:
        """The hits with their spans, best span first, the hit whose best span is best first.

        Asked who leads, the units of the best hit are all the evidence. Asked for a year, spans
        that speak of another year are none; hits without any span are left out.
        """
        wanted = Wanted.by(question)
        units = self._units(hits[0].clause) if wanted.unit and hits else []
        if units:
            return [Evidence(hits[0], tuple(units))]
        years = years_in(question)
        found = []
        for hit, rows in zip(hits, self._closeness.features(question, hits, wanted), strict=True):
            own = self._units(hit.clause) if wanted.unit else []
            spans = own or self._of_year(years, self._spans(hit.clause, rows))
            if spans:
                found.append(Evidence(hit, tuple(sorted(spans, key=lambda span: (-span.score, span.start)))))
        return sorted(found, key=lambda one: -one.spans[0].score)

    def features(self, question: str, hits: Sequence[Hit]) -> list[list[Features]]:
        """What every candidate of every hit is weighed by."""
        return self._closeness.features(question, hits, Wanted.by(question))

    def spans(self, clause: Clause) -> list[tuple[int, int]]:
        """The candidates of a clause, in the order of their features, by the document's characters."""
        places = self._closeness.sentences(clause).places
        return [(clause.start + begin, clause.start + stop) for begin, stop in places]

    def _spans(self, clause: Clause, rows: Sequence[Features]) -> list[Span]:
        return [
            Span(clause, start, end, clause.text[start - clause.start : end - clause.start], self._score(row))
            for (start, end), row in zip(self.spans(clause), rows, strict=True)
        ]

    def _score(self, row: Features) -> float:
        return round(self._weights.logit(row), 4)

    def _of_year(self, years: set[int], spans: list[Span]) -> list[Span]:
        """The spans that no other year than those asked for governs; a document's own years do no harm."""
        if not spans or not years:
            return spans
        document = self._documents[spans[0].clause.document_id]
        if any(document.covers(year) for year in years):
            return spans
        governing = [self._years.governing(span.clause, span.start, span.end) for span in spans]
        return [span for span, named in zip(spans, governing, strict=True) if not named or named & years]

    def _units(self, clause: Clause) -> list[Span]:
        """Where the clause's units are printed: in itself, or in the line that governs it."""
        holder = self._clauses[clause.governor] if clause.governor else clause
        place = unit_span(holder)
        if place is None:
            return []
        text = holder.text[place[0] - holder.start : place[1] - holder.start]
        return [Span(holder, *place, text, CERTAIN)]


def chance(logit: float) -> float:
    """Log-odds as a probability, 0 to 1."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def written(fitted: Weights) -> str:
    """Fitted weights in the form that `Weights.load` reads."""
    lines = ["# Fitted by `ceyin-eval evidence` on the tune questions; do not edit by hand.", ""]
    lines += [f"intercept = {fitted.intercept}", "", "[weights]"]
    return "\n".join(lines + [f"{name} = {weight}" for name, weight in fitted.weights.items()]) + "\n"
