"""Cut canonical text into clauses that tile it."""

import re
from collections import Counter

from corpus.boxes import LABEL, box_items, is_group
from corpus.clause import Clause, Kind
from corpus.document import Document
from corpus.lines import Line, annex_of, contents_end, end_kinds, front_kind, lines_of
from corpus.marks import INLINE, Mark, Style
from corpus.outline import Level, Outline
from corpus.parts import enumerated
from corpus.placement import Placement
from corpus.stating import stated
from corpus.units import governed_count

_COUNTED = INLINE | {Style.HAN_BRACKET, Style.ARABIC, Style.ARABIC_BRACKET, Style.CIRCLED}
_STOP = re.compile("[。；]")
_TITLE_LIMIT = 40
_CLOSING = re.compile(
    "(?:本|原|此前|以前|以上|上述|如|未尽).{0,60}(?:施行|实施之日|有效期|废止|解释|为准)|.{0,80}(?:就高不重复|从高不重复|不重复享受)"
)
_HEADLINE = re.compile(
    "(?:意见|办法|规定|条例|通知|方案|计划|规划|纲要|要点|细则|措施|决定|规则|章程|公告|标准|指引)(?:[（(].*[）)])?$"
)


def split(document: Document) -> list[Clause]:
    """Cut a document into clauses, in order; their texts joined give `document.text`.

    A paragraph that opens with a mark is an item (or a heading, when nothing follows its title);
    one that opens with none has an address of its own under the heading it belongs to. What a
    clause states (units, numbers, references) is filled in, and one too long is cut.
    """
    return stated(document, _Splitter(document).clauses())


def title_of(paragraph: str, mark: Mark) -> str:
    """The heading that a marked paragraph opens with, mark included, its stop left out."""
    if mark.style is Style.ARTICLE:
        return paragraph[: mark.length].strip()
    stop = _STOP.search(paragraph, mark.length)
    end = stop.start() if stop else len(paragraph)
    if end - mark.length > _TITLE_LIMIT:
        pause = re.search("[，：:、]", paragraph[mark.length + 4 :])
        end = min(mark.length + 4 + pause.start() if pause else end, mark.length + _TITLE_LIMIT)
    # A dash is no number: it would not be named in a citation.
    return paragraph[mark.length if mark.style is Style.BULLET else 0 : end].strip()


