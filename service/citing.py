"""Quotes come in, numbered citations go out, and the statements and conflicts that refer to them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from corpus.clause import Clause
from service.answer import Citation, Conflict, Origin, Statement, Value
from service.composer import Draft, repeats, unused_connectives
from service.conflicts import Disagreement, Stated
from service.evidence import CERTAIN
from service.premise import Verdict
from service.quoting import limited
from service.spans import Span

Cited = tuple[tuple[Statement, ...], tuple[Citation, ...]]


def cited(drafts: Iterable[Draft], origins: Mapping[str, Origin]) -> Cited:
    """The statements of drafts, each with the citation of its quote; `origins` by document id."""
    statements, citations = [], []
    for number, draft in enumerate(drafts, start=1):
        span = draft.span
        statements.append(Statement(draft.text, (number,)))
        citations.append(_citation(number, span.clause, (span.start, span.end), origins))
    return tuple(statements), tuple(citations)


def judged(verdict: Verdict | None, drafts: Sequence[Draft]) -> list[Draft]:
    """Drafts behind what a clause says to what the question asserts, if it says anything to it.

    What it says is quoted with its conditions and limits. What is written anyway keeps its connective;
    the first of it gets one.
    """
    if verdict is None:
        return list(drafts)
    said = Span(verdict.clause, verdict.start, verdict.end, verdict.quote, CERTAIN)
    opening = Draft(verdict.opening, limited(said))
    others = [draft for draft in drafts if not repeats(draft.span.text, [opening])]
    unused = unused_connectives(others)
    return [opening, *(replace(one, connective=one.connective or unused[0]) for one in others)]


def compared(
    found: Iterable[Disagreement], citations: Sequence[Citation], origins: Mapping[str, Origin]
) -> tuple[tuple[Conflict, ...], tuple[Citation, ...]]:
    """Conflicts, and all citations: a value that is quoted already refers to that quote, others are added."""
    numbered = list(citations)
    conflicts = []
    for one in found:
        values = []
        for stated in one.values:
            number = _held(stated, numbered)
            if number is None:
                number = max((citation.number for citation in numbered), default=0) + 1
                place = stated.start, stated.end
                numbered.append(_citation(number, stated.clause, place, origins))
            values.append(Value(stated.value, stated.year, stated.scope, number, stated.level))
        conflicts.append(Conflict(one.indicator, one.kind, tuple(values)))
    return tuple(conflicts), tuple(numbered)


def _held(stated: Stated, citations: Iterable[Citation]) -> int | None:
    """The number of the citation that quotes a value already."""
    for citation in citations:
        same = citation.document.id == stated.clause.document_id
        if same and citation.start <= stated.start and stated.end <= citation.end:
            return citation.number
    return None


def _citation(number: int, clause: Clause, place: tuple[int, int], origins: Mapping[str, Origin]) -> Citation:
    start, end = place
    return Citation(
        number=number,
        clause_id=clause.id,
        document=origins[clause.document_id],
        path=clause.path,
        quote=clause.text[start - clause.start : end - clause.start],
        start=start,
        end=end,
    )
