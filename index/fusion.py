"""The weights of the legs, read from `fusion.toml`."""

import tomllib
from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel, ConfigDict

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


class LexiconWeights(_Frozen):
    """What an expansion counts, and by which factor for each field."""

    weight: float
    fields: dict[str, float]


class LegWeights(_Frozen):
    """What each leg counts in the fused score."""

    lexical: float
    asked: float
    asked_dense: float
    dense: float


class Fusion(_Frozen):
    """All weights of a search."""

    terms: TermWeights
    asked_terms: TermWeights
    lexicon: LexiconWeights
    legs: LegWeights

    @classmethod
    def load(cls, path: Path = PATH) -> "Fusion":
        """Read weights from a TOML file of the form of `fusion.toml`."""
        return cls.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
