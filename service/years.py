"""Which year a stretch of a document speaks of: its own, or the last one named before it."""

import re
from collections.abc import Iterable, Mapping

from corpus.clause import Clause
from corpus.document import Document

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?=\s*年|-)")


def years_in(text: str) -> set[int]:
    """The years that a text names."""
    return {int(year) for year in _YEAR.findall(text)}


class Years:
    """Looks up the year that governs a span: 到2030年 holds for the sentences after it, too."""

    def __init__(self, documents: Mapping[str, Document], clauses: Iterable[Clause]) -> None:
        """Note where each heading begins: what stands under it is read together."""
        self._documents = documents
        self._begins: dict[tuple[str, tuple[str, ...]], int] = {}
        for clause in clauses:
            self._begins.setdefault((clause.document_id, clause.path), clause.start)

    def governing(self, clause: Clause, start: int, end: int) -> set[int]:
        """The years named in `document.text[start:end]`, else the last one named above it.

        Above reaches back to the heading the clause stands under. Where none is named, those that
        the document plans for; empty where it plans for none.
        """
        document = self._documents[clause.document_id]
        text = document.text
        own = years_in(text[start : end + 1])
        if own:
            return own
        begin = self._begins.get((clause.document_id, clause.path), clause.start)
        before = _YEAR.findall(text[begin:start])
        if before:
            return {int(before[-1])}
        return set(range(document.period[0], document.period[1] + 1)) if document.period else set()
