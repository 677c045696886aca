"""Numbers with a unit in running text, and the words that compare around them."""

import re
from bisect import bisect_left
from dataclasses import dataclass

from corpus.marks import number_of

_SCALE = "(?:万|亿|千|百)?"
_COUNTED = (
    "个百分点|个月|个工作日|平方公里|平方米|立方米|公里|人年|人次|美元|工作日|小时|百分点"
    "|元|亩|公顷|吨|千瓦时|千瓦|户|人|名|家|个|项|件|期|场|次|台|套|座|条|批|篇|种|类|辆|艘|倍|周岁|岁|位|支|只|头|株|份|笔|届|年|日|天"
)
_NUMBER = r"\d+(?:[,， ]\d{3}(?!\d))*(?:\.\d+)?"
_HAN = "[一二三四五六七八九十百千万亿两〇零]+"
_BEFORE = (
    "(?:力争|确保|预计|共计|累计|总计|分别|共|将|要|也)*"
    "(?:每年新增|每年|年均增长率?(?:达到|达|不低于|保持在)?|同比增长|年均增长|(?:增长|增加|提高|提升|扩大|下降|降低|降|增|减少|压减|压缩|缩短|缩减|翻)[到至]"
    "|控制在|保持在|稳定在|不得?低于|不得?少于|不得?超过|不得?高于|最高不超过|最高|最低|最长|最多|至少|达到|超过?|突破|增长|提高|增加|下降|降低|减少|达|约|近|逾|过)?"
    "(?:了)?"
)
_AFTER = "以上|以下|以内|左右|之内|内|上下"
AMOUNT = re.compile(
    rf"(?P<before>{_BEFORE})\s{{0,4}}(?<![\d.A-Za-z+第年月〕\]±/])(?<!第\s)"
    rf"(?P<value>{_NUMBER}(?: ?[-—~～至] ?{_NUMBER})?) ?(?P<more>多|余)?\s*"
    rf"(?P<unit>[%％‰]|{_SCALE}(?:{_COUNTED})(?!委|位一体|公里)|[万亿](?=[，。；、以左]))\s*(?P<more2>多|余)?\s*(?P<after>{_AFTER})?"
)
_HAN_AMOUNT = re.compile(
    rf"(?P<before>{_BEFORE})(?:(?P<whole>{_HAN})分之(?P<share>{_HAN})"
    rf"|(?<![第{_HAN[1:-2]}])(?<!最后)(?<!未来)(?<!过去)(?<!今后)(?<!近)(?P<value>{_HAN})(?P<unit>[万亿]?元|个月|个工作日|工作日|日|倍|年|周岁)"
    rf"(?=(?P<after>{_AFTER})|[，。；、的]|的罚款))(?P<after2>{_AFTER})?"
)
# 不超过总投资30%: what is compared may stand between the word and the number.
_APART = re.compile("(不得?(?:超过|低于|少于|高于))[\u4e00-\u9fff]{2,8}$")
_RISES = re.compile("[增提升扩下降减压缩]")
_DOUBLE = re.compile("翻(?:了)?([一两二三])番")
_ROUND = re.compile(
    "(?<![一二三四五六七八九十百千万亿两双数几每余多“\\d、])(?<!\\d\\s)([百千万])(名|家|项|场|个|件|人)(?!以|计划)"
)
_DATE = re.compile(r"\s*\d{1,2}\s*月|\s*(?:底|末|初|度|第|至今|以来)")
_CUE = re.compile(
    "[0-9]|分之|翻了?.番|[一二三四五六七八九十百千万亿两][万亿]?(?:元|日|年|倍|个月|名|家|项|场|周岁|工作日)"
)
_ROUNDED = {"百": "100", "千": "1000", "万": "10000"}
_DOUBLED = {"一": "2", "两": "4", "二": "4", "三": "8"}


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit: `start` is where its comparing words begin, `place` the number."""

    start: int
    place: int
    end: int
    comparator: str
    value: str
    unit: str


def amounts(text: str) -> list[Amount]:
    """Every number with a unit in a text, in order; dates and ordinals are left out."""
    if not may_count(text):
        return []
    found = [amount for match in AMOUNT.finditer(text) if (amount := _arabic(match, text))]
    taken = [(amount.place, amount.end) for amount in found]
    for match in _HAN_AMOUNT.finditer(text):
        scales_alone = match["value"] is not None and set(match["value"]) <= set("百千万亿")
        if not scales_alone and not _overlaps(taken, match):
            found.append(_han(match))
    taken = sorted((amount.place, amount.end) for amount in found)
    for match in _DOUBLE.finditer(text):
        found.append(
            Amount(
                match.start(),
                match.start(),
                match.end(),
                match[0].replace("了", ""),
                _DOUBLED[match[1]],
                "倍",
            )
        )
    for match in _ROUND.finditer(text):
        if _overlaps(taken, match):
            continue
        found.append(Amount(match.start(), match.start(), match.end(), "", _ROUNDED[match[1]], match[2]))
    return sorted(found, key=lambda amount: amount.place)


def may_count(text: str) -> bool:
    """Whether a text holds anything that could be a number with a unit."""
    return _CUE.search(text) is not None


def _overlaps(taken: list[tuple[int, int]], match: re.Match[str]) -> bool:
    """Whether a match shares characters with one of the spans, which are in order and apart."""
    place = bisect_left(taken, (match.end(), 0)) - 1
    return place >= 0 and taken[place][1] > match.start()


def _arabic(match: re.Match[str], text: str) -> Amount | None:
    value = re.sub(r"[\s,，]", "", match["value"]).translate(str.maketrans("—~～至", "----"))
    unit = match["unit"]
    if text[max(0, match.start("value") - 2) : match.start("value")].rstrip()[-1:] in (
        "由",
        "从",
    ) and _RISES.match(text, match.end()):
        return None
    if unit in ("年", "日") and (len(value) in (4, 9) or _DATE.match(text, match.end("unit"))):
        return None
    if unit == "日" and text[max(0, match.start("value") - 2) : match.start("value")].rstrip().endswith("月"):
        return None
    apart = _APART.search(text, max(0, match.start() - 16), match.start())
    before = match["before"] or (apart[1] if apart else "")
    words = [before, *(word for word in (match["more"] or match["more2"], match["after"]) if word)]
    return Amount(
        match.start(),
        match.start("value"),
        match.end(),
        _comparator(words),
        value,
        unit.replace("％", "%"),
    )


def _han(match: re.Match[str]) -> Amount:
    after = match["after2"] or match["after"] or ""
    comparator = _comparator([match["before"], after])
    if match["whole"]:
        share, whole = number_of(match["share"]), number_of(match["whole"])
        value, unit = (str(share), "%") if whole == 100 else (f"{share}/{whole}", "")
        return Amount(match.start(), match.start("whole"), match.end(), comparator, value, unit)
    scale = "万" if match["value"].endswith("万") else ""
    numeral = match["value"].removesuffix("万")
    value = str(number_of(numeral)) if numeral and not set(numeral) & set("万亿") else match["value"]
    return Amount(match.start(), match.start("value"), match.end(), comparator, value, scale + match["unit"])


def _comparator(words: list[str]) -> str:
    """The comparing words as printed, joined by …; 力争, 共计 and the like compare nothing."""
    before = re.sub("^(?:力争|确保|预计|共计|累计|总计|分别|共|将|要|也)*", "", words[0]).removesuffix("了")
    return "…".join(word for word in (before, *words[1:]) if word)
