"""Where what a clause cites is found: another document of the corpus, an article of its own."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.citing import find_cited
from corpus.clause import Clause
from corpus.document import Document
from corpus.reference import Reference
from corpus.validity import validity_of

_MARKS = re.compile(r"[《》〈〉\s]|[（(](?:试行|暂行|修订)[）)]$")


@dataclass(frozen=True, slots=True)
class Link:
    """What a reference stands for: a document of the corpus, and the clauses that it names there."""

    text: str
    document_id: str
    clause_ids: tuple[str, ...]


class Library:
    """The documents of a corpus, to be found by the names that clauses call them."""

    def __init__(self, documents: Sequence[Document], clauses: Iterable[Clause]) -> None:
        """`clauses` are those of all the documents."""
        self._by_title = {_plain(document.title): document for document in documents}
        self._by_number = {_plain(document.number): document for document in documents if document.number}
        self._clauses: dict[str, list[Clause]] = defaultdict(list)
        for clause in clauses:
            self._clauses[clause.document_id].append(clause)

    def links(self, clause: Clause) -> tuple[Link, ...]:
        """The references of a clause that the corpus holds, in order."""
        found = (self._link(reference, clause) for reference in clause.references)
        return tuple(link for link in found if link is not None)

    def repealed(self) -> set[str]:
        """The ids of the documents that another one puts out of force."""
        titles = (
            title
            for document in self._by_title.values()
            for title in validity_of(document, self._clauses[document.id]).repeals
        )
        return {found.id for title in titles if (found := self._titled(title)) is not None}

    def _link(self, reference: Reference, clause: Clause) -> Link | None:
        if reference.kind == "number":
            found = self._by_number.get(_plain(reference.text))
        elif reference.kind == "title":
            found = self._titled(reference.text)
        else:
            return self._article(reference, clause)
        return Link(reference.text, found.id, ()) if found and found.id != clause.document_id else None

    def _article(self, reference: Reference, clause: Clause) -> Link | None:
        held = self._titled(reference.title) if reference.title else None
        if reference.title and held is None:
            return None
        document_id = held.id if held else clause.document_id
        cited = find_cited(reference.text, self._clauses[document_id])
        return Link(reference.text, document_id, tuple(found.id for found in cited)) if cited else None

    def _titled(self, title: str) -> Document | None:
        """The document of a title; 《关于…的意见》 also finds the one whose full title ends so."""
        plain = _plain(title)
        if plain in self._by_title:
            return self._by_title[plain]
        short = plain.startswith("关于") or "法" in plain[-1:] or "条例" in plain[-2:]
        endings = [document for held, document in self._by_title.items() if short and held.endswith(plain)]
        return endings[0] if len(endings) == 1 else None


def _plain(name: str) -> str:
    return _MARKS.sub("", name).translate(str.maketrans("［］[]【】（）", "〔〕〔〕〔〕()"))
