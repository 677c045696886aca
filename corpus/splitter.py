"""Cut canonical text into clauses that tile it."""

import re
from collections import Counter

from corpus.boxes import LABEL, box_items, is_group
from corpus.clause import Clause, Kind
from corpus.document import Document
from corpus.endings import annex_of, contents_end, end_kinds
from corpus.front import Front
from corpus.headings import with_headings
from corpus.lines import HEADLINE, Line, lines_of
from corpus.marks import HEADED, INLINE, Mark, Style, in_han
from corpus.outline import Level, Outline
from corpus.parts import enumerated
from corpus.placement import Placement
from corpus.stating import stated
from corpus.units import governed_count

_COUNTED = INLINE | {Style.HAN_BRACKET, Style.ARABIC, Style.ARABIC_BRACKET, Style.CIRCLED}
_STOP = re.compile("[。；]")
_TITLE_LIMIT = 40


def split(document: Document) -> list[Clause]:
    """Cut a document into clauses, in order; their texts joined give `document.text`.

    A paragraph that opens with a mark is an item (or a heading, when nothing follows its title);
    one that opens with none has an address of its own under the heading it belongs to. What a
    clause states (units, numbers, references) is filled in, and one too long is cut.
    """
    return stated(document, with_headings(_Splitter(document).clauses()))


