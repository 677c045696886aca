"""Numerals, Arabic and Han, of texts folded so that they compare: １,５００ is 1500, 三点五亿 350000000."""

import re
import unicodedata
from decimal import Decimal
from functools import cache

from corpus.marks import number_of

HAN = "一二三四五六七八九十百千万亿两〇零"
ARABIC = r"(?:[0-9]{1,3}(?:[, ][0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]++(?:\.[0-9]+)*+)"
NUMERAL = re.compile(rf"{ARABIC}[百千万亿]*|[{HAN}]+")
"""A numeral in a folded text with its 万 or 亿, whether it counts anything or not."""
SCALES = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
"""How many noughts a word stands for."""

_DASHES = str.maketrans("—–−~", "----")
_DIGIT = "[一二三四五六七八九两]"
_BELOW_MYRIAD = f"(?:{_DIGIT}?千)?(?:零?{_DIGIT}?百)?(?:零?{_DIGIT}?十)?(?:零?{_DIGIT})?"
_FORMED = re.compile(
    rf"[一二三四五六七八九两〇零]{{1,20}}|(?:(?:{_BELOW_MYRIAD}万)?{_BELOW_MYRIAD}亿)?(?:{_BELOW_MYRIAD}万)?{_BELOW_MYRIAD}"
)


def folded(text: str) -> str:
    """A text half-width and lower-case, dashes alike, blanks only where they part two digits."""
    half = "".join(map(_half, text)).translate(_DASHES)
    return re.sub(" +", " ", re.sub("(?<![0-9]) +| +(?![0-9])", "", half))


def value_of(numeral: str) -> Decimal | str:
    """What a numeral of a folded text says; text where it is no one number (1.2.3)."""
    if numeral[0] in HAN:
        return han_value(numeral)
    digits = re.sub("[, ]", "", numeral)
    if digits.count(".") > 1:
        return digits
    figure = digits.rstrip("百千万亿")
    return shifted(Decimal(figure), sum(SCALES[letter] for letter in digits[len(figure) :]))


def han_value(numeral: str) -> Decimal | str:
    """What a Han numeral says, 三点五亿 too; the letters where it is none (三五十)."""
    whole, _, after = numeral.partition("点")
    if not _FORMED.fullmatch(whole):
        return numeral
    if not after:
        return Decimal(_whole(numeral))
    scale = after[-1] if after[-1] in SCALES else ""
    digits = "".join(str(number_of(digit)) for digit in after.removesuffix(scale))
    return shifted(Decimal(f"{_whole(whole)}.{digits}"), SCALES.get(scale, 0))


def shifted(value: Decimal, places: int) -> Decimal:
    """A value times ten to the power of `places`, exactly; Decimal's own arithmetic rounds to 28 digits."""
    sign, digits, exponent = value.as_tuple()
    return Decimal((sign, digits, int(exponent) + places))


def plain(value: Decimal | str) -> str:
    """A value in plain digits, without idle zeros: 3E+3 and 3000.0 are 3000."""
    if isinstance(value, str):
        return value
    written = f"{value:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


@cache
def _half(letter: str) -> str:
    if letter == "\0" or letter.isspace():
        return "" if letter == "\0" else " "
    if letter.isdecimal():
        return str(unicodedata.decimal(letter))
    half = unicodedata.normalize("NFKC", letter).lower()
    # ② must not run together with the digits beside it.
    return letter if any(character.isdigit() for character in half) else half


def _whole(numeral: str) -> int:
    """An integer such as 一亿五千万, which `number_of` reads up to 万 only."""
    total = 0
    for mark in "亿万":
        head, found, numeral = numeral.rpartition(mark)
        if found:
            total += (_whole(head) if head else 1) * 10 ** SCALES[mark]
    return total + (number_of(numeral) if numeral else 0)
