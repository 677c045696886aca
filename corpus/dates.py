"""Dates as official documents print them."""

import re

_HAN_DIGITS = {character: str(value) for value, character in enumerate("〇一二三四五六七八九")} | {
    "○": "0",
    "零": "0",
}
DATE = re.compile(
    r"(?P<year>\d{4}|[一二三四五六七八九〇零○]{4})\s*年"
    r"(?:\s*(?P<month>\d{1,2}|[一二三四五六七八九十]{1,3})\s*月(?:\s*(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})\s*日)?)?"
)


def iso(match: re.Match[str]) -> str:
    """A match of DATE as YYYY, YYYY-MM or YYYY-MM-DD, as much as is printed."""
    parts = ["".join(_HAN_DIGITS.get(character, character) for character in match["year"])]
    for name in ("month", "day"):
        if match[name]:
            parts.append(f"{_ordinal(match[name]):02d}")
    return "-".join(parts)


def _ordinal(numeral: str) -> int:
    if numeral.isdecimal():
        return int(numeral)
    tens, ten, ones = numeral.rpartition("十")
    digit = int(_HAN_DIGITS[ones]) if ones else 0
    return (int(_HAN_DIGITS[tens]) if tens else 1) * 10 + digit if ten else digit
