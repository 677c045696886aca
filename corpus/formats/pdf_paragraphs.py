"""Lines of pages to paragraphs, by where the lines stand."""

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from corpus.formats.cjk import is_cjk
from corpus.formats.pdf_lines import SOFT_HYPHEN, Leaf, Line
from corpus.marks import mark_of

# In font sizes: how much room a full line may have left beyond what did not fit, what makes an
# indent, what is more than one of two characters, how far the middle of a centred line may be off,
# and how wide a letter and a word are.
_SPARE = 0.5
_INDENT = 1.0
_DEEP = 3.0
_OFF_CENTRE = 1.0
_NARROW = 0.55
_WIDEST_WORD = 6.0
# How much larger than the body a title is, how much the sizes of one paragraph's lines differ,
# and how much further than usual two of its lines are apart.
_TITLE = 1.15
_SAME_SIZE = 0.1
_LOOSE = 1.5
_TITLE_LEADING = 2.2
# A block of text is no narrower than this share of the page: short lines make no margin.
_NARROWEST = 0.5
_FEW_LINES = 20
_FINISHED = re.compile("[。！？；：!?;:][”’》）)]*$")
# No line ends after an opening bracket, inside a word or number, or before a closing mark.
_WORD = r"(?:[A-Za-z0-9.,%&+/-]+|—+|…+|.)"
_UNBREAKABLE = re.compile(
    rf"[“‘（《〈〔【(\[]*{_WORD}(?:[“”‘’]+{_WORD})*[”’）》〉〕】)\]，。、；：！？,.;:!?％%]*"
)
_LEADER = re.compile(r"[.…·．]{4,}\s*\d*$|…{2,}\s*\d+$")


@dataclass(frozen=True, slots=True)
class _Block:
    """Where the text of a page stands: its margins, its font size, how far apart its lines are."""

    left: float
    right: float
    middle: float
    size: float
    leading: float


@dataclass(frozen=True, slots=True)
class _Placed:
    """A line, the number of its page and the block of text it belongs to."""

    line: Line
    page: int
    block: _Block


def paragraphs(leaves: Sequence[Leaf]) -> tuple[str, tuple[int, ...]]:
    """The text of pages, one paragraph a line, and where in it each page begins."""
    pieces: list[str] = []
    starts: list[int] = []
    length = 0
    last: _Placed | None = None
    for placed in _placed(leaves):
        glue = _glue(last, placed) if last else ""
        length += len(glue)
        starts += [length] * (placed.page + 1 - len(starts))
        text = placed.line.text.removesuffix(SOFT_HYPHEN)
        pieces += [glue, text]
        length += len(text)
        last = placed
    starts += [length] * (len(leaves) - len(starts))
    return "".join(pieces), tuple(starts)


def _placed(leaves: Sequence[Leaf]) -> Iterator[_Placed]:
    for page, (leaf, block) in enumerate(zip(leaves, _blocks(leaves), strict=True)):
        for line in leaf.lines:
            yield _Placed(line, page, block)


def _glue(above: _Placed, below: _Placed) -> str:
    """What belongs between two lines: a line end, a blank, nothing, or the hyphen of the first."""
    end, begin = above.line.text[-1], below.line.text[0]
    hyphen = "-" if end == SOFT_HYPHEN else ""
    if not _goes_on(above, below):
        return f"{hyphen}\n"
    if hyphen:
        return "" if begin.isascii() and begin.islower() else hyphen
    if is_cjk(end) and is_cjk(begin):
        return ""
    words = (end.isalpha() or end in ",.;:)") and begin.isalpha() and not is_cjk(end) and not is_cjk(begin)
    return " " if above.line.spaced or words else ""


