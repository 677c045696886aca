"""How sure the service is that the corpus answers a question, and when it declines."""

import math
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from index.hit import Hit
from index.lexicon import Expansion
from index.search import HybridSearcher
from service.evidence import Evidence
from service.expected import lacking
from service.explained import unexplained, weighed_words
from service.shortfall import Shortfall

PATH = Path(__file__).parent / "refusal.toml"
_TOP = 3
_OPEN: dict[str, object] = {"threshold": 0.0, "least": {}, "most": {}}


class Calibration(BaseModel):
    """A logistic model over `features`, and the confidence below which an answer is refused.

    `least` and `most` bound what questions that have answers look like: one outside is refused as well.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    threshold: float
    intercept: float
    weights: dict[str, float]
    least: dict[str, float] = {}
    most: dict[str, float] = {}

    def outside(self, features: Mapping[str, float]) -> bool:
        """Whether a question is less like what is there than any that has an answer."""
        under = any(features[name] < bound for name, bound in self.least.items())
        return under or any(features[name] > bound for name, bound in self.most.items())

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
            stored=self.stored.model_copy(update=_OPEN),
            bare=self.bare.model_copy(update=_OPEN),
        )

    def model_for(self, hits: Sequence[Hit]) -> Calibration:
        """The model that judges these hits: stored questions among the best make it `stored`."""
        return self.stored if any(hit.asked for hit in hits[:_TOP]) else self.bare


class Confidence:
    """Judges a question by what was found for it."""

    def __init__(self, searcher: HybridSearcher) -> None:
        """Keep the searcher, which knows the words of its clauses, stored questions and lexicon."""
        self._searcher = searcher

    def features(
        self, question: str, hits: Sequence[Hit], evidence: Sequence[Evidence], short: Shortfall
    ) -> dict[str, float]:
        """What confidence is judged by; the question is normalised, hits and evidence come best first.

        `similar` is the best cosine of the question with what was found. Shares of the question's
        information, 0 to 1: `unknown` lies in words that no clause, stored question or lexicon entry
        holds, `unexplained` in words that the best clause does not account for. `beyond` is 1 where it
        names a place or a year that no document of the best hits speaks of. `lacking` and
        `lacking_near` are the shares of the expected kinds of answer that the best quotes, and the best
        clauses, do not hold. `dense` and `translation` are shares of the best hit's score.
        """
        held = weighed_words(question)
        expansions = self._searcher.lexicon.expand(question)
        quotes = sorted((span for one in evidence for span in one.spans), key=lambda span: -span.score)
        why = hits[0].why if hits else {}
        return {
            "similar": max((hit.similarity for hit in hits), default=0.0),
            "unknown": self._unknown(held, expansions),
            "unexplained": self._unexplained(question, held, expansions, short.texts) if hits else 1.0,
            "beyond": float(bool(short.places or short.years)),
            "lacking": lacking(short.wanted, [span.text for span in quotes[:_TOP]]),
            "lacking_near": len(short.lack) / len(short.wanted) if short.wanted else 0.0,
            "dense": why.get("dense", 0.0),
            "translation": why.get("translation", 0.0),
        }

    def _unknown(self, held: Mapping[str, float], expansions: Sequence[Expansion]) -> float:
        expanded = "".join(row.colloquial for row in expansions)
        strange = (word for word in held if word not in expanded and not self._searcher.knows(word))
        return sum(held[word] for word in strange) / (sum(held.values()) or 1.0)

    def _unexplained(
        self, question: str, held: Mapping[str, float], expansions: Sequence[Expansion], texts: Sequence[str]
    ) -> float:
        translation = self._searcher.translation
        told = texts[0], translation.shares(texts[:1])
        return unexplained(held, expansions, translation.lifted(question), told)
