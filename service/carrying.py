"""What a follow-up takes over from the question before it: its subject, or all but what gives way."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.amounts import amounts
from service.phrases import Kind, Phrase, Piece, listed, pattern, phrases, pieces

GIVES_WAY = (Kind.PLACE, Kind.LEVEL, Kind.TIME)
"""What the earlier question names of these goes where the next one names its own."""

_MOST = 160
"""So many characters of a subject are taken over at most."""


def subject_of(found: Sequence[Piece], words: str, about: str = "", *, framed: bool = False) -> str:
    """What a question is about, for another that says `words`: itself without what it asks.

    `about` is what the other one names in place of a phrase of it; `framed` leaves only where the
    matter is written or happens.
    """
    found = found[: _claimed(found)]
    held = phrases(found)
    gone = [*_given_way(held, words, about), *(phrase for phrase in held if phrase.text in words)]
    if framed:
        gone += [phrase for phrase in held if not phrase.frame and phrase.kind not in GIVES_WAY]
    return _left(found, gone)


def asked_of(found: Sequence[Piece], about: str) -> str:
    """A question asked again about something else: 那大连呢 takes the place of what it is like."""
    found = _unknown(found)
    begin = _begin(found)
    behind = (replace(one, start=one.start + begin, end=one.end + begin) for one in phrases(found[begin:]))
    held = [*phrases(found[:begin]), *behind]
    gone = _given_way(held, about, about)
    left_out = _places(gone)
    asked = "".join(
        piece.text for place, piece in enumerate(found) if place >= begin and place not in left_out
    )
    said = [phrase for phrase in held if phrase.end <= begin and phrase.text in about]
    subject = _left(found[:begin], [*(phrase for phrase in gone if phrase.end <= begin), *said])
    return " ".join(filter(None, (subject, about, asked.strip(" ,、;:")[:_MOST])))


def _given_way(held: Sequence[Phrase], words: str, about: str) -> list[Phrase]:
    """The phrases that go where another question says `words`, and `about` in place of one of them."""
    named = phrases(pieces(words))
    kinds = {phrase.kind for phrase in named if phrase.kind in GIVES_WAY}
    gone = [phrase for phrase in held if phrase.kind in kinds]
    like = _like(about, held)
    return [*gone, like] if like else gone


def _like(about: str, held: Sequence[Phrase]) -> Phrase | None:
    """The phrase that `about` takes the place of: one that ends alike, else the first; a frame of a frame."""
    subjects = [phrase for phrase in phrases(pieces(about)) if phrase.kind is Kind.SUBJECT]
    if not subjects or about.startswith(tuple(listed("supposing"))):
        return None
    named = subjects[-1]
    other = [phrase for phrase in held if phrase.kind is Kind.SUBJECT and phrase.frame == named.frame]
    alike = (phrase for phrase in other if phrase.last == named.last or phrase.text[-2:] == named.text[-2:])
    return next(alike, next(iter(other), None))


def _unknown(found: Sequence[Piece]) -> list[Piece]:
    """The pieces with 多少家 for the 7000家 of 是7000家吗: of something else it may be another figure."""
    place = next((place for place, piece in enumerate(found) if piece.kind is Kind.AMOUNT), None)
    if place is None:
        return list(found)
    behind = "".join(piece.text for piece in found[place + 1 :])
    if not pattern("judged").fullmatch(behind):
        return list(found)
    # 三年 is an amount only before a stop.
    unit = next((amount.unit for amount in amounts(found[place].text + "。")), "")
    return [*found[:place], Piece(f"多少{unit}", Kind.ASK), Piece("?", Kind.MARK)]


def _claimed(found: Sequence[Piece]) -> int:
    """Where what a question has confirmed begins: the 是省金融办 of 是省金融办牵头吗; its end if nothing."""
    if _judges(found):
        places = (place for place, piece in enumerate(found) if piece.text in listed("copula"))
        return next((place for place in places if phrases(found[:place])), len(found))
    return len(found)


def _judges(found: Sequence[Piece]) -> bool:
    """Whether a question is answered by yes or no."""
    asking = next((place for place, piece in enumerate(found) if piece.kind is Kind.ASK), len(found))
    while asking < len(found) and found[asking].text in listed("verb"):
        asking += 1
    return asking < len(found) and bool(
        pattern("judged").fullmatch("".join(one.text for one in found[asking:]))
    )


def _begin(found: Sequence[Piece]) -> int:
    """Where a question begins to ask: at its first asking word, or at the verbs that lead up to it."""
    begin = next((place for place, piece in enumerate(found) if piece.kind is Kind.ASK), len(found))
    if _judges(found):
        modal = (place for place, piece in enumerate(found[:begin]) if piece.text in listed("modal"))
        begin = next((place for place in modal if phrases(found[:place])), begin)
    leading = (Kind.EMPTY, Kind.VERB)
    while begin and found[begin - 1].kind in leading and found[begin - 1].text not in ("里", "的"):
        begin -= 1
    return begin


def _places(given: Iterable[Phrase]) -> set[int]:
    return {place for phrase in given for place in range(phrase.start, phrase.end)}


def _left(found: Sequence[Piece], gone: Iterable[Phrase]) -> str:
    """What is left of a question without some phrases, what asks and amounts; a blank where it was cut."""
    left_out = _places(gone)
    text = ""
    run: list[Piece] = []
    cut = True
    for place, piece in enumerate([*found, Piece("", Kind.ASK)]):
        away = place in left_out or piece.kind in (Kind.ASK, Kind.AMOUNT)
        if not away and piece.kind is not Kind.MARK:
            run.append(piece)
            continue
        stretch = _stretch(run, cut, away)
        if len(text) + len(stretch) < _MOST:
            text += f" {stretch}" if text and stretch else stretch
        run, cut = [], away
    return text


def _stretch(run: Sequence[Piece], cut_before: bool, cut_behind: bool) -> str:
    """Pieces as text, without the empty words next to a cut; nothing if they are all empty."""
    if not phrases(run):
        return ""
    filled = [
        place for place, one in enumerate(run) if one.kind is not Kind.EMPTY or one.text in listed("denial")
    ]
    start = filled[0] if cut_before else 0
    end = filled[-1] + 1 if cut_behind else len(run)
    return "".join(piece.text for piece in run[start:end])
