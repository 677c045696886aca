"""How terms fit what was typed: rows of words of a question, and the ways to mistype a term."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from index.terms import information, words
from index.vocabulary import FUNCTION_WORD, LONGEST, SHORTEST, sound

# All in nats, set by hand so that of some 10,000 real questions without typos hardly one is touched.
_RARE_CHARACTER = 13.0
_GAIN_OF_ODD_WORD, _GAIN_OF_WORD = 6.0, 9.0
_GAIN_OF_MISSING, _GAIN_OF_MOVED = 2.0, 8.0
_LITTLE_WORD = 6.0
_GAIN_OF_WRONG = {4: 15.0, 5: 8.0, 6: 5.0, 7: 5.0, 8: 5.0}


@dataclass(frozen=True, slots=True)
class Window:
    """Whole words of a run in a row, from `start` on.

    `loose` are the places of words of one character; `odd`, counted in the run, those whose
    character and the next one are together in nothing known; `beside` are the words before and after.
    """

    text: str
    tokens: Sequence[str]
    loose: frozenset[int]
    start: int
    odd: frozenset[int]
    beside: tuple[str, str]

    def gain(self, term: str) -> float:
        """How much likelier the language has the term than these words, in nats."""
        return sum(map(information, self.tokens)) - sum(map(information, words(term)))

    def odd_before(self, place: int) -> bool:
        """Whether the character at a place and the one before it are an odd pair."""
        return 0 < place < len(self.text) and self.start + place - 1 in self.odd

    def odd_at(self, place: int) -> int:
        """How many of the pairs that a character is in are odd."""
        return self.odd_before(place) + self.odd_before(place + 1)

    def frayed_at(self, place: int) -> bool:
        """Whether what is strange may go on outside: a character at or next to an edge, a name say."""
        before, after = self.beside
        near = (before if place < 2 else "", after if place >= len(self.text) - 2 else "")
        return any(len(word) == 1 and information(word) >= FUNCTION_WORD for word in near)

    def small_at(self, place: int, most: float) -> bool:
        """Whether a character at an edge is more likely a small word that says at most so much."""
        at_edge = place in (0, len(self.text) - 1) and place in self.loose
        return at_edge and information(self.text[place]) < most


@dataclass(frozen=True, slots=True)
class Fit:
    """A term for a window; `slip` is 0 where it sounds the same; not `sure` is only a rival."""

    term: str
    slip: int
    sure: bool


def windows(tokens: Sequence[str], odd: frozenset[int]) -> Iterator[Window]:
    """Every row of words that may be a term with at most one character too many or too few."""
    starts = list(accumulate(map(len, tokens), initial=0))
    for first, start in enumerate(starts):
        loose: list[int] = []
        for last in range(first, len(tokens)):
            end = starts[last + 1]
            if end - start > LONGEST + 1:
                break
            if len(tokens[last]) == 1:
                loose.append(starts[last] - start)
            if end - start >= SHORTEST:
                row = tokens[first : last + 1]
                beside = (
                    tokens[first - 1] if first else "",
                    tokens[last + 1] if last + 1 < len(tokens) else "",
                )
                yield Window("".join(row), row, frozenset(loose), start, odd, beside)


def _is_number(character: str) -> bool:
    return unicodedata.numeric(character, None) is not None


def _word_at(term: str, place: int) -> range:
    """The places of the word of a term that holds a place."""
    start = 0
    for word in words(term):
        if place < start + len(word):
            return range(start, start + len(word))
        start += len(word)
    return range(start, start)


def _belongs_outside(window: Window, changed: Sequence[int], most: float) -> bool:
    """Whether a changed character is more likely a word of the sentence or of a name than a slip."""
    little = sum(
        information(window.text[place]) < _LITTLE_WORD for place in window.loose.intersection(changed)
    )
    edges = any(window.frayed_at(place) or window.small_at(place, most) for place in changed)
    return edges or 0 < little < len(changed)


def by_sound(window: Window, term: str) -> Fit | None:
    """How a term of the same or nearly the same sound fits.

    Wrong characters that are words by themselves are enough; a real word is only replaced where
    the term is far likelier.
    """
    wrote = window.text
    slip = int(sound(wrote) != sound(term))
    changed = [place for place in range(len(term)) if wrote[place] != term[place]]
    if 3 * len(changed) > len(term) + 1 or any(_is_number(wrote[k]) or _is_number(term[k]) for k in changed):
        return None
    if _belongs_outside(window, changed, FUNCTION_WORD if slip else _LITTLE_WORD):
        return None
    odd = any(map(window.odd_at, changed))
    if len(term) == SHORTEST:
        strict = slip == 0 and len(changed) == 1 and len(window.loose) == SHORTEST
        return Fit(term, slip, odd) if strict else None
    needed = _GAIN_OF_ODD_WORD if odd and slip == 0 else _GAIN_OF_WORD
    return Fit(term, slip, window.loose.issuperset(changed) or window.gain(term) >= needed)


def by_look(window: Window, term: str, dropped: int | None) -> Fit | None:
    """How a term fits that is the window without its `dropped` place, and mostly one more character."""
    rest = window.text if dropped is None else window.text[:dropped] + window.text[dropped + 1 :]
    if dropped is not None and _is_number(window.text[dropped]):
        return None
    if rest == term:
        return _with_extra(window, term, dropped or 0)
    added = next(place for place in range(len(term)) if rest[place : place + 1] != term[place])
    word = _word_at(term, added)
    if len(word) == 1 or any(_is_number(term[place]) for place in word) or window.frayed_at(added):
        return None
    if dropped is not None and dropped != added:
        return _with_moved(window, term, dropped, added)
    # The word of the term must lie in pieces here, or another word was meant.
    others = (place - (place > added) for place in word if place != added)
    if all(place + (dropped is not None and place >= dropped) not in window.loose for place in others):
        return None
    return _with_missing(window, term, added) if dropped is None else _with_wrong(window, term, added)


def _with_extra(window: Window, term: str, place: int) -> Fit | None:
    """One character too many: said twice, or splitting a word of the term."""
    if not 0 < place < len(term) or window.frayed_at(place):
        return None
    twice = window.text[place] in (window.text[place - 1], window.text[place + 1])
    splits = place - 1 in _word_at(term, place) and not window.loose.isdisjoint((place - 1, place + 1))
    return Fit(term, 1, sure=True) if twice or (splits and window.odd_at(place)) else None


def _with_missing(window: Window, term: str, place: int) -> Fit | None:
    """One character too few; short terms are left, for people shorten words at will."""
    if len(term) < 5:
        return None
    inside = 2 <= place <= len(term) - 3 and window.odd_before(place)
    return Fit(term, 1, inside or window.gain(term) >= _GAIN_OF_MISSING)


def _with_wrong(window: Window, term: str, place: int) -> Fit | None:
    """One other character; the shorter the term, the stranger it must be. Names come first, so none there."""
    strange = len(term) > 4 or information(window.text[place]) >= _RARE_CHARACTER
    if place < 2 or not strange or window.small_at(place, FUNCTION_WORD):
        return None
    pairs = 1 if len(term) > 5 or place == len(term) - 1 else 2
    return Fit(term, 1, window.odd_at(place) >= pairs and window.gain(term) >= _GAIN_OF_WRONG[len(term)])


def _with_moved(window: Window, term: str, dropped: int, added: int) -> Fit | None:
    """One character a place or two away from where it belongs."""
    character = window.text[dropped]
    if character != term[added] or abs(dropped - added) > 2:
        return None
    likelier = window.gain(term) >= _GAIN_OF_MOVED and information(character) >= _LITTLE_WORD
    return Fit(term, 1, likelier or window.odd_at(dropped) > 0)
