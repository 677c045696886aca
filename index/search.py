"""A question comes in, hits go out: the legs, and their fusion."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from corpus.linking import Library
from index.cover import covering, governed
from index.cues import cued
from index.encoder import Encoder
from index.exact import Exact
from index.filters import Filters
from index.fusion import Fusion
from index.generation import Generation
from index.hints import Hints
from index.hit import Hit
from index.leg import Leg
from index.legs import Legs, Numbers, Said
from index.lexicon import Lexicon
from index.parts import essence, parts
from index.rerank import FIRST as RERANKED
from index.rerank import Reranker, rerank
from index.scope import Scope, Scopes
from index.spelling import Correction
from index.terms import is_han, normalised
from index.translation import Translation
from index.vectors import Vectors

# The parts of a compound question have their places among so many hits, however many are wanted.
_FIRST = 10
_SHOWN = {"asked": Leg.ASKED, "asked_translation": Leg.ASKED, "asked_dense": Leg.ASKED}
# The shares that make a clause found; the others only move it.
_FINDING = ("named", "lexical", "lexicon", "translation", "dense", *_SHOWN)


class Searcher(Protocol):
    """Finds the clauses that answer a question."""

    def search(self, question: str, k: int, filters: Filters) -> list[Hit]:
        """The `k` best clauses for a normalised question, best first.

        Raises:
            FilterError: no document passes the filters.
        """
        ...

    def mended(self, question: str) -> tuple[str, tuple[Correction, ...]]:
        """A normalised question without its typos, and what was changed."""
        ...

    def knows(self, word: str) -> bool:
        """Whether a word of a normalised question stands in a clause or in a question that people stored."""
        ...


@dataclass(frozen=True, slots=True)
class _About:
    """What a question says besides its subject: the clauses it names, and hints by document."""

    rows: tuple[int, ...]
    hints: Mapping[str, Numbers]


class HybridSearcher:
    """BM25, lexicon, stored questions, translation and vectors, added up with fitted weights.

    A reranker, where there is one, then has its say on the first hits.
    """

    def __init__(self, legs: Legs, reranker: Reranker | None = None) -> None:
        """Keep the parts; note what questions may name and hint at."""
        self._legs = legs
        self._reranker = reranker
        self._scopes = Scopes(legs.generation)
        self._hints = Hints(legs.generation.documents)
        self._exact = Exact(legs.generation.documents, legs.generation.clauses)
        self._clauses = {clause.id: clause for clause in legs.generation.clauses}

    @property
    def generation(self) -> Generation:
        """The index that is searched."""
        return self._legs.generation

    @property
    def lexicon(self) -> Lexicon:
        """The lexicon that is looked up."""
        return self._legs.lexicon

    @property
    def encoder(self) -> Encoder:
        """What gives questions and clauses their vectors."""
        return self._legs.encoder

    @property
    def translation(self) -> Translation:
        """How people ask for what a text says."""
        return self._legs.translation

    def vector_of(self, question: str) -> Vectors:
        """The vector of a normalised question, shape (dimension,)."""
        return self._legs.vector_of(question)

    def rarity(self, term: str) -> float:
        """How much a bigram or word of a question says: the logarithm of how few clauses have it."""
        loaded = self.generation
        return math.log(1 + len(loaded.clauses) / (1 + loaded.lexical.frequency(term)))

    @property
    def fusion(self) -> Fusion:
        """The weights in use."""
        return self._legs.fusion

    @property
    def library(self) -> Library:
        """The documents, to be found by name, and what is known of their force."""
        return self._scopes.library

    def weighed(self, fusion: Fusion) -> "HybridSearcher":
        """The same parts, weighed otherwise: with a weight of 0 a leg says nothing, and knows nothing."""
        other = copy(self)
        lexicon = self.lexicon if fusion.legs.lexicon else Lexicon({})
        other._legs = replace(self._legs, fusion=fusion, lexicon=lexicon)
        return other

    def without(self, legs: Iterable[Leg]) -> "HybridSearcher":
        """The same parts with some legs silent; without any, this searcher itself."""
        silent = tuple(legs)
        return self.weighed(self.fusion.without(silent)) if silent else self

    def knows(self, word: str) -> bool:
        """Whether a word of a normalised question stands in a clause or in a question that people stored."""
        term = f"w:{word}" if is_han(word) and len(word) > 1 else word
        if self.generation.lexical.frequency(term):
            return True
        if not self.fusion.legs.asked or not self.generation.questions.frequency(term):
            return False
        # What a model wrote makes no word known.
        people = (asked.question for asked in self.generation.asked if not asked.generated)
        return not self.generation.generated.any() or any(word in normalised(text) for text in people)

    def mended(self, question: str) -> tuple[str, tuple[Correction, ...]]:
        """A normalised question without its typos; what the lexicon has is none."""
        text, corrections = self.generation.speller.corrected(question)
        said = [row.colloquial for row in self.lexicon.expand(question)] if corrections else []
        lost = (
            found.wrote in term or (term in found.wrote and term not in found.meant)
            for found in corrections
            for term in said
        )
        return (question, ()) if any(lost) else (text, corrections)

    def search(self, question: str, k: int, filters: Filters) -> list[Hit]:
        """The `k` best clauses for a normalised question, best first; ties in document order."""
        scope = self._scopes.of(filters)
        asked, about = essence(question), self._about(question, scope)
        room = max(k, RERANKED if self._reranker else _FIRST)
        hits = self._fused(asked, scope, about, room)
        if self._reranker:
            hits = rerank(asked, hits, self._reranker, self.fusion.rerank)
        several = [(part, self._exact.find(part, scope.clauses).rows) for part in parts(asked)]
        own = [self._fused(part, scope, replace(about, rows=rows), room) for part, rows in several]
        hits = covering(hits, own, _FIRST) if own else hits
        if cued("unit", asked):
            hits = governed(hits, self._clauses)
        return hits[:k]

    def scored(self, question: str, scope: Scope) -> tuple[Said, dict[str, Numbers]]:
        """What legs and hints say of the clauses they find, unweighted, by the names of the weights."""
        return self._scored(essence(question), scope, self._about(question, scope))

    def _about(self, question: str, scope: Scope) -> _About:
        named = self._exact.find(question, scope.clauses)
        return _About(named.rows, self._hints.of(question, named.documents))

    def _scored(self, question: str, scope: Scope, about: _About) -> tuple[Said, dict[str, Numbers]]:
        said = self._legs.said(question, scope, about.rows)
        owners = self.generation.owners[said.rows]
        hints = {name: values[owners] for name, values in about.hints.items()}
        return said, {**said.scores, "named": np.isin(said.rows, about.rows).astype(np.float64), **hints}

    def _fused(self, question: str, scope: Scope, about: _About, k: int) -> list[Hit]:
        """The `k` best clauses that the legs find, best first."""
        said, scores = self._scored(question, scope, about)
        weights = self.fusion.legs.model_dump()
        shares = {name: weights[name] * values for name, values in scores.items()}
        found = sum((shares[name] for name in _FINDING), np.zeros(len(said.rows)))
        total = sum((shares[name] for name in shares if name not in _FINDING), found)
        order = np.lexsort((said.rows, -total.round(4)))
        places = order[found[order] > 0][:k]
        return [self._hit(said, shares, place) for place in places.tolist()]

    def _hit(self, said: Said, shares: Mapping[str, Numbers], place: int) -> Hit:
        why: dict[str, float] = defaultdict(float)
        for name, share in shares.items():
            why[_SHOWN.get(name, name)] += float(share[place])
        asked = self.generation.asked[said.asked[place]] if said.asked[place] >= 0 else None
        return Hit(
            clause=self.generation.clauses[said.rows[place]],
            score=round(sum(why.values()), 4),
            why={leg: round(share, 4) for leg, share in why.items() if round(share, 4)},
            similarity=round(float(said.cosine[place]), 4),
            asked=(asked.start, asked.end) if asked else None,
        )