class _Splitter:
    """Walks the paragraphs of one document with the stack of open headings."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._lines = box_items(document, lines_of(document.text))
        self._outline = Outline([line.mark for line in self._lines])
        self._placement = Placement(self._lines, self._outline)
        self._seen: Counter[str] = Counter()
        self._annex = ""
        self._started = False
        self._listing = False

    def clauses(self) -> list[Clause]:
        """Every clause of the document, in order."""
        first = next((n for n, line in enumerate(self._lines) if line.mark or line.stops), 0)
        ends = end_kinds(self._lines, first)
        found: list[Clause] = []
        place = 0
        while place < len(self._lines):
            contents = contents_end(self._lines, place)
            for line in self._lines[place:contents]:
                found.append(self._made(self._numbered("p"), Kind.CONTENTS, line))
            place = max(place, contents)
            if place < len(self._lines):
                found.append(self._clause(place, ends.get(place)))
            place += 1
        return found

    def _clause(self, place: int, end_kind: Kind | None) -> Clause:
        line = self._lines[place]
        if end_kind is not None:
            self._outline.close()
            return self._made(self._numbered("p"), end_kind, line)
        annex = annex_of(line)
        if annex is not None:
            return self._annexed(place, line)
        if self._listing and line.mark is not None and not line.stops and self._placement.signed_after(place):
            return self._made(self._numbered("p"), Kind.ATTACHMENT, line)
        self._listing = False
        if line.mark is not None and not _enumerates(line.text, line.mark):
            return self._marked(place, line, line.mark)
        return self._unmarked(place, line)

    def _annexed(self, place: int, line: Line) -> Clause:
        """A line 附件1 opens an annex, unless the signature is still to come: then it is a list."""
        self._outline.close()
        self._listing = self._placement.signed_after(place)
        if self._listing:
            return self._made(self._numbered("p"), Kind.ATTACHMENT, line)
        number = int(self._annex[1:-1] or 0) + 1 if self._annex else 1
        self._annex = f"f{number}."
        self._started = False
        return self._made(self._annex.removesuffix("."), Kind.ATTACHMENT, line)

    def _marked(self, place: int, line: Line, mark: Mark) -> Clause:
        title = title_of(line.text, mark)
        self._started = True
        self._outline.place(place, mark, title)
        self._placement.opened(
            place, bare=line.text.rstrip("。：:").endswith(title) and len(line.text) <= len(title) + 3
        )
        kind = Kind.BULLET if mark.style is Style.BULLET else Kind.ITEM
        if kind is Kind.ITEM and self._placement.is_heading(place):
            kind = Kind.HEADING
        return self._made(self._address(), kind, line)

    def _unmarked(self, place: int, line: Line) -> Clause:
        governed = governed_count(line.text)
        if governed and self._outline.stack:
            self._outline.close_run(governed)
            return self._made(f"{self._address()}.u", Kind.GOVERNING, line)
        if not self._started:
            return self._made(self._numbered("p"), front_kind(line), line)
        if self._opens_text(place, line):
            self._outline.close()
            self._started = False
            return self._made(self._numbered("p"), Kind.TITLE, line)
        if any(level.key[0] is Style.BOX for level in self._outline.stack):
            return self._boxed(place, line)
        closes = _CLOSING.match(line.text) is not None and self._placement.is_last(place)
        if closes or not self._outline.stack or not self._placement.depth(place):
            self._outline.close()
            return self._made(self._numbered("p"), Kind.CLOSING, line)
        depth = self._placement.depth(place)
        del self._outline.stack[depth:]
        self._placement.owned(place)
        if self._outline.stack[-1].key[0] is Style.ARTICLE:
            return self._paragraph_of_article(place, line)
        return self._made(self._numbered("p"), Kind.PARAGRAPH, line)

    def _opens_text(self, place: int, line: Line) -> bool:
        """Whether a line is the title of another text: it follows a signature or opens an annex."""
        titled = len(line.text) <= 60 and not line.stops and _HEADLINE.search(line.text) is not None
        return titled and not self._outline.stack and self._placement.marked_after(place)

    def _paragraph_of_article(self, place: int, line: Line) -> Clause:
        """An unmarked paragraph of a 条 is its next 款, and what is numbered below it stands in it."""
        number = self._placement.next_paragraph()
        self._outline.stack.append(
            Level((Style.PARAGRAPH, 0), number, f"p{number}", f"第{_han(number)}款", place)
        )
        self._placement.opened(place, bare=False)
        return self._made(self._address(), Kind.PARAGRAPH, line)

    def _boxed(self, place: int, line: Line) -> Clause:
        """A paragraph of a 专栏: 机器人：… is an item of its own, 能源装备： a heading over the next ones."""
        stack = self._outline.stack
        if is_group(line.text):
            while stack[-1].key[0] is not Style.BOX:
                stack.pop()
            self._label(line.text.rstrip("："), place)
            return self._made(self._address(), Kind.HEADING, line)
        label = LABEL.match(line.text)
        if label is None:
            return self._made(self._numbered("p"), Kind.PARAGRAPH, line)
        self._label(label[1].strip(), place)
        clause = self._made(self._address(), Kind.ITEM, line)
        stack.pop()
        return clause

    def _label(self, title: str, place: int) -> None:
        """Open the next labelled item under the open heading of a box."""
        prefix = f"{self._address()} "
        self._seen[prefix] += 1
        number = self._seen[prefix]
        self._outline.stack.append(Level((Style.LABEL, 0), number, str(number), title, place))

    def _address(self) -> str:
        """Chapters are left out above an article: articles run on through them."""
        labels = [level.label for level in self._outline.stack]
        styles = [level.key[0] for level in self._outline.stack]
        if Style.ARTICLE in styles:
            labels = labels[styles.index(Style.ARTICLE) :]
        return self._annex + ".".join(labels)

    def _numbered(self, letter: str) -> str:
        """The address of the next unmarked paragraph under the open heading."""
        address = self._address()
        prefix = f"{address}.{letter}" if address and not address.endswith(".") else f"{address}{letter}"
        self._seen[prefix] += 1
        return f"{prefix}{self._seen[prefix]}"

    def _made(self, address: str, kind: Kind, line: Line) -> Clause:
        self._seen[address] += 1
        if self._seen[address] > 1:
            address = f"{address}~{self._seen[address]}"
        path = () if kind is Kind.SIGNATURE else tuple(level.title for level in self._outline.stack)
        text = self._document.text
        start = line.start
        return Clause(
            f"{self._document.id}#{address}",
            self._document.id,
            path,
            kind,
            start,
            line.end,
            text[start : line.end],
        )


def _enumerates(text: str, mark: Mark) -> bool:
    """Whether a line that opens with （1） goes on to （2）: it is a paragraph that holds them all."""
    if mark.style not in _COUNTED:
        return False
    stretches = enumerated(text)
    return len(stretches) > 1 and stretches[0].start == 0


def _han(number: int) -> str:
    digits = "零一二三四五六七八九"
    if number < 10:
        return digits[number]
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")
