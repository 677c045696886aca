"""Where each paragraph of a document stands: the headings that are open above it."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.marks import CUSTOM, INLINE, LAST, STATUTE, Mark, Style

Key = tuple[Style, int]
"""A style of numbering; 1.1 and 1.1.1 are two."""

_LETTERS = {Style.PART: "v", Style.CHAPTER: "c", Style.SECTION: "s", Style.BOX: "b", Style.BULLET: "d"}


@dataclass(frozen=True, slots=True)
class Level:
    """A heading that is open: its mark, its address, its title, the line that opened it."""

    key: Key
    number: int
    label: str
    title: str
    line: int


class Outline:
    """The stack of open levels, and what the document has shown of its order of styles.

    A document may use the styles in any order of depth, so depth is learned from what was open
    when a style began and from what the lines below do; custom only breaks ties.
    """

    def __init__(self, marks: Sequence[Mark | None]) -> None:
        """`marks` are those of all the lines of the document, None where a line has none."""
        self.stack: list[Level] = []
        self.floor = 0  # how many levels stand below everything: the annex that is open, or none
        self._marks = marks
        self._places: dict[Key, list[int]] = defaultdict(list)
        for line, mark in enumerate(marks):
            if mark is not None:
                self._places[key_of(mark)].append(line)
        self._parents: dict[Key, set[Key]] = defaultdict(set)
        self._titles: Counter[str] = Counter()

    def place(self, line: int, mark: Mark, title: str) -> None:
        """Close what a mark ends and open its level."""
        key = key_of(mark)
        depth = self._depth(line, key, mark.number)
        number = mark.number
        if mark.style is Style.BULLET or mark.number == LAST:
            # A dash has no number, and 最后 is one more than what came before it.
            number = (
                self.stack[depth].number + 1
                if depth < len(self.stack) and self.stack[depth].key == key
                else 1
            )
        del self.stack[depth:]
        if self.stack:
            self._parents[key].add(self.stack[-1].key)
        self._titles[title] += 1
        self.stack.append(Level(key, number, self._label(mark, number), title, line))

    @property
    def is_open(self) -> bool:
        """Whether any heading is open in the text, the annex itself aside."""
        return len(self.stack) > self.floor

    def close(self) -> None:
        """Close every heading of the text."""
        del self.stack[self.floor :]
        self._parents.clear()

    def open_annex(self, level: Level) -> None:
        """Begin an annex: what follows stands in it."""
        self._parents.clear()
        self.stack = [level]
        self.floor = 1

    def close_run(self, count: int) -> None:
        """Close the innermost run of `count` items, or else the innermost level.

        Sub-headings that recur under every item (申报条件, 补助标准) are no run of their own.
        """
        runs = [
            depth
            for depth, level in enumerate(self.stack[self.floor :], self.floor)
            if level.number == count and self._titles[level.title] == 1
        ]
        del self.stack[(runs or [len(self.stack) - 1])[-1] :]

    def goes_on(self, line: int, depth: int) -> bool:
        """Whether the level at `depth` has a next sibling after `line` under the same heading."""
        level = self.stack[depth]
        later = self._next(level.key, line)
        if later is None or self._outer_ends(line, later, self.stack[:depth]):
            return False
        mark = self._marks[later]
        return mark is not None and (mark.style is Style.BULLET or mark.number in (level.number + 1, LAST))

    def _depth(self, line: int, key: Key, number: int) -> int:
        """How many levels stay open above a new one."""
        same = [depth for depth, level in enumerate(self.stack) if level.key == key]
        nests = number == 1 and bool(same) and same[-1] < len(self.stack) - 1
        if same and not (nests and CUSTOM[key[0]] > CUSTOM[self.stack[-1].key[0]]):
            successors = [depth for depth in same if self.stack[depth].number == number - 1]
            return (successors or same)[-1]
        if key[0] in STATUTE:
            return self._below_statute(key)
        if number == 1 or key[0] in INLINE or key[0] in (Style.BULLET, Style.BOX):
            return self._opening_depth(line, key)
        held = [depth for depth, level in enumerate(self.stack) if level.key in self._parents[key]]
        return held[-1] + 1 if held else self._opening_depth(line, key)

    def _below_statute(self, key: Key) -> int:
        """编 holds 章 holds 节 holds 条; a 条 may also stand under any heading."""
        for depth, level in enumerate(self.stack[self.floor :], self.floor):
            deeper = level.key[0] in STATUTE and CUSTOM[level.key[0]] > CUSTOM[key[0]]
            if deeper or (key[0] is not Style.ARTICLE and level.key[0] not in STATUTE):
                return depth
        return len(self.stack)

    def _opening_depth(self, line: int, key: Key) -> int:
        """A first item belongs to the line above it, unless that line is itself deeper by what follows."""
        depth = len(self.stack)
        while depth > self.floor and key[0] not in INLINE and self._deeper(line, key, depth - 1):
            depth -= 1
        return depth

    def _deeper(self, line: int, key: Key, depth: int) -> bool:
        """Whether an open level is deeper than a style that begins: its own numbering restarts below that."""
        level = self.stack[depth]
        if level.key[0] is key[0] is Style.DECIMAL:
            return level.key[1] >= key[1]
        if level.key[0] in STATUTE or CUSTOM[level.key[0]] < CUSTOM[key[0]]:
            return False
        later = self._next(level.key, line)
        outer = [above for above in self.stack[:depth] if above.key != key]
        if level.key[0] is Style.BULLET:
            return later is None or self._outer_ends(line, later, outer)
        mark = self._marks[later] if later is not None else None
        return mark is not None and mark.number == 1 and not self._outer_ends(line, later, outer)

    def _label(self, mark: Mark, number: int) -> str:
        """A mark's number as it stands in an id, with a letter where styles would be mixed up."""
        if mark.style is Style.BULLET:
            return f"d{number}"
        if mark.style is Style.DECIMAL:
            above = "-".join(
                level.label for level in self.stack if level.key[0] in (Style.ARABIC, Style.DECIMAL)
            )
            return str(number) if above == mark.within else mark.label
        letter = _LETTERS.get(mark.style, "e" if mark.style in INLINE else "")
        return letter + (str(number) if mark.number == LAST else mark.label)

    def _next(self, key: Key, line: int) -> int | None:
        """The next line after `line` with a mark of a key."""
        places = self._places.get(key, [])
        found = bisect_right(places, line)
        return places[found] if found < len(places) else None

    def _outer_ends(self, line: int, later: int | None, outer: Iterable[Level]) -> bool:
        """Whether another heading of an outer level stands between two lines."""
        for level in outer:
            ending = self._next(level.key, line)
            if ending is not None and later is not None and ending < later:
                return True
        return False


def key_of(mark: Mark) -> Key:
    """The style of numbering a mark belongs to."""
    return mark.style, mark.within.count("-") + 1 if mark.style is Style.DECIMAL else 0
