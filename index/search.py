"""A question comes in, hits go out: the legs, and their fusion."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from tantivy import Occur, Query

from corpus.clause import Clause
from index.encoder import Encoder, Vectors
from index.filters import Filters
from index.fusion import Fusion
from index.generation import Generation
from index.hit import Hit
from index.lexicon import Expansion, Lexicon
from index.terms import grams, terms

_DEPTH = 200


class Searcher(Protocol):
    """Finds the clauses that answer a question."""

    def search(self, question: str, k: int, filters: Filters) -> list[Hit]:
        """The `k` best clauses for a normalised question, best first.

        Raises:
            FilterError: no document passes the filters.
        """
        ...


@dataclass(frozen=True, slots=True)
class _Stored:
    """How well the best stored question of a clause fits, and the span that answered it."""

    score: float
    cosine: float
    span: tuple[int, int] | None


_NONE_STORED = _Stored(0.0, 0.0, None)


class HybridSearcher:
    """BM25 with lexicon expansion, stored questions, and vectors, added up with fitted weights."""

    def __init__(self, generation: Generation, encoder: Encoder, lexicon: Lexicon, fusion: Fusion) -> None:
        """Keep the parts; tie every stored question to its clause's number."""
        self.generation = generation
        self.lexicon = lexicon
        self.fusion = fusion
        self._encoder = encoder
        places = {clause.id: row for row, clause in enumerate(generation.clauses)}
        self._asked_rows = [places[asked.clause_id] for asked in generation.asked]

    def weighed(self, fusion: Fusion) -> "HybridSearcher":
        """The same parts, weighed otherwise: with a weight of 0 a leg says nothing."""
        return HybridSearcher(self.generation, self._encoder, self.lexicon, fusion)

    def search(self, question: str, k: int, filters: Filters) -> list[Hit]:
        """The `k` best clauses for a normalised question, best first; ties in document order."""
        documents = filters.among(self.generation.documents)
        vector = self._encoder.encode([question])[0]
        question_terms = list(dict.fromkeys(terms(question)))
        mass = sum(self.fusion.terms.bag(question_terms).values()) or 1.0
        weights = self.fusion.legs
        lexical = self._lexical(question, question_terms, documents) if weights.lexical else {}
        asked = self._asked(question_terms, vector, mass, documents)
        dense = self._dense(vector, documents) if weights.dense else {}
        floor = min(dense.values(), default=0.0)
        found = []
        for row in sorted(lexical.keys() | asked.keys() | dense.keys()):
            cosine = max(0.0, dense.get(row, floor))
            stored = asked.get(row, _NONE_STORED)
            why = {
                "lexical": weights.lexical * lexical.get(row, 0.0) / mass,
                "asked": stored.score,
                "dense": weights.dense * cosine,
            }
            found.append(
                Hit(
                    clause=self.generation.clauses[row],
                    score=round(sum(why.values()), 4),
                    why={leg: round(share, 4) for leg, share in why.items() if share},
                    similarity=round(max(cosine, stored.cosine), 4),
                    asked=stored.span,
                )
            )
        return sorted((hit for hit in found if hit.why), key=lambda hit: -hit.score)[:k]

    def _lexical(
        self, question: str, question_terms: Iterable[str], documents: frozenset[str] | None
    ) -> dict[int, float]:
        """BM25 of each clause, the best official term of every colloquial one added."""
        index = self.generation.lexical
        parts = [index.bag(self.fusion.terms.bag(question_terms))]
        parts += [self._expansion(expansion) for expansion in self.lexicon.expand(question)]
        query = Query.boolean_query([(Occur.Should, part) for part in parts])
        return dict(index.search(query, _DEPTH, documents))

    def _expansion(self, expansion: Expansion) -> Query:
        weights = self.fusion.lexicon
        weight = weights.weight * weights.fields.get(expansion.field, 1.0)
        alternatives = []
        for official in expansion.official:
            held = grams(official) or [official]
            alternatives.append(self.generation.lexical.bag({gram: weight / len(held) for gram in held}))
        return Query.disjunction_max_query(alternatives) if weight else Query.empty_query()

    def _asked(
        self, question_terms: Iterable[str], vector: Vectors, mass: float, documents: frozenset[str] | None
    ) -> dict[int, _Stored]:
        """Per clause, its best stored question."""
        generation, weights = self.generation, self.fusion.legs
        query = generation.questions.bag(self.fusion.asked_terms.bag(question_terms))
        lexical = dict(generation.questions.search(query, _DEPTH, documents))
        near = dict(generation.question_vectors.search(vector, _DEPTH, self._asked_within(documents)))
        floor = min(near.values(), default=0.0)
        best: dict[int, _Stored] = {}
        for place in sorted(lexical.keys() | near.keys()):
            cosine = max(0.0, near.get(place, floor))
            score = weights.asked * lexical.get(place, 0.0) / mass + weights.asked_dense * cosine
            row, asked = self._asked_rows[place], generation.asked[place]
            if score > best.get(row, _NONE_STORED).score:
                best[row] = _Stored(score, cosine, (asked.start, asked.end))
        return best

    def _dense(self, vector: Vectors, documents: frozenset[str] | None) -> dict[int, float]:
        """Per clause, the cosine of its best window."""
        rows = self.generation.window_rows
        within = None if documents is None else self._within(rows, documents)
        best: dict[int, float] = {}
        for window, cosine in self.generation.windows.search(vector, _DEPTH, within):
            best.setdefault(rows[window], cosine)
        return best

    def _asked_within(self, documents: frozenset[str] | None) -> list[int] | None:
        return None if documents is None else self._within(self._asked_rows, documents)

    def _within(self, rows: Sequence[int], documents: frozenset[str]) -> list[int]:
        clauses: Sequence[Clause] = self.generation.clauses
        return [place for place, row in enumerate(rows) if clauses[row].document_id in documents]
