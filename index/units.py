"""Clauses as the legs take them: whole with headings, in windows, in windows with headings."""

from collections.abc import Mapping, Sequence

from corpus.clause import Clause
from index.terms import terms
from index.windows import windows


def lexical_terms(clause: Clause, titles: Mapping[str, str]) -> list[str]:
    """A clause's terms with its headings and title; none where it answers nothing by itself.

    `titles` gives the titles of the documents by their ids.
    """
    if not clause.searchable:
        return []
    return terms("\n".join((titles[clause.document_id], *clause.path, clause.text)))


def windows_of(clauses: Sequence[Clause]) -> list[tuple[int, str]]:
    """(clause number, text) of each window: runs of phrases, and of a long clause the whole of it."""
    found: list[tuple[int, str]] = []
    for row, clause in enumerate(clauses):
        if clause.searchable:
            parts = windows(clause.text)
            found += [(row, part) for part in (parts if len(parts) == 1 else [*parts, clause.text.strip()])]
    return found


def told_as(clause: Clause, window: str, titles: Mapping[str, str]) -> str:
    """A window of a clause as it is translated, with title and headings."""
    return "\n".join((titles[clause.document_id], *clause.path, window))
