"""Cut what is too long for one clause at the ends of its sentences."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

LIMIT = 1200
"""Characters; only a single sentence may make a clause longer."""

_SENTENCE = re.compile(r"[。！？!?]+[”’」』）)】〕]*")
_PAUSE = re.compile("[；;\n]+")


def pieces(text: str, breaks: tuple[int, ...] = ()) -> list[tuple[int, int]]:
    """Spans that tile a text, each at most LIMIT characters unless one sentence is longer.

    Cut at `breaks` (where enumerated stretches begin) if that is enough, else at sentence ends;
    a sentence that is itself too long is cut at its semicolons and line ends.
    """
    if len(text) <= LIMIT:
        return [(0, len(text))]
    spans: list[tuple[int, int]] = []
    start = 0
    ends = _ends(text)
    while len(text) - start > LIMIT:
        fitting = _between(breaks, start, LIMIT) or _between(ends, start, LIMIT)
        later = fitting[-1:] or _between(ends, start, len(text))[:1]
        if not later:
            break
        end = later[0]
        spans.append((start, end))
        start = end
    return [*spans, (start, len(text))]


def _between(places: Sequence[int], start: int, most: int) -> Sequence[int]:
    """The places, in order, that lie behind `start` and at most `most` characters further."""
    return places[bisect_right(places, start) : bisect_right(places, start + most)]


def _ends(text: str) -> list[int]:
    """Where a text may be cut, in order; trailing blanks stay with the sentence before them."""
    sentences = [found.end() for found in _SENTENCE.finditer(text)]
    ends: list[int] = []
    for start, end in pairwise([0, *sentences, len(text)]):
        if end - start > LIMIT:
            ends += [found.end() for found in _PAUSE.finditer(text, start, end)]
        ends.append(end)
    return [end for end in ends if end < len(text.rstrip())]
