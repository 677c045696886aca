"""A clause comes in, the stretches of it that can stand as a quote come out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.clause import Clause
from corpus.units import unit_span
from index.windows import sentences

_LEAD = re.compile(
    r"\s*(?:第[一二三四五六七八九十百零\d]+条|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]"
    r"|\d{1,2}[.．、](?!\d)|——|--)?\s*"
)
_PHRASE = re.compile(r"(?:[^，；：,;]|(?<=\d)[,：:](?=\d))+[，；：,;]?")
_FIGURE = re.compile(r"\d")
_ONLY_DATE = re.compile(r"(?:到|至|在)?\s*\d{4}\s*年(?:底|末|前|底前)?$")
_TAIL = "。；\n 　"
_SHORTEST = 4
_LONG = 60


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a clause that can stand as a quote: `document.text[start:end] == text`.

    `score` is how well it fits the question by what is known without the generator, in log-odds:
    0 is as likely as not to answer it.
    """

    clause: Clause
    start: int
    end: int
    text: str
    score: float


def candidates(clause: Clause) -> list[tuple[int, int]]:
    """Spans, relative to the clause, that can stand alone: sentences, and the figures of a list of them.

    The mark that opens the clause, its heading and its unit bracket are not answers and are cut off;
    a clause that says nothing else stands whole.
    """
    units = unit_span(clause)
    if units is None:
        stretches = [(0, len(clause.text))]
    else:
        opened, closed = units[0] - clause.start - 1, units[1] - clause.start + 1
        stretches = [(0, max(0, opened)), (closed, len(clause.text))]
    places = [
        (begin + shift, stop + shift)
        for shift, end in stretches
        for begin, stop in sentences(clause.text[shift:end])
    ]
    heading = clause.path[-1] if clause.path else ""
    found = [span for place in places for span in _standing(clause.text, *place, heading)]
    return found or [span for place in places[:1] for span in _standing(clause.text, *place, "")]


def _standing(text: str, begin: int, stop: int, heading: str) -> Iterator[tuple[int, int]]:
    """The figures of a sentence that lists several, and the sentence, without mark and stop."""
    start, end = trimmed(text, begin, stop)
    sentence = text[start:end]
    titled = bool(heading) and text[begin:stop].strip().rstrip("。；：:") == heading
    if len(sentence) < _SHORTEST or titled or (heading and sentence[-1] in "：:"):
        return
    figures = [found.span() for found in _PHRASE.finditer(sentence) if _FIGURE.search(found[0])]
    if len(sentence) > _LONG and len(figures) > 1:
        for a, b in figures:
            phrase = sentence[a:b].rstrip("，；：,;")
            if not _ONLY_DATE.match(phrase):
                yield start + a, start + a + len(phrase)
    yield start, start + len(sentence)


def trimmed(text: str, begin: int, stop: int) -> tuple[int, int]:
    """A stretch of a text without the mark that opens it and the stop and blanks that close it."""
    lead = _LEAD.match(text, begin, stop)
    start = lead.end() if lead else begin
    return start, start + len(text[start:stop].rstrip(_TAIL))
