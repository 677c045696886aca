"""Runs of characters on a page to the lines one sees, from the top down."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from corpus.formats.cjk import is_cjk

SOFT_HYPHEN = "\u00ad"
# In font sizes: how far raised text stands from its line's baseline, and the gaps from which on
# words are parted, Chinese is parted, no stretching can be the cause, and columns are parted.
_RAISED = 0.6
_WORD_GAP = 0.15
_BLANK_GAP = 0.2
_WIDE_GAP = 1.0
_COLUMN_GAP = 2.0
_CHARACTERS_PER_GAP = 4


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that follow each other on one baseline; coordinates as the page is looked at."""

    text: str
    left: float
    right: float
    baseline: float
    size: float


@dataclass(frozen=True, slots=True)
class Line:
    """A visual line; `spaced` where a blank stood after it, `columns` where wide gaps part it."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    spaced: bool = False
    columns: bool = False

    @property
    def middle(self) -> float:
        """Halfway between its ends."""
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page: its size and its lines."""

    width: float
    height: float
    lines: tuple[Line, ...]


def lines_of(runs: Iterable[Run]) -> tuple[Line, ...]:
    """The visual lines of a page in reading order, which is that of one column."""
    rows: list[list[Run]] = []
    anchor: Run | None = None
    for run in sorted(runs, key=lambda run: -run.baseline):
        if anchor and abs(anchor.baseline - run.baseline) < _RAISED * (anchor.size + run.size) / 2:
            rows[-1].append(run)
            anchor = max(anchor, run, key=lambda run: run.size)
        else:
            rows.append([run])
            anchor = run
    lines = (_line(row) for row in rows)
    return tuple(line for line in lines if line.text)


def _line(row: list[Run]) -> Line:
    row = sorted(row, key=lambda run: run.left)
    tallest = max(row, key=lambda run: run.size)
    # Where most characters stand apart, the line is stretched; a few gaps are blanks.
    stretched = _CHARACTERS_PER_GAP * (len(row) - 1) > sum(len(run.text) for run in row)
    text, right, columns = row[0].text, row[0].right, False
    for before, run in pairwise(row):
        if run.text == before.text and run.left - before.left < 1:
            continue  # Printed twice to look bold.
        gap = (run.left - right) / tallest.size
        columns = columns or gap >= _COLUMN_GAP
        text += _blank(text[-1], run.text[0], gap, stretched=stretched) + run.text
        right = max(right, run.right)
    spaced = text != text.rstrip()
    return Line(text.strip(), row[0].left, right, tallest.baseline, tallest.size, spaced, columns)


def _blank(before: str, after: str, gap: float, *, stretched: bool) -> str:
    """The blank between two runs: none that the file has already, none that only fills the line.

    Between Chinese and other text a gap is a matter of style, in the rest it may stand for a blank
    that the program which wrote the file left out.
    """
    if before.isspace() or after.isspace():
        return ""
    if is_cjk(before) and is_cjk(after):
        least = _WIDE_GAP if stretched else _BLANK_GAP
    else:
        least = _WIDE_GAP if is_cjk(before) or is_cjk(after) else _WORD_GAP
    return " " if gap >= least else ""
