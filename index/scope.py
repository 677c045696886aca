"""What a search is restricted to, in the form that each index takes."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from corpus.linking import Library
from corpus.validity import Status
from index.bm25 import Query
from index.filters import Filters
from index.generation import Generation, Rows

_KEPT = 8


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """Some documents; None is all of them.

    `inside` is a query that holds for them, `clauses` says of every clause whether it is theirs, the
    others are the numbers of their windows and stored questions.
    """

    inside: Query | None = None
    clauses: NDArray[np.bool_] | None = None
    windows: Rows | None = None
    questions: Rows | None = None


class Scopes:
    """Works out what filters let through; what was asked for lately is kept."""

    def __init__(self, generation: Generation) -> None:
        """Note which document each window and stored question is of."""
        self._generation = generation
        self._owners = generation.owners
        self._windows = self._owners[generation.window_rows]
        self._questions = self._owners[generation.asked_rows]
        self.of = lru_cache(_KEPT)(self._of)

    def _of(self, filters: Filters) -> Scope:
        """What passes some filters; raises FilterError where nothing does."""
        documents = filters.among(self._generation.documents, self._in_force)
        if documents is None:
            return Scope()
        passing = np.array([document.id in documents for document in self._generation.documents])
        return Scope(
            self._generation.lexical.inside(sorted(documents)),
            passing[self._owners],
            np.flatnonzero(passing[self._windows]),
            np.flatnonzero(passing[self._questions]),
        )

    @cached_property
    def library(self) -> Library:
        """The documents, to be found by name, and what is known of their force; made when first asked for."""
        return Library(self._generation.documents, self._generation.clauses)

    def _in_force(self, document_id: str, day: date) -> bool:
        return self.library.status(document_id, day) is Status.IN_FORCE
