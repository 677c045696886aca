"""Recognise what clauses grant, by the words of `support.toml`."""

import re
from collections.abc import Iterable
from dataclasses import replace

from corpus.clause import Clause, Kind
from corpus.support import Mark, Support
from corpus.thresholds import thresholds_of
from corpus.vocabulary import cue, folded, upward, words

_SILENT = (Kind.TITLE, Kind.FRONT, Kind.CONTENTS, Kind.ADDRESSEE, Kind.HEADING, Kind.SIGNATURE, Kind.IMPRINT)
_PHRASE = re.compile(r"(?:[^，,。；;：:\n]|(?<=\d)[,，](?=\d))+")
_SENTENCE = re.compile("[^。；;\n]+")
_PAUSE = re.compile("[，,。；;：:]")
_NEAR, _HEAD = 16, 6
_MOST = 6
"""So many conditions of a clause are kept."""


def with_support(clauses: Iterable[Clause]) -> list[Clause]:
    """Fill in what clauses grant."""
    return [replace(clause, support=support_of(clause)) for clause in clauses]


def support_of(clause: Clause) -> Support | None:
    """What a clause grants; None where it grants nothing, or sets terms for nothing."""
    if clause.kind in _SILENT:
        return None
    text = folded(clause.text)
    grants = cue("granting").search(text) is not None
    thresholds = tuple(thresholds_of(clause))
    exclusions = _stretches(clause, text, _SENTENCE, "exclusions")
    if not (grants or thresholds or exclusions):
        return None
    benefits = _marks(clause, text, "benefits")
    if not (benefits or thresholds or exclusions):
        return None
    return Support(
        benefits if grants else (),
        *_kinds(clause, text),
        tuple(Mark("zone", clause.start + a, clause.start + b) for a, b in _places(text)),
        _marks(clause, text, "statuses"),
        thresholds,
        _stretches(clause, text, _PHRASE, "conditions"),
        exclusions,
    )


def _marks(clause: Clause, text: str, table: str) -> tuple[Mark, ...]:
    """The first words of each kind that a text names."""
    found = ((key, word.clause.search(text)) for key, word in words(table).items())
    marks = [
        Mark(key, clause.start + match.start(), clause.start + match.end()) for key, match in found if match
    ]
    return tuple(sorted(marks, key=lambda mark: mark.start))


def _kinds(clause: Clause, text: str) -> tuple[tuple[Mark, ...], tuple[Mark, ...]]:
    """The kinds of applicant that a text names, and those it addresses, by the first words of each.

    It addresses whom it names at the head of a sentence, or behind 支持, 对, 向.
    """
    heads = {match.start() for match in _SENTENCE.finditer(text)}
    kinds: dict[str, Mark] = {}
    receivers: dict[str, Mark] = {}
    for key, start, stop in _named(text):
        mark = Mark(key, clause.start + start, clause.start + stop)
        kinds.setdefault(key, mark)
        phrase = _PAUSE.split(text[max(0, start - _NEAR) : start])[-1]
        opens = any(start - behind in heads for behind in range(_HEAD + 1))
        if opens or cue("addressing").search(phrase):
            receivers.setdefault(key, mark)
    return tuple(kinds.values()), tuple(receivers.values())


def _named(text: str) -> list[tuple[str, int, int]]:
    """Where a text names kinds of applicant, in order; 企业 inside of 高新技术企业 names none of its own."""
    matches = (
        (key, [match.span() for match in word.clause.finditer(text)]) for key, word in words("kinds").items()
    )
    places = {key: spans for key, spans in matches if spans}
    found = []
    for key, own in places.items():
        narrower = {span for other in places if key in upward(other) - {other} for span in places[other]}
        inside = {place for start, stop in narrower for place in range(start, stop)}
        found += [(key, start, stop) for start, stop in own if not inside.issuperset(range(start, stop))]
    return sorted(found, key=lambda one: one[1])


def _places(text: str) -> list[tuple[int, int]]:
    return list(dict.fromkeys(match.span() for match in cue("zones").finditer(text)))[:_MOST]


def _stretches(clause: Clause, text: str, stretch: re.Pattern[str], kind: str) -> tuple[tuple[int, int], ...]:
    """The phrases or sentences of a text that hold a cue, by the document's characters."""
    pattern = cue(kind)
    found = [match for match in stretch.finditer(text) if pattern.search(match[0])][:_MOST]
    # Without the blanks that indent a paragraph.
    return tuple((clause.start + one.end() - len(one[0].lstrip()), clause.start + one.end()) for one in found)
