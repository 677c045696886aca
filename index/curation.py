"""Curation: the one way by which stored questions are added and removed."""

import json
from collections.abc import Sequence
from enum import Enum, auto
from pathlib import Path

from corpus.document import Document
from corpus.errors import CurationError
from index.asked import Entry, merged, pair_of, place_of
from index.generated import GeneratedStore
from index.lines import locked, replaced

LONGEST = 1000


class Outcome(Enum):
    """What adding a question did: it is new, its answer is now another one, or nothing changed."""

    ADDED = auto()
    MOVED = auto()
    KEPT = auto()


class AskedStore:
    """The stored questions of some documents; changes go into a site's own file, one line each.

    The shipped file is only read. What changes here is found after the next build of the index.
    """

    def __init__(
        self, shipped: Path, site: Path, documents: Sequence[Document], generated: GeneratedStore
    ) -> None:
        """Keep where the questions lie and the documents they are about; no file is read yet."""
        self._shipped = shipped
        self._site = site
        self.generated = generated
        self._documents = {document.id: document for document in documents}

    def entries(self) -> list[Entry]:
        """The questions now stored; raises LexiconError where a file cannot be read."""
        return merged(self._shipped, self._site, self._documents.values(), self.generated.entries())

    def find(self, document: str, question: str) -> Entry | None:
        """The entry of a question to a document, if one is stored; raises LexiconError."""
        wanted = pair_of(document, question)
        found = (entry for entry in self.entries() if pair_of(entry.document, entry.question) == wanted)
        return next(found, None)

    def add(self, document: str, quote: str, question: str, *, offset: int = 0) -> Outcome:
        """Store that a quote of a document answers a question; `offset` as in `Entry`.

        A question that the document already has is from now on answered by this quote.

        Raises:
            CurationError: there is no such document, its text does not hold the quote, the question
                is blank or too long, or the site's file cannot be written.
            LexiconError: one of the files cannot be read.
        """
        known = self._known(document)
        question = _sound(question)
        place = place_of(known, quote, offset)
        if place is None:
            raise CurationError(
                f"文件 {document} 里没有这段原话：“{quote.strip()[:40]}”。请从条款原文里一字不差地抄。"
            )
        with locked(self._site):
            held = self.find(document, question)
            if held and not held.generated and place_of(known, held.quote, held.offset) == place:
                return Outcome.KEPT
            row = {"document": document, "question": question, "quote": quote, "offset": offset}
            _append(self._site, row)
        return Outcome.MOVED if held and not held.generated else Outcome.ADDED

    def remove(self, document: str, question: str) -> None:
        """Store a question no longer; errors as in `add`, and CurationError where it is not stored."""
        self._known(document)
        question = _sound(question)
        with locked(self._site):
            held = self.find(document, question)
            if held is None:
                raise CurationError(
                    f"文件 {document} 没有记着“{question}”这个问题。请先用 ceyin asked-as list 查看。"
                )
            _append(self._site, {"document": document, "question": held.question, "removed": True})

    def _known(self, document: str) -> Document:
        if document not in self._documents:
            raise CurationError(f"没有编号为 {document} 的文件。")
        return self._documents[document]


def _sound(question: str) -> str:
    """A question without the blanks around it; raises CurationError if it cannot be stored."""
    question = question.strip()
    if len(question) > LONGEST:
        raise CurationError(f"问题有 {len(question)} 个字，最多 {LONGEST} 个。请写短一些。")
    if not any(character.isalnum() for character in question):
        raise CurationError("问题是空的。请写下人们会怎么问。")
    try:
        question.encode()
    except UnicodeEncodeError as error:
        raise CurationError("问题里有不完整的字符，存不了。请重新输入。") from error
    return question


def _append(path: Path, row: dict[str, object]) -> None:
    """Add a line to a file, which at every moment is there whole, without it or with it."""
    held = path.read_bytes() if path.exists() else b""
    if held and not held.endswith(b"\n"):
        held += b"\n"
    replaced(path, held + json.dumps(row, ensure_ascii=False).encode() + b"\n")
