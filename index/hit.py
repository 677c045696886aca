"""What a search finds."""

from dataclasses import dataclass

from corpus.clause import Clause


@dataclass(frozen=True, slots=True)
class Hit:
    """A clause and how well it fits; a higher score is better.

    `why` gives each share of the score: of the legs (see `Leg`), of what is named and hinted at
    (named, document, region, level, year, title), and what a clause was moved up by (rerank, part,
    governing). `similarity` is the best cosine of the question with a window of the clause or a
    question stored with it. `asked` is the span of the document's text, (start, end), that a question
    like this one was answered with; None where no such question is stored.
    """

    clause: Clause
    score: float
    why: dict[str, float]
    similarity: float
    asked: tuple[int, int] | None = None
