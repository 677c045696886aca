"""The marks that open a clause: 第一章, 一、, （一）, 1., （1）, ①, 专栏 1, ——."""

import re
from dataclasses import dataclass

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SCALES = {"十": 10, "百": 100, "千": 1000}
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_HAN = "[一二三四五六七八九十百千零〇两]+"
# What may follow 第…条 when it refers to another article instead of opening one.
_REFERENCE = r"(?!第|的|规定|所|、|和|至|或|及|与|中|款|项)"

BOX_RANK = 9
BULLET_RANK = 10

# (rank, shape): a lower rank is nearer the root. Each shape has one group, the number.
_SHAPES = tuple(
    (rank, re.compile(shape))
    for rank, shape in (
        (0, rf"第({_HAN})编(?=\s|$)"),
        (1, rf"第({_HAN})章(?=\s|$)"),
        (2, rf"第({_HAN})节(?=\s|$)"),
        (3, rf"第({_HAN}|\d+)条(?:之{_HAN})?{_REFERENCE}"),
        (4, rf"({_HAN})、"),
        (5, rf"[（(]({_HAN})[）)]"),
        (6, r"(\d{1,3})(?:[．、]|\.(?!\d))"),
        (7, r"[（(](\d{1,3})[）)]"),
        (8, rf"([{_CIRCLED}])"),
        (BOX_RANK, r"专栏\s*(\d{1,3})(?=\s|[：:]|$)"),
        (BULLET_RANK, r"(——|--|—)(?=\S)"),
    )
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark at the start of a paragraph: its depth, its own number, how long it is."""

    rank: int
    number: int
    length: int


def number_of(numeral: str) -> int:
    """Read 十二, 二〇, 12 or ⑫ as an integer; a bullet has no number and reads as 0."""
    if numeral.isdecimal():
        return int(numeral)
    if numeral in _CIRCLED:
        return _CIRCLED.index(numeral) + 1
    if not any(character in _SCALES for character in numeral):
        return int("".join(str(_DIGITS.get(character, 0)) for character in numeral))
    total = digit = 0
    for character in numeral:
        if character in _SCALES:
            total += (digit or 1) * _SCALES[character]
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit


def mark_of(paragraph: str) -> Mark | None:
    """The mark that opens a paragraph, or None; leading blanks must be stripped."""
    for rank, shape in _SHAPES:
        if found := shape.match(paragraph):
            return Mark(rank, number_of(found[1]), found.end())
    return None
