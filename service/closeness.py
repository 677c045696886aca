"""How close the sentences of the clauses found are to a question, by words, translation and vectors."""

import math
import re
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.clause import Clause, Kind
from index.encoder import Encoder, Vectors
from index.generation import Generation
from index.hit import Hit
from index.terms import grams
from index.translation import Shares, Translation, likelihoods
from service.spans import candidates

_FIGURE = re.compile(r"\d")
_KEPT = 4096
"""So many clauses have their sentences kept ready."""
_FRAME = frozenset((Kind.PREAMBLE, Kind.CLOSING, Kind.HEADING, Kind.TITLE, Kind.FRONT, Kind.SIGNATURE))

Features = dict[str, float]


@dataclass(frozen=True, slots=True)
class Sentences:
    """The candidates of a clause, relative to it, with what they are compared by."""

    places: list[tuple[int, int]]
    texts: list[str]
    shares: Shares
    vectors: Vectors


class Closeness:
    """Compares a question with the candidate quotes of what was found for it."""

    def __init__(self, generation: Generation, encoder: Encoder, translation: Translation) -> None:
        """Keep the index, which knows how rare a word is, and the models."""
        self._generation = generation
        self._encoder = encoder
        self._translation = translation
        self._ready: OrderedDict[str, Sentences] = OrderedDict()

    def sentences(self, clause: Clause) -> Sentences:
        """The candidates of a clause; those of clauses asked for lately are at hand."""
        held = self._ready.get(clause.id)
        if held is None:
            places = candidates(clause)
            texts = [clause.text[begin:stop] for begin, stop in places]
            held = Sentences(places, texts, self._translation.shares(texts), self._encoder.encode(texts))
            self._ready[clause.id] = held
            if len(self._ready) > _KEPT:
                self._ready.popitem(last=False)
        return held

    def features(
        self, question: str, hits: Sequence[Hit], *, number: bool, unit: bool
    ) -> list[list[Features]]:
        """Per hit and candidate what tells whether it answers; hits come best first.

        Those called `…_behind` say how far a candidate is behind the best one of all hits.
        """
        weights = {gram: self._rarity(gram) for gram in grams(question)}
        vector = self._encoder.encode_queries([question])[0]
        lifted = self._translation.lifted(question)
        top = hits[0].score if hits else 1.0
        rows: list[list[Features]] = []
        for place, hit in enumerate(hits):
            held = self.sentences(hit.clause)
            cosines = np.maximum(0.0, held.vectors @ vector).tolist()
            translated = likelihoods(lifted, held.shares).tolist()
            found = []
            for (begin, stop), text, cosine, likelier in zip(
                held.places, held.texts, cosines, translated, strict=True
            ):
                share = held_share(hit.asked, hit.clause.start + begin, hit.clause.start + stop)
                figure = bool(_FIGURE.search(text))
                found.append(
                    {
                        "relative": hit.score / top if top > 0 else 1.0,
                        "first": float(place == 0),
                        "lexical": coverage(weights, text),
                        "translation": likelier,
                        "dense": cosine,
                        "asked": hit.similarity**2 * share,
                        "held": share,
                        "length": math.log(1 + len(text)),
                        "count": float(len(held.texts)),
                        "frame": float(hit.clause.kind in _FRAME),
                        "figure": float(number and figure),
                        "no_figure": float(number and not figure),
                        "unit": float(unit),
                    }
                )
            rows.append(found)
        return _behind(rows)

    def _rarity(self, gram: str) -> float:
        total = len(self._generation.clauses)
        return math.log(1 + total / (1 + self._generation.lexical.frequency(gram)))


def _behind(rows: list[list[Features]]) -> list[list[Features]]:
    """The rows, each with how far it is behind the best."""
    for name in ("lexical", "translation"):
        best = max((row[name] for found in rows for row in found), default=0.0)
        for found in rows:
            for row in found:
                row[f"{name}_behind"] = best - row[name]
    return rows


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
