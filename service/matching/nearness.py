"""How close the sentences of clauses come to what an applicant asks, and which comes closest."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import vstack

from corpus.clause import Clause
from corpus.vocabulary import cue, folded
from index.search import HybridSearcher
from index.terms import grams, held_share
from index.translation import likelihoods
from service.closeness import Closeness

Features = dict[str, float]
SIGHTS = ("cosine", "translation", "words")


@dataclass(frozen=True, slots=True)
class Near:
    """How near a clause is, by its nearest sentence in each sight, and the sentence to be shown.

    `start` and `end` count the document.
    """

    features: Features
    start: int
    end: int


def near(
    searcher: HybridSearcher, closeness: Closeness, clauses: Sequence[Clause], asked: Sequence[str]
) -> list[Near]:
    """Compare every sentence of the clauses with each text asked; the first text is the whole description."""
    if not clauses:
        return []
    held = [closeness.sentences(clause) for clause in clauses]
    shares = vstack([one.shares for one in held])
    vectors = np.vstack([one.vectors for one in held])
    said = [set(grams(text)) for one in held for text in one.texts]
    bounds = np.cumsum([0, *(len(one.texts) for one in held)]).tolist()
    rows: list[Features] = [{} for _ in clauses]
    total = np.zeros(len(said))
    for number, text in enumerate(asked):
        weights = {gram: searcher.rarity(gram) for gram in grams(text)}
        sights = (
            vectors @ searcher.vector_of(text),
            likelihoods(searcher.translation.lifted(text), shares),
            np.array([held_share(weights, own) for own in said]),
        )
        for name, values in zip(SIGHTS, sights, strict=True):
            key = f"{name} {'asking' if number else 'whole'}"
            for row, begin, stop in zip(rows, bounds, bounds[1:], strict=False):
                row[key] = max(row.get(key, 0.0), float(values[begin:stop].max(initial=0.0)))
        total += sights[0] + sights[2]
    grants = np.array([bool(cue("granting").search(folded(text))) for one in held for text in one.texts])
    shown = total + grants
    found = []
    for clause, row, one, begin, stop in zip(clauses, rows, held, bounds, bounds[1:], strict=False):
        place = one.places[int(shown[begin:stop].argmax())] if stop > begin else (0, len(clause.text))
        found.append(Near(row, clause.start + place[0], clause.start + place[1]))
    return found
