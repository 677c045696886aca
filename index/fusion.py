"""The weights of the legs, read from `fusion.toml`."""

import tomllib
from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from index.leg import Leg
from index.terms import is_han

PATH = Path(__file__).parent / "fusion.toml"


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TermWeights(_Frozen):
    """What a term of the question counts, by kind."""

    character: float
    bigram: float
    word: float

    def bag(self, terms: Iterable[str]) -> dict[str, float]:
        """Distinct terms of a question with their weights, those of weight 0 left out."""
        weights = {term: self._weight(term) for term in terms}
        return {term: weight for term, weight in weights.items() if weight}

    def _weight(self, term: str) -> float:
        if term.startswith("w:"):
            return self.word
        return self.character if len(term) == 1 and is_han(term) else self.bigram


class LegWeights(_Frozen):
    """What each leg counts in the fused score; one of weight 0 is not asked."""

    lexical: float
    lexicon: float
    translation: float
    dense: float
    asked: float
    asked_translation: float
    asked_dense: float
    region: float
    level: float
    year: float
    title: float
    document: float
    named: float


# What is left out with a leg. Stored questions are found by words, translation and vectors alike.
_PARTS = {
    Leg.LEXICAL: ("lexical",),
    Leg.LEXICON: ("lexicon",),
    Leg.ASKED: ("asked", "asked_translation", "asked_dense"),
    Leg.DENSE: ("dense", "asked_dense"),
    Leg.TRANSLATION: ("translation", "asked_translation"),
}


class Fusion(_Frozen):
    """All weights of a search.

    `fields` holds the factors of the lexicon's fields that are not 1. From `literal` on, the share of
    the question that the best clause says in the same words, translation counts less and less. `rerank`
    is what a standard deviation of a reranker's scores counts, where there is a reranker; `generated`
    what a stored question that a model wrote counts against one that people wrote, 0 to 1.
    """

    terms: TermWeights
    asked_terms: TermWeights
    literal: float
    rerank: float
    generated: float
    fields: dict[str, float]
    legs: LegWeights

    @classmethod
    def load(cls, path: Path = PATH) -> "Fusion":
        """Read weights from a TOML file of the form of `fusion.toml`."""
        return cls.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))

    def only(self, leg: Leg) -> "Fusion":
        """The same weights, but 0 for all that is not of one leg; stored questions are a leg of their own."""
        stored = () if leg is Leg.ASKED else _PARTS[Leg.ASKED]
        kept = set(_PARTS[leg]).difference(stored)
        silent = {name: 0.0 for name in LegWeights.model_fields if name not in kept}
        return self.model_copy(update={"legs": self.legs.model_copy(update=silent), "rerank": 0.0})

    def without(self, legs: Iterable[Leg]) -> "Fusion":
        """The same weights, but 0 for the legs given."""
        silent = dict.fromkeys((part for leg in legs for part in _PARTS[leg]), 0.0)
        return self.model_copy(update={"legs": self.legs.model_copy(update=silent)})
