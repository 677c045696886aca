"""Enumerations inside a clause: 一是…；二是…, 首先…其次…, （1）…（2）…, labelled items of a box."""

import re
from dataclasses import dataclass

from corpus.marks import LAST, Style, mark_of

_SENTENCE = r"(?:(?<=[。；：！;:，,])|^)\s*"
_HAN = "[一二三四五六七八九十]{1,2}"
_MARKERS = (
    re.compile(rf"{_SENTENCE}({_HAN}是)(?=[^\s，。])"),
    re.compile(rf"{_SENTENCE}({_HAN}要)(?=[^\s，。])"),
    re.compile(rf"{_SENTENCE}(第{_HAN}[，,、])"),
    re.compile(rf"{_SENTENCE}((?:首先|其次|再次|最后)[，,]?)"),
    re.compile(rf"{_SENTENCE}([（(]{_HAN}[）)])"),
    re.compile(rf"{_SENTENCE}([（(]\d{{1,2}}[）)])"),
    re.compile("([①②③④⑤⑥⑦⑧⑨⑩])"),
    re.compile(r"(?:(?<=[。；：;:])|^)\s*(\d{1,2}[.．、](?=[^\d\s]))"),
)
_CUE = re.compile("一是|一要|第一[，,、]|首先|[（(][1一][）)]|①|(?<![0-9])1[.．、]")
"""What every enumeration begins with; most clauses hold none of it."""
_LABEL = re.compile(r"(?:(?<=[。；])|^)\s*([^，。；：、\s“”（）()]{2,14}：)(?=[^\s])")
_TITLE = re.compile("(?:(?:第[一二三四五六七八九十]{1,2}|首先|其次|再次|最后)[，,、]?)?[^。；，,：:]{1,30}")


@dataclass(frozen=True, slots=True)
class Stretch:
    """An enumerated stretch of a text: its number, its title with its mark, where it stands."""

    label: str
    title: str
    start: int
    end: int


def enumerated(text: str, *, in_box: bool = False, least: int = 2) -> list[Stretch]:
    """The enumerated stretches of a clause, in order; none if there are fewer than `least`.

    Numbers must follow each other, from 1. In a box, labels such as 物联网： that open sentences
    count as well.
    """
    found: list[tuple[int, str]] = []
    if may_enumerate(text):
        found = max((_run(text, marker) for marker in _MARKERS), key=len, default=[])
    if len(found) < least and in_box:
        found = [(match.start(1), str(place + 1)) for place, match in enumerate(_LABEL.finditer(text))]
    if len(found) < least:
        return []
    ends = [*(start for start, _ in found[1:]), len(text.rstrip())]
    return [
        Stretch(label, _titled(text[start:end]), start, end)
        for (start, label), end in zip(found, ends, strict=True)
    ]


def may_enumerate(text: str) -> bool:
    """Whether a text holds what every enumeration begins with."""
    return _CUE.search(text) is not None


def _run(text: str, marker: re.Pattern[str]) -> list[tuple[int, str]]:
    """The longest run 1, 2, 3, … of one kind of marker, as (offset, number)."""
    run: list[tuple[int, str]] = []
    for match in marker.finditer(text):
        number = _number(match[1])
        if number == len(run) + 1 or (number == LAST and len(run) > 1):
            run.append((match.start(1), str(len(run) + 1)))
        elif number == 1 and len(run) == 1:
            run = [(match.start(1), "1")]
    return run


def _number(marker: str) -> int:
    if marker.startswith(("首先", "其次", "再次", "最后")) and not marker.endswith(("，", ",")):
        marker += "，"
    mark = mark_of(marker + "某")
    return mark.number if mark and mark.style is not Style.BULLET else 0


def _titled(stretch: str) -> str:
    found = _TITLE.match(stretch.strip())
    return found[0] if found else stretch.strip()[:30]
