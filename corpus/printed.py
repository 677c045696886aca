"""What a file prints of itself: title, 发文字号, date, issuer, the years it plans for."""

import re
from dataclasses import dataclass
from itertools import takewhile

from corpus.clause import Kind
from corpus.dates import DATE, iso
from corpus.endings import end_kinds
from corpus.front import is_addressee
from corpus.lines import HEADLINE, ISSUE_NUMBER, Line, lines_of
from corpus.planned import plan_end

_NUMBER = re.compile(ISSUE_NUMBER)
_PERSON = re.compile(r"(?:代|副)?(?:省长|市长|县长|区长|主席|主任|部长|局长|厅长)\s*[\u4e00-\u9fff\s]{2,5}$")
_YEARS = re.compile(r"[（(][^）)]*\d{4}[^）)]*年[）)]$")
_RANGE = re.compile(r"(\d{4})\s*年?\s*[-—－–~至到]+\s*(\d{4})\s*年")
_PLAN = re.compile('([一二]?十[一二三四五六七八九]?)五(?=[”"规计]|$)')
_ONE_YEAR = re.compile(r"(\d{4})\s*年.{0,12}(?:要点|计划|安排|任务|方案)")


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
    kinds = end_kinds(lines, first)
    front = [line for place, line in enumerate(lines[:first]) if place not in kinds]
    signed = [lines[place].text for place, kind in sorted(kinds.items()) if kind is Kind.SIGNATURE]
    date = next((iso(found) for text in signed if (found := DATE.search(text))), None)
    names = list(takewhile(lambda text: not DATE.search(text), signed))
    issuer = "、".join(name for name in names if not _PERSON.match(name)) or None
    return Printed(_titled(front or lines[:20]), _number(front), date or _adopted(front), issuer)


def _adopted(front: list[Line]) -> str | None:
    """The last date on which a law was adopted, promulgated or revised, as its front says."""
    dates = [
        iso(found)
        for line in front
        for found in DATE.finditer(line.text)
        if found["day"] and not line.text[: found.start()].endswith("自") and line.mark is None
    ]
    return dates[-1] if dates else None


def period_of(title: str) -> tuple[int, int] | None:
    """The first and last year a title plans for: （2018-2020年）, “十三五”, 2019年…工作要点."""
    if found := _RANGE.search(title):
        return int(found[1]), int(found[2])
    if (found := _PLAN.search(title)) and (end := plan_end(found[1])):
        return end - 4, end
    if found := _ONE_YEAR.search(title):
        return int(found[1]), int(found[1])
    return None


def _titled(front: list[Line]) -> str | None:
    """The lines at the head that together read like the title of an official document."""
    title = ""
    for line in front:
        if line.mark is not None and not title:
            return None
        if _NUMBER.match(line.text) and not title:
            continue
        if line.mark is not None or line.stops or is_addressee(line.text) or _NUMBER.match(line.text):
            break
        if title and HEADLINE.search(title):
            return title + line.text if _YEARS.match(line.text) else title
        # The letterhead 某市人民政府文件 is no title.
        title = "" if line.text.endswith("文件") else _joined(title, line.text)
        if len(title) > 120:
            return None
    return title if HEADLINE.search(title) and len(title) > 3 else None


def _joined(title: str, line: str) -> str:
    """A title with one more line: what is whole by itself does not go on from the line above."""
    opens = "关于" in title or title.count("《") > title.count("》")
    whole = HEADLINE.search(line) is not None and len(line) >= 8 and not line.startswith(("关于", "的", "和"))
    return line if whole and not opens else title + re.sub(r"\s{2,}", "", line)


def _number(front: list[Line]) -> str | None:
    for line in front[:15]:
        if found := _NUMBER.search(line.text):
            return re.sub(r"\s", "", found[0])
    return None
