"""可以 and 不得, 需要 and 无需: a question that has it the other way round than the clause."""

import re
from collections.abc import Iterator, Sequence

from service.premises.asked import Asked, Place, Sentence, sentences_of
from service.premises.cues import pattern
from service.premises.finding import Finding, Kind, found_at
from service.premises.parts import Part

_OPPOSED = (("allowed", "barred"), ("bound", "freed"))
_PHRASE = re.compile("[^，,：:、]+")
_SURE = 0.4
_SURE_PHRASE = 0.28
_CLEAR = 0.05


def polarity(asked: Asked, places: Sequence[Place]) -> Iterator[Finding]:
    """What the clauses deny that a question says, or say that it denies."""
    sentences = sentences_of([place for place in places if asked.local(place)])
    for part in asked.parts:
        if part.asker or part.tag or _asks(part.text):
            continue
        for yes, no in _OPPOSED:
            said = _said(part.text, yes, no)
            if said is not None:
                yield from _opposed(asked, part, said, (yes, no), sentences)


def _asks(text: str) -> bool:
    """Whether a part leaves open what it speaks of: 能不能, 哪些."""
    return any(pattern(*kind).search(text) for kind in (("form", "open"), ("polarity", "asked")))


def _said(text: str, yes: str, no: str) -> tuple[bool, re.Match[str]] | None:
    """Whether a text affirms or denies, and by which word; None where it does neither."""
    if denied := pattern("polarity", no).search(text):
        return False, denied
    affirmed = pattern("polarity", yes).search(text)
    return (True, affirmed) if affirmed else None


def _opposed(
    asked: Asked,
    part: Part,
    said: tuple[bool, re.Match[str]],
    kinds: tuple[str, str],
    sentences: Sequence[Sentence],
) -> Iterator[Finding]:
    affirms, word = said
    wording = asked.wording(part, part.start + word.start(), part.start + word.end())
    fits = sorted(((wording.covered(s.text), s) for s in sentences), key=lambda fit: -fit[0])
    if not fits or fits[0][0] < _SURE:
        return
    best = fits[0][1]
    phrases = sorted(_PHRASE.finditer(best.text), key=lambda phrase: -wording.covered(phrase[0]))
    # Of 纳入单位财务管理，不纳入财政 the phrase that is meant decides, whichever way.
    first, shares = phrases[0], [wording.covered(phrase[0]) for phrase in phrases[:2]]
    if shares[0] < _SURE_PHRASE or (len(shares) > 1 and shares[0] - shares[1] < _CLEAR):
        return
    other = _said(first[0], *kinds)
    if other is not None and other[0] != affirms:
        start = best.start + first.start() + other[1].start()
        where = (start, start + len(other[1][0]))
        words = part.text[word.start() :]
        yield found_at(Kind.POLARITY, True, words, part, best.place.clause, where)