def title_of(paragraph: str, mark: Mark) -> str:
    """The heading that a marked paragraph opens with, mark included, its stop left out."""
    if mark.style is Style.ARTICLE:
        headed = HEADED.match(paragraph, mark.length) is not None
        return paragraph if headed else paragraph[: mark.length].strip()
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
        first = next((n for n, line in enumerate(self._lines) if line.mark or line.stops), 0)
        self._ends = end_kinds(self._lines, first)
        self._placement = Placement(self._lines, self._outline, self._ends)
        self._seen: Counter[str] = Counter()
        self._front: Front | None = Front()  # None once the numbered lines have begun
        self._annexes = 0
        self._listing = self._ended = False

    def clauses(self) -> list[Clause]:
        """Every clause of the document, in order."""
        found: list[Clause] = []
        place = 0
        while place < len(self._lines):
            contents = contents_end(self._lines, place)
            found += [self._loose(Kind.CONTENTS, line) for line in self._lines[place:contents]]
            place = max(place, contents)
            if place < len(self._lines):
                found.append(self._clause(place, self._ends.get(place)))
            place += 1
        return found

    def _clause(self, place: int, end_kind: Kind | None) -> Clause:
        line = self._lines[place]
        if end_kind is not None:
            self._outline.close()
            self._ended = True
            return self._loose(end_kind, line)
        if annex_of(line) is not None:
            return self._annexed(place, line)
        if self._listing and line.mark is not None and not line.stops and self._placement.signed_after(place):
            return self._loose(Kind.ATTACHMENT, line)
        self._listing = False
        subtitle = self._front is not None and line.mark is not None and line.mark.style is Style.BULLET
        if line.mark is not None and not subtitle and not _enumerates(line.text, line.mark):
            return self._marked(place, line, line.mark)
        return self._unmarked(place, line)

    def _annexed(self, place: int, line: Line) -> Clause:
        """A line 附件1 opens an annex, unless the signature is still to come: then it is a list."""
        self._listing = self._placement.signed_after(place)
        if self._listing:
            self._outline.close()
            return self._loose(Kind.ATTACHMENT, line)
        self._annexes += 1
        title = line.text.rstrip("：: ")
        self._outline.open_annex(Level((Style.ANNEX, 0), self._annexes, f"f{self._annexes}", title, place))
        self._front = Front(annex=True)
        return self._made(self._address(), Kind.ATTACHMENT, line)

    def _marked(self, place: int, line: Line, mark: Mark) -> Clause:
        title = title_of(line.text, mark)
        self._front = None
        self._outline.place(place, mark, title)
        self._placement.opened(place, bare=len(line.text.rstrip("。：:；;")) <= len(title) + mark.length)
        return self._made(self._address(), Kind.BULLET if mark.style is Style.BULLET else Kind.ITEM, line)

    def _unmarked(self, place: int, line: Line) -> Clause:
        governed = governed_count(line.text)
        if governed and self._outline.is_open:
            self._outline.close_run(governed)
            return self._made(f"{self._address()}.u", Kind.GOVERNING, line)
        if self._opens_text(place, line):
            self._front, self._ended = Front(), False
        if self._front is not None:
            return self._loose(self._front.kind(line, marks_follow=self._placement.marked_after(place)), line)
        if self._placement.is_chapter(place):
            return self._chapter(place, line)
        depth = self._placement.depth(place)
        if depth == self._outline.floor:
            self._outline.close()
            return self._loose(Kind.CLOSING, line)
        if any(level.key[0] is Style.BOX for level in self._outline.stack):
            return self._boxed(place, line)
        del self._outline.stack[depth:]
        self._placement.owned(place)
        if self._outline.stack[-1].key[0] is Style.ARTICLE:
            return self._paragraph_of_article(place, line)
        return self._loose(Kind.PARAGRAPH, line)

    def _opens_text(self, place: int, line: Line) -> bool:
        """Whether a line is the title of another text: it follows a signature."""
        titled = len(line.text) <= 60 and not line.stops and HEADLINE.search(line.text) is not None
        return titled and self._ended and not self._outline.is_open

    def _chapter(self, place: int, line: Line) -> Clause:
        """A short line between two articles, such as 附则, is a chapter without a number."""
        styles = [level.key[0] for level in self._outline.stack]
        del self._outline.stack[styles.index(Style.ARTICLE) :]
        self._open_label(line.text, place, "h")
        return self._made(self._address(), Kind.HEADING, line)

    def _paragraph_of_article(self, place: int, line: Line) -> Clause:
        """An unmarked paragraph of a 条 is its next 款, and what is numbered below it stands in it."""
        number = self._placement.next_paragraph()
        level = Level((Style.PARAGRAPH, 0), number, f"p{number}", f"第{in_han(number)}款", place)
        self._outline.stack.append(level)
        self._placement.opened(place, bare=False)
        return self._made(self._address(), Kind.PARAGRAPH, line)

    def _boxed(self, place: int, line: Line) -> Clause:
        """A paragraph of a 专栏: 机器人：… is an item of its own, 能源装备： a heading over the next ones."""
        stack = self._outline.stack
        if is_group(line.text):
            while stack[-1].key[0] is not Style.BOX:
                stack.pop()
            self._open_label(line.text.rstrip("："), place)
            return self._made(self._address(), Kind.HEADING, line)
        label = LABEL.match(line.text)
        if label is None:
            return self._loose(Kind.PARAGRAPH, line)
        self._open_label(label[1].strip(), place)
        clause = self._made(self._address(), Kind.ITEM, line)
        stack.pop()
        return clause

    def _open_label(self, title: str, place: int, letter: str = "") -> None:
        """Open the next labelled item under the open heading."""
        prefix = f"{self._address()} {letter}"
        self._seen[prefix] += 1
        number = self._seen[prefix]
        level = Level((Style.LABEL, 0), number, f"{letter}{number}", title, place)
        self._outline.stack.append(level)

    def _address(self) -> str:
        """Chapters are left out above an article: articles run on through them."""
        labels = [level.label for level in self._outline.stack]
        styles = [level.key[0] for level in self._outline.stack]
        if Style.ARTICLE in styles:
            floor = self._outline.floor
            labels = labels[:floor] + labels[styles.index(Style.ARTICLE) :]
        return ".".join(labels)

    def _loose(self, kind: Kind, line: Line) -> Clause:
        """A clause without a number of its own: the next unmarked paragraph of the open heading."""
        prefix = f"{self._address()}.p".removeprefix(".")
        self._seen[prefix] += 1
        return self._made(f"{prefix}{self._seen[prefix]}", kind, line)

    def _made(self, address: str, kind: Kind, line: Line) -> Clause:
        self._seen[address] += 1
        if self._seen[address] > 1:
            address = f"{address}~{self._seen[address]}"
        name = self._document.id
        path = tuple(level.title for level in self._outline.stack)
        text = self._document.text[line.start : line.end]
        return Clause(f"{name}#{address}", name, path, kind, line.start, line.end, text)


def _enumerates(text: str, mark: Mark) -> bool:
    """Whether a line that opens with （1） goes on to （2）: it is a paragraph that holds them all."""
    if mark.style not in _COUNTED:
        return False
    stretches = enumerated(text)
    return len(stretches) > 1 and stretches[0].start == 0
