"""What the numbers of a clause are about: subject, year, scope."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace

from corpus.amounts import Amount, amounts, may_count
from corpus.clause import Clause, Kind
from corpus.document import Document
from corpus.fact import Fact
from corpus.marks import is_box, opening_mark
from corpus.planned import PlannedYears, years_in

_BREAK = re.compile("[，。；：,;:！？\n\u3000]")
_PART = re.compile("[；;。！？]")
_LONGEST = 120
"""Characters; no subject is longer."""
_LONGEST_SENTENCE = 600
"""Characters; a year does not hold further on, stop or no stop."""
_GOES_ON = re.compile("[、和及]")
_STOP = re.compile("[。！？]")
_LEAD = re.compile(
    r"^(?:(?:\s|其中|目前|给予|分别|按照|并|使|力争|确保|努力|争取|到|至|每年|预计|计划|基本|继续|重点|大力|推动|推进|实现|建成|建设|创建|新建|建立"
    r"|培育|培养|引进|选拔|选派|选育|组建|集聚|形成|完成|打造|达到|开展|实施|组织|支持|举办|开发|研制|攻克|获得|遴选|优选|提升|引导|联合|出台|先后"
    r"|包括|建有|拥有(?!量)各?类?|已|\d{4}\s*年(?:底|末)?(?:前)?|[“\"]十.{0,2}五[”\"](?:期间|末期?|时期)|[一二三四五六七八九]是|[，,、：:])了?)+"
)
_HELD = re.compile(
    r"^.*(?:不得?(?:超过|低于|少于|高于)|\d[\d.]*\s*[个项名家人种类](?!人)|已建成|已拥有(?!量)|建有|拥有(?!量))"
)
_CUT = re.compile("(?:已建成|进行|之?成为|实现了?|的建设).*$")
_TAIL = re.compile(
    r"(?:(?:较|比|与)[^，。；较比与]{2,14}(?:末期?|年|期|相比)|是\s*\d{4}\s*年的?|由\s*[\d.,]+\s*\S{1,4}|是[“\"]十.{0,2}五[”\"][^，。；]{0,4}|同比|分别|给予|共计|累计|总计|将|要|已|力争|均|只|\s+)$"
)
_NEXT = re.compile(r"(?:以上|以内|左右)?(?:的)?([^，,。；：！？;:]{2,60})")
_ANOTHER = re.compile(r"[、和及]\s*(?=[\u4e00-\u9fff]{0,4}\s*(?:\d|[百千万][名家项场个]))")
_ENTITY = re.compile(
    "^(?!省级|国家级|各|全省|市级|重点|一批)[\u4e00-\u9fff]{2,14}?(?:示范区|自创区|试验区|高新区|产业集群|小镇|园区|开发区)"
)
_SUBJECT_ZONE = re.compile(
    "(?:关于)?(?:加快|推进|支持|促进|建设|同意|设立|批准)*([\u4e00-\u9fff]{2,16}?(?:示范区|试验区|高新区|开发区|产业园|新区))"
)
_INDUSTRY = re.compile("(?:培育|发展|壮大)(?:壮大|发展)?([\u4e00-\u9fff]{2,14}?产业)")


def with_facts(document: Document, clauses: Iterable[Clause]) -> list[Clause]:
    """Fill in the numbers that clauses state; a year may be inherited from above."""
    planned = PlannedYears(document.period[1] if document.period else None)
    zone = _zone(document.title)
    filled: list[Clause] = []
    for clause in clauses:
        text = _without_mark(clause) if may_count(clause.text) else clause.text
        counted = amounts(text)
        years = years_in(text)
        facts = _facts(clause, text, counted, zone) if counted else ()
        if facts:
            inherited, persists = planned.inherited(clause), planned.aim(clause) is not None
            facts = tuple(
                replace(fact, year=_year(clause, fact, years, persists=persists) or inherited)
                for fact in facts
            )
        planned.learn(clause, years)
        filled.append(replace(clause, facts=facts) if facts else clause)
    return filled


def _facts(clause: Clause, text: str, counted: list[Amount], zone: str) -> tuple[Fact, ...]:
    """The facts of one clause, without their years; what a list leaves unsaid is carried on."""
    subject = scope = ""
    narrowed = _scope(clause) or zone
    facts: list[Fact] = []
    last = 0
    for amount in counted:
        if _STOP.search(text, last, amount.start):
            subject = ""
        if _PART.search(text, last, amount.start):
            scope = ""
        # A list goes on after the number before: 收入不超过2亿元、资产不超过3亿元.
        listed = _GOES_ON.match(text, last)
        follows = _follows(text, amount)
        own = follows or _leading(text, amount, listed.end() if listed and last else 0)
        subject = own or subject or _before(text, amount)
        # 13 个产业集群: what is counted is not whom it is about.
        scope = ("" if follows else _entity(subject)) or scope
        start, last = clause.start + amount.place, amount.end
        end = clause.start + amount.end
        facts.append(
            Fact(subject, amount.comparator, amount.value, amount.unit, None, scope or narrowed, start, end)
        )
    return tuple(facts)


def _year(clause: Clause, fact: Fact, years: list[tuple[int, int]], *, persists: bool) -> int | None:
    """The year printed before a number: in its sentence, or anywhere where years persist."""
    place = fact.start - clause.start
    before = bisect_right(years, place, key=lambda named: named[0])
    if not before:
        return None
    named, year = years[before - 1]
    ended = place - named > _LONGEST_SENTENCE or _STOP.search(clause.text, named, place) is not None
    return year if persists or not ended else None


def _without_mark(clause: Clause) -> str:
    """The text with the number that opens an item blanked: 1.2022年 begins with 2022年."""
    text = clause.text
    if clause.kind not in (Kind.ITEM, Kind.BULLET):
        return text
    blanks = len(text) - len(text.lstrip())
    mark = opening_mark(text[blanks:])
    length = mark.length if mark else 0
    return " " * (blanks + length) + text[blanks + length :]


def _leading(text: str, amount: Amount, least: int) -> str:
    """The words before a number that say what is counted, `least` or further on."""
    return _named(text[max(least, _opening(text, amount.start)) : amount.start])


def _before(text: str, amount: Amount) -> str:
    """The phrase before the one the number stands in: 提高间接费用比重，最高不超过20%."""
    end = _opening(text, amount.start)
    return _named(text[_opening(text, max(0, end - 1)) : max(0, end - 1)])


def _opening(text: str, end: int) -> int:
    """Where the phrase that ends at `end` begins."""
    opening = max(0, end - _LONGEST)
    return max((found.end() for found in _BREAK.finditer(text, opening, end)), default=opening)


def _named(phrase: str) -> str:
    """A phrase without the verbs and the time it opens with and the comparison it ends with."""
    words = phrase
    while (shorter := _TAIL.sub("", words)) != words:
        words = shorter
    return _LEAD.sub("", _HELD.sub("", words)).strip(" 、和及").removesuffix("的")


def _follows(text: str, amount: Amount) -> str:
    """The noun that a number such as 150 个 stands before; empty where it ends its phrase."""
    reaches = re.match("达|超过|突破|增长|提高|年均|不[低少超高得]|增|降|控制|保持|稳定", amount.comparator)
    found = _NEXT.match(text, amount.end)
    if reaches or found is None or amount.unit in ("倍", "年", "日", "个月"):
        return ""
    if amount.unit == "%" and not text.startswith("的", amount.end):
        return ""
    words = found[1]
    if re.match(r"\s*(?:[、和及]|[）)])", words):
        return ""
    another = _ANOTHER.search(words)
    return _CUT.sub("", words[: another.start()] if another else words).strip(" （(")


def _zone(title: str) -> str:
    """The zone that a whole document is about, by its title; else empty."""
    words = title.rpartition("关于")[2]
    found = _SUBJECT_ZONE.match(words)
    return found[1] if found else ""


def _entity(subject: str) -> str:
    """The zone or cluster that a subject opens with."""
    found = _ENTITY.match(subject)
    return found[0] if found else ""


def _scope(clause: Clause) -> str:
    """Whom the figures of a clause are about, if narrower than the document: an industry, a box item."""
    if any(map(is_box, clause.path[:-1])):
        return clause.path[-1]
    for title in reversed(clause.path):
        if found := _INDUSTRY.search(title):
            return found[1]
    return ""
