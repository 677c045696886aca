"""Which heading an unnumbered paragraph belongs to: the item above it, its chapter, the document."""

import re
from bisect import bisect_right

from corpus.clause import Kind
from corpus.endings import annex_of
from corpus.lines import Line
from corpus.marks import HEADED, Style
from corpus.outline import Key, Outline

_SUMMARY = re.compile("(?:面对|综合|针对|根据|对|在|按照)?(?:上述|以上|综上|本章|本部分)")
_CLOSING = re.compile(
    "(?:本|原|此前|以前|以上|上述|如|未尽|[^。]{0,12}政策).{0,60}"
    "(?:自.{2,24}(?:施行|实施|执行|生效)|有效期|负责解释|废止|为准)|.{0,80}(?:就高不重复|从高不重复|不重复享受)"
    "|(?:特此|此)(?:通知|公告|通告|批复|函复|复|令|报告)|(?:出席|列席|记录|请假|分送)[：:]"
)
_UNIT_LINE = re.compile(
    r"[（(〔【\[]?\s*(?:牵头|责任|配合|参加|参与|主办|承办|负责|主责)(?:单位|部门|处室|科室|主体)?[：:]"
)
_UNITS = re.compile("(?:牵头|责任|配合)(?:单位|部门|处室)|牵头|负责[）)]$")
_LISTED = 30
"""How many lines a list of attachments may take."""
_CHAPTER = re.compile("[\u4e00-\u9fff\\s]{2,12}$")


class Placement:
    """Decides from what the items before did and what the lines after do."""

    def __init__(self, lines: list[Line], outline: Outline, ends: dict[int, Kind]) -> None:
        """`outline` is the one that the lines are being put on; `ends` has its signatures by line."""
        self._lines = lines
        self._outline = outline
        self._marked = [place for place, line in enumerate(lines) if line.mark]
        self._signed = sorted(place for place, kind in ends.items() if kind is Kind.SIGNATURE)
        # A text ends at its signature or where an annex begins.
        self._ends = sorted(
            {*self._signed, *(n for n, line in enumerate(lines) if annex_of(line) is not None)}
        )
        self._bare: set[int] = set()
        self._headed: set[int] = set()  # articles whose own line is only a heading
        self._owning: set[tuple[int, Key]] = set()  # runs of siblings of which one holds paragraphs
        self._runs: dict[tuple[int, Key], list[int]] = {}  # the lines of each run of siblings
        self._previous = -1  # the line of the last unmarked paragraph that was placed
        self._paragraphs: dict[int, int] = {}

    def opened(self, place: int, *, bare: bool) -> None:
        """A marked line was put on the outline; its parent's siblings now hold something."""
        if bare:
            self._bare.add(place)
        line = self._lines[place]
        if (
            line.mark is not None
            and line.mark.style is Style.ARTICLE
            and HEADED.match(line.text, line.mark.length)
        ):
            self._headed.add(place)
        self._runs.setdefault(self._run(len(self._outline.stack) - 1), []).append(place)
        if len(self._outline.stack) > 1:
            self._owning.add(self._run(len(self._outline.stack) - 2))

    def owned(self, place: int) -> None:
        """An unmarked paragraph was put under the last open level."""
        self._owning.add(self._run(len(self._outline.stack) - 1))
        self._previous = place
        line = self._outline.stack[-1].line
        # The article's own line is its first 款, unless it is only a heading.
        self._paragraphs[line] = self._paragraphs.get(line, 0 if line in self._headed else 1) + 1

    def next_paragraph(self) -> int:
        """The number of the 款 that was just counted under the open 条."""
        return self._paragraphs[self._outline.stack[-1].line]

    def marked_after(self, place: int) -> bool:
        """Whether a marked line follows before the text ends."""
        return _after(self._marked, place, len(self._lines)) < _after(self._ends, place, len(self._lines))

    def signed_after(self, place: int) -> bool:
        """Whether a signature follows within the next lines of a list of attachments."""
        signed = _after(self._signed, place, len(self._lines))
        if signed == len(self._lines) or signed - place > _LISTED:
            return False
        return all(len(line.text) <= 80 for line in self._lines[place + 1 : signed])

    def is_chapter(self, place: int) -> bool:
        """Whether an unmarked line heads the articles after it: a few characters between two of them."""
        below = self._lines[place + 1].mark if place + 1 < len(self._lines) else None
        in_article = any(level.key[0] is Style.ARTICLE for level in self._outline.stack)
        short = _CHAPTER.match(self._lines[place].text) is not None
        return in_article and short and below is not None and below.style is Style.ARTICLE

    def depth(self, place: int) -> int:
        """How many levels stay open above an unmarked paragraph; the outline's floor if none does."""
        text = self._lines[place].text
        floor, top = self._outline.floor, len(self._outline.stack)
        if not self._outline.is_open:
            return floor
        if _CLOSING.match(text) and not self.marked_after(place) and not self._heads(place):
            return floor
        styles = [level.key[0] for level in self._outline.stack]
        if Style.ARTICLE in styles:
            return self._depth_in_article(place, styles.index(Style.ARTICLE))
        if Style.BOX in styles or self._lines[place - 1].text.endswith(("：", ":")):
            return top
        if self._outline.goes_on(place, top - 1):
            return top
        if _SUMMARY.match(text):
            while top > floor and not self._outline.goes_on(place, top - 1):
                top -= 1
            return top
        if self._previous == place - 1:
            return top
        if _UNIT_LINE.match(text) and self._units_are_printed(top - 1):
            return top
        return top - 1 if self._ends_list(top - 1) else top

    def _heads(self, place: int) -> bool:
        """Whether a heading that says nothing itself holds the paragraphs up to this one."""
        level = self._outline.stack[-1]
        return level.line in self._bare and (place - 1 in (level.line, self._previous))

    def _units_are_printed(self, depth: int) -> bool:
        """Whether the items of a run print their units one by one: then so does a line of its own."""
        run = self._run(depth)
        earlier = self._runs.get(run, [])[:-1]
        return run in self._owning or any(_UNITS.search(self._lines[line].text) for line in earlier)

    def _ends_list(self, depth: int) -> bool:
        """Whether a level is the last item of a list of which none holds paragraphs.

        A heading that says nothing itself holds what follows, unless those before it held nothing.
        """
        run = self._run(depth)
        if run in self._owning or self._outline.stack[depth].number == 1:
            return False
        earlier = self._runs.get(run, [])[:-1]
        bare = self._outline.stack[depth].line in self._bare
        return not bare or any(line in self._bare for line in earlier)

    def _depth_in_article(self, place: int, article: int) -> int:
        """After the last 项 an unmarked paragraph is the next 款 of the 条."""
        top = len(self._outline.stack)
        while top - 1 > article:
            level = self._outline.stack[top - 1]
            opens = level.line == place - 1 and self._lines[place - 1].text.endswith(("：", ":"))
            if level.key[0] is not Style.PARAGRAPH and (opens or self._outline.goes_on(place, top - 1)):
                return top
            top -= 1
        return top

    def _run(self, depth: int) -> tuple[int, Key]:
        """What tells one run of siblings from another: the line above them and their style."""
        parent = self._outline.stack[depth - 1].line if depth else -1
        return parent, self._outline.stack[depth].key


def _after(places: list[int], place: int, default: int) -> int:
    """The first of some line numbers, in order, that is greater than `place`."""
    found = bisect_right(places, place)
    return places[found] if found < len(places) else default
