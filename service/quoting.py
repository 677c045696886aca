"""What of a clause is quoted: as much as fits, and never a rule without what limits it."""

import re
from collections.abc import Sequence

from index.cues import cued
from service.evidence import chance
from service.spans import Span, trimmed

_BESIDE = 0.3
"""A further sentence is quoted if it is this likely to answer, as a share of the best one's chance."""
_AS_GOOD = 0.5
"""Where room is short, a shorter span may stand for the best one if it is this likely."""
_WHOLE = 120
"""Characters; a clause no longer is quoted whole."""
_MOST = 3
"""So many sentences apart are quoted of a clause."""
_AROUND = 4
"""Characters of a statement beside its quote: a connective and a stop."""
_REACH = 120
"""Characters: no further before a span do the conditions begin that are quoted with it."""
_PAUSES = "。！？；;，、 　\n"
_BEFORE = re.compile(r"(?<![^，,。；;：:！？\n])(?P<words>[^，,。；;：:！？\n]+)[，,]$")
_REST = re.compile(rf"[{_PAUSES}]*(?P<words>[^。；！？\n]+)")


def quotes(best: Span, spans: Sequence[Span], room: int) -> list[Span]:
    """What is quoted of a clause in so many characters: as much as fits, else its best span.

    Else the shortest part of it that is nearly as good, which may still be too long.
    """
    for chosen in (beside(best, spans), [limited(best)]):
        if sum(map(_taken, chosen)) <= room:
            return chosen
    parts = [span for span in spans if best.start <= span.start and span.end <= best.end]
    good = [span for span in parts if chance(span.score) >= _AS_GOOD * chance(best.score)]
    return [min([best, *good], key=_taken)]


def _taken(span: Span) -> int:
    """The characters that a statement of a span takes: its words, a connective and a stop."""
    return len(span.text) + _AROUND


def beside(best: Span, spans: Sequence[Span]) -> list[Span]:
    """What is quoted of a clause: its best span with what else fits of it, in the order of the text.

    A short clause is quoted whole, so that conditions and exceptions stay with the rule.
    """
    held = [span for span in spans if span.clause.id == best.clause.id]
    start, end = min(span.start for span in held), max(span.end for span in held)
    if end - start <= _WHOLE:
        return [limited(stretch(best, start, end))]
    chosen = [best]
    for span in spans:
        fits = chance(span.score) >= _BESIDE * chance(best.score)
        if fits and len(chosen) < _MOST and not any(overlap(span, other) for other in chosen):
            chosen.append(span)
    return joined(sorted(map(limited, chosen), key=lambda span: span.start))


def limited(span: Span) -> Span:
    """A span with its conditions, and with what limits it right behind it: 但…, 除…外, 不包括…."""
    span = conditioned(span)
    clause = span.clause
    behind = _REST.match(clause.text, span.end - clause.start)
    if behind is None or not cued("limit", behind["words"]):
        return span
    return stretch(span, span.start, clause.start + behind.end("words"))


def conditioned(span: Span) -> Span:
    """A span with the conditions right before it: 对…的，经…同意，."""
    text, start = span.clause.text, span.start - span.clause.start
    earliest = max(0, start - _REACH)
    while before := _BEFORE.search(text, earliest, start):
        begin, stop = trimmed(text, *before.span("words"))
        if not cued("condition", text[begin:stop]):
            break
        start = begin
    return stretch(span, span.clause.start + start, span.end)


def joined(spans: Sequence[Span]) -> list[Span]:
    """Spans in the order of the text, neighbours made one quote."""
    found: list[Span] = []
    for span in spans:
        last = found[-1] if found else None
        if last is not None and not _between(last, span).strip(_PAUSES):
            found[-1] = stretch(max(last, span, key=_score), last.start, max(last.end, span.end))
        else:
            found.append(span)
    return found


def stretch(span: Span, start: int, end: int) -> Span:
    """A span made longer within its clause."""
    clause = span.clause
    return Span(clause, start, end, clause.text[start - clause.start : end - clause.start], span.score)


def overlap(one: Span, other: Span) -> bool:
    """Whether two spans share characters."""
    same = one.clause.document_id == other.clause.document_id
    return same and one.start < other.end and other.start < one.end


def _score(span: Span) -> float:
    return span.score


def _between(one: Span, other: Span) -> str:
    """The text between two spans of a clause."""
    clause = one.clause
    return clause.text[one.end - clause.start : other.start - clause.start]
