"""Which heading an unnumbered paragraph belongs to: the item above it, its chapter, the document."""

import re
from bisect import bisect_right

from corpus.lines import Line, annex_of
from corpus.marks import Style
from corpus.outline import Key, Outline, key_of

_SUMMARY = re.compile("(?:面对|综合|针对|根据|对|在|按照)?(?:上述|以上|综上|本章|本部分)")
_SIGNED = re.compile(r"\d{4}\s*年\s*\d{0,2}\s*月\s*\d{0,2}\s*日[）)]?$")


class Placement:
    """Decides from what the items before did and what the lines after do."""

    def __init__(self, lines: list[Line], outline: Outline) -> None:
        """`outline` is the one that the lines are being put on."""
        self._lines = lines
        self._outline = outline
        self._marked = [place for place, line in enumerate(lines) if line.mark]
        self._signed = [
            place for place, line in enumerate(lines) if line.mark is None and _is_date(line.text)
        ]
        # A text ends at its signature or where an annex begins.
        self._ends = sorted(
            {*self._signed, *(n for n, line in enumerate(lines) if annex_of(line) is not None)}
        )
        self._bare: set[int] = set()
        self._owning: set[tuple[int, Key]] = set()  # runs of siblings of which one holds paragraphs
        self._runs: dict[tuple[int, Key], list[int]] = {}  # the lines of each run of siblings
        self._previous = -1  # the line of the last unmarked paragraph that was placed
        self._paragraphs: dict[int, int] = {}

    def opened(self, place: int, *, bare: bool) -> None:
        """A marked line was put on the outline; its parent's siblings now hold something."""
        if bare:
            self._bare.add(place)
        self._runs.setdefault(self._run(len(self._outline.stack) - 1), []).append(place)
        if len(self._outline.stack) > 1:
            self._owning.add(self._run(len(self._outline.stack) - 2))

    def owned(self, place: int) -> None:
        """An unmarked paragraph was put under the last open level."""
        self._owning.add(self._run(len(self._outline.stack) - 1))
        self._previous = place
        line = self._outline.stack[-1].line
        self._paragraphs[line] = self._paragraphs.get(line, 1) + 1

    def next_paragraph(self) -> int:
        """The number of the 款 that was just counted under the open 条."""
        return self._paragraphs[self._outline.stack[-1].line]

    def is_heading(self, place: int) -> bool:
        """Whether a bare marked line has anything below it: paragraphs or deeper marks."""
        if place not in self._bare or place + 1 >= len(self._lines):
            return False
        level = self._outline.stack[-1]
        below = self._lines[place + 1]
        if below.mark is None:
            in_article = any(above.key[0] is Style.ARTICLE for above in self._outline.stack)
            return not (self._lines[place].text[-1] in "。；;" and in_article) and not _is_date(below.text)
        return key_of(below.mark) not in {above.key for above in self._outline.stack} | {level.key}

    def is_last(self, place: int) -> bool:
        """Whether no marked line follows, or only those of an annex or of another text."""
        return not self.marked_after(place)

    def marked_after(self, place: int) -> bool:
        """Whether a marked line follows before the text ends."""
        return _after(self._marked, place, len(self._lines)) < _after(self._ends, place, len(self._lines))

    def signed_after(self, place: int) -> bool:
        """Whether a signature follows within the next lines of a list of attachments."""
        signed = _after(self._signed, place, len(self._lines))
        between = self._lines[place + 1 : signed]
        return (
            signed < len(self._lines) and len(between) < 30 and all(len(line.text) <= 80 for line in between)
        )

    def depth(self, place: int) -> int:
        """How many levels stay open above an unmarked paragraph."""
        stack = self._outline.stack
        top = len(stack)
        styles = [level.key[0] for level in stack]
        if Style.ARTICLE in styles:
            return self._depth_in_article(place, styles.index(Style.ARTICLE))
        if self._previous == place - 1 or self._lines[place - 1].text.endswith(("：", ":")):
            return top
        if self._outline.goes_on(place, top - 1):
            return top
        if _SUMMARY.match(self._lines[place].text):
            while top and not self._outline.goes_on(place, top - 1):
                top -= 1
            return top
        return top - 1 if self._ends_list(top - 1) else top

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


def _is_date(text: str) -> bool:
    return len(text) <= 40 and _SIGNED.search(text) is not None
