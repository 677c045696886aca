"""What is markup in a text file and no part of the document: front matter, Markdown signs."""

import re
from itertools import zip_longest

_MATTER = re.compile(r"\s|-\s|[\w-]{1,40}:")
_LONGEST_MATTER = 8000
_FIELD = re.compile(r"^([\w-]+):[^\S\n]*[\"']?([^\n]*?)[\"']?[^\S\n]*$", re.MULTILINE)
_HASHES = re.compile(r"^[^\n\S]*#{1,6}[^\n\S]+", re.MULTILINE)
_BULLET = re.compile(r"^[^\n\S]*([-*+][^\n\S]+)(?=[^\n\s*+-])", re.MULTILINE)
_QUOTE = re.compile(r"^[^\n\S]*>[^\n\S]?", re.MULTILINE)
_LINK = re.compile(r"(!?\[)([^\]\n]{0,200})(\]\([^)\s]{1,400}\))")
_TABLE = re.compile(
    r"^(\|[^\n]+\|)[^\S\n]*\n(\|[-:| ]+\|)[^\S\n]*\n((?:\|[^\n]+\|[^\S\n]*(?:\n|$))+)", re.MULTILINE
)


def front_matter(text: str) -> int:
    """How many characters of a text are a YAML front matter, closing line included; 0 if it has none."""
    lines = text[:_LONGEST_MATTER].splitlines(keepends=True)
    opens = next((place for place, line in enumerate(lines) if line.strip()), len(lines))
    if opens == len(lines) or lines[opens].rstrip() != "---":
        return 0
    for place in range(opens + 1, len(lines)):
        if lines[place].rstrip() == "---":
            return sum(map(len, lines[: place + 1])) if place > opens + 1 else 0
        if not _MATTER.match(lines[place]):
            return 0
    return 0


def front_fields(matter: str) -> dict[str, str]:
    """The single-line fields of a front matter."""
    return {found[1]: found[2] for found in _FIELD.finditer(matter)}


def markdown_edits(text: str) -> list[tuple[int, int, str, str]]:
    """Edits that take heading, quotation and link signs away and write bullets and tables as documents do."""
    edits = [(found.start(), found.end(), "", "markup") for found in _HASHES.finditer(text)]
    edits += [(found.start(), found.end(), "", "markup") for found in _QUOTE.finditer(text)]
    edits += [(found.start(1), found.end(1), "——", "markup") for found in _BULLET.finditer(text)]
    for link in _LINK.finditer(text):
        edits += [(link.start(1), link.end(1), "", "markup"), (link.start(3), link.end(3), "", "markup")]
    for table in _TABLE.finditer(text):
        edits += _table_edits(table)
    return edits


def _table_edits(table: re.Match[str]) -> list[tuple[int, int, str, str]]:
    header = _cells(table[1])
    edits = [(table.start(1), table.start(3), "", "table")]
    start = table.start(3)
    for line in table[3].splitlines(keepends=True):
        named = zip_longest(header, _cells(line), fillvalue="")
        stated = [f"{name}：{cell}" if name else cell for name, cell in named if cell]
        end = start + len(line.rstrip("\n"))
        edits.append((start, end, "；".join(stated) + "。" if stated else "", "table"))
        start += len(line)
    return edits


def _cells(line: str) -> list[str]:
    return [cell.strip().replace("**", "") for cell in line.strip().strip("|").split("|")]
