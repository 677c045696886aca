"""Dates as official documents print them."""

import re
from datetime import date

from corpus.marks import number_of

_HAN_DIGITS = {character: str(value) for value, character in enumerate("〇一二三四五六七八九")} | {
    "○": "0",
    "零": "0",
}
_MONTH = r"\d{1,2}|十[一二]?|[一二三四五六七八九]"
_DAY = r"\d{1,2}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九]"
DATE = re.compile(
    r"(?P<year>\d{4}|[一二三四五六七八九〇零○]{4})\s*年"
    rf"(?:\s*(?P<month>{_MONTH})\s*月(?:\s*(?P<day>{_DAY})\s*日)?)?"
)


def iso(match: re.Match[str]) -> str:
    """A match of DATE as YYYY, YYYY-MM or YYYY-MM-DD, as much as is printed."""
    parts = ["".join(_HAN_DIGITS.get(character, character) for character in match["year"])]
    for name in ("month", "day"):
        if match[name]:
            parts.append(f"{number_of(match[name]):02d}")
    return "-".join(parts)


def full_date(day: str | None) -> date | None:
    """YYYY-MM-DD as a date; None for less than a day and for days that do not exist."""
    try:
        return date.fromisoformat(day) if day and len(day) == 10 else None
    except ValueError:
        return None
