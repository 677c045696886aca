"""The figures that a clause asks of applicants: 从业人员不超过20人, 年销售收入2000万元以上."""

import re
from collections.abc import Iterator

from corpus.amounts import Amount, amounts, may_count
from corpus.clause import Clause
from corpus.support import Threshold
from corpus.vocabulary import Word, cue, folded, words

_LEAST = re.compile(
    "不得?(?:低于|少于|小于)|达到?|(?<!不)(?<!不得)(?:超过|高于|大于|多于)|突破|至少|以上|(?<![不未])满|逾"
)
_MOST = re.compile(
    "不得?(?:超过|高于|大于|多于)|最高|最多|以下|以内|之内|内"
    "|不足|不满|未满|不到|(?<!不)(?<!不得)(?:低于|少于|小于)"
)
# Words right before and right behind a figure that its amount does not take in.
_BEFORE = re.compile("(?:不得?)?[大小高低多少]于$|[不未]?满$|不足$|不到$")
_BEHIND = re.compile(r"(?:\(不?含[^()]{0,12}\)|及)?(?:以[上下内]|之内|内(?!部))")
_GIVEN = re.compile("(?:的|一次性|资金){0,2}(?:奖励|补助|补贴|资助|奖补|支持|扶持|贴息|后补助)")
_GRANTED = re.compile("给予|奖励|补助|补贴|资助|奖补|支持|扶持|一次性|拨付|贴息|额度")
_PAUSE = re.compile("[，,：:、（()）]\\s*")
_STOP = re.compile("[。;；\n]")
_MYRIADS = {"": 1e-4, "万": 1.0, "百万": 100.0, "千万": 1000.0, "亿": 10000.0}
_NEAR, _WORD = 24, 4
"""Characters between what is measured and its figure at most; characters of a word that bounds."""


def thresholds_of(clause: Clause) -> Iterator[Threshold]:
    """What is measured, and its bounds; amounts that are granted are none."""
    if not may_count(clause.text):
        return
    text = folded(clause.text)
    for amount in amounts(clause.text):
        begin, stop = _phrase_start(text, amount.start), _stop(text, amount.end)
        least, most = _bounded(text, amount, stop)
        # 最高50万元奖励: granted, whatever else was measured before.
        if least is most or (most and _GIVEN.match(text, stop)):
            continue
        measured = _measured(text[begin:stop], amount)
        if measured is None or cue("aims").search(text, begin, amount.place):
            continue
        place, measure = measured
        begin = max([begin, *(pause.end() for pause in _PAUSE.finditer(text, begin, begin + place))])
        value = _in_unit(amount, measure.unit)
        yield Threshold(
            measure.key,
            value if least else None,
            value if most else None,
            measure.unit,
            clause.start + begin,
            clause.start + stop,
        )


def _stop(text: str, end: int) -> int:
    """Where the phrase of a figure ends: behind the words that bound it."""
    behind = _BEHIND.match(text, end)
    return behind.end() if behind else end


def _bounded(text: str, amount: Amount, stop: int) -> tuple[bool, bool]:
    """Whether the words around a figure bound it from below, and from above."""
    before = _BEFORE.search(text, max(0, amount.start - _WORD), amount.start)
    around = (before[0] if before else "") + amount.comparator + text[amount.end : stop]
    return _LEAST.search(around) is not None, _MOST.search(around) is not None


def _phrase_start(text: str, place: int) -> int:
    """Where the phrase of a figure begins: behind the last stop, at most `_NEAR` characters before."""
    first = max(0, place - _NEAR)
    stops = [found.end() for found in _STOP.finditer(text, first, place)]
    start = stops[-1] if stops else first
    return place - len(text[start:place].lstrip())


def _measured(phrase: str, amount: Amount) -> tuple[int, Word] | None:
    """What a figure measures, and where that is named: the last thing beside it whose unit it has.

    None where there is none, or where the figure is granted.
    """
    found: list[tuple[int, Word]] = []
    for word in words("measures").values():
        if _in_unit(amount, word.unit) is None:
            continue
        places = [match.start() for match in word.clause.finditer(phrase)]
        if places:
            found.append((places[-1], word))
    if not found:
        return None
    place, word = max(found, key=lambda one: one[0])
    return None if _GRANTED.search(phrase, place) else (place, word)


def _in_unit(amount: Amount, unit: str) -> float | None:
    """The figure in a unit; None where it counts something else, or is a range."""
    try:
        value = float(amount.value)
    except ValueError:
        return None
    own = amount.unit.replace("％", "%").replace("周岁", "岁")
    if own == unit or (own in ("名", "位") and unit == "人") or (own in ("项", "个") and unit == "件"):
        return value
    money = re.fullmatch("(百万|千万|万|亿)?(元|美元|平方米)", own)
    wanted = re.fullmatch("(万)?(元|美元|平方米)", unit)
    if money and wanted and money[2] == wanted[2]:
        myriads = value * _MYRIADS[money[1] or ""]
        return myriads if wanted[1] else myriads * 1e4
    return None
