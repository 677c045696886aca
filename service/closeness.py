"""How close the sentences of the clauses found are to a question, by words, translation and vectors."""

import math
import re
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.clause import Clause, Kind
from index.hit import Hit
from index.search import HybridSearcher
from index.terms import grams, held_share
from index.translation import Shares, likelihoods
from index.vectors import Vectors
from service.expected import Wanted
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

    def __init__(self, searcher: HybridSearcher) -> None:
        """Keep the searcher, which knows how rare a word is, and has the models."""
        self._searcher = searcher
        self._ready: OrderedDict[str, Sentences] = OrderedDict()

    def sentences(self, clause: Clause) -> Sentences:
        """The candidates of a clause; those of clauses asked for lately are at hand."""
        held = self._ready.get(clause.id)
        if held is None:
            places = candidates(clause)
            texts = [clause.text[begin:stop] for begin, stop in places]
            shares = self._searcher.translation.shares(texts)
            held = Sentences(places, texts, shares, self._searcher.encoder.encode(texts))
            self._ready[clause.id] = held
            if len(self._ready) > _KEPT:
                self._ready.popitem(last=False)
        return held

    def features(self, question: str, hits: Sequence[Hit], wanted: Wanted) -> list[list[Features]]:
        """Per hit and candidate what tells whether it answers; hits come best first.

        Those called `…_behind` say how far a candidate is behind the best one of all hits.
        """
        weights = {gram: self._searcher.rarity(gram) for gram in grams(question)}
        rows = []
        for hit in hits:
            held = self.sentences(hit.clause)
            likeness = self._likeness(question, weights, held)
            placed = (_of_place(hit, hits[0], wanted, held, number) for number in range(len(held.texts)))
            rows.append([own | like for own, like in zip(placed, likeness, strict=True)])
        return _behind(rows)

    def _likeness(self, question: str, weights: Mapping[str, float], held: Sentences) -> list[Features]:
        """How like the question each candidate is, by words, translation and vectors."""
        cosines = np.maximum(0.0, held.vectors @ self._searcher.vector_of(question))
        translated = likelihoods(self._searcher.translation.lifted(question), held.shares)
        return [
            {"lexical": held_share(weights, set(grams(text))), "translation": likelier, "dense": cosine}
            for text, likelier, cosine in zip(held.texts, translated.tolist(), cosines.tolist(), strict=True)
        ]


def _of_place(hit: Hit, best: Hit, wanted: Wanted, held: Sentences, number: int) -> Features:
    """What speaks for a candidate by its clause, its length and its kind."""
    begin, stop = held.places[number]
    text = held.texts[number]
    share = answer_share(hit.asked, hit.clause.start + begin, hit.clause.start + stop)
    figure = bool(_FIGURE.search(text))
    return {
        "relative": hit.score / best.score if best.score > 0 else 1.0,
        "first": float(hit is best),
        "asked": hit.similarity**2 * share,
        "held": share,
        "length": math.log(1 + len(text)),
        "count": float(len(held.texts)),
        "frame": float(hit.clause.kind in _FRAME),
        "figure": float(wanted.number and figure),
        "no_figure": float(wanted.number and not figure),
        "unit": float(wanted.unit),
    }


def _behind(rows: list[list[Features]]) -> list[list[Features]]:
    """The rows, each with how far it is behind the best."""
    for name in ("lexical", "translation"):
        best = max((row[name] for found in rows for row in found), default=0.0)
        for found in rows:
            for row in found:
                row[f"{name}_behind"] = best - row[name]
    return rows


def answer_share(asked: tuple[int, int] | None, start: int, end: int) -> float:
    """How much of the stored answer a span holds, 0 to 1; 0 where there is none."""
    if asked is None:
        return 0.0
    return max(0.0, (min(end, asked[1]) - max(start, asked[0])) / (asked[1] - asked[0]))
