"""A counted number in the characters of a Word number format: 3 as 三, （3）'s 3, ③, c or iii."""

from collections.abc import Callable

_DIGITS = "零一二三四五六七八九"
_SCALES = ((1000, "千"), (100, "百"), (10, "十"), (1, ""))
_FORMAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
_FORMAL_TRADITIONAL = str.maketrans("一二三四五六七八九十百千", "壹貳參肆伍陸柒捌玖拾佰仟")
_BY_DIGIT = str.maketrans("0123456789", "〇一二三四五六七八九")
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_ROMANS = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
# The longest that a number of repeated letters or of Roman ones may become.
_LETTER_LIMIT = 26 * 10
_ROMAN_LIMIT = 3_999
_SPOKEN_LIMIT = 9_999


def numeral(value: int, number_format: str) -> str:
    """A number as a `w:numFmt` prints it; a format that is not known prints digits, as Word does."""
    if number_format in ("none", "bullet"):
        return ""
    return _FORMATS.get(number_format, str)(value)


def _spoken(value: int) -> str:
    """一百零一, every scale with its digit: 一十 for ten."""
    text, gap = "", ""
    for scale, name in _SCALES:
        digit, value = divmod(value, scale)
        if digit:
            text += gap + _DIGITS[digit] + name
        gap = "零" if text and not digit else ""
    return text or "零"


def _chinese(value: int) -> str:
    if value > _SPOKEN_LIMIT:
        return str(value)
    text = _spoken(value)
    return text[1:] if text.startswith("一十") else text


def _japanese(value: int) -> str:
    """百一 for 101: no 零, and no 一 before a scale."""
    if value > _SPOKEN_LIMIT:
        return str(value)
    text = _spoken(value)
    for _, name in _SCALES[:-1]:
        text = text.replace(f"一{name}", name)
    return text.replace("零", "") or "〇"


def _formal(table: dict[int, int]) -> Callable[[int], str]:
    return lambda value: _spoken(value).translate(table) if value <= _SPOKEN_LIMIT else str(value)


def _listed(signs: str) -> Callable[[int], str]:
    """The nth of some signs; digits where the signs run out."""
    return lambda value: signs[value - 1] if 0 < value <= len(signs) else str(value)


def _letters(value: int) -> str:
    """From a to z, then aa, bb, cc: the letter is repeated."""
    if not 0 < value <= _LETTER_LIMIT:
        return str(value)
    return chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)


def _roman(value: int) -> str:
    if not 0 < value <= _ROMAN_LIMIT:
        return str(value)
    text = ""
    for worth, sign in _ROMANS:
        count, value = divmod(value, worth)
        text += sign * count
    return text


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimalZero": "{:02d}".format,
    "numberInDash": "- {} -".format,
    "decimalFullWidth": lambda value: str(value).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda value: str(value).translate(_FULL_WIDTH),
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "japaneseCounting": _japanese,
    "chineseLegalSimplified": _formal(_FORMAL),
    "ideographLegalTraditional": _formal(_FORMAL_TRADITIONAL),
    "ideographDigital": lambda value: str(value).translate(_BY_DIGIT),
    "taiwaneseDigital": lambda value: str(value).translate(_BY_DIGIT),
    "japaneseDigitalTenThousand": lambda value: str(value).translate(_BY_DIGIT),
    "ideographTraditional": _listed("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _listed("子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": _listed("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"),
    "decimalEnclosedCircle": _listed("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
    "decimalEnclosedCircleChinese": _listed("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
    "decimalEnclosedParen": _listed("⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"),
    "decimalEnclosedFullstop": _listed("⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"),
    "lowerLetter": _letters,
    "upperLetter": lambda value: _letters(value).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda value: _roman(value).upper(),
}
