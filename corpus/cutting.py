"""Cut what is too long for one clause at the ends of its sentences."""

import re
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
    ends = sorted({*breaks, *_ends(text)})
    spans: list[tuple[int, int]] = []
    start = last = 0
    for end in [*ends, len(text)]:
        if end - start > LIMIT and last > start:
            spans.append((start, last))
            start = last
        last = end
    spans.append((start, len(text)))
    return spans


def _ends(text: str) -> list[int]:
    """Where a text may be cut, in order; trailing blanks stay with the sentence before them."""
    sentences = [found.end() for found in _SENTENCE.finditer(text)]
    ends: list[int] = []
    for start, end in pairwise([0, *sentences, len(text)]):
        if end - start > LIMIT:
            ends += [found.end() for found in _PAUSE.finditer(text, start, end)]
        ends.append(end)
    return [end for end in ends if end < len(text.rstrip())]
