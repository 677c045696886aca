"""Vector search over text windows by FAISS: exact up to a size, by inverted lists above it."""

import math
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Literal

import faiss
import numpy as np
from numpy.typing import NDArray

from index.recall import NEAREST, bars, recall, trial_queries
from index.vectors import Vectors

EXACT_UP_TO = 100_000
TARGET = 0.98

_BATCH = 64
# 40 points a list and 5 rounds train in half the time of 64 and 10, for 0.003 of recall.
_POINTS = 40
_ROUNDS = 5
# How many threads OpenMP was given for this program; `search` lowers its own thread's number to 1.
_THREADS = faiss.omp_get_max_threads()

Advance = Callable[[int], None]
Encode = Callable[[Sequence[str]], Vectors]
"""Texts to rows of unit length, shape (texts, dimension), even where there are none."""
Kind = Literal["flat", "ivf-sq8"]
Rows = Sequence[int] | NDArray[np.int64]


class Dense:
    """Unit vectors of windows; a window's number is its place in the sequence it was built from.

    `recall` is the share of the ten nearest that is found, as measured when built; None once loaded.
    """

    def __init__(self, index: faiss.Index, recall: float | None = None) -> None:
        """Keep the index."""
        self._index = index
        self.recall = recall

    @classmethod
    def build(
        cls,
        texts: Sequence[str],
        encode: Encode,
        advance: Advance,
        exact_up_to: int = EXACT_UP_TO,
        target: float = TARGET,
    ) -> "Dense":
        """Encode texts and index their vectors by inner product; `advance` hears how many were done.

        More than `exact_up_to` are put into inverted lists, one byte a number, and as many lists are
        probed as it takes to reach a recall of `target`.
        """
        faiss.omp_set_num_threads(_THREADS)
        batches = _encoded(texts, encode, advance)
        dimension = encode([]).shape[1]
        if len(texts) > exact_up_to:
            vectors = np.empty((len(texts), dimension), dtype=np.float32)
            for place, batch in enumerate(batches):
                vectors[place * _BATCH :][: len(batch)] = batch
            inverted = _inverted(vectors)
            return cls(inverted, _tuned(inverted, vectors, target))
        index = faiss.IndexFlatIP(dimension)
        for batch in batches:
            index.add(batch)
        return cls(index, 1.0)

    @classmethod
    def load(cls, path: Path) -> "Dense":
        """Read an index that `save` wrote; its checksum must have been verified before."""
        return cls(faiss.read_index(str(path)))

    def save(self, path: Path) -> None:
        """Write the index to a file, with the number of lists to probe."""
        faiss.write_index(self._index, str(path))

    @property
    def dimension(self) -> int:
        """Length of every vector."""
        return int(self._index.d)

    @property
    def kind(self) -> Kind:
        """`flat` searches exactly; `ivf-sq8` some inverted lists of vectors rounded to bytes."""
        return "ivf-sq8" if isinstance(self._index, faiss.IndexIVF) else "flat"

    @property
    def probes(self) -> int | None:
        """How many inverted lists a search without restriction looks into; None where there are none."""
        return int(self._index.nprobe) if isinstance(self._index, faiss.IndexIVF) else None

    def search(self, vector: Vectors, k: int, rows: Rows | None = None) -> list[tuple[int, float]]:
        """The `k` nearest windows of one vector, shape (dimension,), as (number, cosine), best first.

        With `rows`, among those windows only, and then in every inverted list.
        """
        chosen = None if rows is None else self._chosen(rows)
        count = min(k, self._index.ntotal if chosen is None else int(chosen.sum()))
        if not count:
            return []
        # One thread a query, since more are slower under load; the setting is the calling thread's own.
        faiss.omp_set_num_threads(1)
        only = None if chosen is None else self._only(chosen)
        scores, found = self._index.search(vector.reshape(1, -1), count, params=only)
        pairs = zip(found[0].tolist(), scores[0].tolist(), strict=True)
        return [(row, score) for row, score in pairs if row >= 0]

    def _chosen(self, rows: Rows) -> NDArray[np.bool_]:
        """Whether each window is among the rows; numpy refuses a row too high, where FAISS would crash."""
        chosen = np.zeros(self._index.ntotal, dtype=np.bool_)
        chosen[np.asarray(rows, dtype=np.int64)] = True
        return chosen

    def _only(self, chosen: NDArray[np.bool_]) -> faiss.SearchParameters:
        """The parameters of a search among some rows; they keep the selector alive, and it its array."""
        if isinstance(self._index, faiss.IndexIVF):
            bits = faiss.IDSelectorBitmap(np.packbits(chosen, bitorder="little"))  # type: ignore[call-arg,arg-type]
            return faiss.SearchParametersIVF(sel=bits, nprobe=self._index.nlist)  # type: ignore[call-arg]
        # An array makes FAISS go through these rows alone; a bitmap would be asked about every window.
        array = faiss.IDSelectorArray(np.flatnonzero(chosen))
        return faiss.SearchParameters(sel=array)  # type: ignore[call-arg]


def _encoded(texts: Sequence[str], encode: Encode, advance: Advance) -> Iterator[Vectors]:
    """The vectors of the texts, batch by batch; `advance` hears of a batch once it was taken."""
    for start in range(0, len(texts), _BATCH):
        batch = texts[start : start + _BATCH]
        yield encode(batch)
        advance(len(batch))


def _inverted(vectors: Vectors) -> faiss.IndexIVF:
    """Inverted lists of vectors rounded to bytes, trained on a sample that is always the same."""
    count, dimension = vectors.shape
    lists = max(1, min(round(4 * math.sqrt(count)), count // _POINTS))
    index = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(dimension),
        dimension,
        lists,
        faiss.ScalarQuantizer.QT_8bit,
        faiss.METRIC_INNER_PRODUCT,
    )
    index.cp.niter = _ROUNDS
    sample = np.random.default_rng(0).choice(count, min(count, lists * _POINTS), replace=False)
    index.train(vectors[np.sort(sample)])
    index.add(vectors)
    return index


def _tuned(index: faiss.IndexIVF, vectors: Vectors, target: float) -> float:
    """Double the lists probed until recall reaches the target or all are probed; return that recall."""
    queries = trial_queries(vectors)
    lowest = bars(queries, vectors)
    index.nprobe = 1
    while True:
        _, found = index.search(queries, min(NEAREST, len(vectors)))
        reached = recall(queries, vectors, found, lowest)
        if reached >= target or index.nprobe == index.nlist:
            return reached
        index.nprobe = min(2 * index.nprobe, index.nlist)
