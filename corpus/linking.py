"""Where what a clause cites is found: another document of the corpus, an article of its own."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from corpus.citing import find_cited
from corpus.clause import Clause
from corpus.document import Document
from corpus.naming import bare_title, plain_number, plain_title, short_titles, subject_of
from corpus.reference import Reference
from corpus.validity import Status, Validity, status_on, validity_of


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
        self._documents = documents
        self._by_title: dict[str, list[Document]] = defaultdict(list)
        self._by_bare_title: dict[str, list[Document]] = defaultdict(list)
        self._by_short_title: dict[str, list[Document]] = defaultdict(list)
        for document in documents:
            title = plain_title(document.title)
            self._by_title[title].append(document)
            self._by_bare_title[bare_title(title)].append(document)
            for short in short_titles(bare_title(title)):
                self._by_short_title[short].append(document)
        self._by_number = {
            plain_number(document.number): document for document in documents if document.number
        }
        self._clauses: dict[str, list[Clause]] = defaultdict(list)
        for clause in clauses:
            self._clauses[clause.document_id].append(clause)

        self._validities = {
            document.id: validity_of(document, self._clauses[document.id]) for document in documents
        }
        self._repealed = self._find_repealed()
        self._by_id = {document.id: document for document in documents}
        dated = (document for document in documents if document.issuer and document.date)
        self._latest = {_series(document): document for document in sorted(dated, key=_day)}

    def validity(self, document_id: str) -> Validity:
        """What a document says of its own force."""
        return self._validities[document_id]

    def status(self, document_id: str, day: date) -> Status:
        """Whether a document holds on a day, as itself and the others say."""
        since = self._repealed.get(document_id)
        return status_on(
            self._validities[document_id], day, repealed=since is not None and since <= day.isoformat()
        )

    def successor(self, document_id: str) -> Document | None:
        """The latest document of the same issuer on the same subject, where that is a later one."""
        document = self._by_id[document_id]
        latest = self._latest.get(_series(document))
        return latest if latest and (latest.date or "") > (document.date or "") else None

    def links(self, clause: Clause) -> tuple[Link, ...]:
        """The references of a clause that the corpus holds, in order."""
        found = (self._link(reference, clause) for reference in clause.references)
        return tuple(link for link in found if link is not None)

    def _find_repealed(self) -> dict[str, str]:
        """From which day (empty: always) another document puts a document out of force, by its id."""
        found: dict[str, str] = {}
        for document in self._documents:
            validity = self._validities[document.id]
            for title in validity.repeals:
                named = self._titled(title)
                # An earlier text of the same title is not in the corpus: the document itself still holds.
                if named is not None and named is not document:
                    found[named.id] = validity.starts or ""
        return found

    def _link(self, reference: Reference, clause: Clause) -> Link | None:
        if reference.kind == "number":
            found = self._by_number.get(plain_number(reference.text))
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
        """The one document of a title, of one with （试行） behind it, or of one that it is short for."""
        plain = plain_title(title)
        for held in (self._by_title, self._by_bare_title, self._by_short_title):
            if named := held.get(plain):
                return named[0] if len(named) == 1 else None
        return None


def _series(document: Document) -> tuple[str | None, str]:
    """What the documents of a series have in common: the issuer and the subject."""
    return document.issuer, subject_of(plain_title(document.title))


def _day(document: Document) -> str:
    return document.date or ""
