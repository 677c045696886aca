"""What a file prints of itself: title, 发文字号, date, issuer, the years it plans for."""

import re
from dataclasses import dataclass

from corpus.clause import Kind
from corpus.dates import DATE, iso
from corpus.lines import Line, end_kinds, front_kind, lines_of

_TITLE = re.compile(
    "(?:意见|办法|规定|条例|通知|方案|计划|规划|纲要|要点|细则|措施|决定|法|公告|报告|规则|章程|批复|解释|决议|标准|指引)(?:[（(].*[）)])?$"
)
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,14}\s*[〔\[［【（(]\s*\d{4}\s*[〕\]］】）)]\s*第?\s*\d+\s*号")
_RANGE = re.compile(r"(\d{4})\s*年?\s*[-—－–~至到]+\s*(\d{4})\s*年")
_PLAN = re.compile('[“"]?十([一二三四五六七])五[”"]?')
_ONE_YEAR = re.compile(r"(\d{4})\s*年.{0,12}(?:要点|计划|安排|任务|方案)")
_PLAN_ENDS = {character: 2005 + 5 * place for place, character in enumerate("一二三四五六七", start=1)}


@dataclass(frozen=True, slots=True)
class Printed:
    """What was found; None where the file prints nothing of the kind."""

    title: str | None
    number: str | None
    date: str | None
    issuer: str | None


def printed(text: str) -> Printed:
    """Read the title, the 发文字号, the date and the issuer that a canonical text prints."""
    lines = lines_of(text)
    first = next((place for place, line in enumerate(lines) if line.mark or line.stops), len(lines))
    front = lines[:first]
    signed = [
        lines[place] for place, kind in sorted(end_kinds(lines, first).items()) if kind is Kind.SIGNATURE
    ]
    dates = [line for line in signed if DATE.search(line.text)]
    names = [line for line in signed if not DATE.search(line.text)]
    dated = (
        dates[0].text
        if dates
        else next(
            (
                line.text
                for line in front
                if front_kind(line) is Kind.FRONT and DATE.match(line.text.lstrip("（("))
            ),
            "",
        )
    )
    found = DATE.search(dated)
    return Printed(
        _titled(front or lines[:20]),
        _number(front),
        iso(found) if found else None,
        names[0].text if names else None,
    )


def period_of(title: str) -> tuple[int, int] | None:
    """The first and last year a title plans for: （2018-2020年）, “十三五”, 2019年…工作要点."""
    if found := _RANGE.search(title):
        return int(found[1]), int(found[2])
    if found := _PLAN.search(title):
        return _PLAN_ENDS[found[1]] - 4, _PLAN_ENDS[found[1]]
    if found := _ONE_YEAR.search(title):
        return int(found[1]), int(found[1])
    return None


def _titled(front: list[Line]) -> str | None:
    """The first short lines that read like the title of an official document; a title may wrap."""
    for place, line in enumerate(front):
        if line.mark is not None:
            return None
        if line.stops or len(line.text) > 80 or line.text.endswith("："):
            continue
        above = front[place - 1].text if place and front_kind(front[place - 1]) is Kind.TITLE else ""
        if _TITLE.search(line.text) and len(line.text) > 4:
            return above + line.text if line.text.startswith(("关于", "的")) and above else line.text
    return None


def _number(front: list[Line]) -> str | None:
    for line in front[:15]:
        if found := _NUMBER.search(line.text):
            return re.sub(r"\s", "", found[0])
    return None
