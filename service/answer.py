"""What the service gives back: found clauses, citations, the answer."""

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from corpus.document import Document
from index.hit import Hit


class Status(StrEnum):
    """How far a question could be answered; no citations if and only if refused."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Origin:
    """The document a clause is from, as it is cited.

    `sha256` is that of its canonical text in UTF-8, in hexadecimal: every offset counts that text. Old
    answers have none.
    """

    id: str
    title: str
    issuer: str | None
    number: str | None
    date: str | None
    sha256: str | None = None

    @classmethod
    def of(cls, document: Document) -> "Origin":
        """The citable part of a document's record; it reads the whole text, so it is made once a document."""
        digest = sha256(document.text.encode()).hexdigest()
        return cls(document.id, document.title, document.issuer, document.number, document.date, digest)


@dataclass(frozen=True, slots=True)
class Found:
    """A clause that a search found; a higher score is better, `why` gives each leg's share."""

    clause_id: str
    document: Origin
    path: tuple[str, ...]
    text: str
    start: int
    end: int
    score: float
    why: dict[str, float]

    @classmethod
    def of(cls, hit: Hit, origin: Origin) -> "Found":
        """A hit as shown to the user: the clause without the blanks around it, offsets to match."""
        lead = len(hit.clause.text) - len(hit.clause.text.lstrip())
        text = hit.clause.text.strip()
        start = hit.clause.start + lead
        return cls(
            clause_id=hit.clause.id,
            document=origin,
            path=hit.clause.path,
            text=text,
            start=start,
            end=start + len(text),
            score=hit.score,
            why=hit.why,
        )


@dataclass(frozen=True, slots=True)
class Hits:
    """The clauses found, best first, and the index they were found in."""

    hits: tuple[Found, ...]
    generation: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote and where it stands: `document.text[start:end] == quote`."""

    number: int
    clause_id: str
    document: Origin
    path: tuple[str, ...]
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of the answer and the numbers of the citations it rests on."""

    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A statement that was verified, with the citations that it rests on."""

    statement: Statement
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Value:
    """One document's figure for an indicator; `level` is the document's, which old answers do not give."""

    value: str
    year: int | None
    scope: str | None
    citation: int
    level: str | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """An indicator for which documents state different figures.

    `kind` is conflict where they contradict each other, scope where each is for another case.
    """

    indicator: str
    kind: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, or a refusal with the nearest clauses.

    `confidence` is the estimated probability that the corpus answers the question; `generation`
    the id of the index that answered.
    """

    question: str
    status: Status
    text: str
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    conflicts: tuple[Conflict, ...]
    notices: tuple[str, ...]
    confidence: float
    nearest: tuple[Found, ...]
    generation: str
