"""What is markup in a text file and no part of the document: front matter, Markdown signs."""

import re

_FRONT_MATTER = re.compile(
    r"\s*---[^\S\n]*\n((?:[^\n:]{1,40}:[^\n]*\n|[^\S\n]*-[^\n]*\n|[^\S\n]+[^\n]*\n)+)---[^\S\n]*(?:\n|$)"
)
_FIELD = re.compile(r"^([\w-]+):[^\S\n]*[\"']?([^\n]*?)[\"']?[^\S\n]*$", re.MULTILINE)
_HASHES = re.compile(r"^[^\n\S]*#{1,6}[^\n\S]+", re.MULTILINE)
_BULLET = re.compile(r"^[^\n\S]*([-*+][^\n\S]+)(?=[^\n\s])", re.MULTILINE)
_QUOTE = re.compile(r"^[^\n\S]*>[^\n\S]?", re.MULTILINE)
_LINK = re.compile(r"(!?\[)([^\]\n]{0,200})(\]\([^)\s]{1,400}\))")
_TABLE = re.compile(
    r"^(\|[^\n]+\|)[^\S\n]*\n(\|[-:| ]+\|)[^\S\n]*\n((?:\|[^\n]+\|[^\S\n]*(?:\n|$))+)", re.MULTILINE
)


def front_matter(text: str) -> int:
    """How many characters of a text are a YAML front matter; 0 if it has none."""
    found = _FRONT_MATTER.match(text)
    return found.end() if found else 0


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
        stated = [f"{name}：{cell}" for name, cell in zip(header, _cells(line), strict=False) if cell]
        end = start + len(line.rstrip("\n"))
        edits.append((start, end, "；".join(stated) + "。", "table"))
        start += len(line)
    return edits


def _cells(line: str) -> list[str]:
    return [cell.strip().replace("**", "") for cell in line.strip().strip("|").split("|")]
