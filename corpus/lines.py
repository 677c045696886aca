"""The paragraphs of a canonical text, each with what it looks like on its own."""

import re
from dataclasses import dataclass

from corpus.clause import Kind
from corpus.marks import Mark, Style, mark_of

_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*\n?|\s+")
_DATE = re.compile(
    r"[^。，；：]{0,24}(?:\d{4}|[一二三四五六七八九〇零○]{4})\s*年\s*[\d一二三四五六七八九十]{0,3}\s*月"
    r"\s*[\d一二三四五六七八九十]{0,3}\s*日\s*(?:印发)?[）)]?$"
)
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,14}\s*[〔\[［【（(]\s*\d{4}\s*[〕\]］】）)]\s*第?\s*\d+\s*号$")
_ADOPTED = re.compile(
    r"[（(]?\s*(?:\d{4}|[一二三四五六七八九〇零○]{4})年.{0,120}?"
    r"(?:通过|批准|公布|发布|修正|修订|施行|第\S{1,8}号令?|令)[）)]?$"
)
_IMPRINT = re.compile(
    r"抄送|抄报|主题词|分送|[（(]此件|.{0,30}\d{4}\s*年\s*\d{0,2}\s*月\s*\d{0,2}\s*日\s*印发$"
)
_ANNEX = re.compile(
    r"(附件|附表|附录|附图|附)\s*(\d{1,2}|[一二三四五六七八九十]{1,2})?\s*(?:[:：]\s*)?(?=$|\S)"
)
_STOP = re.compile("[。；！？]")
_CONTENTS = re.compile(r"目\s*[录次]$")
_CHAPTERS = (Style.PART, Style.CHAPTER)
_LEADER = re.compile(r"[\s.…·\-]*\d*$")


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph: its span with the blanks after it, its text without them, its mark."""

    start: int
    end: int
    text: str
    mark: Mark | None

    @property
    def stops(self) -> bool:
        """Whether it holds a sentence."""
        return _STOP.search(self.text) is not None


def lines_of(text: str) -> list[Line]:
    """The paragraphs of a text; their spans tile it, blanks joined to the paragraph before them."""
    lines: list[Line] = []
    start = 0
    for found in _PARAGRAPH.finditer(text):
        printed = found[0].strip()
        if printed:
            lines.append(Line(start, found.end(), printed, mark_of(printed)))
        elif lines:
            last = lines[-1]
            lines[-1] = Line(last.start, found.end(), last.text, last.mark)
        else:
            continue
        start = found.end()
    return lines


def front_kind(line: Line) -> Kind:
    """What an unmarked line before the body is."""
    if line.text.endswith(("：", ":")) and len(line.text) <= 200:
        return Kind.ADDRESSEE
    if _NUMBER.match(line.text) or _ADOPTED.match(line.text) or _DATE.match(line.text):
        return Kind.FRONT
    return Kind.PREAMBLE if line.stops else Kind.TITLE


def end_kinds(lines: list[Line], first: int) -> dict[int, Kind]:
    """Signatures, imprints and lists of attachments from line `first` on, by line."""
    kinds: dict[int, Kind] = {}
    for place in range(first, len(lines)):
        text = lines[place].text
        if lines[place].mark is None and len(text) <= 80 and _IMPRINT.match(text):
            kinds[place] = Kind.IMPRINT
        elif len(text) <= 60 and _DATE.match(text) and lines[place].mark is None:
            kinds[place] = Kind.SIGNATURE
            above = lines[place - 1] if place > first else None
            if (
                above
                and above.mark is None
                and len(above.text) <= 40
                and not re.search("[。：；]", above.text)
            ):
                kinds.setdefault(place - 1, Kind.SIGNATURE)
    return kinds


def annex_of(line: Line) -> str | None:
    """What follows 附件 or 附件1 on a line that opens or lists an annex, or None if it is none."""
    found = _ANNEX.match(line.text)
    if found is None or line.stops or len(line.text) > 60:
        return None
    rest = line.text[found.end() :]
    if found[1] == "附" and not line.text[1:].lstrip().startswith(("：", ":")) and rest:
        return None
    if rest and not found[2] and line.text[found.end() - 1] not in "：: \u3000":
        return None
    return rest


def contents_end(lines: list[Line], place: int) -> int:
    """The line after a table of contents that opens at `place`; `place` itself if none does."""
    if not _CONTENTS.match(lines[place].text) or place + 1 >= len(lines):
        return _repeated_headings(lines, place)
    first = _squashed(lines[place + 1].text)
    for later in range(place + 2, min(len(lines), place + 600)):
        if _squashed(lines[later].text) == first:
            return later
        mark = lines[later].mark
        if mark is not None and mark.style is Style.ARTICLE and lines[later].stops:
            break
    return place + 1


def _repeated_headings(lines: list[Line], place: int) -> int:
    """A list of chapters may stand without 目录 above it: its first heading comes again after it."""
    first = lines[place]
    if first.mark is None or first.mark.number != 1 or first.mark.style not in _CHAPTERS:
        return place
    for later in range(place + 1, len(lines)):
        mark = lines[later].mark
        if mark is None or mark.style not in (*_CHAPTERS, Style.SECTION):
            break
        if _squashed(lines[later].text) == _squashed(first.text):
            return later
    return place


def _squashed(text: str) -> str:
    return re.sub(r"\s", "", _LEADER.sub("", text))
