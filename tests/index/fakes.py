"""Stand-ins shared by the tests of the index: an encoder of hand-written vectors, short documents."""

from collections.abc import Mapping, Sequence

import numpy as np

from corpus.clause import Clause, Kind
from corpus.document import Document
from index.encoder import Vectors


class HandEncoder:
    """Looks each text up in a table of vectors; a text that is not there is a zero row."""

    def __init__(
        self,
        vectors: Mapping[str, Sequence[float]],
        dimension: int = 2,
        name: str = "手写编码器",
        fingerprint: str = "f1",
    ) -> None:
        self._vectors = vectors
        self.dimension = dimension
        self.name = name
        self.fingerprint = fingerprint

    def encode(self, texts: Sequence[str]) -> Vectors:
        zero = [0.0] * self.dimension
        rows = [self._vectors.get(text, zero) for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(texts), self.dimension)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self.encode(texts)


def document(name: str, text: str = "", title: str = "题。", region: str | None = None) -> Document:
    return Document(name, title, None, None, None, region, None, None, f"{name}.txt", text)


def clause(name: str, text: str, start: int = 0, kind: Kind = Kind.ITEM) -> Clause:
    """A clause without headings; `name` is its id, document before the #."""
    return Clause(name, name.split("#")[0], (), kind, start, start + len(text), text)
