"""The numbers and dashes that a browser puts before list items."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from corpus.formats.numerals import numeral
from corpus.marks import Style, mark_of

Attributes = Mapping[str, str | None]

BULLET = "——"
_OWN_BULLETS = "-–—―·•●■◆▪*○◇□※★☆►▶"
_INTEGER = re.compile(r"\s*([+-]?\d{1,9})(?!\d)")
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:([^;]*)", re.IGNORECASE)
# How a list says its numbering, in CSS or in `type`, and the number format that prints it.
_STYLES = {"none": "none", "1": "decimal", "decimal": "decimal", "decimal-leading-zero": "decimalZero"}
_STYLES |= {"A": "upperLetter", "upper-alpha": "upperLetter", "upper-latin": "upperLetter"}
_STYLES |= {"a": "lowerLetter", "lower-alpha": "lowerLetter", "lower-latin": "lowerLetter"}
_STYLES |= {"I": "upperRoman", "upper-roman": "upperRoman", "i": "lowerRoman", "lower-roman": "lowerRoman"}
_STYLES |= dict.fromkeys(
    ("cjk-ideographic", "simp-chinese-informal", "trad-chinese-informal"), "chineseCounting"
)


@dataclass(slots=True)
class Numbering:
    """Where an ordered list has got to, and how its numbers are printed."""

    number_format: str
    number: int
    step: int

    def next_mark(self, value: str | None) -> str:
        """The mark of the next item, whose `value` attribute may set its number anew."""
        self.number = integer(value, self.number)
        mark = _printed(self.number, self.number_format)
        self.number += self.step
        return mark


def integer(value: str | None, default: int) -> int:
    """An attribute read the way a browser does; one that is no number is the default."""
    found = _INTEGER.match(value or "")
    return int(found[1]) if found else default


def numbering(attributes: Attributes, items: int) -> Numbering:
    """The numbering of an `ol` with so many items."""
    reverse = "reversed" in attributes
    start = integer(attributes.get("start"), items if reverse else 1)
    return Numbering(_number_format(attributes), start, -1 if reverse else 1)


def bullet(attributes: Attributes) -> str:
    """The bullet of a `ul`, empty where its style is none."""
    return "" if _number_format(attributes) == "none" else BULLET


def marked(text: str, mark: str) -> str:
    """An item's text with its mark, unless the text has one of its own."""
    own = mark_of(text) if mark else None
    if not mark or (own and own.style is not Style.BULLET):
        return text
    if mark == BULLET:
        return text if text[0] in _OWN_BULLETS else mark + text
    return f"{mark} {text}" if text[0].isdecimal() else mark + text


def _number_format(attributes: Attributes) -> str:
    declared = _LIST_STYLE.search(attributes.get("style") or "")
    named = [name for name in (declared[1].lower().split() if declared else ()) if name in _STYLES]
    return _STYLES.get(named[0] if named else attributes.get("type") or "1", "decimal")


def _printed(number: int, number_format: str) -> str:
    if number < 0 and number_format != "none":
        return f"{number}."
    if number_format.endswith("Letter"):
        letters = _letters(number)
        return f"{letters.upper() if number_format == 'upperLetter' else letters}."
    text = numeral(number, number_format)
    return f"{text}{'、' if number_format == 'chineseCounting' else '.'}" if text else ""


def _letters(number: int) -> str:
    """From a to z, then aa, ab: unlike in Word, the letters count on."""
    letters = "" if number else "0"
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("a") + letter) + letters
    return letters
