"""The marks that open a clause: 第一章, 一、, （一）, 1., （1）, ①, 一是, 专栏 1, ——."""

import re
from dataclasses import dataclass
from enum import StrEnum

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SCALES = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_RUN_IN = re.compile(r"(\d{1,2})[.．](?=\d)")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
LAST = 10_000
"""The number of 最后, whatever came before it."""
_SEQUENCE = {"首先": 1, "其次": 2, "再次": 3, "最后": LAST}
_HAN = "[一二三四五六七八九十百千零〇两]{1,12}"
# Headings of chapters may follow their number without a space, but hold no stop and are short.
_HEADING = r"(?=[^。；，,;]{0,50}$)"
# What follows 第…条 when it refers to another article instead of opening one.
HEADED = re.compile(r"\s*(?:[（(【][^）)】]{2,20}[）)】]|[^。；：:，,]{2,20})$")
"""What stands behind 第三条 where its line is only a heading: （支持方式）, 支持方式."""
_REFERENCE = re.compile(
    rf"\s*(?:第(?:{_HAN}|\d+)[款项]|[、和至或及与]\s*(?:本[^。]{{0,8}})?第(?:{_HAN}|\d+)条|的(?:规定|决定|通知|说明)"
    r"|规定(?:的|，|处|中)|所(?:称|列|指|述|规定)|中的|修改为|改为第|作为第|删去[。，]|增加一[条款项])"
)


class Style(StrEnum):
    """A way of numbering, outermost first by custom."""

    PART = "编"
    DIVISION = "部分"
    CHAPTER = "章"
    SECTION = "节"
    ARTICLE = "条"
    HAN = "一、"
    HAN_BRACKET = "（一）"
    DECIMAL = "1.1"
    ARABIC = "1."
    STEM = "甲、"
    ARABIC_BRACKET = "（1）"
    HALF_BRACKET = "1）"
    CIRCLED = "①"
    ORDINAL = "一是"
    MUST = "一要"
    NTH = "第一，"
    STEP = "第一步"
    SEQUENCE = "首先"
    BOX = "专栏"
    BULLET = "——"
    PARAGRAPH = "款"
    LABEL = "标签"
    ANNEX = "附件"


CUSTOM = {style: rank for rank, style in enumerate(Style)}
STATUTE = frozenset({Style.PART, Style.CHAPTER, Style.SECTION, Style.ARTICLE})
INLINE = frozenset({Style.ORDINAL, Style.MUST, Style.NTH, Style.STEP, Style.SEQUENCE})
"""What is counted inside a sentence as often as at the start of a paragraph."""

