"""Tables of a web page: a row becomes a line that names the head of each of its cells."""

from dataclasses import dataclass, field

from corpus.formats.cjk import is_cjk
from corpus.formats.html_lists import Attributes, integer

# The most that HTML lets a cell span.
_MOST_COLUMNS = 1000
_MOST_ROWS = 65534
_LONGEST_HEAD = 30
_DEEPEST_HEAD = 3
# A value that spans rows is said again in each of them, unless it is longer than this.
_LONGEST_REPEATED = 200
# A table whose spans cover more slots than this for each cell is not meant to be read as one.
_SLOTS_PER_CELL = 20


@dataclass(slots=True, eq=False)
class Cell:
    """A cell: the lines in it and how many columns and rows it spans."""

    colspan: int = 1
    rowspan: int = 1
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The lines of the cell as one, a space only between two that are both not Chinese."""
        text = ""
        for line in self.lines:
            text += " " + line if text and not is_cjk(text[-1]) and not is_cjk(line[0]) else line
        return text


@dataclass(slots=True)
class Table:
    """A table as it is read: its rows, how many of them are in `thead`, whether it holds tables."""

    rows: list[list[Cell]] = field(default_factory=list)
    head_rows: int = 0
    nested: bool = False


Row = dict[int, Cell]


def cell_of(attributes: Attributes) -> Cell:
    """The cell of a `td` or `th`; a `rowspan` of 0 goes down to the last row."""
    columns = integer(attributes.get("colspan"), 1)
    rows = integer(attributes.get("rowspan"), 1) or _MOST_ROWS
    return Cell(min(max(columns, 1), _MOST_COLUMNS), min(max(rows, 1), _MOST_ROWS))


def table_lines(table: Table) -> list[str]:
    """The lines of a table; those of a table that only serves the layout are its cells' own."""
    rows = [row for row in table.rows if row]
    grid = None if table.nested else _grid(rows)
    lines = _titled_lines(grid, table.head_rows) if grid else None
    if lines is None:
        return [line for row in rows for cell in row for line in cell.lines]
    return lines


def _grid(rows: list[list[Cell]]) -> list[Row] | None:
    """Which cell lies at each column of each row; None where spans outgrow the table."""
    budget = _SLOTS_PER_CELL * sum(map(len, rows)) + 100
    hanging: dict[int, tuple[Cell, int]] = {}
    grid: list[Row] = []
    for row in rows:
        slots = {column: cell for column, (cell, _) in hanging.items()}
        hanging = {column: (cell, left - 1) for column, (cell, left) in hanging.items() if left > 1}
        column = 0
        for cell in row:
            while column in slots:
                column += 1
            for spanned in range(column, column + cell.colspan):
                slots.setdefault(spanned, cell)
                if cell.rowspan > 1:
                    hanging.setdefault(spanned, (cell, cell.rowspan - 1))
            if len(slots) > budget:
                return None
        budget -= len(slots)
        if budget < 0:
            return None
        grid.append(dict(sorted(slots.items())))
    return grid


def _titled_lines(grid: list[Row], head_rows: int) -> list[str] | None:
    """The lines of a table with a head; None where it has none."""
    width = 1 + max(max(row) for row in grid)
    top = 0
    while top < len(grid) - 1 and _spanning(grid[top], width):
        top += 1
    first = list(grid[top].values())
    depth = max(head_rows - top, _depth(first))
    if width == 1 or top + depth >= len(grid) or len(first) < width:
        return None
    if any(not 0 < len(cell.text) <= _LONGEST_HEAD for cell in first):
        return None
    head, body = grid[top : top + depth], grid[top + depth :]
    labels = _labels(head)
    lines = [line for row in grid[:top] for line in row[0].lines]
    said = {cell: "" for row in head for cell in row.values()}
    for row in body:
        lines += row[0].lines if _spanning(row, width) else _row_line(row, labels, said)
    return lines


def _spanning(row: Row, width: int) -> bool:
    """Whether one cell, said here for the first time, is the whole row."""
    return len(row) == width > 1 and len(set(row.values())) == 1 and row[0].rowspan == 1


def _depth(first: list[Cell]) -> int:
    """How many rows the head has: more than one where some of its cells are split below."""
    if all(cell.colspan == 1 for cell in first):
        return 1
    return min(_DEEPEST_HEAD, max(cell.rowspan for cell in first))


def _labels(head: list[Row]) -> dict[int, str]:
    """What each column is called: its heads from the top down."""
    columns: dict[int, list[str]] = {}
    for row in head:
        for column, cell in row.items():
            columns.setdefault(column, []).append(cell.text)
    return {column: "".join(dict.fromkeys(texts)).rstrip("：:") for column, texts in columns.items()}


def _row_line(row: Row, labels: dict[int, str], said: dict[Cell, str]) -> list[str]:
    """A row in one line (none if it is empty); `said` takes in what cells have to say from now on."""
    columns: dict[Cell, list[str]] = {}
    for column, cell in row.items():
        columns.setdefault(cell, []).append(labels.get(column, ""))
    parts: list[str] = []
    for cell, heads in columns.items():
        value = said[cell] if cell in said else cell.text.rstrip("。；;")
        said[cell] = value if len(value) <= _LONGEST_REPEATED else ""
        if value:
            head = "、".join(dict.fromkeys(filter(None, heads)))
            parts.append(f"{head}：{value}" if head else value)
    return ["；".join(parts) + "。"] if parts else []
