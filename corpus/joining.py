"""Whether a line of a text file goes on in the next one: PDF extraction breaks sentences."""

import re

from corpus.marks import mark_of

_TITLE = re.compile("(?:意见|办法|规定|条例|通知|方案|计划|规划|纲要|要点|细则|措施|决定)$")
_TERMINAL = "。！？；：…）〕!?;:)】|"
_CLOSING = "”’》"
_PAUSE = "，、,"
_INNER = re.compile("[。，；]")
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
    if _TITLE.search(above) or (in_box and _BOX_LABEL.match(below)):
        return False
    # A line without a stop inside it is a title, a heading or a signature, not a cut sentence.
    return bool(_INNER.search(above) or _ORDINAL.match(above))
