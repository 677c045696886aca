"""How much of what exact search finds a quicker search finds too."""

import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors

NEAREST = 10
"""Recall is that of so many nearest windows."""

_QUERIES = 200
_NOISE = np.float32(0.5)
_BLOCK = 16_384
_ROUNDING = np.float32(1e-6)


def trial_queries(vectors: Vectors) -> Vectors:
    """Unit vectors near 200 of the given ones, always the same for the same vectors, as questions to try.

    Noise of half a vector's length keeps a vector from being its own answer. With the bundled encoder,
    recall on 1,000 real questions over 114,755 windows was within 0.025 of that on such queries, whatever
    the number of probes and within 0.003 where it passed 0.97; longer noise gave too low an estimate.
    """
    chance = np.random.default_rng(0)
    rows = np.sort(chance.choice(len(vectors), min(_QUERIES, len(vectors)), replace=False))
    noise = chance.standard_normal((len(rows), vectors.shape[1]), dtype=np.float32)
    return _unit(vectors[rows] + _NOISE * _unit(noise))


def bars(queries: Vectors, vectors: Vectors) -> Vectors:
    """The cosine of each query's tenth nearest vector, or of its last where there are fewer.

    Vectors are gone through block by block, so no more than a block's cosines are held at once.
    """
    best = np.full((len(queries), min(NEAREST, len(vectors))), -np.inf, dtype=np.float32)
    for start in range(0, len(vectors), _BLOCK):
        cosines = np.hstack([best, queries @ vectors[start : start + _BLOCK].T])
        best = np.partition(cosines, -best.shape[1], axis=1)[:, -best.shape[1] :]
    lowest: Vectors = best.min(axis=1)
    return lowest


def recall(queries: Vectors, vectors: Vectors, found: NDArray[np.int64], lowest: Vectors) -> float:
    """The share of the rows found that are among the nearest, by `lowest`, the `bars` of the queries.

    `found` holds row numbers, shape (queries, nearest), -1 for none. Any of several equal vectors
    counts: the same sentence stands in many documents.
    """
    cosines = np.einsum("qd,qkd->qk", queries, vectors[found])
    return float(np.mean((found >= 0) & (cosines >= lowest[:, None] - _ROUNDING)))


def _unit(vectors: Vectors) -> Vectors:
    unit: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    return unit
