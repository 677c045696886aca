"""A place in a document as people name it: 第三条第二款, 三、（四）10, 专栏5, 附件1第三条."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.marks import Style, mark_of, number_of

Held = tuple[Style, int, str]
"""A numbered heading that a clause stands in: style, number, and `within` as in `Mark`."""

_HAN_DIGITS = "一二三四五六七八九十百千零〇两"
_NUMERALS = (*_HAN_DIGITS, *"0123456789")
_HAN = f"[{_HAN_DIGITS}]{{1,12}}"
_ANY = rf"(?:{_HAN}|\d{{1,4}})"
_COUNT = rf"(?<![第前后至到、\d.．{_HAN_DIGITS}]){_ANY}"
# A number without a mark is a step where the sentence goes on about it: （四）10规定, not （四）10家.
_SAID = (
    r"(?![\d%％‰]|[-—~～.．至到]\d)(?=$|\W|[的是讲说里中怎什有规要提点条款项和与具原内全涉关如写指在呢吗])"
)
_PATTERNS = {
    Style.ANNEX: rf"附\s*[件表录图]\s*(?:\d{{1,2}}(?!\d)|{_HAN})?",
    Style.DIVISION: rf"第\s*{_ANY}\s*部分",
    Style.PART: rf"第\s*{_ANY}\s*分?编(?![程号制辑码队组])",
    Style.CHAPTER: rf"第\s*{_ANY}\s*章(?![程鱼])",
    Style.SECTION: rf"第\s*{_ANY}\s*节(?![课能约水目日假车])",
    # 第三条道路 and 第一条产业链 are no articles, 10条措施 counts them.
    Style.ARTICLE: rf"(?:第\s*{_ANY}|{_COUNT}(?=\s*条(?!建议|意见|措施|举措|政策|内容)))\s*条"
    rf"(?![件例道路线腿河街命]|产业|生产|高速|铁路|消息|新闻|信息|评论)(?:\s*之\s*{_HAN})?",
    Style.PARAGRAPH: rf"第\s*{_ANY}\s*款",
    Style.LABEL: rf"第\s*[（(]\s*{_ANY}\s*[）)]\s*(?:条(?![件例])|款|项(?!目))"
    rf"|[（(]\s*{_ANY}\s*[）)]\s*项(?!目)|第\s*{_ANY}\s*项(?!目)",
    Style.BOX: rf"专栏\s*(?:\d{{1,3}}|{_HAN})(?![\d{_HAN_DIGITS}个家项期年月共般览样些定起直])",
    Style.HAN_BRACKET: rf"[（(]\s*{_HAN}\s*[）)]",
    Style.ARABIC_BRACKET: r"[（(]\s*\d{1,3}\s*[）)]",
    # 三（四） without its 、 where no word runs into it.
    Style.HAN: rf"(?<![第{_HAN_DIGITS}]){_HAN}\s?、"
    rf"|(?:(?<![\u4e00-\u9fff\d])|(?<=[的中里在按见看查划案法例定知点要]))(?:{_HAN})(?=\s?[（(]\s*{_HAN})",
    Style.DECIMAL: rf"(?<![\d.．])(?:第\s*)?\d{{1,2}}(?:[.．]\d{{1,2}})+(?:\s*[条款节项]|{_SAID})",
    Style.ARABIC: rf"(?<![\d.．])\d{{1,3}}(?:[.．、](?!\d)|{_SAID})",
}
_TOKEN = re.compile("|".join(f"(?P<{style.name}>{pattern})" for style, pattern in _PATTERNS.items()))
_NUMERAL = re.compile(rf"{_HAN}|\d+")
_BETWEEN = re.compile(r"[\s的中里-]{0,3}")
_AFTER_ANNEX = re.compile(r"[\s的中里、，,-]{0,3}")
_ANNEX = re.compile(rf"附\s*(?:[件表录图]\s*|(?=$|[：:\d]))(\d{{1,2}}|{_HAN})?")
_PARAGRAPH = re.compile(f"第({_HAN})款$")
_FRAMES = frozenset({Style.ANNEX, Style.DIVISION, Style.PART, Style.CHAPTER, Style.SECTION})
_OUTLINE = frozenset({Style.DIVISION, Style.HAN, Style.HAN_BRACKET})
_DIGITS = frozenset({Style.ARABIC, Style.ARABIC_BRACKET, Style.DECIMAL})


@dataclass(frozen=True, slots=True)
class Step:
    """One number on the way down; no `styles` stand for whichever comes next, no `number` for any."""

    styles: frozenset[Style]
    number: int | None
    within: str = ""

    def find(self, chain: Sequence[Held], start: int) -> int | None:
        """Where the step stands in a chain from `start` on, or None."""
        if self.styles:
            for at in range(start, len(chain)):
                if self._is(chain[at]):
                    return at
                if start and chain[at][0] is Style.ARTICLE:
                    return None  # 三、（四） is no item of an article below 三、
            return None
        while start < len(chain) and chain[start][0] is Style.PARAGRAPH:
            start += 1
        return start if start < len(chain) and chain[start][1] == self.number else None

    def _is(self, held: Held) -> bool:
        return held[0] in self.styles and (self.number is None or held[1:] == (self.number, self.within))


@dataclass(frozen=True, slots=True)
class Place:
    """The steps to a place, outer ones perhaps left out; `start` and `end` count the words it was read from.

    `clear` says that it can be nothing else, whatever document it may be in; 三、 by itself may be
    the number of a question.
    """

    steps: tuple[Step, ...]
    start: int
    end: int
    clear: bool

    @property
    def annexed(self) -> bool:
        """Whether it is in an annex that it names."""
        return Style.ANNEX in self.steps[0].styles

    def holds(self, chain: Sequence[Held]) -> bool:
        """Whether what has this chain of headings is the place, or stands below it."""
        at = 0
        for step in self.steps:
            found = step.find(chain, at)
            if found is None:
                return False
            at = found + 1
        return True


def chain_of(path: Sequence[str]) -> list[Held]:
    """The numbered headings of a clause's path; an article's own line is its first 款."""
    chain = [held for title in path if (held := _held(title)) is not None]
    styles = [style for style, _, _ in chain]
    if Style.ARTICLE in styles and Style.PARAGRAPH not in styles:
        chain.insert(styles.index(Style.ARTICLE) + 1, (Style.PARAGRAPH, 1, ""))
    return chain


def is_annexed(chain: Sequence[Held]) -> bool:
    """Whether a clause stands in an annex."""
    return bool(chain) and chain[0][0] is Style.ANNEX


@lru_cache(maxsize=1 << 15)
def _held(title: str) -> Held | None:
    if paragraph := _PARAGRAPH.match(title):
        return Style.PARAGRAPH, number_of(paragraph[1]), ""
    if annex := _ANNEX.match(title):
        return Style.ANNEX, number_of(annex[1]) if annex[1] else 1, ""
    mark = mark_of(title) or mark_of(title + "某")
    return (mark.style, mark.number, mark.within) if mark else None


def places_in(words: str) -> list[Place]:
    """The places that words name, in order; 第二款 and 10 only behind what they are part of."""
    runs: list[list[re.Match[str]]] = []
    for token in _TOKEN.finditer(words):
        if runs and _goes_on(runs[-1], token, words):
            runs[-1].append(token)
        elif _opens(token):
            runs.append([token])
    return [_place(run) for run in runs]


def _style(token: re.Match[str]) -> Style:
    return Style[str(token.lastgroup)]


def _is_worded(token: re.Match[str]) -> bool:
    """Whether a token is a place by its wording: 第三条, 专栏5, but not 三、 or 3条."""
    style = _style(token)
    return style in (Style.BOX, Style.LABEL) or (
        token[0].startswith("第") and style not in (Style.DIVISION, Style.HAN)
    )


def _opens(token: re.Match[str]) -> bool:
    """Whether a token may be the outermost: 第二款 and 第二项 are not, a number needs its mark."""
    style = _style(token)
    if style is Style.LABEL:
        return token[0].rstrip("条款项").rstrip().endswith(("）", ")"))
    return style is not Style.PARAGRAPH and not (style is Style.ARABIC and token[0].isdecimal())


def _goes_on(run: list[re.Match[str]], token: re.Match[str], words: str) -> bool:
    styles = [_style(before) for before in run]
    style = _style(token)
    between = _AFTER_ANNEX if styles[-1] is Style.ANNEX else _BETWEEN
    if style in styles or not between.fullmatch(words, run[-1].end(), token.start()):
        return False
    if style is Style.PARAGRAPH:
        return styles[-1] is Style.ARTICLE
    if style in (*_FRAMES, Style.ARTICLE, Style.BOX):
        # In 一、第三条 a question is numbered.
        return styles[-1] in _FRAMES and not token[0].startswith(_NUMERALS)
    # 第三条10 names nothing, （四）10 does.
    return not token[0].isdecimal() or styles[-1] in _OUTLINE | _DIGITS


def _place(run: list[re.Match[str]]) -> Place:
    styles = [_style(token) for token in run]
    steps = tuple(_step(token, set(styles[:place])) for place, token in enumerate(run))
    several = len(run) > 1 and not _DIGITS.issuperset(styles)
    return Place(steps, run[0].start(), run[-1].end(), several or any(map(_is_worded, run)))


def _step(token: re.Match[str], above: set[Style]) -> Step:
    style = _style(token)
    numbers = [number_of(numeral) for numeral in _NUMERAL.findall(token[0])]
    if style is Style.DECIMAL:
        return Step(frozenset({style}), numbers[-1], "-".join(map(str, numbers[:-1])))
    if style is Style.ARTICLE and Style.DIVISION not in above:
        return Step(frozenset({style}), numbers[0], "-".join(map(str, numbers[1:])))
    if style is Style.LABEL and not above:
        bracket = Style.HAN_BRACKET if re.search(_HAN, token[0]) else Style.ARABIC_BRACKET
        return Step(frozenset({bracket}), numbers[0])
    if style in (Style.LABEL, Style.ARTICLE):
        # 第三条第二项, 第三部分第四条: whatever the mark is that is printed there.
        return Step(frozenset(), numbers[0])
    alike = {Style.DIVISION: {Style.DIVISION, Style.HAN}, Style.ARABIC: {Style.ARABIC, Style.CIRCLED}}
    return Step(frozenset(alike.get(style, {style})), numbers[0] if numbers else None)
