"""Exact vector search over text windows, by FAISS."""

from collections.abc import Callable, Sequence
from pathlib import Path

import faiss
import numpy as np

from index.encoder import Encoder, Vectors

_BATCH = 64

Advance = Callable[[int], None]


class Dense:
    """Unit vectors of windows; a window's number is its place in the sequence it was built from."""

    def __init__(self, index: faiss.Index) -> None:
        """Keep the index."""
        self._index = index

    @classmethod
    def build(cls, texts: Sequence[str], encoder: Encoder, advance: Advance) -> "Dense":
        """Encode texts and index their vectors by inner product; `advance` hears how many were done."""
        index = faiss.IndexFlatIP(encoder.dimension)
        for start in range(0, len(texts), _BATCH):
            index.add(encoder.encode(texts[start : start + _BATCH]))
            advance(len(texts[start : start + _BATCH]))
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> "Dense":
        """Read an index that `save` wrote; its checksum must have been verified before."""
        return cls(faiss.read_index(str(path)))

    def save(self, path: Path) -> None:
        """Write the index to a file."""
        faiss.write_index(self._index, str(path))

    @property
    def dimension(self) -> int:
        """Length of every vector."""
        return int(self._index.d)

    def search(self, vector: Vectors, k: int, rows: Sequence[int] | None = None) -> list[tuple[int, float]]:
        """The `k` nearest windows of one vector, shape (dimension,), as (number, cosine), best first."""
        if not self._index.ntotal:
            return []
        # One thread a query, since more are slower under load; the setting is the calling thread's own.
        faiss.omp_set_num_threads(1)
        chosen = None
        if rows is not None:
            selector = faiss.IDSelectorBatch(np.asarray(rows, dtype=np.int64))
            chosen = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        scores, found = self._index.search(vector.reshape(1, -1), min(k, self._index.ntotal), params=chosen)
        pairs = zip(found[0].tolist(), scores[0].tolist(), strict=True)
        return [(row, score) for row, score in pairs if row >= 0]
