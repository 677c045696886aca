"""Recognise what clauses grant, by the words of `support.toml`."""

import re
from collections.abc import Iterable
from dataclasses import replace

from corpus.clause import Clause, Kind
from corpus.support import Mark, Support
from corpus.thresholds import thresholds_of
from corpus.vocabulary import cue, folded, words

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
        _marks(clause, text, "kinds"),
        _receivers(clause, text),
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


def _receivers(clause: Clause, text: str) -> tuple[Mark, ...]:
    """The kinds of applicant that a text addresses: at the head of a sentence, or behind 支持, 对, 向."""
    heads = {match.start() for match in _SENTENCE.finditer(text)}
    found: dict[str, Mark] = {}
    for key, word in words("kinds").items():
        for match in word.clause.finditer(text):
            near = text[max(0, match.start() - _NEAR) : match.start()]
            phrase = _PAUSE.split(near)[-1]
            opens = any(match.start() - behind in heads for behind in range(_HEAD + 1))
            if opens or cue("addressing").search(phrase):
                place = clause.start + match.start(), clause.start + match.end()
                found.setdefault(key, Mark(key, *place))
    return tuple(sorted(found.values(), key=lambda mark: mark.start))


def _places(text: str) -> list[tuple[int, int]]:
    return list(dict.fromkeys(match.span() for match in cue("zones").finditer(text)))[:_MOST]


def _stretches(clause: Clause, text: str, stretch: re.Pattern[str], kind: str) -> tuple[tuple[int, int], ...]:
    """The phrases or sentences of a text that hold a cue, by the document's characters."""
    pattern = cue(kind)
    found = [match for match in stretch.finditer(text) if pattern.search(match[0])][:_MOST]
    # Without the blanks that indent a paragraph.
    return tuple((clause.start + one.end() - len(one[0].lstrip()), clause.start + one.end()) for one in found)
