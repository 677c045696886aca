"""A Word document comes in, its body goes out in reading order, generated numbers restored."""

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from corpus.errors import DocumentError
from corpus.extract import Extract
from corpus.formats.docx_package import Package
from corpus.formats.docx_tables import Cell, Row, table_lines
from corpus.formats.docx_tree import is_on
from corpus.formats.numbering import Numbering, read_numbering

# What hostile templates and merged cells may swell the text to.
_CHARACTER_LIMIT = 20_000_000
_WIDEST_SPAN = 63
_SIGNS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_LAYOUT_BREAKS = ("page", "column")
_BLANKS = re.compile("[\t\n\r\x85\u2028\u2029]")
_HEX = re.compile("[0-9A-Fa-f]{4}")
# Where a number would run into the text: 1.1 2020 年.
_RUN_IN = re.compile(r"[0-9.]\Z")
# 1.1 is told from a quantity such as 1.1 万 by the blank behind it.
_DECIMAL = re.compile(r"\d\.\d+\Z")
_SYMBOL_FONT = range(0xE000, 0xF900)
_UNITS = {
    "脚注": "条",
    "尾注": "条",
    "批注": "条",
    "图片": "幅",
    "图表": "个",
    "公式": "个",
    "嵌入对象": "个",
    "特殊符号": "个",
    "隐藏文字": "处",
}


def extract(raw: bytes, name: str) -> Extract:
    """Read the body of a .docx file: one paragraph a line, a table row a line that names its columns.

    Raises:
        DocumentError: the file is no .docx, is damaged, locked or hostile, or holds no text.
    """
    package = Package(raw, name)
    path = package.main_path()
    relations = package.relations(path)
    document = package.part(path)
    body = document.root.find("body") if document else None
    numbering, styles = (
        _first(package, relations.get(kind, []) or [f"word/{kind}.xml"]) for kind in ("numbering", "styles")
    )
    reader = _Reader(read_numbering(numbering, styles), name)
    lines = reader.block_lines(body) if body is not None else []
    if not lines:
        raise DocumentError(f"文件 {name} 里没有文字，可能全是图片。请换一份有文字的文件。")
    left_out = reader.left_out + (document.left_out if document else Counter())
    skipped = tuple(f"{kind} {left_out[kind]} {unit}" for kind, unit in _UNITS.items() if left_out[kind])
    margins = [*relations.get("header", []), *relations.get("footer", [])]
    return Extract("\n".join(lines), skipped=("页眉页脚",) * _has_text(package, margins) + skipped)


def _first(package: Package, paths: list[str]) -> Element | None:
    part = package.part(paths[0])
    return part.root if part else None


def _has_text(package: Package, paths: list[str]) -> bool:
    parts = (package.part(path) for path in dict.fromkeys(paths))
    return any((text.text or "").strip() for part in parts if part for text in part.root.iter("t"))


