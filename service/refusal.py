"""How sure the service is that the corpus answers a question, and when it declines."""

import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from index.hit import Hit
from index.regions import concerns, regions_in
from index.search import HybridSearcher
from index.terms import information, normalised, words

PATH = Path(__file__).parent / "refusal.toml"
_TOP = 3
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


class Calibration(BaseModel):
    """A logistic model over `features`, and the confidence below which an answer is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    threshold: float
    intercept: float
    weights: dict[str, float]

    def probability(self, features: Mapping[str, float]) -> float:
        """The estimated probability that a question with these features is answered, 0 to 1."""
        total = self.intercept + sum(weight * features[name] for name, weight in self.weights.items())
        return round(1 / (1 + math.exp(-max(-30.0, min(30.0, total)))), 4)


class Refusal(BaseModel):
    """The two fitted models: for clauses with stored questions, and for bare ones, just added."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    stored: Calibration
    bare: Calibration

    @classmethod
    def load(cls, path: Path = PATH) -> "Refusal":
        """Read the fitted models; `ceyin-eval calibrate` writes them."""
        return cls.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))

    def never(self) -> "Refusal":
        """The same models, declining nothing."""
        return Refusal(
            stored=self.stored.model_copy(update={"threshold": 0.0}),
            bare=self.bare.model_copy(update={"threshold": 0.0}),
        )

    def model_for(self, hits: Sequence[Hit]) -> Calibration:
        """The model that judges these hits: stored questions among the best make it `stored`."""
        return self.stored if any(hit.asked for hit in hits[:_TOP]) else self.bare


class Confidence:
    """Judges a question by what was found for it."""

    def __init__(self, searcher: HybridSearcher) -> None:
        """Keep the searcher, which knows the words of its clauses, stored questions and lexicon."""
        self._searcher = searcher
        self._documents = {document.id: document for document in searcher.generation.documents}

    def features(self, question: str, hits: Sequence[Hit]) -> dict[str, float]:
        """What confidence is judged by.

        `similar` is the best cosine of the question with what was found; `unknown` the share of the
        question's information that lies in words that no clause, stored question or lexicon entry
        holds, 0 to 1; `elsewhere` and `undated` are 1 where it names a region, or a year, that no document
        of the best hits speaks of.
        """
        texts = [(self._text(hit), self._documents[hit.clause.document_id]) for hit in hits[:_TOP]]
        elsewhere = any(
            not any(concerns(region, text, document.region) for text, document in texts)
            for region in regions_in(question)
        )
        undated = any(
            not any(year in document.text or document.covers(int(year)) for _, document in texts)
            for year in _YEAR.findall(question)
        )
        return {
            "similar": max((hit.similarity for hit in hits), default=0.0),
            "unknown": self._unknown(question),
            "elsewhere": float(elsewhere),
            "undated": float(undated),
        }

    def _text(self, hit: Hit) -> str:
        title = self._documents[hit.clause.document_id].title
        return normalised("".join((title, *hit.clause.path, hit.clause.text)))

    def _unknown(self, question: str) -> float:
        expanded = "".join(expansion.colloquial for expansion in self._searcher.lexicon.expand(question))
        held = {word: information(word) for word in words(question) if word.isalnum()}
        strange = (word for word in held if word not in expanded and not self._searcher.knows(word))
        return sum(held[word] for word in strange) / (sum(held.values()) or 1.0)
