"""What a text states in numbers, in one normal form: 3000万元 is 0.3亿元, 三年 is 3年."""

import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from corpus.marks import number_of
from corpus.naming import issue_numbers
from service.numerals import ARABIC, HAN, SCALES, folded, han_value, plain, shifted, value_of


class Kind(StrEnum):
    """What sort of number it is; numbers of two sorts are never the same."""

    AMOUNT = "amount"
    RANGE = "range"
    SHARE = "share"
    DATE = "date"
    ISSUE = "issue"
    ORDINAL = "ordinal"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and what it counts: 3000万元 is 30000000 元, a number without a unit has "".

    The value is text where it is not one number: of ranges (10-15), shares (1/3), names (pm2.5), dates
    (2020, 2019-03-01, --03-01 where the year is not said) and 文号 (国发2016-16).
    """

    kind: Kind
    value: Decimal | str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a quantity stands in a folded text; `scale` is the 万 or 亿 behind Arabic digits."""

    quantity: Quantity
    start: int
    end: int
    scale: str = ""


_DATA = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_SAME: dict[str, str] = _DATA["same"]
_WORDS: dict[str, list[str]] = _DATA["words"]

_UNITS = sorted(_DATA["units"].items(), key=lambda unit: -len(unit[0]))
_UNIT = "(?:" + "|".join(unit + (f"(?![{wrong}])" if wrong else "") for unit, wrong in _UNITS) + ")"
_SCALE = "(?:万亿|千亿|百亿|千万|百万|十万|[万亿]|千(?![瓦米克])|百(?!分))"
_YEAR = r"(?:[12][0-9]{3}(?![0-9])|[一二][一二三四五六七八九〇零○]{3})"
_MONTH = "(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = "(?:3[01]|[12][0-9]|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_ORDINAL = "|".join(_WORDS["ordinals"])
_NUMBER = f"[{HAN}]{{1,20}}"
_POINT = "(?:点[一二三四五六七八九〇零]{1,9}[万亿]?)?"
_TOKEN = re.compile(
    rf"(?P<year>{_YEAR})年(?![级代])(?:(?P<month>{_MONTH})月(?:(?P<day>{_DAY})[日号])?)?"
    rf"|(?P<listed>[12][0-9]{{3}})(?=(?:[-至到、,/]{{1,2}}[12][0-9]{{3}}){{1,3}}年)"
    r"|(?P<iso>[12][0-9]{3}(?P<sign>[-/.])(?:1[0-2]|0?[1-9])(?P=sign)(?:3[01]|[12][0-9]|0?[1-9]))(?![0-9])"
    rf"|(?P<some_month>{_MONTH})月(?:(?P<some_day>{_DAY})[日号])?"
    rf"|(?P<plan>十[一二三四五六])五(?![{HAN}])"
    rf"|第(?P<place>[0-9]++|[{HAN}]+)(?P<kind>{_ORDINAL})?"
    rf"|(?P<whole>{_NUMBER})分之(?P<part>{ARABIC}|{_NUMBER}{_POINT})"
    r"|(?P<name>[a-z]{1,12}[-.]?[0-9][0-9a-z.]*+(?![年月%])|[0-9]++[a-z][a-z0-9]*+)"
    rf"|(?P<number>{ARABIC})[多余几]?(?P<scale>{_SCALE})?[多余几]?(?P<unit>{_UNIT})?"
    rf"|(?P<han>{_NUMBER}?{_POINT})[多余]?(?:(?P<han_unit>{_UNIT})|(?=(?:至|到|--?){_NUMBER}?{_UNIT}))"
)
_BETWEEN = re.compile("--?|[至到]")
_IDLE = re.compile("|".join(_WORDS["idle"]))
_BEFORE_NUMBER = re.compile(f"^.*(?:{'|'.join(_WORDS['before_number'])})(?=.)")
_ROUNDED_UNITS = frozenset(_WORDS["rounded"])
_ARTICLES = frozenset(_WORDS["articles"])


def quantities(text: str) -> frozenset[Quantity]:
    """Every number that a text states."""
    return frozenset(mention.quantity for mention in mentions(folded(text)))


def states(held: frozenset[Quantity], quantity: Quantity) -> bool:
    """Whether one of the quantities is another one, or a date that says it: 2019年3月 says 2019年."""
    if quantity in held:
        return True
    if quantity.kind is not Kind.DATE:
        return False
    wanted = str(quantity.value)
    dates = (str(other.value) for other in held if other.kind is Kind.DATE)
    return any(date.startswith(f"{wanted}-") or f"-{date[4:]}" == wanted for date in dates)


def mentions(text: str) -> list[Mention]:
    """The quantities of a folded text, in order."""
    numbered, letters = [], list(text)
    for number in issue_numbers(text) if "号" in text else ():
        if text[number.end - 1] == "号":
            who = _BEFORE_NUMBER.sub("", number.who)
            quantity = Quantity(Kind.ISSUE, f"{who}{number.year}-{number.serial}")
            numbered.append(Mention(quantity, number.start, number.end))
            letters[number.start : number.end] = "\0" * (number.end - number.start)
    rest = _IDLE.sub(lambda word: "\0" * len(word[0]), "".join(letters))
    found: list[Mention] = []
    for match in _TOKEN.finditer(rest):
        if counted := _quantity(match, rest):
            _add(Mention(counted, *match.span(), match["scale"] or ""), found, rest)
    return sorted([*numbered, *found], key=lambda mention: mention.start)


def _quantity(match: re.Match[str], text: str) -> Quantity | None:
    if date := _date(match):
        return Quantity(Kind.DATE, date)
    if match["place"] or match["plan"]:
        value = value_of(match["place"] or match["plan"])
        return Quantity(Kind.ORDINAL, value, match["kind"] or ("五年" if match["plan"] else ""))
    if match["whole"]:
        return _share(match["whole"], value_of(match["part"]))
    if match["name"]:
        return Quantity(Kind.NAME, match["name"].rstrip("."))
    if match["number"]:
        return _amount(value_of(match["number"]), match["scale"] or "", match["unit"] or "")
    return _counted(match, text)


def _date(match: re.Match[str]) -> str:
    """A date as YYYY, YYYY-MM, YYYY-MM-DD, --MM or --MM-DD; empty where the match is none."""
    if match["iso"]:
        return "-".join(part.zfill(2) for part in match["iso"].split(match["sign"]))
    if match["listed"]:
        return match["listed"]
    named, month, day = (
        match["year"],
        match["month"] or match["some_month"],
        match["day"] or match["some_day"],
    )
    if not named and not month:
        return ""
    first = str(number_of(named.replace("○", "〇"))) if named else "-"
    return "-".join([first, *(f"{number_of(part):02d}" for part in (month, day) if part)])


def _share(whole: str, part: Decimal | str) -> Quantity:
    """百分之三 is 3%, 千分之三 0.3%, 三分之一 1/3."""
    of = han_value(whole)
    if isinstance(part, Decimal) and of in (100, 1000):
        return _amount(part, "", "%" if of == 100 else "‰")
    return Quantity(Kind.SHARE, f"{plain(part)}/{plain(of)}")


def _amount(value: Decimal | str, scale: str, unit: str) -> Quantity:
    places = sum(SCALES[letter] for letter in scale)
    if unit == "‰":
        places, unit = places - 1, "%"
    if isinstance(value, Decimal):
        value = shifted(value, places)
    return Quantity(Kind.AMOUNT, value, _SAME.get(unit, unit))


def _counted(match: re.Match[str], text: str) -> Quantity | None:
    """What a Han numeral counts; None where it is part of a word (一批, 万元)."""
    numeral, unit = match["han"], match["han_unit"] or ""
    if match.start() and text[match.start() - 1] in f"几数多余双{HAN}0123456789":
        return None
    if numeral == "一" and unit in _ARTICLES:
        return None
    if set(numeral) <= set("百千万亿") and len(numeral) == 1 and unit not in _ROUNDED_UNITS:
        return None
    if len(numeral) == 2 and not set(numeral) & set(SCALES) and unit:
        # 三五年 is three to five years.
        first, last = map(number_of, numeral)
        return Quantity(Kind.RANGE, f"{first}-{last}", _SAME.get(unit, unit))
    return _amount(han_value(numeral), "", unit)


def _add(mention: Mention, found: list[Mention], text: str) -> None:
    """Add a mention; with the one before it, 10-15家 and 1000万元至2000万元 are one."""
    joined = _joined(found[-1], mention, text) if found else None
    if joined:
        found[-1] = joined
    else:
        found.append(mention)


def _joined(one: Mention, other: Mention, text: str) -> Mention | None:
    """Two amounts with nothing but a dash between them as a range; the second's unit is for both."""
    first, second = one.quantity, other.quantity
    between = text[one.end : other.start]
    alike = first.kind is second.kind is Kind.AMOUNT and first.unit in ("", second.unit)
    if not alike or not _BETWEEN.fullmatch(between) or (between == "到" and first.unit):
        return None
    value = first.value
    if isinstance(value, Decimal) and not one.scale and not first.unit:
        value = shifted(value, sum(SCALES[letter] for letter in other.scale))
    quantity = Quantity(Kind.RANGE, f"{plain(value)}-{plain(second.value)}", second.unit)
    return Mention(quantity, one.start, other.end)
