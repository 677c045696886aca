"""Numbers with a unit as measures that can be compared: 五年, 3年内, 八成, 1 万名, 百项."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache

from corpus.fact import Fact
from corpus.marks import number_of
from service.premises.cues import pattern, units

_HAN = "[一二三四五六七八九十百千零〇两]{1,9}"
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
COUNTS = frozenset({"家", "人", "件", "辆", "个", "人次", "种", "次", "份", ""})
"""The dimensions that say little of what is counted."""
_ANY = "个"
_ANYTHING = frozenset({"人", "家", "件", "辆", _ANY})
_BARE = ""
_LEAST_BARE = 10_000
_ROUGH = Decimal("0.15")
_TIMES = frozenset({"月", "日", "小时"})
_BEFORE = 8
_LEAST_HAN = 3
# What is no number though it is written with one.
_QUOTED = re.compile("“[^“”]{1,12}”|《[^《》]{1,80}》")


class Bound(StrEnum):
    """How a number is meant."""

    EXACT = "exact"
    FLOOR = "floor"
    CEILING = "ceiling"
    ABOUT = "about"


@dataclass(frozen=True, slots=True)
class Measure:
    """A number, or a range of numbers, of one dimension; `start` and `end` count the text it is in."""

    start: int
    end: int
    low: Decimal
    high: Decimal
    dimension: str
    bound: Bound

    @property
    def bare(self) -> bool:
        """Whether it has no unit: 过二十万了."""
        return self.dimension == _BARE

    def comparable(self, other: "Measure") -> bool:
        """Whether both count the same; 个 counts what 人 and 家 do, 万 without a unit what is as many."""
        if self.dimension == other.dimension:
            return True
        if _BARE in (self.dimension, other.dimension):
            return min(self.high, other.high) >= _LEAST_BARE
        return {self.dimension, other.dimension} <= _ANYTHING and _ANY in (self.dimension, other.dimension)

    def same(self, other: "Measure") -> bool:
        """Whether both say the same number, or one takes the other in; a rough one does so loosely."""
        rough = Bound.ABOUT in (self.bound, other.bound)
        slack = _ROUGH * max(abs(self.high), abs(other.high)) if rough else Decimal(0)
        return self.low <= other.high + slack and other.low <= self.high + slack

    def opposed(self, other: "Measure") -> bool:
        """Whether one is a floor and the other a ceiling."""
        return {self.bound, other.bound} == {Bound.FLOOR, Bound.CEILING}

    def allows(self, stated: "Measure") -> bool:
        """Whether a number stated elsewhere can be true beside this one: over 20 % where it is 55 %."""
        if self.same(stated):
            return True
        if self.bound is Bound.FLOOR:
            return stated.bound is not Bound.FLOOR and stated.low >= self.low
        return self.bound is Bound.CEILING and stated.bound is not Bound.CEILING and stated.high <= self.high


def measure_of(fact: Fact) -> Measure | None:
    """A fact of a clause as a measure; None where its unit measures nothing that is known."""
    value, unit = fact.value, fact.unit
    if "/" in value:
        share, whole = (Decimal(number) for number in value.split("/"))
        return _measure(fact.start, fact.end, share / whole * 100, "%", fact.comparator) if whole else None
    numbers = [number for part in value.split("-") if (number := _number(part)) is not None]
    found = units().get(unit.lstrip("百千万亿"))
    if not numbers or found is None:
        return None
    scale = Decimal(_scale(unit[: len(unit) - len(unit.lstrip("百千万亿"))])) * found[1]
    bound = _bound(fact.comparator, fact.comparator)
    return Measure(fact.start, fact.end, min(numbers) * scale, max(numbers) * scale, found[0], bound)


def measures(text: str) -> Iterator[Measure]:
    """The numbers with a unit in a normalised question, in order; those that state nothing left out."""
    blanked = _QUOTED.sub(lambda quoted: "\0" * len(quoted[0]), text)
    for match in _asked().finditer(blanked):
        before, after = (
            blanked[max(0, match.start() - _BEFORE) : match.start()],
            blanked[match.end() :][:_BEFORE],
        )
        measure = _asserted(match, before, after)
        if measure is not None and not _idle(measure, before, after):
            yield measure


def _idle(measure: Measure, before: str, after: str) -> bool:
    """Whether the words around a number make it one that states nothing."""
    if pattern("form", "idle_before").search(before):
        return True
    timed = measure.dimension in _TIMES
    return timed and bool(
        pattern("form", "when_before").search(before) or pattern("form", "when_after").match(after)
    )


def _asserted(match: re.Match[str], before: str, after: str) -> Measure | None:
    start, end = match.span()
    if match["whole"]:
        whole = number_of(match["whole"])
        share = Decimal(number_of(match["part"])) / whole * 100 if whole else Decimal(0)
        return _measure(start, end, share, "%", before + "|" + after)
    if match["half"]:
        return _measure(start, end, Decimal(50), "%", before + "|" + after)
    if match["doubled"]:
        return _measure(start, end, Decimal(2) ** number_of(match["doubled"]), "倍", before)
    value = _number(match["value"])
    vague, scale, unit = match["vague"] or "", match["scale"] or "", match["unit"]
    if value is None or (
        not match["value"][0].isdigit() and _small(match["value"], value, vague + scale, unit)
    ):
        return None
    if unit == "年" and match["value"][0].isdigit() and (value >= 1900 or match["value"][0] == "0"):
        return None
    dimension, factor = units()[unit] if unit else (_BARE, Decimal(1))
    amount = value * _scale(scale) * factor
    return Measure(start, end, amount, amount, dimension, _bound(before + vague, vague + after))


def _small(numeral: str, value: Decimal, grown: str, unit: str | None) -> bool:
    """一年, 一家, 两个 and 百家 are said of anything."""
    if unit is None:
        return False
    if units()[unit][0] not in COUNTS:
        return value == 1 and not grown
    return not grown and (value < _LEAST_HAN or set(numeral) <= set("百千"))


def _measure(start: int, end: int, value: Decimal, dimension: str, around: str) -> Measure:
    before, _, after = around.partition("|")
    return Measure(start, end, value, value, dimension, _bound(before, after or before))


def _bound(before: str, after: str) -> Bound:
    """The bound that the words right before and behind a number set; 不超过 is no 超过."""
    found = [
        (cue.start() - cue.end(), bound)
        for bound in (Bound.FLOOR, Bound.CEILING, Bound.ABOUT)
        for cue in _next_to(pattern("bounds", bound.value), before, after)
    ]
    return min(found, key=lambda cue: cue[0])[1] if found else Bound.EXACT


def _next_to(words: re.Pattern[str], before: str, after: str) -> Iterator[re.Match[str]]:
    """The words that end where a number begins, a blank or so apart, and those behind it."""
    yield from (found for found in words.finditer(before) if len(before) - found.end() <= 1)
    if behind := words.match(after):
        yield behind


def _number(numeral: str) -> Decimal | None:
    """A number in Arabic digits or Han numerals, 3000万 among them; None where it is none."""
    digits = numeral.rstrip("百千万亿")
    if digits and digits[0].isascii():
        try:
            return Decimal(digits.replace(",", "")) * _scale(numeral[len(digits) :])
        except InvalidOperation:
            return None
    try:
        return Decimal(number_of(numeral))
    except (KeyError, ValueError):
        return None


def _scale(words: str) -> Decimal:
    scale = Decimal(1)
    for word in words.replace("个", ""):
        scale *= _SCALES[word]
    return scale


@cache
def _asked() -> re.Pattern[str]:
    """A number as people type it: 五年, 50个, 十个亿元, 一百来个, 三分之一, 八成, 一半, 翻两番."""
    names = "|".join(re.escape(unit) for unit in sorted(units(), key=len, reverse=True) if unit != "成")
    return re.compile(
        rf"(?P<whole>{_HAN}|\d{{1,4}})分之(?P<part>{_HAN}|\d{{1,3}})"
        r"|(?<![两各每另])(?P<half>一半|半数)"
        r"|翻了?(?P<doubled>[一两二三四])番"
        rf"|(?<![\da-z.第〕])(?P<value>\d[\d,]{{0,14}}(?:\.\d{{1,6}})?|{_HAN})(?P<scale>个?[百千万亿]{{1,2}})?(?P<vague>[多来余几])?"
        rf"(?:(?P<unit>{names}|(?<=[一二三四五六七八九])成(?![果立为绩熟长功效员本交品套人]|都市))(?!委)"
        r"|(?P<bare>(?<=[万亿])(?=[了吗吧以,;?!。]|$)))"
    )
