"""What closes a text and what follows it: signature, imprint, annexes; and the contents before it."""

import re

from corpus.clause import Kind
from corpus.lines import DATE_LINE, HEADLINE, Line
from corpus.marks import Style

_IMPRINT = re.compile(
    r"抄送|抄报|主题词|分送|[（(]此件|.{0,30}\d{4}\s*年\s*\d{0,2}\s*月\s*\d{0,2}\s*日\s*印发$"
)
_ANNEX = re.compile(
    r"(附\s*件|附\s*表|附\s*录|附\s*图|附)\s*(\d{1,2}|[一二三四五六七八九十]{1,2})?\s*(?:[:：]\s*)?(?=$|\S)"
)
_CONTENTS = re.compile(r"目\s*[录次]$")
_CHAPTERS = (Style.PART, Style.CHAPTER)
_LONGEST_CONTENTS = 600
_SIGNER = re.compile("[^。：；，]{2,40}$")
_MOST_SIGNERS = 12


def end_kinds(lines: list[Line], first: int) -> dict[int, Kind]:
    """Signatures and imprints from line `first` on, by line."""
    kinds: dict[int, Kind] = {}
    for place in range(first, len(lines)):
        line = lines[place]
        if line.mark is not None or len(line.text) > 80:
            continue
        if _IMPRINT.match(line.text):
            kinds[place] = Kind.IMPRINT
        elif (
            len(line.text) <= 60
            and "年" in line.text
            and DATE_LINE.match(line.text)
            and _signs(lines, place, first)
        ):
            kinds[place] = Kind.SIGNATURE
            for above in range(place - 1, max(first, place - _MOST_SIGNERS), -1):
                if lines[above].mark is not None or not _SIGNER.match(lines[above].text):
                    break
                kinds.setdefault(above, Kind.SIGNATURE)
    return kinds


def _signs(lines: list[Line], place: int, first: int) -> bool:
    """Whether a date line signs what is above it: below a title it dates what follows."""
    above = lines[place - 1] if place > first else None
    titled = above is not None and above.mark is None and not above.stops
    return not (titled and above is not None and HEADLINE.search(above.text) and len(above.text) > 8)


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
    for later in range(place + 2, min(len(lines), place + _LONGEST_CONTENTS)):
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
    for later in range(place + 1, min(len(lines), place + _LONGEST_CONTENTS)):
        mark = lines[later].mark
        if mark is None or mark.style not in (*_CHAPTERS, Style.SECTION):
            break
        if _squashed(lines[later].text) == _squashed(first.text):
            return later
    return place


def _squashed(text: str) -> str:
    return re.sub(r"\s", "", text.rstrip("0123456789").rstrip(" \t\u3000.…·-"))