_SHAPES = {
    Style.PART: re.compile(rf"第\s*({_HAN})\s*(?:分)?编{_HEADING}"),
    Style.DIVISION: re.compile(rf"第\s*({_HAN})\s*部分{_HEADING}"),
    Style.CHAPTER: re.compile(rf"第\s*({_HAN}|\d{{1,3}})\s*章{_HEADING}"),
    Style.SECTION: re.compile(rf"第\s*({_HAN}|\d{{1,3}})\s*节{_HEADING}"),
    # 笫 and － are what careless scans make of 第 and 一.
    Style.ARTICLE: re.compile(rf"[第笫]\s*((?:{_HAN}|－)+|\d{{1,4}})\s*条(?:\s*之({_HAN}))?"),
    Style.HAN: re.compile(rf"({_HAN})(?:\s?、|[．.](?=[\u4e00-\u9fff]))(?!{_HAN}[、产])"),
    Style.HAN_BRACKET: re.compile(rf"[（(〔]\s*({_HAN})\s*[）)〕]|([㈠-㈩])"),
    Style.DECIMAL: re.compile(
        r"\d{1,2}(?:[.．]\d{1,2})*[.．](\d{1,2})(?:[、.．]|\s+|(?=[^\d\s.．%％万亿个件项家倍年月日元人]))"
    ),
    Style.ARABIC: re.compile(
        r"(\d{1,3})(?:[．、]|\.(?!\d))|([⒈-⒛])|(\d{1,2})[ \u3000]+(?=[\u4e00-\u9fff][^\d。；，：]{0,18}$)"
    ),
    Style.STEM: re.compile(f"([{_STEMS}])、"),
    Style.ARABIC_BRACKET: re.compile(r"[（(]\s*(\d{1,3})\s*[）)]|([⑴-⒇])"),
    Style.HALF_BRACKET: re.compile(r"(\d{1,2})[）)]"),
    Style.CIRCLED: re.compile(rf"([{_CIRCLED}])"),
    Style.ORDINAL: re.compile(rf"({_HAN})是(?=\S)"),
    Style.MUST: re.compile(rf"({_HAN})要(?=\S)"),
    Style.NTH: re.compile(rf"第({_HAN})[，,、]"),
    Style.STEP: re.compile(rf"第({_HAN})步[，,：:]"),
    Style.SEQUENCE: re.compile("(首先|其次|再次|最后)[，,]"),
    Style.BOX: re.compile(r"专栏\s*(\d{1,3}|[一二三四五六七八九十]+)(?=\s|[：:]|$)"),
    Style.BULLET: re.compile(r"(——|--|—|－－|[•●■◆▪◇□○]|[-*+](?=\s))\s*(?=\S)"),
}
# The first character decides which shapes can match, so that most paragraphs try none.
_BY_FIRST = {
    "第": (Style.ARTICLE, Style.CHAPTER, Style.SECTION, Style.PART, Style.DIVISION, Style.STEP, Style.NTH),
    "笫": (Style.ARTICLE,),
    "专": (Style.BOX,),
    **dict.fromkeys("首其再最", (Style.SEQUENCE,)),
    **dict.fromkeys("一二三四五六七八九十百零〇两", (Style.HAN, Style.ORDINAL, Style.MUST)),
    **dict.fromkeys("（(〔", (Style.HAN_BRACKET, Style.ARABIC_BRACKET)),
    **dict.fromkeys("0123456789０１２３４５６７８９", (Style.DECIMAL, Style.ARABIC, Style.HALF_BRACKET)),
    **dict.fromkeys("⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛", (Style.ARABIC,)),
    **dict.fromkeys("㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩", (Style.HAN_BRACKET,)),
    **dict.fromkeys("⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇", (Style.ARABIC_BRACKET,)),
    **dict.fromkeys(_STEMS, (Style.STEM,)),
    **dict.fromkeys(_CIRCLED, (Style.CIRCLED,)),
    **dict.fromkeys("—-－•●■◆▪◇□○*+", (Style.BULLET,)),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark at the start of a paragraph: its style, its own number, how long it is.

    `within` is the number after 之 in 第十条之一 (0 where there is none), or in 1.2.3 the digits
    before the last point.
    """

    style: Style
    number: int
    length: int
    within: str = ""

    @property
    def label(self) -> str:
        """The number as it stands in an id: 12, 12-1, 1-2-3."""
        if self.style is Style.DECIMAL:
            return f"{self.within}-{self.number}"
        return f"{self.number}-{self.within}" if self.within else str(self.number)


def number_of(numeral: str) -> int:
    """Read 十二, 二〇, 12 or ⑫ as an integer; a bullet has no number and reads as 0."""
    if numeral.isdecimal():
        return int(numeral)
    if numeral in _CIRCLED or numeral in _STEMS:
        return (_CIRCLED if numeral in _CIRCLED else _STEMS).index(numeral) + 1
    for first, last in ("⒈⒛", "⑴⒇", "㈠㈩"):
        if first <= numeral <= last:
            return ord(numeral) - ord(first) + 1
    if numeral in _SEQUENCE:
        return _SEQUENCE[numeral]
    if not any(character in _SCALES or character in _MYRIADS for character in numeral):
        return int("".join(str(_DIGITS.get(character, 0)) for character in numeral.replace("－", "一")))
    total = digit = 0
    for character in numeral.replace("－", "一"):
        if character in _MYRIADS:
            total = (total + digit or 1) * _MYRIADS[character]
            digit = 0
        elif character in _SCALES:
            total += (digit or 1) * _SCALES[character]
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit


def mark_of(paragraph: str) -> Mark | None:
    """The mark that opens a paragraph, or None; leading blanks must be stripped."""
    for style in _BY_FIRST.get(paragraph[:1], ()):
        found = _SHAPES[style].match(paragraph)
        if found is None:
            continue
        if style is Style.ARTICLE:
            if _REFERENCE.match(paragraph, found.end()):
                return None
            within = str(number_of(found[2])) if found[2] else ""
            return Mark(style, number_of(found[1]), found.end(), within)
        if style is Style.DECIMAL:
            before = re.split("[.．]", found[0][: found.start(1)].rstrip(".．"))
            return Mark(style, number_of(found[1]), found.end(), "-".join(str(int(part)) for part in before))
        return Mark(style, number_of(next(group for group in found.groups() if group)), found.end())
    return None


def opening_mark(item: str) -> Mark | None:
    """The mark of a line known to be an item: of 1.2022年 it is 1., which only its neighbours tell."""
    run_in = _RUN_IN.match(item)
    return mark_of(item) or (Mark(Style.ARABIC, int(run_in[1]), run_in.end()) if run_in else None)


def is_box(title: str) -> bool:
    """Whether a title is that of a 专栏."""
    return title.startswith("专栏") and mark_of(title) is not None


def in_han(number: int) -> str:
    """A number below 10,000 in Chinese: 2 is 二, 12 is 十二, 105 is 一百零五."""
    digits = "零一二三四五六七八九"
    written = ""
    for place, scale in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            written += digits[digit] + scale
        elif written and not written.endswith("零") and number % place:
            written += "零"
    return written.removeprefix("一") if written.startswith("一十") else written or digits[0]
