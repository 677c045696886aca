"""What stands on pages without being text: page numbers, running heads and feet."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.formats.pdf_lines import Leaf, Line

# Only the outermost lines within this share of the page's height can be furniture.
_MARGIN = 0.15
_OUTERMOST = 3
_FEWEST_REPEATS = 3
# Lines at the same height are at most about this far apart, in points.
_SAME_HEIGHT = 4
_DASH = "[-‐‑–—―－~·•.]*"
_COUNT = r"(?:\d{1,4}|[一二三四五六七八九十百〇零]{1,6})"
_PAGE_NUMBER = re.compile(
    rf"{_DASH}(?:\d{{1,4}}|[ivxlc]{{1,8}}){_DASH}"
    rf"|{_DASH}第?{_COUNT}页(?:[,，/;；|（(]?(?:共|总){_COUNT}页[)）]?)?{_DASH}"
    rf"|{_DASH}共{_COUNT}页[,，/;；|]?第{_COUNT}页{_DASH}"
    r"|(?:page|p\.)?\d{1,4}(?:/|of)\d{1,4}|(?:page|p\.)\d{1,4}",
    re.IGNORECASE,
)


def without_furniture(leaves: Sequence[Leaf]) -> tuple[list[Leaf], tuple[str, ...]]:
    """The pages without their furniture, and in Chinese what that was."""
    numbers = [[line for line in _outer(leaf) if _PAGE_NUMBER.fullmatch(_compact(line))] for leaf in leaves]
    bare = [_without(leaf, lines) for leaf, lines in zip(leaves, numbers, strict=True)]
    places = Counter(place for leaf in bare for place in {_place(leaf, line) for line in _outer(leaf)})
    pages = sum(1 for leaf in leaves if leaf.lines)
    repeated = [
        [line for line in _outer(leaf) if _repeats(_place(leaf, line), places, pages)] for leaf in bare
    ]
    bare = [_without(leaf, lines) for leaf, lines in zip(bare, repeated, strict=True)]
    counts = (("页码", sum(map(len, numbers))), ("页眉页脚", sum(map(len, repeated))))
    return bare, tuple(f"{what} {count} 行" for what, count in counts if count)


def _outer(leaf: Leaf) -> Iterator[Line]:
    """The lines at the top and at the bottom that lie in the margins."""
    for index, line in enumerate(leaf.lines):
        level = line.baseline / leaf.height
        top = index < _OUTERMOST and level > 1 - _MARGIN
        bottom = index >= len(leaf.lines) - _OUTERMOST and level < _MARGIN
        if top or bottom:
            yield line


def _without(leaf: Leaf, lines: Sequence[Line]) -> Leaf:
    return replace(leaf, lines=tuple(line for line in leaf.lines if line not in lines))


def _compact(line: Line) -> str:
    return re.sub(r"\s+", "", line.text)


def _place(leaf: Leaf, line: Line) -> tuple[str, bool, int]:
    """What a line says, digits aside, at which edge of the page and how far from it."""
    top = 2 * line.baseline > leaf.height
    distance = leaf.height - line.baseline if top else line.baseline
    return re.sub(r"\d+", "0", _compact(line)), top, round(distance / _SAME_HEIGHT)


def _repeats(place: tuple[str, bool, int], places: Counter[tuple[str, bool, int]], pages: int) -> bool:
    """Whether a line is on three pages (both, if there are two) and on half of them.

    Of an odd number the lesser half will do, so that heads of even pages count.
    """
    text, top, distance = place
    count = sum(places[text, top, near] for near in (distance - 1, distance, distance + 1))
    return count >= max(2, min(_FEWEST_REPEATS, pages)) and 2 * count >= pages - 1
