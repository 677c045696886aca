"""How sure the service is that the corpus answers a question, and when it declines."""

import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from index.generation import Generation
from index.hit import Hit
from index.lexicon import Lexicon
from index.terms import information, is_han, normalised, words
from service.regions import concerns, regions_in

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

    def __init__(self, generation: Generation, lexicon: Lexicon) -> None:
        """Keep the index, whose words are the known ones, and the lexicon."""
        self._generation = generation
        self._lexicon = lexicon
        self._documents = {document.id: document for document in generation.documents}

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
        expanded = "".join(expansion.colloquial for expansion in self._lexicon.expand(question))
        held = {word: information(word) for word in words(question) if word.isalnum()}
        unknown = (said for word, said in held.items() if word not in expanded and not self._known(word))
        return sum(unknown) / (sum(held.values()) or 1.0)

    def _known(self, word: str) -> bool:
        term = f"w:{word}" if is_han(word) and len(word) > 1 else word
        return bool(self._generation.lexical.frequency(term) + self._generation.questions.frequency(term))
