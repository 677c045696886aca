"""What stands before the first numbered line of a text: title, number, addressee, preamble."""

import re

from corpus.clause import Kind
from corpus.lines import DATE_LINE, HEADLINE, ISSUE_NUMBER, Line

_NUMBER = re.compile(rf"(?:{ISSUE_NUMBER}|第\s*\d+\s*号)$")
_ADOPTED = re.compile(
    r"[（(]?\s*(?:\d{4}|[一二三四五六七八九〇零○]{4})年.{0,120}?"
    r"(?:通过|批准|公布|发布|修正|修订|施行|第\S{1,8}号令?|令)[）)]?$"
)
_TRANSMITS = re.compile("现.{0,60}(?:印发|转发|下发)|现将")
_ANNOUNCES = re.compile("如下|现将|决定|兹|名称|填报|联系|时间|地点|项目|电话|包括|要求")


class Front:
    """Reads the unmarked lines of one text in order, until its numbered lines begin."""

    def __init__(self, *, annex: bool = False) -> None:
        """An annex has one line of title."""
        self._annex = annex
        self._titled = self._addressed = self._body = False

    def kind(self, line: Line, *, marks_follow: bool) -> Kind:
        """What the next line is; a text without marks states what it states in paragraphs."""
        if not self._body:
            if _NUMBER.match(line.text) or _ADOPTED.match(line.text) or DATE_LINE.match(line.text):
                return Kind.FRONT
            if not self._annex and is_addressee(line.text):
                self._addressed = True
                return Kind.ADDRESSEE
        announces = line.text.endswith(("：", ":"))
        if line.stops or (announces and self._titled):
            self._body = True
            opens = marks_follow or announces or _TRANSMITS.search(line.text)
            return Kind.PREAMBLE if opens else Kind.PARAGRAPH
        return self._short(line)

    def _short(self, line: Line) -> Kind:
        """A line without a sentence: the title until that is whole, then what stands around it."""
        if self._body or self._addressed:
            return Kind.PARAGRAPH
        if self._titled and not line.text.startswith(("（", "(")):
            return Kind.PARAGRAPH if self._annex else Kind.FRONT
        self._titled = self._annex or HEADLINE.search(line.text) is not None
        return Kind.TITLE


def is_addressee(text: str) -> bool:
    """Whether a line names those a document is sent to: 各市人民政府，省政府各厅委：."""
    return text.endswith(("：", ":")) and len(text) <= 200 and not _ANNOUNCES.search(text)
