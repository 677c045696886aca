"""Where words stand in a clause word for word, and the sentences that they are taken from."""

import unicodedata
from dataclasses import dataclass

from corpus.clause import Clause
from index.windows import sentences
from service.spans import trimmed


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as it is compared: NFKC, letter by letter, without blanks.

    `places[i]` is where the letter that gave `text[i]` stands in the text as it was.
    """

    text: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> "Folded":
        """Fold a text."""
        pairs = [
            (folded, place)
            for place, letter in enumerate(text)
            for folded in unicodedata.normalize("NFKC", letter)
            if not folded.isspace()
        ]
        return cls("".join(folded for folded, _ in pairs), tuple(place for _, place in pairs))


def folded(text: str) -> str:
    """A text as it is compared."""
    return Folded.of(text).text


def quoted(words: str, clause: Clause) -> tuple[int, int] | None:
    """The sentences that hold folded words, as offsets in the document; None where the clause does not.

    They are taken whole: a part could lose a word that denies, bounds or excepts what it says, or a
    figure of its number. The mark in front and the stop behind are left out.
    """
    held = Folded.of(clause.text)
    place = held.text.find(words) if words else -1
    if place < 0:
        return None
    first, last = held.places[place], held.places[place + len(words) - 1]
    spans = list(sentences(clause.text))
    start = next((begin for begin, end in spans if begin <= first < end), first)
    end = next((end for begin, end in spans if begin <= last < end), last + 1)
    start, end = trimmed(clause.text, start, end)
    return (clause.start + start, clause.start + end) if start < end else None
