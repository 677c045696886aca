"""From when until when a document holds, and what it puts out of force."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from corpus.clause import Clause, Kind
from corpus.dates import DATE, full_date, iso
from corpus.document import Document
from corpus.marks import number_of

_DAY = r"[^，。；自]{4,16}?日"
_START = re.compile(
    rf"自(?:(?P<date>{_DAY})|(?P<own>(?:本[\u4e00-\u9fff]{{1,4}})?(?:公布|发布|印发|下发|颁布|通过|批准)之日))(?:起|开始)"
    r"(?:正式)?(?:施行|实施|执行|生效|试行|实行)"
)
_UNTIL = re.compile(
    rf"(?:有效期(?:限)?(?:截)?(?:自{_DAY}起?)?(?:至|到)|(?:施行|实施|执行|有效|试行)[，]?至)(?P<date>{_DAY}|\d{{4}}年底)"
    rf"|(?P<end>\d{{4}}年\d{{1,2}}月\d{{1,2}}日)(?:(?P<ceases>起?(?:自动|自行)?(?:废止|失效))|止(?=[，。；]))"
)
_FOR = re.compile(
    "(?:有效期|试行期)(?:限)?(?:为|是)?(?P<years>[0-9]{1,2}|[一二两三四五六七八九十]{1,3})年(?!半)"
)
_OWN = re.compile(
    "本(?:办法|规定|条例|意见|通知|措施|政策|细则|方案|规划|计划|公告|通告|决定|规则|指引|标准|实施细则|制度|章程)"
    "|施行|实施|试行|(?:印发|发布|公布)之日|废止"
)
_CUE = re.compile("自|有效期|试行期|废止|停止执行|失效|至")
_TITLES = r"(?:《(?:[^《》]|《[^《》]*》){2,80}》(?:[（(][^）)]{0,40}[）)])?[、和及]?)+"
_REPEALS = re.compile(
    rf"(?P<titles>{_TITLES})(?:等[^，。；《]{{0,12}})?[，]?(?:自[^，。；]{{2,24}}起|现?予以|同时|即行|自行|一并|相应|均|随之|全部)*"
    r"(?:废止|停止执行|失效)(?=[，。；]|$)"
)
_LISTED = re.compile(
    r"\s*(?:[^《\u4e00-\u9fff]|[一二三四五六七八九十]){0,6}《[^。]*》(?:[（(][^）)]*[）)])?[；。]?\s*$"
)
_LISTS = re.compile("(?:废止|停止执行|失效)[^。；]{0,16}[：:]\\s*$")
_TITLE = re.compile("《((?:[^《》]|《[^《》]*》){2,80})》")


class Status(StrEnum):
    """Whether a document holds on a day."""

    PENDING = "尚未施行"
    IN_FORCE = "现行有效"
    PLAN_OVER = "规划期已过"
    EXPIRED = "有效期已过"
    REPEALED = "已废止"


Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Validity:
    """What a document says of its own force; dates are YYYY-MM-DD, None where it says nothing.

    `starts` and `ends` are the first and the last day,
    `period` is the first and last year it plans for; `repeals` the titles it puts out of force.
    """

    starts: str | None
    ends: str | None
    period: tuple[int, int] | None
    repeals: tuple[str, ...]


def validity_of(document: Document, clauses: Iterable[Clause]) -> Validity:
    """Read 自…起施行, 有效期, 同时废止 from the clauses of a document; the last of each stands."""
    starts = ends = None
    repeals: list[str] = []
    listing: Path | None = None  # the heading of a list of what is repealed
    for clause in clauses:
        if listing is not None and clause.path[: len(listing)] == listing and _LISTED.match(clause.text):
            repeals += _TITLE.findall(clause.text)
            continue
        listing = clause.path if _LISTS.search(clause.text) else None
        if clause.kind in (Kind.FRONT, Kind.TITLE) or not _CUE.search(clause.text):
            continue
        if found := _START.search(clause.text):
            starts = _day(found["date"]) if found["date"] else _iso(full_date(document.date))
        ends = _end(clause.text, starts or _iso(full_date(document.date))) or ends
        for found in _REPEALS.finditer(clause.text):
            repeals += _TITLE.findall(found["titles"])
    return Validity(starts, ends, document.period, tuple(dict.fromkeys(repeals)))


def status_on(validity: Validity, day: date, *, repealed: bool = False) -> Status:
    """Whether a document holds on a day; `repealed` says that a later one has put it out of force."""
    today = day.isoformat()
    if repealed:
        return Status.REPEALED
    if validity.starts and today < validity.starts:
        return Status.PENDING
    if validity.ends and today > validity.ends:
        return Status.EXPIRED
    if validity.period and day.year > validity.period[1]:
        return Status.PLAN_OVER
    return Status.IN_FORCE


def _end(text: str, start: str | None) -> str | None:
    """The last day on which a document holds, if a sentence of its own says so."""
    for sentence in filter(_own, re.split("(?<=[。；])", text)):
        if found := _UNTIL.search(sentence):
            words = found["date"] or found["end"]
            if words.endswith("年底"):
                return f"{words[:4]}-12-31"
            day = full_date(_day(words))
            return _iso(day - timedelta(days=1) if day and found["ceases"] else day)
        if found := _FOR.search(sentence):
            return _iso(_after(full_date(start), number_of(found["years"])))
    return None


def _own(sentence: str) -> bool:
    """Whether a validity is the document's and not that of some licence."""
    return _OWN.search(sentence) is not None


def _day(text: str) -> str | None:
    found = DATE.search(text)
    return _iso(full_date(iso(found))) if found else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _after(day: date | None, years: int) -> date | None:
    """The last day of some years that begin on a day."""
    if day is None or not 0 < years < 100:
        return None
    # 29 February has no anniversary in most years: the years end on the 28th all the same.
    leap = (day.month, day.day) == (2, 29)
    return (
        day.replace(year=day.year + years, day=28)
        if leap
        else day.replace(year=day.year + years) - timedelta(days=1)
    )
