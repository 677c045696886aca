"""Evidence comes in, statements go out: verbatim spans between connectives of a closed list."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from service.evidence import Evidence, Span
from service.generator import Choice, Generator, Task

CONNECTIVES = ("此外，", "同时，", "另外，")
"""All that may be written besides quotes and their numbers; one opens every statement but the first."""

MOST = 3
"""So many statements an answer has at most."""

_CLOSE = 0.85
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
        """At most `MOST` statements, in the order in which they are read; nothing is said twice."""
        ...


def fitting(evidence: list[Evidence]) -> list[Evidence]:
    """The best hit, and the others of the first `MOST` that fit about as well; hits come best first."""
    first = evidence[:MOST]
    close = [found.hit.score >= _CLOSE * first[0].hit.score for found in first]
    return first[: [*close, False].index(False)]


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
        """One statement for the best hit, and one for each other that fits about as well; at most three.

        Hits come best first. Nothing is said twice.
        """
        drafts: list[Draft] = []
        for found in fitting(evidence):
            span = self._span(question, found)
            if not repeats(span.text, drafts):
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
