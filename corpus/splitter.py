"""Cut canonical text into clauses that tile it."""

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.clause import Clause, Kind
from corpus.document import Document
from corpus.marks import BOX_RANK, BULLET_RANK, Mark, mark_of
from corpus.units import governed_count, with_units

_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*\n?|\s+")
_DATE = re.compile(r"^[^。，；]{0,24}\d{4}\s*年\s*\d{0,2}\s*月\s*\d{0,2}\s*日\s*(?:印发)?$")
_STOPS = "。；"
_STOP = re.compile(f"[{_STOPS}]")
_TITLE_LIMIT = 40
_ARTICLE_RANK = 3


@dataclass(frozen=True, slots=True)
class _Level:
    """One heading that is open while the text below it is read."""

    rank: int
    label: str
    title: str


def split(document: Document) -> list[Clause]:
    """Cut a document into clauses, in order; their texts joined give `document.text`.

    A paragraph that opens with a mark is an item (or a heading, when nothing follows its title);
    one that opens with none is a paragraph of the item above it, with an address of its own.
    """
    return with_units(_Splitter(document).clauses())


def title_of(paragraph: str, mark: Mark) -> str:
    """The heading that a marked paragraph opens with, mark included, its stop left out."""
    if mark.rank == _ARTICLE_RANK:
        return paragraph[: mark.length].strip()
    stop = _STOP.search(paragraph, mark.length)
    end = stop.start() if stop else len(paragraph)
    if end - mark.length > _TITLE_LIMIT:
        pause = re.search("[，：:、]", paragraph[mark.length + 4 :])
        end = min(mark.length + 4 + pause.start() if pause else end, mark.length + _TITLE_LIMIT)
    return paragraph[:end].strip()


class _Splitter:
    """Walks the paragraphs of one document with the stack of open headings."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._stack: list[_Level] = []
        self._seen: Counter[str] = Counter()

    def clauses(self) -> list[Clause]:
        """Every clause of the document, blank stretches joined to the clause before them."""
        found: list[Clause] = []
        waiting = 0
        for paragraph in _PARAGRAPH.finditer(self._document.text):
            end = paragraph.end()
            if not paragraph[0].strip():
                if found:
                    found[-1] = self._stretched(found[-1], end)
                    waiting = end
                continue
            found.append(self._clause(waiting, end, paragraph[0].strip()))
            waiting = end
        return _headings(_signatures(found))

    def _stretched(self, clause: Clause, end: int) -> Clause:
        return replace(clause, end=end, text=self._document.text[clause.start : end])

    def _clause(self, start: int, end: int, paragraph: str) -> Clause:
        mark = mark_of(paragraph)
        if mark is None:
            return self._unmarked(start, end, paragraph)
        title = title_of(paragraph, mark)
        self._close(mark.rank)
        if mark.rank == BULLET_RANK:
            return self._made(self._numbered("d"), Kind.BULLET, start, end)
        prefix = "b" if mark.rank == BOX_RANK else ""
        self._stack.append(_Level(mark.rank, f"{prefix}{mark.number}", title))
        return self._made(self._address(), Kind.ITEM, start, end)

    def _unmarked(self, start: int, end: int, paragraph: str) -> Clause:
        if governed_count(paragraph) and self._stack:
            self._stack.pop()
            return self._made(f"{self._address()}.u", Kind.GOVERNING, start, end)
        return self._made(self._numbered("p"), self._unmarked_kind(paragraph), start, end)

    def _unmarked_kind(self, paragraph: str) -> Kind:
        if self._stack:
            return Kind.PARAGRAPH
        if paragraph.endswith(("：", ":")):
            return Kind.ADDRESSEE
        return Kind.PREAMBLE if _STOP.search(paragraph) else Kind.TITLE

    def _close(self, rank: int) -> None:
        while self._stack and self._stack[-1].rank >= rank:
            self._stack.pop()

    def _address(self) -> str:
        return ".".join(level.label for level in self._stack)

    def _numbered(self, letter: str) -> str:
        """The address of the next unmarked paragraph (p) or bullet (d) under the open heading."""
        prefix = f"{self._address()}.{letter}"
        self._seen[prefix] += 1
        return f"{prefix}{self._seen[prefix]}"

    def _made(self, address: str, kind: Kind, start: int, end: int) -> Clause:
        address = address.removeprefix(".")
        self._seen[address] += 1
        if self._seen[address] > 1:
            address = f"{address}~{self._seen[address]}"
        return Clause(
            id=f"{self._document.id}#{address}",
            document_id=self._document.id,
            path=tuple(level.title for level in self._stack),
            kind=kind,
            start=start,
            end=end,
            text=self._document.text[start:end],
        )


def _signatures(clauses: list[Clause]) -> list[Clause]:
    """Mark date lines, and the short issuer line above one, as signatures of no heading."""
    for place, clause in enumerate(clauses):
        if not _DATE.match(clause.text.strip()) or mark_of(clause.text.strip()):
            continue
        clauses[place] = replace(clause, kind=Kind.SIGNATURE, path=())
        above = clauses[place - 1] if place else clause
        if not re.search("[。：；]", above.text) and not mark_of(above.text.strip()):
            clauses[place - 1] = replace(above, kind=Kind.SIGNATURE, path=())
    return clauses


def _in_article(clause: Clause) -> bool:
    """Whether a clause is part of a 第…条, where a sentence is an item and never a heading."""
    marks = (mark_of(title) for title in clause.path)
    return any(mark is not None and mark.rank == _ARTICLE_RANK for mark in marks)


def _headings(clauses: list[Clause]) -> list[Clause]:
    """Mark as headings the items that say nothing beyond their title and have clauses below them."""
    for place, (clause, below) in enumerate(pairwise(clauses)):
        bare = clause.path and clause.text.strip().rstrip("。：:") == clause.path[-1]
        bare = bare and not (clause.text.strip()[-1] in _STOPS and _in_article(clause))
        if clause.kind is Kind.ITEM and bare and below.path[: len(clause.path)] == clause.path:
            clauses[place] = replace(clause, kind=Kind.HEADING)
    return clauses
