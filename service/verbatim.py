"""Where words stand in a clause, if they stand there word for word."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.clause import Clause

_AMOUNT = "[0-9〇零一二三四五六七八九十百千万亿两]"
_BETWEEN = r"[+\-−±~～–—/.,:至到]"
# What stands before and behind a cut that would leave a number without a digit, sign, point or unit.
_THROUGH = tuple(
    (re.compile(f"{before}$"), re.compile(behind))
    for before, behind in (
        (_AMOUNT, r"[\w%‰°]"),  # 15|00, 3|年, 2|%, 三|分之一
        ("[0-9]", f"{_BETWEEN}[0-9]"),  # 2|.3, 10|至15
        (f"[0-9]{_BETWEEN}", "[0-9]"),  # 2.|3, 10至|15
        (r"[+\-−±第约]", _AMOUNT),  # -|5, 第|三条
    )
)
# Left out before or behind a quote, these turn its sense round or move its bound.
_DENYING = re.compile(
    r"(?:[不未非无没勿莫](?:[得能予再宜应可会许准要该是]|应当|可以)?|禁止|严禁|杜绝|避免|防止"
    r"|超过|[高大低少小多]于|至少|最[多高低少])$"
)
_BOUNDING = re.compile(r"以[上下内外]|之内|左右|的?除外")


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

    def whole(self, start: int, end: int) -> bool:
        """Whether a stretch holds each of its letters entirely: one may have given several."""
        opens = start == 0 or self.places[start - 1] != self.places[start]
        return opens and (end == len(self.text) or self.places[end - 1] != self.places[end])


def folded(text: str) -> str:
    """A text as it is compared."""
    return Folded.of(text).text


def found_in(words: str, clause: Clause) -> tuple[int, int] | None:
    """Where folded words stand in a clause, as offsets in its document; None where they do not.

    A place where they would begin or end inside a number, or lose the word that denies or bounds them,
    is none.
    """
    held = Folded.of(clause.text)
    for start, end in _occurrences(words, held.text):
        if held.whole(start, end) and not _misquoted(held.text, start, end):
            return clause.start + held.places[start], clause.start + held.places[end - 1] + 1
    return None


def severed(text: str, place: int) -> bool:
    """Whether a cut at a place of a folded text goes through a number."""
    return any(before.search(text, 0, place) and behind.match(text, place) for before, behind in _THROUGH)


def _misquoted(text: str, start: int, end: int) -> bool:
    """Whether a stretch, taken out of its text, would say something else."""
    return bool(
        severed(text, start)
        or severed(text, end)
        or _DENYING.search(text, 0, start)
        or _BOUNDING.match(text, end)
    )


def _occurrences(words: str, text: str) -> Iterator[tuple[int, int]]:
    start = text.find(words) if words else -1
    while start >= 0:
        yield start, start + len(words)
        start = text.find(words, start + 1)
