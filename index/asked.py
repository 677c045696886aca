"""Asked-as questions: what people ask that a clause answers, and the words that answer it."""

import bisect
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.canonical import canonical
from corpus.clause import Clause
from corpus.document import Document
from corpus.errors import LexiconError
from corpus.trace import canonical_offset
from index.lexicon import read_lines
from index.terms import normalised


@dataclass(frozen=True, slots=True)
class Entry:
    """A question as it is stored: the id of its document and the words there that answer it.

    `offset` chooses among equal quotes; it counts the text of the document before its repairs.
    `generated` is one that a model wrote.
    """

    document: str
    question: str
    quote: str
    offset: int = 0
    generated: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the clause that answers it and where in the document its answer stands.

    `start` and `end` count the document's text; `document.text[start:end]` answers. Of a `generated`
    one that is the whole clause.
    """

    question: str
    clause_id: str
    start: int
    end: int
    generated: bool = False


Pair = tuple[str, str]
"""(document id, normalised question): what one stored question is known by."""


def pair_of(document: str, question: str) -> Pair:
    """What a question to a document is known by: width, case and blanks make no other question."""
    return document, normalised(question.strip())


def merged(
    shipped: Path, site: Path | None, documents: Iterable[Document], generated: Iterable[Entry] = ()
) -> list[Entry]:
    """The stored questions of some documents: the shipped ones, and a site's own laid over them.

    Those that were `generated` lie under both. Lines are JSON objects: `{document, question, quote}` with
    an `offset` where one is needed, or `{document, question, removed: true}`. `document` is an id or a
    file name; of the lines about one question to one document the last stands.

    Raises:
        LexiconError: a line is no such object; the message names its number.
    """
    ids = {name: document.id for document in documents for name in (document.id, document.source)}
    found = {pair_of(entry.document, entry.question): entry for entry in generated if entry.document in ids}
    for path in (shipped, site):
        if path is None or (path is site and not path.exists()):
            continue
        for entry, removed in _read(path):
            if entry.document not in ids:
                continue
            pair = pair_of(ids[entry.document], entry.question)
            if removed:
                found.pop(pair, None)
            else:
                found[pair] = Entry(pair[0], entry.question, entry.quote, entry.offset)
    return list(found.values())


def tied(entries: Iterable[Entry], documents: Sequence[Document], clauses: Sequence[Clause]) -> list[Asked]:
    """Tie entries to the clauses that hold their quotes; those that no text holds are left out."""
    by_id = {document.id: document for document in documents}
    by_document: dict[str, list[Clause]] = defaultdict(list)
    for clause in clauses:
        by_document[clause.document_id].append(clause)
    found: list[Asked] = []
    for entry in entries:
        place = place_of(by_id[entry.document], entry.quote, entry.offset)
        if place is None:
            continue
        start, end = place
        held = by_document[entry.document]
        clause = held[bisect.bisect_right(held, start, key=lambda clause: clause.start) - 1]
        found.append(Asked(entry.question, clause.id, start, min(end, clause.end), entry.generated))
    return found


def place_of(document: Document, quote: str, offset: int = 0) -> tuple[int, int] | None:
    """Where a quote, of the canonical text or of the file as received, stands in the canonical text.

    The first place from `offset` on, else the first of all; None where the text does not hold it.
    """
    first = max(0, canonical_offset(document.repairs, offset) - 2)
    return _span(document.text, quote, first) or _span(document.text, canonical(quote)[0], first)


def offset_of(document: Document, start: int) -> int:
    """The offset to store for a place in the canonical text: the first one that comes to it."""
    longest = start + sum(len(repair.raw) for repair in document.repairs)
    return bisect.bisect_left(
        range(longest), start, key=lambda offset: canonical_offset(document.repairs, offset)
    )


def _span(text: str, quote: str, first: int) -> tuple[int, int] | None:
    if not quote.strip():
        return None
    start = text.find(quote, first)
    if start < 0:
        start = text.find(quote)
    return (start, start + len(quote)) if start >= 0 else None


def _read(path: Path) -> list[tuple[Entry, bool]]:
    """The lines of a file as entries, and whether each removes; a removal has no quote."""
    found: list[tuple[Entry, bool]] = []
    for number, line in enumerate(read_lines(path), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            removed = row.get("removed") is True
            quote = "" if removed else str(row["quote"])
            entry = Entry(str(row["document"]), str(row["question"]), quote, int(row.get("offset", 0)))
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
            raise LexiconError(
                f"问法文件 {path} 第 {number} 行不是含 document、question、quote 的 JSON 对象，请改正。"
            ) from error
        found.append((entry, removed))
    return found
