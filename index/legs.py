"""What each leg says of the clauses that may answer a question."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from index.bm25 import Query
from index.encoder import Encoder, Vectors
from index.fusion import Fusion
from index.generation import Generation, Rows
from index.lexicon import Expansion, Lexicon
from index.scope import Scope
from index.terms import grams, terms
from index.translation import Lifted, Shares, Translation, bundled, likelihoods

_DEPTH = 200
# Up to so many texts all are translated; of more, those that other legs found.
_ALL = 5000
_KEPT = 64
"""So many questions have their vectors kept."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Asking:
    """A question in the forms that the legs take; `bag` weighs its distinct `terms`."""

    text: str
    terms: tuple[str, ...]
    bag: Mapping[str, float]
    vector: Vectors
    lifted: Lifted
    scope: Scope

    @property
    def mass(self) -> float:
        """The summed weight of the terms, by which scores are divided."""
        return sum(self.bag.values()) or 1.0


@dataclass(frozen=True, slots=True)
class Said:
    """What the legs say: an array of unweighted scores by the name of their weight, a number per row.

    `rows` are clause numbers, ascending. `cosine` is the best one of the question with a window of
    the clause or a question stored with it; `asked` the number of the best stored question, or -1.
    """

    rows: Rows
    scores: Mapping[str, Numbers]
    cosine: Numbers
    asked: Rows


