"""The paragraphs of a canonical text, each with what it looks like on its own."""

import re
from dataclasses import dataclass, replace

from corpus.marks import Mark, Style, mark_of, opening_mark

HEADLINE = re.compile(
    "(?:意见|办法|规定|条例|通知|方案|计划|规划|纲要|要点|细则|措施|决定|规则|章程|公告|通告|公报|通报|标准|指引|指南|函|说明|规程"
    "|规范|预案|政策|纪要|清单|答复|问答|名单|守则|准则|批复|解释|决议|报告|法)(?:[（(].*[）)])?$"
)
"""How the title of an official document ends."""
ISSUE_NUMBER = r"[\u4e00-\u9fff]{1,14}\s*[〔\[［【（(]\s*(?:19|20)\d{2}\s*[〕\]］】）)]\s*第?\s*\d{1,5}\s*号"
"""A 发文字号: 国发〔2016〕16号."""
DATE_LINE = re.compile(
    r"[^。，；：]{0,24}(?:\d{4}|[一二三四五六七八九〇零○]{4})\s*年\s*[\d一二三四五六七八九十]{0,3}\s*月"
    r"(?:\s*[\d一二三四五六七八九十]{0,3}\s*日)?\s*(?:印发)?[）)]?$"
)
"""A line that is a date, perhaps with a name before it."""

_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*\n?|\s+")
_STOP = re.compile("[。；！？]")
_COUNTED = re.compile(r"(\d{1,2})(?:[.．、]|\s*(?=[\u4e00-\u9fff]))")
_UNPOINTED = re.compile(r"(\d{1,2})\s*(?=[\u4e00-\u9fff][^\d。；，：]{1,20}$)")
_NEAR = 4


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph: its span with the blanks after it, its text without them, its mark."""

    start: int
    end: int
    text: str
    mark: Mark | None

    @property
    def stops(self) -> bool:
        """Whether it holds a sentence."""
        return _STOP.search(self.text) is not None


def lines_of(text: str) -> list[Line]:
    """The paragraphs of a text; their spans tile it, blanks joined to the paragraph before them."""
    lines: list[Line] = []
    start = 0
    for found in _PARAGRAPH.finditer(text):
        printed = found[0].strip()
        if printed:
            lines.append(Line(start, found.end(), printed, mark_of(printed)))
        elif lines:
            lines[-1] = replace(lines[-1], end=found.end())
        else:
            continue
        start = found.end()
    return _with_neighbours(lines)


def _with_neighbours(lines: list[Line]) -> list[Line]:
    """Marks that only their neighbours give away: 1.2022年…, and 2组织体系 where 2.1 follows."""
    decimal = any(line.mark is not None and line.mark.style is Style.DECIMAL for line in lines)
    for place, line in enumerate(lines):
        if line.mark is not None or not line.text[0].isdigit():
            continue
        mark = opening_mark(line.text)
        if mark is not None and _counts(lines, place, mark.number):
            lines[place] = replace(line, mark=mark)
        elif decimal and (found := _UNPOINTED.match(line.text)):
            lines[place] = replace(line, mark=Mark(Style.ARABIC, int(found[1]), found.end()))
    return lines


def _counts(lines: list[Line], place: int, number: int) -> bool:
    """Whether a line close by opens with the number before or after."""
    near = lines[max(0, place - _NEAR) : place] + lines[place + 1 : place + 1 + _NEAR]
    numbers = {int(found[1]) for line in near if (found := _COUNTED.match(line.text))}
    return bool(numbers & {number - 1, number + 1})
