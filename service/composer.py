"""Evidence comes in, statements go out: verbatim spans between connectives of a closed list."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from index.cues import cued
from service.evidence import Evidence
from service.generator import Choice, Generator, Task
from service.quoting import quotes
from service.spans import Span

CONNECTIVES = ("此外，", "同时，", "另外，")
"""All that may be written besides quotes and their numbers; one opens every statement but the first."""

MOST, MOST_OF_SEVERAL = 3, 5
"""So many clauses an answer is taken from at most; more where the question asks for several things."""

_CLOSE, _CLOSE_OF_SEVERAL = 0.3, 0.04
"""A further clause is cited if it is this likely to answer, as a share of the likeliest one's chance."""
_ROOM = 300
"""Characters that an answer should not exceed; its first quote may."""
_KEPT = 30
"""Characters of it that are kept for each further clause."""
_SHOWN = 500
_STOPS = "。！？；"


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement before it is verified: a connective, maybe empty, and the span it quotes."""

    connective: str
    span: Span

    @property
    def text(self) -> str:
        """The statement as it is read."""
        quote = self.span.text
        return self.connective + quote + ("" if quote[-1] in _STOPS else "。")


class Writer(Protocol):
    """Writes an answer out of evidence: statements that each quote one place."""

    def compose(self, question: str, evidence: list[Evidence]) -> list[Draft]:
        """Statements in the order in which they are read; nothing is said twice."""
        ...


def fitting(question: str, evidence: list[Evidence]) -> list[Evidence]:
    """The likeliest clause to answer, and the next ones that are likely enough beside it."""
    several = cued("several", question)
    least = _CLOSE_OF_SEVERAL if several else _CLOSE
    first = evidence[: MOST_OF_SEVERAL if several else MOST]
    return [found for found in first if found.chance >= least * first[0].chance]


def repeats(text: str, drafts: Iterable[Draft]) -> bool:
    """Whether a quote says what is quoted already, or holds it."""
    return any(text in draft.span.text or draft.span.text in text for draft in drafts)


def unused_connectives(drafts: Iterable[Draft]) -> list[str]:
    """The connectives that are not in the statements yet; all, once they all are."""
    written = "".join(draft.text for draft in drafts)
    return [text for text in CONNECTIVES if text not in written] or list(CONNECTIVES)


class Composer:
    """Lets the generator write an answer out of the evidence, and nothing else."""

    def __init__(self, generator: Generator) -> None:
        """Keep the generator."""
        self._generator = generator

    def compose(self, question: str, evidence: list[Evidence]) -> list[Draft]:
        """What fits of the likeliest clause and of others about as likely, the best clause first.

        Nothing is said twice, and nothing that would make the answer too long.
        """
        drafts: list[Draft] = []
        cited = fitting(question, evidence)
        for place, found in enumerate(cited, start=1):
            room = _ROOM - sum(len(draft.text) for draft in drafts)
            best = self._span(question, found)
            for span in quotes(best, found.spans, room - _KEPT * (len(cited) - place)):
                if not repeats(span.text, drafts) and (not drafts or len(span.text) <= room):
                    drafts.append(Draft(self._connective(question, drafts), span))
        return drafts

    def _span(self, question: str, found: Evidence) -> Span:
        choices = [Choice(span.text, span.score) for span in found.spans]
        task = Task(question, found.hit.clause.text[:_SHOWN])
        return found.spans[self._generator.generate(task, choices)]

    def _connective(self, question: str, drafts: list[Draft]) -> str:
        if not drafts:
            return ""
        written = "".join(draft.text for draft in drafts)
        unused = unused_connectives(drafts)
        choices = [Choice(text, 0.0) for text in unused]
        return unused[self._generator.generate(Task(question, written, written), choices)]