@dataclass(frozen=True, slots=True)
class Legs:
    """Asks every leg of weight above 0."""

    generation: Generation
    encoder: Encoder
    lexicon: Lexicon
    fusion: Fusion
    translation: Translation = field(default_factory=bundled)
    vector_of: Callable[[str], Vectors] = field(init=False)

    def __post_init__(self) -> None:
        """Remember the vectors of the last questions: each is looked at several times on its way."""
        encode = self.encoder.encode_queries
        object.__setattr__(self, "vector_of", lru_cache(_KEPT)(lambda question: encode([question])[0]))

    def said(self, question: str, scope: Scope, named: Iterable[int]) -> Said:
        """What the legs say of the clauses that one of them finds, and of those that are named."""
        asking = self._asking(question, scope)
        weights = self.fusion.legs
        lexical = self._lexical(asking) if weights.lexical else {}
        lexicon = self._expanded(asking) if weights.lexicon else {}
        dense = self._dense(asking) if weights.dense else {}
        asked = self._asked(asking)
        found = {*named, *lexical, *lexicon, *dense, *asked.rows.tolist()}
        translated = (
            self._translated(asking, found, self._trust(asking, lexical)) if weights.translation else {}
        )
        rows = np.array(sorted(found | translated.keys()), dtype=np.int64)
        cosine = np.maximum(0.0, _spread(dense, rows, min(dense.values(), default=0.0)))
        stored = np.full(len(rows), -1)
        places = np.searchsorted(rows, asked.rows)
        stored[places] = asked.asked
        scores = {
            "lexical": _spread(lexical, rows) / asking.mass,
            "lexicon": _spread(lexicon, rows) / asking.mass,
            "translation": _spread(translated, rows, min(translated.values(), default=0.0)),
            "dense": cosine,
        }
        nearest = cosine.copy()
        nearest[places] = np.maximum(nearest[places], asked.cosine)
        for name, values in asked.scores.items():
            scores[name] = np.zeros(len(rows))
            scores[name][places] = values
        return Said(rows, scores, nearest, stored)

    def _asking(self, question: str, scope: Scope) -> Asking:
        distinct = tuple(dict.fromkeys(terms(question)))
        bag = self.fusion.terms.bag(distinct)
        vector = self.vector_of(question)
        return Asking(question, distinct, bag, vector, self.translation.lifted(question), scope)

    def _trust(self, asking: Asking, lexical: Mapping[int, float]) -> float:
        """How far translation counts, 0 to 1: less where a clause says the question in its own words."""
        index, count = self.generation.lexical, len(self.generation.clauses)
        # What BM25 gives a clause of mean length that has every term once.
        whole = sum(weight * index.rarity(term, count) for term, weight in asking.bag.items())
        literal = max(lexical.values(), default=0.0) / (whole or 1.0)
        return min(1.0, self.fusion.literal / literal) if literal else 1.0

    def _lexical(self, asking: Asking) -> dict[int, float]:
        index = self.generation.lexical
        return dict(index.search(index.bag(asking.bag), _DEPTH, asking.scope.inside))

    def _expanded(self, asking: Asking) -> dict[int, float]:
        """BM25 of the best official term of every colloquial one, summed."""
        index = self.generation.lexical
        found = [(row, self.fusion.fields.get(row.field, 1.0)) for row in self.lexicon.expand(asking.text)]
        queries = [self._expansion(row, factor) for row, factor in found if factor]
        return dict(index.search(index.total(queries), _DEPTH, asking.scope.inside)) if queries else {}

    def _expansion(self, expansion: Expansion, factor: float) -> Query:
        index = self.generation.lexical
        held = [grams(official) or [official] for official in expansion.official]
        return index.best([index.bag(dict.fromkeys(found, factor / len(found))) for found in held])

    def _dense(self, asking: Asking) -> dict[int, float]:
        """Per clause, the cosine of its best window."""
        best: dict[int, float] = {}
        for window, cosine in self.generation.windows.search(asking.vector, _DEPTH, asking.scope.windows):
            best.setdefault(int(self.generation.window_rows[window]), cosine)
        return best

    def _translated(self, asking: Asking, found: Iterable[int], trust: float) -> dict[int, float]:
        """Per clause, how likely its best window makes the question, as far as that is trusted."""
        rows = self.generation.window_rows
        places = _few(len(rows), asking.scope.windows)
        if places is None:
            places = np.flatnonzero(np.isin(rows, list(found)))
        best: dict[int, float] = {}
        for window, score in self._likeliest(asking, self.generation.shares, places).items():
            best.setdefault(int(rows[window]), trust * score)
        return best

    @staticmethod
    def _likeliest(asking: Asking, shares: Shares, places: Rows, depth: int = _DEPTH) -> dict[int, float]:
        """Those of some texts that most likely make the question, likeliest first, with their scores."""
        scores = likelihoods(asking.lifted, shares if len(places) == shares.shape[0] else shares[places])
        order = np.argsort(-scores, kind="stable")[:depth]
        order = order[scores[order] > 0]
        return dict(zip(places[order].tolist(), scores[order].tolist(), strict=True))

    def _asked(self, asking: Asking) -> Said:
        """Per clause, its best stored question."""
        generation, weights = self.generation, self.fusion.legs
        # Where those that a model wrote say nothing, they may not hide the others either.
        depth = _DEPTH if self.fusion.generated else _DEPTH + int(generation.generated.sum())
        lexical: dict[int, float] = {}
        near: dict[int, float] = {}
        if weights.asked:
            query = generation.questions.bag(self.fusion.asked_terms.bag(asking.terms))
            lexical = dict(generation.questions.search(query, depth, asking.scope.inside))
        if weights.asked_dense:
            near = dict(generation.question_vectors.search(asking.vector, depth, asking.scope.questions))
        translated: dict[int, float] = {}
        if weights.asked_translation:
            chosen = _few(len(generation.asked), asking.scope.questions)
            if chosen is None:
                chosen = np.array(sorted({*lexical, *near}), dtype=np.int64)
            translated = self._likeliest(asking, generation.question_shares, chosen, depth)
        places = np.array(sorted({*lexical, *near, *translated}), dtype=np.int64)
        cosine = np.maximum(0.0, _spread(near, places, min(near.values(), default=0.0)))
        scores = {
            "asked": _spread(lexical, places) / asking.mass,
            "asked_translation": _spread(translated, places, min(translated.values(), default=0.0)),
            "asked_dense": cosine,
        }
        generated = generation.generated[places]
        share = np.where(generated, self.fusion.generated, 1.0)
        scores = {name: share * values for name, values in scores.items()}
        total = sum((getattr(weights, name) * scores[name] for name in scores), np.zeros(len(places)))
        owners = generation.asked_rows[places]
        order = np.lexsort((places, -total, owners))
        order = order[total[order] > 0]
        rows, first = np.unique(owners[order], return_index=True)
        best = order[first]
        # What a model wrote is no answer, and makes no question look well known.
        people = order[~generated[order]]
        theirs, first = np.unique(owners[people], return_index=True)
        stored, likeness = np.full(len(rows), -1), np.zeros(len(rows))
        at = np.searchsorted(rows, theirs)
        stored[at], likeness[at] = places[people[first]], cosine[people[first]]
        return Said(rows, {name: values[best] for name, values in scores.items()}, likeness, stored)


def _spread(found: Mapping[int, float], rows: Rows, missing: float = 0.0) -> Numbers:
    return np.array([found.get(row, missing) for row in rows.tolist()], dtype=np.float64)


def _few(count: int, within: Rows | None) -> Rows | None:
    """The numbers of all texts, or of those within; None where they are too many to translate."""
    places = np.arange(count) if within is None else within
    return places if len(places) <= _ALL else None
