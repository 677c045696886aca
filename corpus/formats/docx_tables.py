"""Tables of a Word document: a row becomes a line that names the column of each of its values."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

_LONGEST_LABEL = 30


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """A cell: all its lines, those of its own paragraphs, and those of what stands in it apart."""

    lines: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    span: int = 1
    continues: bool = False

    @property
    def text(self) -> str:
        """The cell's own paragraphs as one, a space only between two that are both not Chinese."""
        text = ""
        for line in self.own:
            text += " " + line if text[-1:].isascii() and line[:1].isascii() and text else line
        return text


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its cells, and whether it is marked as one of the header's."""

    cells: tuple[Cell, ...]
    heads: bool = False

    @property
    def is_single(self) -> bool:
        """Whether one cell is all there is."""
        return len(self.cells) == 1


_Grid = list[list[Cell]]


def table_lines(rows: list[Row]) -> Iterator[str]:
    """The lines of a table: a layout table's cells as they stand, else a line for each row.

    Rows of a single cell that spans all columns are titles, above the header or among the rows.
    """
    titles = next((place for place, row in enumerate(rows) if not row.is_single), len(rows))
    body = rows[titles:]
    grid = _grid(body)
    height = _header_height(body, grid)
    labels = _labels(grid[:height]) if height < len(body) else []
    for row in rows[:titles] if labels else rows:
        yield from _all_lines(row)
    for place, row in enumerate(body if labels else ()):
        if row.is_single and not row.cells[0].continues:
            yield from _all_lines(row)
            continue
        line = _row_line(grid[place], labels) if place >= height else ""
        if line:
            yield line
        for cell in row.cells:
            yield from cell.apart


def _all_lines(row: Row) -> Iterator[str]:
    for cell in row.cells:
        yield from cell.lines


def _grid(rows: list[Row]) -> _Grid:
    """The cell in each column of each row; a merged cell stands in every place it covers."""
    grid: _Grid = []
    for row in rows:
        above = grid[-1] if grid else []
        columns: list[Cell] = []
        for cell in row.cells:
            place = len(columns)
            merged = above[place] if cell.continues and place < len(above) else cell
            columns += [merged] * cell.span
        grid.append(columns)
    return grid


def _header_height(rows: list[Row], grid: _Grid) -> int:
    """How many rows the header has: those marked, or those that split the cells of the first."""
    marked = next((place for place, row in enumerate(rows) if not row.heads), len(rows))
    if 0 < marked < len(rows):
        return marked
    height = 1
    if rows and any(cell.span > 1 for cell in rows[0].cells):
        while height < len(rows) and any(cell in grid[0] for cell in _merged(rows[height], grid[height])):
            height += 1
    return height if height < len(rows) else 1


def _merged(row: Row, columns: list[Cell]) -> Iterator[Cell]:
    """The cells of the row above that go on in this one."""
    place = 0
    for cell in row.cells:
        if cell.continues:
            yield columns[place]
        place += cell.span


def _labels(header: _Grid) -> list[str]:
    """What each column is called, from the top down; nothing if this is no header."""
    width = max(map(len, header), default=0)
    columns = [[row[place].text for row in header if place < len(row)] for place in range(width)]
    labels = ["".join(dict.fromkeys(texts)).rstrip("：:") for texts in columns]
    return labels if all(0 < len(label) <= _LONGEST_LABEL for label in labels) else []


def _row_line(columns: list[Cell], labels: list[str]) -> str:
    parts: list[str] = []
    for _, places in groupby(range(len(columns)), key=columns.__getitem__):
        covered = list(places)
        value = columns[covered[0]].text.rstrip("。；;")
        named = labels[covered[0] : covered[-1] + 1]
        label = "、".join(dict.fromkeys(named))
        if value:
            parts.append(f"{label}：{value}" if label else value)
    return "；".join(parts) + "。" if parts else ""
