"""A web page on the way from its elements to the lines that a reader sees."""

import re
from collections.abc import Callable
from functools import cached_property, partial

from selectolax.lexbor import LexborNode

from corpus.formats.cjk import CJK
from corpus.formats.html_lists import Attributes, Numbering, bullet, marked, numbering
from corpus.formats.html_tables import Cell, Table, cell_of, table_lines

_MOST_NESTED_TABLES = 20
_DROPPED = re.compile(
    "script|style|nav|header|footer|aside|form|button|noscript|template|head|noframes|rp|rt"
    "|select|textarea|input|datalist|iframe|object|svg|audio|video|canvas"
)
_BLOCK = re.compile(
    "article|address|blockquote|body|caption|center|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption"
    "|figure|form|h[1-6]|header|hgroup|hr|legend|li|main|menu|ol|p|pre|search|section|summary|ul"
    "|table|tbody|td|tfoot|th|thead|tr"
)
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_UNSEEN = re.compile(
    "[\u0000-\u0008\u000e-\u001f\u007f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
_CJK_BREAK = re.compile(rf"(?<={CJK})[ \t\r\f]*\n[ \t\r\n\f]*(?={CJK})")
_BLANKS = re.compile("[ \t\r\n\f\v\u0085\u2028\u2029]+")

Closer = Callable[[], None]
Opener = Callable[[LexborNode, Attributes], Closer]


def read_page(body: LexborNode) -> tuple[list[str], bool]:
    """The lines of a page in reading order, and whether anything that held text was left out."""
    page = _Page(body)
    page.read()
    return page.lines, page.skipped


class _Page:
    """The lines so far, and the elements that are open where the walk has got to."""

    def __init__(self, body: LexborNode) -> None:
        self.lines: list[str] = []
        self.skipped = False
        self._body = body
        self._sinks = [self.lines]
        self._pieces: list[str] = []
        self._mark = ""
        self._lists: list[Numbering | str] = []
        self._tables: list[Table] = []
        self._within = dict.fromkeys(("article", "main", "pre", "thead", "table"), 0)
        self._openers: dict[str, Opener] = dict.fromkeys(self._within, self._open_counted)
        self._openers |= dict.fromkeys(("ol", "ul", "menu", "dir"), self._open_list)
        self._openers |= dict.fromkeys(("td", "th"), self._open_cell)
        self._openers |= {"li": self._open_item, "table": self._open_table, "tr": self._open_row}

    def read(self) -> None:
        """Walk the page in reading order, without recursion: pages nest as deep as they like."""
        opened: list[tuple[LexborNode, Closer]] = [(self._body, self._flush)]
        node = self._body.first_child
        while opened:
            if node is None:
                last, close = opened.pop()
                close()
                node = last.next if opened else None
                continue
            closer = self._enter(node, node.tag or "-")
            if closer:
                opened.append((node, closer))
            node = node.first_child if closer else node.next

    def _enter(self, node: LexborNode, tag: str) -> Closer | None:
        """Take in a node; what to do at its end, or None where it has no children to read."""
        if tag == "-text":
            self._text(node.text())
        elif tag == "br":
            self._flush()
        elif not tag.startswith("-"):
            attributes = node.attributes
            if not self._is_dropped(node, tag, attributes):
                plain = self._open_block if _BLOCK.fullmatch(tag) else self._open_inline
                return self._openers.get(tag, plain)(node, attributes)
        return None

    def _is_dropped(self, node: LexborNode, tag: str, attributes: Attributes) -> bool:
        hidden = "hidden" in attributes or _HIDDEN.search(attributes.get("style") or "")
        if not hidden and (not _DROPPED.fullmatch(tag) or self._is_content(node, tag)):
            return False
        self.skipped = self.skipped or bool(node.text(strip=True))
        return True

    def _is_content(self, node: LexborNode, tag: str) -> bool:
        """Whether a header is an article's own, or a form is but a wrap around the page."""
        if tag == "header":
            return self._within["article"] + self._within["main"] > 0
        if tag != "form":
            return False
        text = node.text()
        return "。" in text and 2 * len(text) >= self._body_length

    @cached_property
    def _body_length(self) -> int:
        return len(self._body.text())

    def _text(self, text: str) -> None:
        first, *rest = text.split("\n") if self._within["pre"] else (text,)
        self._pieces.append(first)
        for line in rest:
            self._flush()
            self._pieces.append(line)

    def _flush(self) -> None:
        """End the line."""
        if not self._pieces:
            return
        line = _line("".join(self._pieces))
        self._pieces.clear()
        if line:
            self._sinks[-1].append(marked(line, self._mark))
            self._mark = ""

    def _open_inline(self, node: LexborNode, attributes: Attributes) -> Closer:
        return _nothing

    def _open_block(self, node: LexborNode, attributes: Attributes) -> Closer:
        self._flush()
        return self._flush

    def _open_counted(self, node: LexborNode, attributes: Attributes) -> Closer:
        self._flush()
        tag = node.tag or ""
        self._within[tag] += 1
        return partial(self._close_counted, tag)

    def _close_counted(self, tag: str) -> None:
        self._flush()
        self._within[tag] -= 1

    def _open_list(self, node: LexborNode, attributes: Attributes) -> Closer:
        self._flush()
        items = sum(child.tag == "li" for child in node.iter())
        self._lists.append(numbering(attributes, items) if node.tag == "ol" else bullet(attributes))
        return self._close_list

    def _close_list(self) -> None:
        self._flush()
        self._lists.pop()

    def _open_item(self, node: LexborNode, attributes: Attributes) -> Closer:
        self._flush()
        marks = self._lists[-1] if self._lists else ""
        self._mark = marks if isinstance(marks, str) else marks.next_mark(attributes.get("value"))
        return self._close_item

    def _close_item(self) -> None:
        self._flush()
        self._mark = ""

    def _open_table(self, node: LexborNode, attributes: Attributes) -> Closer:
        closer = self._open_counted(node, attributes)
        self._mark = ""
        if self._within["table"] > _MOST_NESTED_TABLES:
            return closer
        self._tables.append(Table())
        return self._close_table

    def _close_table(self) -> None:
        self._close_counted("table")
        self._sinks[-1] += table_lines(self._tables.pop())
        if self._tables:
            self._tables[-1].nested = True

    def _rows(self) -> list[list[Cell]] | None:
        """The rows of the table at hand; None outside tables and in one that is nested too deep."""
        return self._tables[-1].rows if 0 < len(self._tables) == self._within["table"] else None

    def _open_row(self, node: LexborNode, attributes: Attributes) -> Closer:
        self._flush()
        rows = self._rows()
        if rows is not None:
            rows.append([])
        return self._flush

    def _open_cell(self, node: LexborNode, attributes: Attributes) -> Closer:
        self._flush()
        rows = self._rows()
        if not rows:
            return self._flush
        cell = cell_of(attributes)
        rows[-1].append(cell)
        if self._within["thead"] and len(rows[-1]) == 1:
            self._tables[-1].head_rows += 1
        self._sinks.append(cell.lines)
        return self._close_cell

    def _close_cell(self) -> None:
        self._flush()
        self._sinks.pop()


def _line(text: str) -> str:
    """Source text with its blanks collapsed as a browser does, and none between Chinese lines."""
    text = _CJK_BREAK.sub("", _UNSEEN.sub("", text))
    return _BLANKS.sub(" ", text).replace("\u00a0", " ").strip()


def _nothing() -> None:
    """What the end of an inline element calls for."""
