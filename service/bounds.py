"""The places and years that a question is about, and those of them that what was found does not reach."""

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from corpus.document import Document
from corpus.marks import number_of
from index.regions import concerns, regions_in
from index.terms import information, is_han, normalised, words

_YEAR = re.compile(r"(?<![\d.])(?:19|20)\d{2}(?![\d.%]|[万亿多余个家项人名元件])")
_PLAN = re.compile(
    r"[“\"](?P<marked>[一二三四五六七八九]|十[一二三四五六七八九]?|二十)五[”\"]"
    r"|(?P<plain>[七八九]|十[一二三四五六七八九]|二十(?!五前))五(?=时期|期间|规划|末|以来|前|的时候|那)"
)
_FIRST_PLAN, _YEARS = 1951, 5
"""The plans are counted as if all had run for five years, which holds from the third (1966) on."""
_SHORT_PLAN = 2
# Kinds of places that the list of regions does not have.
_KIND = re.compile(r"(?:自治县|县|自治旗|新区)$")
_PEOPLE = "族"
"""A self-governing county is named after a people; its own name stands before."""
_SHORTEST, _LONGEST = 2, 3
"""Characters of a place's name before its kind."""
_RARE = 9.0
"""From so many nats on, a third character is part of a name."""


@dataclass(frozen=True, slots=True)
class Unreached:
    """What a question names and the clauses found do not speak of; `years` in the words of the question.

    `anywhere` says that it names a place besides, which they do speak of.
    """

    places: tuple[str, ...]
    years: tuple[str, ...]
    anywhere: bool = False


def unreached(question: str, found: Sequence[tuple[str, Document]]) -> Unreached:
    """Judge by the texts of the best clauses, headings and title among them, each with its document."""
    texts = [(normalised(text), document) for text, document in found]
    named = regions_in(question)
    places = [
        place
        for place in named
        if not any(concerns(place, text, document.region) for text, document in texts)
    ]
    named += (counties := places_in(question))
    places += [place for place in counties if not any(_spoken_of(place, document) for _, document in texts)]
    years = [
        year
        for year, years in years_asked(question)
        if not any(_dated(year, text) or any(map(document.covers, years)) for text, document in texts)
    ]
    return Unreached(tuple(dict.fromkeys(places)), tuple(years), len(set(places)) < len(set(named)))


def _spoken_of(place: str, document: Document) -> bool:
    """Whether a document names a place, or has what stands before its kind as a word of its own."""
    name = own_name(place)
    return name in document.text or name in document.title


def own_name(place: str) -> str:
    """The name of a place without its kind: 康平县 is 康平."""
    return _KIND.sub("", place)


def _dated(year: str, text: str) -> bool:
    """Whether a text names a year or plan; 十五 in 十五个工作日 is no plan."""
    return year in text if len(year) > _SHORT_PLAN else year in dict(years_asked(text))


def places_in(question: str) -> list[str]:
    """Counties and zones that a normalised question names with their kind."""
    found = []
    held = words(question)
    for place, word in enumerate(held):
        kind = _KIND.search(word)
        if kind is None:
            continue
        name = word[: kind.start()] or _name(held[:place])
        if len(name) >= _SHORTEST and is_han(name) and not _common().search(name):
            found.append(name + kind[0])
    return found


def _name(before: Sequence[str]) -> str:
    """The name that ends a run of words: a word, or the characters of one that is not known as a word."""
    left = list(before)
    people = ""
    while left and left[-1].endswith(_PEOPLE):
        people = left.pop() + people
    if left and len(left[-1]) > 1:
        return left[-1] + people if len(left[-1]) <= _LONGEST else ""
    own = ""
    while left and len(own) < _LONGEST and len(left[-1]) == 1 and is_han(left[-1]):
        if left[-1] in _apart() or (len(own) == _SHORTEST and information(left[-1]) < _RARE):
            break
        own = left.pop() + own
    return own + people if len(own) >= _SHORTEST else ""


def years_asked(question: str) -> list[tuple[str, Iterable[int]]]:
    """The years and five-year plans that a normalised question names, with the years they take in."""
    named: list[tuple[str, Iterable[int]]] = [
        (year, (int(year),)) for year in dict.fromkeys(_YEAR.findall(question))
    ]
    for plan in _PLAN.finditer(question):
        first = _FIRST_PLAN + _YEARS * number_of(plan["marked"] or plan["plain"])
        named.append((f"{plan['marked'] or plan['plain']}五", range(first, first + _YEARS)))
    return named


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


@cache
def _common() -> re.Pattern[str]:
    return re.compile("|".join(_file()["common"]))


def _apart() -> str:
    characters: str = _file()["apart"]
    return characters
