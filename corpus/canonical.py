"""Raw text to canonical text: line ends, NFC, its damage mended and every change recorded."""

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise

from corpus.document import Repair
from corpus.joining import continues
from corpus.marks import Style, mark_of
from corpus.markup import front_matter, markdown_edits

Edit = tuple[int, int, str, str]
"""(start, end, replacement, kind) over the text that is edited."""

_LINE_ENDS = re.compile("\r\n?|[\x0c\x85\u2028\u2029]")
_PRIVATE_POINT = re.compile("(?<=[0-9])[\ue000-\uf8ff](?=[0-9])")
# Marks that turn the direction of writing would show a text in another order than it is quoted in.
_INVISIBLE = re.compile("[\x1a\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_PAGE_NUMBER = re.compile(r"^[^\n\S]*[—－–-][^\n\S]*\d{1,4}[^\n\S]*[—－–-][^\n\S]*$", re.MULTILINE)
_STARS = re.compile(r"\*\*")
_LINE = re.compile(r"[^\n]+")


def canonical(text: str, encoding: str = "utf-8") -> tuple[str, tuple[Repair, ...]]:
    """Mend decoded text; return the canonical text and what was changed, in order.

    The offsets of the repairs count the bytes of `text` in `encoding`.
    """
    plain, first = _edited(text, _normal_edits(text))
    mended, second = _edited(plain, _repair_edits(plain))
    return mended, _repairs(text, _composed(first, second), encoding)


def _normal_edits(text: str) -> list[Edit]:
    r"""Line ends as \n, invisible characters dropped, characters composed."""
    edits = [(found.start(), found.end(), "\n", "line-end") for found in _LINE_ENDS.finditer(text)]
    edits += [(found.start(), found.end(), "", "invisible") for found in _INVISIBLE.finditer(text)]
    edits += [(found.start(), found.end(), "", "page-number") for found in _PAGE_NUMBER.finditer(text)]
    if not unicodedata.is_normalized("NFC", text):
        edits += _composing_edits(text)
    return sorted(edits)


def _composing_edits(text: str) -> list[Edit]:
    """One edit for each base character that NFC joins with what follows, or replaces."""
    edits: list[Edit] = []
    start = 0
    for place in range(1, len(text) + 1):
        if place < len(text) and (unicodedata.combining(text[place]) or "\u1160" <= text[place] <= "\u11ff"):
            continue
        composed = unicodedata.normalize("NFC", text[start:place])
        if composed != text[start:place]:
            edits.append((start, place, composed, "nfc"))
        start = place
    return edits


def _repair_edits(text: str) -> list[Edit]:
    edits = [(found.start(), found.end(), ".", "private-use") for found in _PRIVATE_POINT.finditer(text)]
    edits += [(found.start(), found.end(), "", "markup") for found in _STARS.finditer(text)]
    edits += markdown_edits(text)
    # Stars are blanked so that lines are judged without them; the offsets stay.
    edits += [(start, end, "", "line-break") for start, end in _broken_lines(_STARS.sub("  ", text))]
    head = front_matter(text)
    if head:
        edits = [(0, head, "", "front-matter"), *(edit for edit in edits if edit[0] >= head)]
    return sorted(edits)


def _broken_lines(text: str) -> list[tuple[int, int]]:
    """Spans of the line ends that cut a sentence in two, blanks around them included."""
    breaks: list[tuple[int, int]] = []
    in_box = False
    printed = (line for line in _LINE.finditer(text) if not line[0].isspace())
    for above, below in pairwise(printed):
        upper, lower = above[0].strip(), below[0].strip()
        mark = mark_of(upper)
        if mark is not None:
            in_box = mark.style is Style.BOX
        if continues(upper, lower, in_box=in_box):
            end = below.start() + len(below[0]) - len(below[0].lstrip())
            breaks.append((above.start() + len(above[0].rstrip()), end))
    return breaks


def _edited(text: str, edits: Iterable[Edit]) -> tuple[str, list[Edit]]:
    """Apply edits; where two overlap the first stands. Also returns the edits that were applied."""
    pieces: list[str] = []
    applied: list[Edit] = []
    position = 0
    for edit in edits:
        start, end, replacement, _ = edit
        if start < position:
            continue
        pieces += [text[position:start], replacement]
        applied.append(edit)
        position = end
    return "".join(pieces) + text[position:], applied


def _composed(first: list[Edit], second: list[Edit]) -> list[Edit]:
    """Edits of the text before `first` that do what `first` and then `second` do."""
    if not first:
        return second
    composed: list[Edit] = []
    waiting = iter([*first, None])
    edit = next(waiting)
    shift = 0  # what `first` has added so far: offsets after it minus offsets before it
    for start, end, replacement, kind in second:
        while edit is not None and edit[0] + shift + len(edit[2]) <= start:
            composed.append(edit)
            shift += len(edit[2]) - (edit[1] - edit[0])
            edit = next(waiting)
        raw_start = min(start - shift, edit[0]) if edit and edit[0] + shift < start else start - shift
        while edit is not None and edit[0] + shift < end:
            shift += len(edit[2]) - (edit[1] - edit[0])
            edit = next(waiting)
        composed.append((raw_start, end - shift, replacement, kind))
    while edit is not None:
        composed.append(edit)
        edit = next(waiting)
    return composed


def _repairs(text: str, edits: list[Edit], encoding: str) -> tuple[Repair, ...]:
    repairs: list[Repair] = []
    length = raw_length = position = 0
    for start, end, replacement, kind in edits:
        length += start - position
        raw_length += len(text[position:start].encode(encoding))
        repairs.append(Repair(kind, length, raw_length, text[start:end], replacement))
        length += len(replacement)
        raw_length += len(text[start:end].encode(encoding))
        position = end
    return tuple(repairs)
