"""A question that takes up an earlier one comes in, one that stands alone goes out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.errors import QuestionError
from index.parts import essence
from index.terms import information
from service.carrying import GIVES_WAY, asked_of, subject_of
from service.phrases import Kind, Piece, Rarity, listed, names, pattern, pieces, substance
from service.question import LONGEST, understood

LOOKED_AT = 10
"""So many of the earlier questions are looked at, the latest ones."""

_ALONE = 8.5
_TIED = 13.0
_POINTING = 16.0
"""From so much substance on, a question stands alone: without a cue, after 那, with 这个."""
_LONG = 60
_READ = 200
"""So many characters of an earlier question are read, the last ones: there it asks."""
_ABOUT = re.compile(r"(?P<about>[^,，。?？!！;；]{1,24}?)呢(?:[,，。?？!！;；\s]+|$)")
_STOPS = ",，。?？!！;；、: "


@dataclass(frozen=True, slots=True)
class _Turn:
    """How a question takes up the one before it.

    `before` and `own` are its words around the place of the earlier subject; `about` is what it names
    instead of something named there; with `framed`, no more is taken up than where the matter is
    written or happens. It asks again what was asked where `asks` is false.
    """

    before: str = ""
    own: str = ""
    about: str = ""
    framed: bool = False
    asks: bool = True


def resolved(question: str, history: Sequence[str], rarity: Rarity = information) -> str:
    """A question that can be searched alone: 那谁牵头 with the subject of the question before it.

    Args:
        question: As understood; comes back unchanged where it stands alone.
        history: Earlier questions of the same user, oldest first, as typed; blank ones and those
            that are too long are passed over.
        rarity: How much a word says, in nats.

    Returns:
        At most `LONGEST` characters, with every number, name and 文号 of the question.
    """
    if not history:
        return question
    text, tied, rejected = _opened(question)
    turn = _turn(question, text, tied, rarity)
    earlier = _earlier(history[-LOOKED_AT:], rarity) if turn else ""
    if turn is None or not earlier:
        return question
    found = _joined(turn, pieces(earlier), rejected)
    return found if len(found) <= LONGEST else question


def _earlier(history: Sequence[str], rarity: Rarity) -> str:
    """The last question that said something, resolved itself; empty if there is none."""
    for place in range(len(history) - 1, -1, -1):
        try:
            text = understood(history[place])
        except QuestionError:
            continue
        if not pattern("polite").fullmatch(text.strip(_STOPS)):
            return essence(_plain(resolved(text, history[:place], rarity)))[-_READ:]
    return ""


def _plain(question: str) -> str:
    """A question without 换个问题 and such words before it; empty if it says no more."""
    change = pattern("change").search(question)
    # In 行,不问了。明天冷不冷 the question comes behind; in 别问别的 nothing does.
    text = question[change.end() :].lstrip(_STOPS) if change else question
    opening = pattern("opening").match(text)
    return text[opening.end() :] if opening else text


def _turn(question: str, text: str, tied: bool, rarity: Rarity) -> _Turn | None:
    """How a question, without its opening `text`, takes up an earlier one; None if it stands alone."""
    if len(question) > _LONG or pattern("change").search(question):
        return None
    if pattern("more").fullmatch(question.strip(_STOPS)):
        return _Turn(asks=False)
    about = _ABOUT.match(text)
    named = about["about"] if about and not pattern("ask").search(about["about"]) else ""
    own = text[about.end() :] if about and named else text
    if named.endswith(tuple(listed("attribute"))):
        # 牵头单位呢 names what is asked, not another thing to ask about.
        return _asking(text, "", tied, rarity)
    if pattern("ask").search(own):
        return _asking(text, named, tied, rarity)
    if named or tied or _only_where(text):
        return _Turn(about=(named + own).strip(_STOPS), asks=False)
    return None


def _opened(question: str) -> tuple[str, bool, str]:
    """A question without the words that lead up to it, whether those tie it to the last, what it rejects."""
    text, tied, rejected = question.strip(), False, ""
    while True:
        linking, mended = pattern("linking").match(text), pattern("mended").match(text)
        found = mended or linking or pattern("opening").match(text)
        if not found or not text[found.end() :].strip(_STOPS):
            return text, tied, rejected
        tied = tied or bool(mended or linking)
        rejected += (mended["rejected"] or mended["stated"] or "") if mended else ""
        text = text[found.end() :].removeprefix("是" if rejected else "")


def _asking(text: str, named: str, tied: bool, rarity: Rarity) -> _Turn | None:
    """How a question that asks something itself takes up an earlier one."""
    found = pieces(text)
    said = substance(found, rarity)
    too = pattern("too").fullmatch(text)
    if too and said < _POINTING:
        return _Turn(about=too["about"], asks=False)
    place = _stand_in(text, said, rarity)
    if place:
        before, own = text[: place[0]], text[place[1] :]
        return _Turn(before, own) if own.strip(_STOPS) else _Turn(own=before + own)
    if said < _TIED if tied and not named else said < _ALONE and (named or not names(found)):
        return _Turn(own=text, about=named)
    teller = pattern("teller").fullmatch(text.strip(_STOPS))
    if teller and said < _POINTING and not substance(pieces(teller["rest"])):
        return _Turn(own=text)
    return _Turn(own=text, about=named, framed=True) if named else None


def _stand_in(text: str, said: float, rarity: Rarity) -> tuple[int, int] | None:
    """Where a word stands that means something said before; what it means must not stand before it here."""
    clause = re.split("[,，。?？;；]", text, maxsplit=1)[0]
    for found in pattern("pronoun").finditer(clause):
        before = clause[: found.start()]
        if substance(pieces(before), rarity) == 0 or pattern("topic").search(before):
            return found.span()
    pointing = pattern("pointing").search(clause) if said < _POINTING else None
    if pattern("ordinal").match(clause):
        return 0, 0
    if pointing and all(
        piece.kind in (Kind.EMPTY, Kind.VERB, Kind.ASK) for piece in pieces(clause[: pointing.start()])
    ):
        return pointing.span()
    return None


def _only_where(text: str) -> bool:
    """Whether a text names a place, level or time and nothing else."""
    kinds = {piece.kind for piece in pieces(text)} - {Kind.EMPTY, Kind.MARK}
    return bool(kinds) and kinds <= set(GIVES_WAY)


def _joined(turn: _Turn, found: Sequence[Piece], rejected: str) -> str:
    """A turn, with what it takes up of the pieces of the earlier question."""
    words = turn.before + turn.own + turn.about
    lost = "" if _may_go(rejected, found) else f"不是{rejected},"
    if not turn.asks:
        again = asked_of(found, turn.about) if words else "".join(piece.text for piece in found)
        return lost + again
    subject = subject_of(found, words, turn.about, framed=turn.framed)
    return lost + " ".join(part for part in (turn.before.strip(), subject, turn.own.strip()) if part)


def _may_go(rejected: str, found: Sequence[Piece]) -> bool:
    """Whether what a question rejects can be left out: it is where or when, or the earlier one said it."""
    earlier = "".join(piece.text for piece in found)
    said = (piece for piece in pieces(rejected) if piece.kind in (Kind.SUBJECT, Kind.NAME, Kind.AMOUNT))
    return all(piece.text in earlier for piece in said)
