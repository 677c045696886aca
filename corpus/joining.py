"""Whether a line of a text file goes on in the next one: PDF extraction breaks sentences."""

import re

from corpus.lines import HEADLINE
from corpus.marks import mark_of

_TERMINAL = "。！？；：…）〕!?;:)】|"
_CLOSING = "”’》"
_PAUSE = "，、,"
_INNER = re.compile("[。，；]")
# What no title or heading ends with, and what no line begins with.
_OPEN = re.compile("(?:[的与及或将把被]|不[于少低超多]{1,2}|按照|依照|根据|以及)$")
_CLOSES = re.compile("[，。；、）》”]")
_ORDINAL = re.compile("[一二三四五六七八九十](?:是|要)|首先|其次")
_BOX_LABEL = re.compile("[^，。；：、]{3,30}[。：]")
_FRONT = re.compile(r"[#>|]|---")


def continues(above: str, below: str, *, in_box: bool) -> bool:
    """Whether `below` goes on with the sentence that `above` leaves open; both stripped."""
    last = above.rstrip(_CLOSING)[-1:]
    if last in _TERMINAL or _FRONT.match(above) or _FRONT.match(below):
        return False
    if mark_of(below) or _ORDINAL.match(below):
        return False
    if last in _PAUSE:
        return True
    if _OPEN.search(above) or _CLOSES.match(below):
        return True
    if _is_title(above) or (in_box and _BOX_LABEL.match(below)):
        return False
    # A line without a stop inside it is a title, a heading or a signature, not a cut sentence.
    return bool(_INNER.search(above) or _ORDINAL.match(above))


def _is_title(line: str) -> bool:
    """Whether a line is the title of a document, which may hold a comma; a sentence holds more."""
    titled = HEADLINE.search(line) is not None
    return titled and ("关于" in line or len(_INNER.findall(line)) < 2) and "。" not in line
