"""Raw bytes to canonical text: decoded, NFC, its damage mended and every mending recorded."""

import re
import unicodedata
from itertools import pairwise

from corpus.document import Repair
from corpus.errors import DocumentError
from corpus.marks import BOX_RANK, mark_of

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
_LINE_ENDS = re.compile(r"\r\n|[\r\x0c\x85\u2028\u2029]")
_PRIVATE_POINT = re.compile("(?<=[0-9])[\ue000-\uf8ff](?=[0-9])")
_STARS = re.compile(r"\*\*")
_LINE = re.compile(r"[^\n\S]*\S[^\n]*")
_HASHES = re.compile(r"^[^\n\S]*#{1,6}[^\n\S]+", re.MULTILINE)
_TITLE = re.compile("(?:意见|办法|规定|条例|通知|方案|计划|规划|纲要|要点|细则|措施|决定)$")
_TERMINAL = "。！？；：…）〕!?;:)】"
_CLOSING = "”’》"
_PAUSE = "，、,"
_ORDINAL = re.compile("[一二三四五六七八九十](?:是|要)|首先|其次")
_BOX_LABEL = re.compile("[^，。；：、]{3,30}[。：]")


def decode(raw: bytes, name: str) -> str:
    """Decode UTF-8 (with or without BOM) or GB18030.

    Raises:
        DocumentError: the file is empty, binary, or in another encoding.
    """
    if not raw.strip():
        raise DocumentError(f"文件 {name} 是空的。请换一份有内容的文件。")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _CONTROL.search(text):
            break
        if not text.strip():
            raise DocumentError(f"文件 {name} 是空的。请换一份有内容的文件。")
        return unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text))
    raise DocumentError(f"文件 {name} 不是 UTF-8 或 GB18030 文本，可能是二进制文件。请另存为文本文件后再试。")


def canonical(text: str) -> tuple[str, tuple[Repair, ...]]:
    """Mend decoded text; return the canonical text and what was changed, in order."""
    edits = [(found.start(), found.end(), ".", "private-use") for found in _PRIVATE_POINT.finditer(text)]
    edits += [(found.start(), found.end(), "", "markup") for found in _STARS.finditer(text)]
    edits += [(found.start(), found.end(), "", "markup") for found in _HASHES.finditer(text)]
    # Stars are blanked so that lines are judged without them; the offsets stay.
    edits += [(start, end, "", "line-break") for start, end in _broken_lines(_STARS.sub("  ", text))]
    pieces: list[str] = []
    repairs: list[Repair] = []
    length = position = 0
    for start, end, replacement, kind in sorted(edits):
        if start < position:
            continue
        pieces += [text[position:start], replacement]
        length += start - position
        repairs.append(Repair(kind, length, start, text[start:end], replacement))
        length += len(replacement)
        position = end
    return "".join(pieces) + text[position:], tuple(repairs)


def _broken_lines(text: str) -> list[tuple[int, int]]:
    """Spans of the line ends that cut a sentence in two, blanks around them included."""
    breaks: list[tuple[int, int]] = []
    in_box = False
    for above, below in pairwise(_LINE.finditer(text)):
        mark = mark_of(above[0].strip())
        if mark is not None:
            in_box = mark.rank == BOX_RANK
        if _continues(above[0].strip(), below[0].strip(), in_box=in_box):
            end = below.start() + len(below[0]) - len(below[0].lstrip())
            breaks.append((above.start() + len(above[0].rstrip()), end))
    return breaks


def _continues(above: str, below: str, *, in_box: bool) -> bool:
    """Whether `below` goes on with the sentence that `above` leaves open."""
    if above.startswith("#") or below.startswith("#") or _TITLE.search(above):
        return False
    if above.rstrip(_CLOSING)[-1:] in _TERMINAL or mark_of(below) or _ORDINAL.match(below):
        return False
    if above[-1] in _PAUSE:
        return True
    if in_box and _BOX_LABEL.match(below):
        return False
    # A line without a stop inside it is a title, a heading or a signature, not a cut sentence.
    return bool(re.search("[。，；]", above) or _ORDINAL.match(above))
