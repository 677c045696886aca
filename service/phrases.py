"""A question cut into its phrases: what it is about, where, when, and what it asks."""

import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

from corpus.amounts import amounts
from corpus.naming import issue_numbers
from index.regions import regions_in
from index.terms import information, is_han, words

_MARK = re.compile(r"[\s,.?!:;、()\[\]·—/，。？！：；（）【】-]+$")
_PRINTED = str.maketrans(",;?!", "，；。。")
"""Stops as documents print them: 三年 is an amount only before one."""
_COMMON = 6.5
"""Words that say no more than this, in nats, are in every second sentence."""
_PLAIN = 10.0
"""Words that say less may be what is asked for: 什么原则."""
_WHERE = 2.0
"""What a place or a time says of a subject."""
_NAMED = 4
"""A phrase of so many characters names something."""
_FIGURE = 12.0
"""What a number or a foreign word says; the language's word counts do not know it."""

Rarity = Callable[[str], float]


class Kind(StrEnum):
    """What a piece of a question does in it."""

    SUBJECT = "subject"
    NAME = "name"
    PLACE = "place"
    LEVEL = "level"
    TIME = "time"
    AMOUNT = "amount"
    VERB = "verb"
    ASK = "ask"
    EMPTY = "empty"
    MARK = "mark"


_ABOUT = (Kind.SUBJECT, Kind.NAME, Kind.VERB)
"""What phrases are made of."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a question, and what it does there."""

    text: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Phrase:
    """Pieces `start` to `end` of a question that belong together.

    A `frame` says where the matter is written or happens; `last` is the last word.
    """

    text: str
    kind: Kind
    last: str
    start: int
    end: int
    frame: bool = False


@cache
def listed(name: str) -> frozenset[str]:
    """A list of `followup.toml` as a set of words."""
    return frozenset(_file()[name])


@cache
def pattern(name: str) -> re.Pattern[str]:
    """A list of `followup.toml` as one pattern."""
    return re.compile("|".join(f"(?:{one})" for one in _file()[name]))


@cache
def _file() -> dict[str, list[str]]:
    return tomllib.loads((Path(__file__).parent / "followup.toml").read_text(encoding="utf-8"))


def pieces(text: str) -> list[Piece]:
    """The pieces of a normalised question, in order; joined they give it."""
    found: list[Piece] = []
    place = 0
    for start, end, kind in _whole(text):
        found += _worded(text[place:start])
        found.append(Piece(text[start:end], kind))
        place = end
    return _asking([*found, *_worded(text[place:])])


def _whole(text: str) -> list[tuple[int, int, Kind]]:
    """The stretches that stay whole, in order: names, numbers of documents, times, amounts, what asks."""
    found = [(*match.span(), Kind.NAME) for match in pattern("name").finditer(text)]
    found += [(number.start, number.end, Kind.NAME) for number in issue_numbers(text)]
    found += [(*match.span(), Kind.TIME) for match in pattern("time").finditer(text)]
    found += [(*match.span(), Kind.NAME) for match in pattern("quoted").finditer(text)]
    found += [(amount.place, amount.end, Kind.AMOUNT) for amount in amounts(text.translate(_PRINTED))]
    found += [(*match.span(), Kind.ASK) for match in pattern("ask").finditer(text)]
    kept: list[tuple[int, int, Kind]] = []
    # Of two that overlap the one looked for first is kept.
    for one in found:
        if all(one[1] <= start or end <= one[0] for start, end, _ in kept):
            kept.append(one)
    return sorted(kept)


def _worded(text: str) -> Iterator[Piece]:
    return (Piece(word, _kind(word)) for word in words(text)) if text else iter(())


@lru_cache(maxsize=4096)
def _kind(word: str) -> Kind:
    if _MARK.match(word):
        return Kind.MARK
    if word in listed("area") or regions_in(word):
        return Kind.PLACE
    for kind in (Kind.LEVEL, Kind.VERB, Kind.EMPTY):
        if word in listed(kind):
            return kind
    return Kind.SUBJECT


