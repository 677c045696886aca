"""Which numbered lines only head what stands below them, and which say something themselves."""

from collections.abc import Sequence
from dataclasses import replace

from corpus.clause import Clause, Kind
from corpus.marks import Style, mark_of

_STOPS = "。；;"


def with_headings(clauses: list[Clause]) -> list[Clause]:
    """Mark as headings the items that are nothing but their title and have clauses below them.

    A line that ends as a sentence does is a heading only where all its siblings are bare, too;
    in an article it never is.
    """
    bare = [_is_bare(clause) for clause in clauses]
    runs: dict[tuple[str, ...], bool] = {}
    for clause, alone in zip(clauses, bare, strict=True):
        if clause.kind is Kind.ITEM:
            runs[clause.path[:-1]] = runs.get(clause.path[:-1], True) and alone
    return [
        replace(clause, kind=Kind.HEADING)
        if alone and holds(clauses, place) and (not _ends(clause) or runs[clause.path[:-1]])
        else clause
        for place, (clause, alone) in enumerate(zip(clauses, bare, strict=True))
    ]


def _is_bare(clause: Clause) -> bool:
    """Whether an item says no more than its title; an item of an article says what it says."""
    if clause.kind is not Kind.ITEM or not clause.path:
        return False
    if clause.text.strip().rstrip("。：:") != clause.path[-1].rstrip("。：:"):
        return False
    in_article = any((mark := mark_of(title)) and mark.style is Style.ARTICLE for title in clause.path)
    return not (in_article and _ends(clause))


def _ends(clause: Clause) -> bool:
    return clause.text.strip()[-1] in _STOPS


def holds(clauses: Sequence[Clause], place: int) -> bool:
    """Whether the next clause stands under this one."""
    path = clauses[place].path
    return place + 1 < len(clauses) and clauses[place + 1].path[: len(path)] == path
