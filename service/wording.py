"""What a statement says in words that its quotes do not: unit names, denials. Texts are folded."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from index.regions import regions_in

_DATA = tomllib.loads(Path(__file__).with_name("verify.toml").read_text(encoding="utf-8"))
_WORDS = _DATA["words"]
_ENDINGS = "|".join(f"{end}(?![{wrong}])" if wrong else end for end, wrong in _DATA["units"].items())
_ENDING = re.compile(_ENDINGS)
_HAN_RUN = re.compile("[\u4e00-\u9fff]*$")
_BEFORE = re.compile(f".*(?:{'|'.join(_WORDS['before'])})")
_IDLE_NAMES = tuple(_WORDS["idle"])
_LEVELS = _WORDS["levels"]
_LONGEST = 14
"""Letters before the ending of a unit's name."""
_TAIL = 3
"""So many letters at the end of a name must be printed: 科技厅 of 省科技厅."""

_MARKS = _DATA["denials"]["marks"]
_MODALS = _DATA["denials"]["modals"]
_IDLE = re.compile("|".join(_DATA["denials"]["idle"]))
_DENIAL = re.compile(f"[{_MARKS}][\u4e00-\u9fff]?")
_AROUND_DENIAL = re.compile(f"(?<=(.{{2}}))([{_MARKS}])(?=([\u4e00-\u9fff]{{1,2}}))")
_DENIED = re.compile(f"([{_MARKS}][{_MODALS}]{{0,2}})(?=(?P<what>[\u4e00-\u9fff]{{2,4}}))")


def unknown_units(text: str, quotes: str) -> list[str]:
    """The names of units in a text that the quotes do not print, each once, in order.

    A name is known by its ending and must be printed from its end on: 省财政厅 is in 省科技厅、财政厅;
    one of another level or place (市财政局, 大连市科技局) is another unit. 省政府 is 省人民政府.
    """
    said, held = (words.replace("人民政府", "政府") for words in (text, quotes))
    found = (name for name in _names(said) if not _printed(name, held))
    return list(dict.fromkeys(found))


def changed_denials(text: str, quotes: str) -> list[str]:
    """The denials that a text adds to its quotes (不得), and what it says without the denial it has there."""
    said, held = _IDLE.sub("\0", text), _IDLE.sub("\0", quotes)
    has = {match[0] for match in _DENIAL.finditer(held)}
    added = [match[0] for match in _DENIAL.finditer(said) if match[0] not in has]
    says, holds = _denied(said), _denied(held)
    added += [denial for what, denial in says.items() if what not in holds and _free(what, held)]
    dropped = [denial for what, denial in holds.items() if _free(what, said) and not _free(what, held)]
    dropped += [words for words, left in _shortened(held) if left in said and left not in held]
    return list(dict.fromkeys([*added, *dropped]))


def _names(text: str) -> Iterator[str]:
    """What ends like the name of a unit, with the words before it that may belong to it."""
    for ending in _ENDING.finditer(text):
        run = _HAN_RUN.search(text, max(0, ending.start() - _LONGEST), ending.start())
        own = _BEFORE.sub("", run[0] if run else "")
        name = own + ending[0]
        if len(name) > 1 and not name.endswith(_IDLE_NAMES):
            yield name


def _printed(name: str, quotes: str) -> bool:
    """Whether the quotes print a unit, perhaps without its place or level where they list several."""
    least = 2 if name[-2] in _LEVELS else min(_TAIL, len(name))
    start = next((start for start in range(len(name) - least + 1) if name[start:] in quotes), None)
    if not start:
        return start == 0
    rest, tail = name[:start], name[start:]
    if rest[-1] in _LEVELS:
        # 市财政厅 is not 省财政厅, but 省财政厅 may be listed as 省科技厅、财政厅.
        return re.search(f"(?<![{_LEVELS}]){re.escape(tail)}", quotes) is not None
    placed = tail[0] in _LEVELS and bool(regions_in(rest))
    return not placed or rest + tail[0] in quotes


def _denied(text: str) -> dict[str, str]:
    """The words that a text denies, two and four letters of them, with the denial before them."""
    return {
        what: match[1] + what
        for match in _DENIED.finditer(text)
        for what in (match["what"][:2], match["what"])
    }


def _shortened(held: str) -> Iterator[tuple[str, str]]:
    """Each denial with the letters around it, and what is left of them without it: 意识不强, 意识强."""
    for match in _AROUND_DENIAL.finditer(held):
        yield "".join(match.groups()), match[1] + match[3]


def _free(words: str, text: str) -> bool:
    """Whether words stand in a text without a denial right before them."""
    place = text.find(words)
    while place >= 0:
        if not set(_MARKS) & set(text[max(0, place - 3) : place]):
            return True
        place = text.find(words, place + 1)
    return False
