"""Fill in what clauses state, and cut those that are too long."""

from dataclasses import replace
from itertools import count, zip_longest

from corpus.clause import Clause, Kind, Part
from corpus.cutting import pieces
from corpus.document import Document
from corpus.facts import with_facts
from corpus.marks import is_box, mark_of
from corpus.parts import Stretch, enumerated, may_enumerate
from corpus.references import with_references
from corpus.supporting import with_support
from corpus.units import with_units


def stated(document: Document, clauses: list[Clause]) -> list[Clause]:
    """Clauses with units, enumerated parts, numbers and references; none longer than the limit."""
    taken = {clause.id for clause in clauses}
    found: list[Clause] = []
    for clause, below in zip_longest(with_units(clauses), clauses[1:]):
        opens = below is not None and below.id == f"{clause.id}.e2"
        found += _cut(clause, _stretches(clause, opens=opens), taken)
    return with_support(with_references(with_facts(document, found)))


def _stretches(clause: Clause, *, opens: bool) -> list[Stretch]:
    """The enumerated stretches of a clause; a lone 一是 counts where 二是 opens the next clause."""
    boxed = clause.kind is Kind.ITEM and any(map(is_box, clause.path))
    if not boxed and not may_enumerate(clause.text):
        return []
    words = clause.text.lstrip()
    mark = mark_of(words) if clause.kind in (Kind.ITEM, Kind.BULLET) else None
    # 3.一要建机制，二要…: the enumeration may begin right after the clause's own mark.
    begins = len(clause.text) - len(words) + (mark.length if mark else 0)
    return [
        replace(stretch, start=stretch.start + begins, end=stretch.end + begins)
        for stretch in enumerated(clause.text[begins:], in_box=boxed, least=1 if opens else 2)
    ]


def _cut(clause: Clause, stretches: list[Stretch], taken: set[str]) -> list[Clause]:
    """A clause whole, or in pieces of which the first keeps its id; no id is one that is taken."""
    spans = pieces(clause.text, tuple(stretch.start for stretch in stretches))
    if len(spans) == 1 and not stretches:
        return [clause]
    return [
        replace(
            clause,
            id=clause.id if number == 1 else f"{clause.id}+{number}",
            start=clause.start + start,
            end=clause.start + end,
            text=clause.text[start:end],
            parts=tuple(
                _part(clause, stretch, end, taken) for stretch in stretches if start <= stretch.start < end
            ),
        )
        for number, (start, end) in enumerate(spans, start=1)
    ]


def _part(clause: Clause, stretch: Stretch, end: int, taken: set[str]) -> Part:
    plain = name = f"{clause.id}.e{stretch.label}"
    # Lines below the clause may count 一是, 二是, too.
    for number in count(2):
        if name not in taken:
            break
        name = f"{plain}~{number}"
    taken.add(name)
    start = clause.start + stretch.start
    return Part(name, stretch.title, start, clause.start + min(stretch.end, end))