def _asking(found: list[Piece]) -> list[Piece]:
    """The pieces, what belongs to an asking word made part of it: measures, verbs, the 原则 of 什么原则."""
    kinds = [piece.kind for piece in found]
    behind, before = listed("measure") | listed("verb"), listed("verb") | listed("empty")
    for place, piece in enumerate(found):
        if piece.kind is not Kind.ASK:
            continue
        end = place + 1 + sum(1 for _ in _run(found, range(place + 1, len(found)), behind))
        if found[end - 1].text in listed("which") and end < len(found) and _is_plain(found[end]):
            end += 1
        kinds[place:end] = [Kind.ASK] * (end - place)
        # What a yes or no is asked of is a matter: 能兼职吗.
        ahead = range(0) if pattern("judged").fullmatch(piece.text) else range(place - 1, -1, -1)
        for near in _run(found, ahead, before):
            kinds[near] = Kind.ASK if kinds[near] is Kind.VERB else kinds[near]
    return [replace(piece, kind=kind) for piece, kind in zip(found, kinds, strict=True)]


def _is_plain(piece: Piece) -> bool:
    """Whether a piece is a common word of a subject, which tells little by itself."""
    return piece.kind is Kind.SUBJECT and information(piece.text) < _PLAIN


def _run(found: Sequence[Piece], places: Iterable[int], allowed: Collection[str]) -> Iterator[int]:
    for place in places:
        if found[place].text not in allowed:
            return
        yield place


def substance(found: Iterable[Piece], rarity: Rarity = information) -> float:
    """How much pieces say of a subject, in nats above what common words say; 0 if nothing."""
    return sum(_said(piece, rarity) for piece in found)


def _said(piece: Piece, rarity: Rarity) -> float:
    if piece.kind in (Kind.PLACE, Kind.TIME):
        return _WHERE
    if piece.kind not in (Kind.SUBJECT, Kind.NAME) or piece.text in _unsaying():
        return 0.0
    return max(0.0, rarity(piece.text) - _COMMON) if is_han(piece.text) else _FIGURE


def names(found: Iterable[Piece]) -> bool:
    """Whether pieces name something by a phrase of some length: 高新技术企业."""
    length = 0
    for piece in found:
        is_said = piece.kind is Kind.SUBJECT and piece.text not in _unsaying()
        length = length + len(piece.text) if is_said else 0
        if length >= _NAMED:
            return True
    return False


@cache
def _unsaying() -> frozenset[str]:
    return listed("attribute") | listed("general")


def phrases(found: Sequence[Piece]) -> list[Phrase]:
    """The phrases of a question in order; empty words and what asks are left out, and part them."""
    made: list[Phrase] = []
    begin = 0
    for place, piece in enumerate([*found, Piece("", Kind.MARK)]):
        goes_on = piece.kind in _ABOUT or (begin < place and _joins(found, place))
        if goes_on and not (begin < place and _ends_frame(found, place)):
            continue
        if begin < place:
            made.append(_phrase(found, begin, place, piece.text in listed("within")))
        if piece.kind in (Kind.PLACE, Kind.LEVEL, Kind.TIME, Kind.AMOUNT):
            made.append(Phrase(piece.text, piece.kind, piece.text, place, place + 1))
        begin = place if goes_on else place + 1
    return [phrase for phrase in made if not _is_idle(found[phrase.start : phrase.end])]


def _is_idle(found: Sequence[Piece]) -> bool:
    """Whether pieces are a verb alone or words that every policy uses."""
    alone = len(found) == 1 and found[0].kind is Kind.VERB
    return alone or all(piece.kind is Kind.SUBJECT and piece.text in listed("general") for piece in found)


def _joins(found: Sequence[Piece], place: int) -> bool:
    """Whether a piece joins the phrases around it: 信息技术和服务."""
    behind = found[place + 1 : place + 2]
    return bool(behind) and found[place].text in listed("joint") and behind[0].kind in _ABOUT


def _ends_frame(found: Sequence[Piece], place: int) -> bool:
    """Whether a phrase ends before a place, behind what the matter is part of: 示范区科技金融."""
    return found[place - 1].text in listed("frame") and found[place].text not in listed("frame")


def _phrase(found: Sequence[Piece], start: int, end: int, within: bool) -> Phrase:
    text = "".join(piece.text for piece in found[start:end])
    named = any(piece.kind is Kind.NAME and piece.text[0] not in '“"' for piece in found[start:end])
    frame = within or named or text.rstrip("中内").endswith(tuple(listed("frame")))
    return Phrase(text, Kind.SUBJECT, found[end - 1].text, start, end, frame)
