"""What a figure is a value of, in which case, and how much it says: the words that decide it."""

import math
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from corpus.clause import Clause
from corpus.document import Document
from corpus.fact import Fact
from index.regions import regions_in
from index.terms import normalised

PATH = Path(__file__).parent / "indicators.toml"

_VALUE = re.compile(r"(\d+(?:\.\d+)?)(?:-(\d+(?:\.\d+)?))?$")
_AND = re.compile("[、和及与]")
_SCALES = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_BRACKETS = re.compile(r"\([^()]*\)")
_SUCH_AS = re.compile("^.*、.*等(?![级学院待教])(?=..)")
# 甲、乙、丙三类平台: all of several kinds, which are named.
_KIND = "[^、和及与]{2,8}"
_TOTAL = re.compile(f"((?:{_KIND}[、和及与])+{_KIND}?)等?[两二三四五六七八九2-9]大?[类种](.+)$")
_ROUGH = 0.1
_EXACT = 1e-9
_OPENING = 8
_KEPT = 1 << 16


class Words(BaseModel):
    """The words of `indicators.toml`, where each list is explained."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    opening: tuple[str, ...]
    filling: tuple[str, ...]
    closing: tuple[str, ...]
    bare: frozenset[str]
    names: dict[str, tuple[str, ...]]
    indicators: dict[str, tuple[str, ...]]
    grades: dict[str, tuple[str, ...]]
    rises: dict[str, tuple[str, ...]]
    measures: dict[str, str]
    bounds: dict[str, str]
    units: dict[str, dict[str, float]]
    levels: tuple[str, ...]
    asked: dict[str, tuple[str, ...]]
    wanted: dict[str, str]


@cache
def words() -> Words:
    """The table as shipped."""
    return Words.model_validate(tomllib.loads(PATH.read_text(encoding="utf-8")))


@dataclass(frozen=True, slots=True)
class Topic:
    """What can be compared: one thing measured alike (its number, its share, its growth).

    `kinds` are the kinds that it is the total of, where they are named (三类平台).
    """

    name: str
    measure: str
    dimension: str
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """What a figure of a topic holds for: where two of one case differ, one is wrong.

    `grade` says which of the things are counted (省级以上, 新增); `part` is a zone or trade of the
    `place`. `settled`: the year was over when the document was made. `ceiling`: the figure must not
    be passed.
    """

    grade: str
    place: str
    part: str
    year: int | None
    settled: bool
    ceiling: bool


@dataclass(frozen=True, slots=True)
class Quantity:
    """From `low` to `high`, in units of one; printed in units of `scale`, it may be `slack` off."""

    low: float
    high: float
    scale: float
    slack: float

    def agrees(self, other: "Quantity") -> bool:
        """Whether both can be right: 16.3万 and 162,625, but not 2.5 and 2.3, nor 3 and 2.8."""
        rounded = max(self.slack, other.slack) if self.scale != other.scale else 0.0
        slack = rounded + _EXACT * max(self.high, other.high)
        return self.low <= other.high + slack and other.low <= self.high + slack


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """One figure of a document, equal to itself only; `name` is what the document calls the topic."""

    name: str
    topic: Topic
    case: Case
    quantity: Quantity
    fact: Fact
    clause: Clause
    document: Document


def folded(text: str) -> str:
    """A text, half-width and in lower case, in which each thing goes by one of its names."""
    text = normalised(text)
    for pattern, short in (_short("names"), _short("indicators")):
        text = pattern.sub(lambda found: short[found[0]], text)  # noqa: B023
    return text


@lru_cache(_KEPT)
def named(subject: str, part: str, place: str) -> tuple[str, str, tuple[str, ...], str]:
    """What a subject counts: its name, the grade, the kinds it is the total of, the region it opens with."""
    text = _SUCH_AS.sub("", folded(_BRACKETS.sub("", normalised(subject))))
    total = _TOTAL.match(text)
    kinds = tuple(sorted(_AND.split(total[1]))) if total else ()
    pattern, short = _short("grades")
    text = total[2] if total else text
    grades = {short[found] for found in pattern.findall(text)}
    grade = "".join(grade for grade in words().grades if grade in grades)
    text = _opened(pattern.sub("", text), part, place)
    region = next((name for name in regions_in(text[:_OPENING]) if text.startswith(name)), "")
    text = _filling().sub("", re.sub("^[省市州区县]", "", text.removeprefix(region)) if region else text)
    return _closed(text), grade, kinds, region


def _opened(text: str, part: str, place: str) -> str:
    """A subject without what it opens with and need not say: verbs, its own region and zone."""
    opening = [
        word for word in (part, f"{place}省", f"{place}市", place, *words().opening) if word.strip("省市")
    ]
    while word := next((word for word in opening if text.startswith(word) and text != word), ""):
        text = text.removeprefix(word)
    return text


def _closed(text: str) -> str:
    """A subject without words at its end such as 数量; 指数 and the like stay."""
    return re.sub(f"(?:{'|'.join(words().closing)})$", "", text)


@lru_cache(_KEPT)
def measured(name: str, comparator: str) -> tuple[str, str]:
    """A name without its ending of growth, and how the figure is measured."""
    for measure, endings in words().rises.items():
        for ending in endings:
            if name.endswith(ending):
                return name.removesuffix(ending), measure
    fitting = (measure for measure, words_ in words().measures.items() if re.search(words_, comparator))
    return name, next(fitting, "")


@lru_cache(_KEPT)
def quantity_of(value: str, unit: str, comparator: str) -> tuple[Quantity | None, str]:
    """How much a fact says, and of what; None where it is no plain number (三分之一)."""
    found = _VALUE.match(value)
    scale, dimension = _unit(unit)
    if not found:
        return None, dimension
    decimals = len(found[1].partition(".")[2])
    about = _ROUGH if bound("rough", comparator) else 0.0
    low, high = float(found[1]) * (1 - about), float(found[2] or found[1]) * (1 + about)
    return Quantity(low * scale, high * scale, scale, scale / 2 / 10**decimals), dimension


@lru_cache(_KEPT)
def bound(kind: str, comparator: str) -> bool:
    """Whether comparing words are of a kind of `bounds`."""
    return bool(comparator) and re.search(words().bounds[kind], comparator) is not None


@cache
def _unit(unit: str) -> tuple[float, str]:
    """How many of one a unit is, and what it measures; one that is not known measures itself."""
    known = {name: (size, kind) for kind, sizes in words().units.items() for name, size in sizes.items()}
    scale = "" if unit in known else unit[: len(unit) - len(unit.lstrip("百千万亿"))]
    base = unit.removeprefix(scale)
    size, kind = known.get(base or "个", (1.0, base))
    return size * math.prod(_SCALES[digit] for digit in scale), kind


@cache
def _short(kind: Literal["names", "indicators", "grades"]) -> tuple[re.Pattern[str], dict[str, str]]:
    """What finds the other names of things, longest first, and the names they are replaced by."""
    table: dict[str, tuple[str, ...]] = getattr(words(), kind)
    short = {other: name for name, others in table.items() for other in (name, *others)}
    return _any_of(short), short


@cache
def _filling() -> re.Pattern[str]:
    return _any_of(words().filling)


def _any_of(texts: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(texts, key=len, reverse=True))))