def _goes_on(above: _Placed, below: _Placed) -> bool:
    """Whether the paragraph of a line goes on in the next."""
    first, second = above.line, below.line
    if first.columns or second.columns or _LEADER.search(first.text):
        return False
    if abs(first.size - second.size) > _SAME_SIZE * max(first.size, second.size):
        return False
    gap = first.baseline - second.baseline if above.page == below.page else 0.0
    if _is_title(above) and _is_title(below):
        return gap <= _TITLE_LEADING * first.size and not mark_of(second.text)
    if gap > _LOOSE * above.block.leading or (_FINISHED.search(first.text) and mark_of(second.text)):
        return False
    room = (above.block.right - first.right) / first.size
    indent = (second.left - below.block.left) / second.size
    # A full line that leaves its sentence open goes on in a centred one: （…第三次会议 / 通过）.
    open_ended = not _FINISHED.search(first.text) and not mark_of(second.text)
    at_its_place = indent <= _INDENT or (indent > _DEEP and open_ended and _is_centred(below))
    return room < _first_width(second.text) + _SPARE and at_its_place


def _first_width(text: str) -> float:
    """How wide, in font sizes, what must stay together at the start of a line is."""
    found = _UNBREAKABLE.match(text)
    together = found[0] if found else ""
    return min(_WIDEST_WORD, sum(1.0 if is_cjk(character) else _NARROW for character in together))


def _is_title(placed: _Placed) -> bool:
    """Whether a line is centred and larger than the body."""
    return placed.line.size > _TITLE * placed.block.size and _is_centred(placed)


def _is_centred(placed: _Placed) -> bool:
    line, block = placed.line, placed.block
    return abs(line.middle - block.middle) <= _OFF_CENTRE * line.size


def _blocks(leaves: Sequence[Leaf]) -> list[_Block]:
    """The block of each page: that of the pages on its side of the sheet, if they have enough lines."""
    size = _body_size(leaves)
    leading = _leading(leaves, size)
    bodies = [
        [line for line in leaf.lines if not line.columns and abs(line.size - size) <= _SAME_SIZE * size]
        for leaf in leaves
    ]
    groups: dict[tuple[int, int | None], list[Line]] = {}
    for page, (leaf, lines) in enumerate(zip(leaves, bodies, strict=True)):
        for side in (page % 2, None):
            groups.setdefault((round(leaf.width), side), []).extend(lines)
    edges = {key: _edges(lines, size, key[0]) for key, lines in groups.items()}
    blocks: list[_Block] = []
    for page, leaf in enumerate(leaves):
        own, shared = (round(leaf.width), page % 2), (round(leaf.width), None)
        left, right = edges[own if len(groups[own]) >= _FEW_LINES else shared]
        middle = leaf.width / 2 if math.isinf(right) else (left + right) / 2
        blocks.append(_Block(left, right, middle, size, leading))
    return blocks


def _body_size(leaves: Sequence[Leaf]) -> float:
    """The font size of most characters, to half a point."""
    sizes: Counter[float] = Counter()
    for leaf in leaves:
        for line in leaf.lines:
            sizes[round(2 * line.size) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _leading(leaves: Sequence[Leaf], size: float) -> float:
    """How far apart the lines of the body are, most of the time."""
    gaps = [
        above.baseline - below.baseline
        for leaf in leaves
        for above, below in pairwise(leaf.lines)
        if max(abs(above.size - size), abs(below.size - size)) <= _SAME_SIZE * size
    ]
    return median(gaps) if gaps else 2 * size


def _edges(lines: Sequence[Line], size: float, width: float) -> tuple[float, float]:
    """The margins that enough lines keep; the right one is out of reach where the lines are short.

    Few lines need begin at the left margin: where paragraphs are short, most are indented. Most
    full lines end at the right one: those that end beyond it have a mark hanging there.
    """
    lefts = sorted(line.left for line in lines)
    rights = sorted(-line.right for line in lines)
    few = 1 if len(lines) < _FEW_LINES else max(2, len(lines) // 20)
    left = _edge(lefts, few, size / 2)
    right = -_edge(rights, max(_shared(rights, size / 2), default=0) // 3, size / 2)
    return (left, right) if right - left >= _NARROWEST * width else (left, math.inf)


def _edge(places: Sequence[float], enough: int, within: float) -> float:
    """The first of the sorted places that enough share."""
    shared = zip(places, _shared(places, within), strict=True)
    return next((place for place, count in shared if count >= enough), 0.0)


def _shared(places: Sequence[float], within: float) -> Iterator[int]:
    """How many of the sorted places lie at each of them, or not far after it."""
    for index, place in enumerate(places):
        yield bisect_right(places, place + within) - index