class _Reader:
    """Walks the body of one document; numbers are counted as they are come by."""

    def __init__(self, numbering: Numbering, name: str) -> None:
        self.left_out: Counter[str] = Counter()
        self._numbering = numbering
        self._name = name
        self._room = _CHARACTER_LIMIT

    def block_lines(self, parent: Element) -> list[str]:
        """Every line of a body, a cell or a text box, in reading order."""
        return [line for line, _ in self._blocks(parent)]

    def _blocks(self, parent: Element) -> Iterator[tuple[str, bool]]:
        """Every line, and whether it is of a paragraph that stands right here."""
        carried = ""
        for child in parent:
            if child.tag == "tbl":
                yield from ((line, False) for line in self._table_lines(child))
            elif child.tag == "p":
                text, boxes = self._content(child)
                carried += text
                if child.find("pPr/del") is None:
                    yield from ((line, True) for line in self._numbered(child, carried, parent))
                    carried = ""
                for box in boxes:
                    yield from ((line, False) for line in self.block_lines(box))
        if carried.strip():
            yield self._charged(carried.strip()), True

    def _numbered(self, paragraph: Element, text: str, parent: Element) -> list[str]:
        """The lines of a paragraph, its number before the first.

        A number without text is a line only in a cell, where it is the number of the row.
        """
        text = text.strip()
        if not text and paragraph.find("pPr/vanish") is not None:
            return []
        number = self._numbering.next_number(paragraph.find("pPr"))
        if not text and parent.tag != "tc":
            return []
        decimal = _DECIMAL.search(number) is not None
        gap = " " if decimal or (_RUN_IN.search(number) and text[:1].isdecimal()) else ""
        lines = (line.strip() for line in self._charged(number + gap + text).split("\n"))
        return [line for line in lines if line]

    def _content(self, paragraph: Element) -> tuple[str, list[Element]]:
        """The text of a paragraph and the text boxes that hang on it."""
        texts: list[str] = []
        boxes: list[Element] = []
        for piece in self._pieces(paragraph, [True]):
            if isinstance(piece, str):
                texts.append(piece)
            else:
                boxes.append(piece)
        return "".join(texts), boxes

    def _pieces(self, parent: Element, shown: list[bool]) -> Iterator[str | Element]:
        """Texts and text boxes; `shown` says of each open field whether its result is being read."""
        hidden = is_on(parent.find("vanish"))
        for child in parent:
            if child.tag == "fldChar":
                _step(shown, child.get("fldCharType", ""))
            elif child.tag == "r":
                yield from self._pieces(child, shown)
            elif not shown[-1]:
                continue
            elif hidden:
                self.left_out["隐藏文字"] += child.tag == "t"
            elif child.tag == "txbxContent":
                yield child
            else:
                yield self._text(child)

    def _text(self, element: Element) -> str:
        if element.tag == "t":
            return _BLANKS.sub(" ", element.text or "")
        if element.tag == "sym":
            return self._symbol(element.get("char", ""))
        if element.tag == "br" and element.get("type") in _LAYOUT_BREAKS:
            return ""
        return _SIGNS.get(element.tag, "")

    def _symbol(self, code: str) -> str:
        """A character given by number; one that only a symbol font can draw is left out."""
        if _HEX.fullmatch(code) and int(code, 16) not in _SYMBOL_FONT and chr(int(code, 16)).isprintable():
            return chr(int(code, 16))
        self.left_out["特殊符号"] += 1
        return ""

    def _table_lines(self, table: Element) -> list[str]:
        rows = [self._row(row) for row in table.iterfind("tr") if row.find("del") is None]
        return [self._charged(line) for line in table_lines(rows)]

    def _row(self, row: Element) -> Row:
        before = _count(row.find("gridBefore"))
        cells = [Cell(span=before)] if before else []
        cells += [self._cell(cell) for cell in row.iterfind("tc")]
        return Row(tuple(cells), heads=is_on(row.find("tblHeader")))

    def _cell(self, cell: Element) -> Cell:
        found = list(self._blocks(cell))
        merge = cell.find("vMerge")
        return Cell(
            lines=tuple(line for line, _ in found),
            own=tuple(line for line, own in found if own),
            apart=tuple(line for line, own in found if not own),
            span=_count(cell.find("gridSpan")) or 1,
            continues=merge is not None and merge.get("val", "continue") == "continue",
        )

    def _charged(self, line: str) -> str:
        self._room -= len(line)
        if self._room < 0:
            raise DocumentError(f"文件 {self._name} 展开后的文字太多，不像一份文档。请拆成几份再试。")
        return line


def _step(shown: list[bool], kind: str) -> None:
    """Go into a field, on to its result, or out of it."""
    if kind == "begin":
        shown.append(False)
    elif kind == "separate" and len(shown) > 1:
        shown[-1] = shown[-2]
    elif kind == "end" and len(shown) > 1:
        shown.pop()


def _count(element: Element | None) -> int:
    value = element.get("val", "") if element is not None else ""
    return min(int(value), _WIDEST_SPAN) if re.fullmatch("[0-9]{1,4}", value) else 0
