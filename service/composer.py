"""Evidence comes in, statements go out: verbatim spans between connectives of a closed list."""

from dataclasses import dataclass

from service.evidence import Evidence, Span
from service.generator import Choice, Generator
from service.prompt import prompt_of

CONNECTIVES = ("此外，", "同时，", "另外，")
"""All that may be written besides quotes and their numbers; one opens every statement but the first."""

_MOST = 3
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
        for found in evidence[:_MOST]:
            if found.hit.score < _CLOSE * evidence[0].hit.score:
                break
            span = self._span(question, found)
            written = [draft.span.text for draft in drafts]
            if not any(span.text in text or text in span.text for text in written):
                drafts.append(Draft(self._connective(question, drafts), span))
        return drafts

    def _span(self, question: str, found: Evidence) -> Span:
        choices = [Choice(span.text, span.score) for span in found.spans]
        return found.spans[
            self._generator.generate(prompt_of(question, found.hit.clause.text[:_SHOWN]), choices)
        ]

    def _connective(self, question: str, drafts: list[Draft]) -> str:
        if not drafts:
            return ""
        written = "".join(draft.text for draft in drafts)
        unused = [text for text in CONNECTIVES if text not in written] or list(CONNECTIVES)
        choices = [Choice(text, 0.0) for text in unused]
        return unused[self._generator.generate(prompt_of(question, written) + written, choices)]
