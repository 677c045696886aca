"""One clause of a document, the unit that is found and cited."""

from dataclasses import dataclass
from enum import StrEnum

from corpus.fact import Fact
from corpus.reference import Reference
from corpus.support import Support


class Kind(StrEnum):
    """What a clause is in its document."""

    TITLE = "title"
    FRONT = "front"
    CONTENTS = "contents"
    ADDRESSEE = "addressee"
    PREAMBLE = "preamble"
    HEADING = "heading"
    ITEM = "item"
    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    GOVERNING = "governing"
    CLOSING = "closing"
    SIGNATURE = "signature"
    IMPRINT = "imprint"
    ATTACHMENT = "attachment"


@dataclass(frozen=True, slots=True)
class Part:
    """An enumerated stretch inside a clause (一是…；二是…), with an address of its own.

    `start` and `end` count the document's text; the clause keeps its whole text.
    """

    id: str
    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a document: `document.text[start:end] == text`, and clauses tile the text.

    `path` is the heading chain down to the clause itself; `id` is `document#numbers`, stable
    while the text is. `lead_units` and `support_units` are who carries it out; where that stands
    in another clause (以上三项工作牵头单位：…), `governor` is that clause's id.
    """

    id: str
    document_id: str
    path: tuple[str, ...]
    kind: Kind
    start: int
    end: int
    text: str
    lead_units: tuple[str, ...] = ()
    support_units: tuple[str, ...] = ()
    governor: str | None = None
    parts: tuple[Part, ...] = ()
    facts: tuple[Fact, ...] = ()
    references: tuple[Reference, ...] = ()
    support: Support | None = None

    @property
    def continues(self) -> bool:
        """Whether it is a further piece of a clause that was too long, and has that clause's path."""
        return "+" in self.id

    @property
    def searchable(self) -> bool:
        """Whether the clause states something a question can be answered with."""
        return self.kind not in (Kind.TITLE, Kind.HEADING, Kind.CONTENTS, Kind.IMPRINT)
