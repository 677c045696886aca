"""How people ask for what a text says: IBM Model 1 from the terms of a text to those of a question.

Source: Berger and Lafferty, "Information retrieval as statistical translation", SIGIR 1999.
"""

import zlib
from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TypeAlias
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from corpus.errors import ModelError
from index.terms import pieces

BUNDLED = Path(__file__).parent / "models" / "translation" / "model.npz"
_BACKGROUND = 0.1
"""The share of a question that the text does not account for; fitted beside the leg's weight."""

_KEPT = 8
"""So many questions are kept ready; each takes a few megabytes."""

# What numpy raises, by and by, on a file that is no archive of arrays or is cut or altered.
_DAMAGE = (BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError, KeyError, TypeError)

Shares: TypeAlias = csr_array
"""Per text, the share of it that each known term takes up; shape (texts, terms)."""


@dataclass(frozen=True, slots=True)
class Table:
    """What training finds.

    `chances` is the probability that a question has a term (row) where its text has another
    (column), `common` that of a term in any question; `asked` and `said` name rows and columns.
    """

    asked: tuple[str, ...]
    said: tuple[str, ...]
    chances: csr_array
    common: NDArray[np.float32]

    def save(self, path: Path) -> None:
        """Write the table in half precision."""
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(
            path,
            asked=np.array(self.asked),
            said=np.array(self.said),
            starts=self.chances.indptr.astype(np.int32),
            columns=self.chances.indices.astype(np.min_scalar_type(len(self.said))),
            chances=self.chances.data.astype(np.float16),
            common=self.common.astype(np.float32),
        )

    @classmethod
    def load(cls, path: Path) -> "Table":
        """Read a table that `save` wrote; raises ModelError."""
        try:
            with np.load(path, allow_pickle=False) as held:
                asked, said = held["asked"].tolist(), held["said"].tolist()
                parts = held["chances"].astype(np.float32), held["columns"].astype(np.int32), held["starts"]
                chances = csr_array(parts, shape=(len(asked), len(said)))
                return cls(tuple(asked), tuple(said), chances, held["common"])
        except _DAMAGE as error:
            raise ModelError(f"翻译模型 {path} 读不出来，文件不全或已损坏。请重新安装。") from error


@dataclass(frozen=True, slots=True)
class Lifted:
    """How much likelier text terms make the terms of a question than the background does.

    `lifts` has the shape (known terms of texts, known terms of the question), `known` names those of the
    question; `distinct` counts all of them.
    """

    lifts: NDArray[np.float32]
    known: tuple[str, ...]
    distinct: int


class Translation:
    """Scores texts by how likely they make a question."""

    def __init__(self, table: Table) -> None:
        """Scale every chance by how much more likely it makes a term than the background does."""
        self._asked = {term: row for row, term in enumerate(table.asked)}
        self._said = {term: column for column, term in enumerate(table.said)}
        lift = (1 - _BACKGROUND) / _BACKGROUND / table.common
        self._lifts = csr_array(table.chances.multiply(lift[:, None]), dtype=np.float32)
        # A question is looked at several times on its way.
        self.lifted = lru_cache(_KEPT)(self._lifted)

    def shares(self, texts: Iterable[str]) -> Shares:
        """What each text is made of; to be kept with the texts."""
        columns, values, starts = array("i"), array("f"), array("q", [0])
        for text in texts:
            counts = Counter(pieces(text))
            total = counts.total()
            known = sorted((self._said[term], count) for term, count in counts.items() if term in self._said)
            columns.extend(column for column, _ in known)
            values.extend(count / total for _, count in known)
            starts.append(len(columns))
        held = np.array(values, dtype=np.float32), np.array(columns, dtype=np.int32), np.array(starts)
        return csr_array(held, shape=(len(starts) - 1, len(self._said)))

    def _lifted(self, question: str) -> Lifted:
        """A question as texts are scored by it."""
        distinct = dict.fromkeys(pieces(question))
        known = tuple(term for term in distinct if term in self._asked)
        lifts = np.zeros((len(self._said), len(known)), dtype=np.float32)
        for place, term in enumerate(known):
            row = self._asked[term]
            start, end = self._lifts.indptr[row : row + 2]
            lifts[self._lifts.indices[start:end], place] = self._lifts.data[start:end]
        return Lifted(lifts, known, len(distinct))


def likelihoods(lifted: Lifted, shares: Shares) -> NDArray[np.float32]:
    """Per text, the mean log-likelihood ratio of a question's distinct terms, 0 or more."""
    scores: NDArray[np.float32] = termwise(lifted, shares).sum(axis=1) / np.float32(lifted.distinct or 1)
    return scores


def termwise(lifted: Lifted, shares: Shares) -> NDArray[np.float32]:
    """The log-likelihood ratio of each known term of a question, shape (texts, known terms), 0 or more."""
    ratios: NDArray[np.float32] = np.log1p(shares @ lifted.lifts)
    return ratios


@cache
def bundled() -> Translation:
    """The model that the project ships; raises ModelError."""
    return Translation(Table.load(BUNDLED))
