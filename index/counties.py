"""Where a text says that something is: provinces, cities, and counties with the city they belong to."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path

from index.regions import province_of
from index.terms import normalised, words

_CITY = re.compile("[省市州]$")
# The kind behind a county's name, where no other word begins with it: not 县级, not 市场.
_KIND = re.compile("(?:自治县|自治旗|新区|林区|特区|[县区市旗])(?![级域场政长民])")
_EVERYDAY = "!"
"""Opens the line of names that are everyday words as well."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place that a text names: its short name, its city (empty for a province), its province.

    `start` counts the normalised text.
    """

    name: str
    city: str
    province: str
    start: int


def places_in(text: str) -> list[Place]:
    """The places named in a text, each once, in order; a county only where no city tells it already."""
    plain = normalised(text)
    found: dict[str, Place] = {}
    for place in _regions(plain):
        found.setdefault(place.name, place)
    if not any(place.city for place in found.values()):
        known = {place.province for place in found.values()}
        for place in _counties_in(plain, known):
            found.setdefault(place.name, place)
    return sorted(found.values(), key=lambda place: place.start)


def _regions(text: str) -> Iterator[Place]:
    """The provinces and cities that a text names as words of their own."""
    start = 0
    for word in words(text):
        for name in (word, _CITY.sub("", word)):
            province = province_of(name)
            # 天津市河北区 is not in 河北.
            if province and not (name == province and _is_county(text, start, name)):
                yield Place(name, "" if name == province else name, province, start)
                break
        start += len(word)


def _is_county(text: str, start: int, name: str) -> bool:
    """Whether the kind behind a province's name makes it a county's: 海南区, 河南县."""
    kind = _KIND.match(text, start + len(name))
    return kind is not None and name + kind[0] in _counties()


def _counties_in(text: str, provinces: set[str]) -> Iterator[Place]:
    """The counties that a text names, with their kind or as a word, and that lie in one city only.

    Where provinces are named, it is rather a county of theirs.
    """
    bounds = set(accumulate(map(len, words(text)), initial=0))
    for found in _names().finditer(text):
        name = found[0]
        named = _KIND.match(text, found.end()) is not None
        whole = {found.start(), found.end()} <= bounds and name not in _everyday()
        cities = list(_counties()[name])
        cities = [city for city in cities if province_of(city) in provinces] or cities
        before = [city for city in cities if text.endswith((city, f"{city}市"), 0, found.start())]
        cities = before or cities
        if (named or whole or before) and len(cities) == 1:
            province = province_of(cities[0]) or cities[0]
            yield Place(name, "" if cities[0] == province else cities[0], province, found.start())


@cache
def _names() -> re.Pattern[str]:
    """Any county's name, the longest that fits."""
    return re.compile("|".join(sorted(_counties(), key=lambda name: -len(name))))


@cache
def _lines() -> list[list[str]]:
    path = Path(__file__).with_name("counties.txt")
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split() for line in lines if line.strip() and not line.startswith("#")]


@cache
def _everyday() -> frozenset[str]:
    return frozenset(name for first, *names in _lines() if first == _EVERYDAY for name in names)


@cache
def _counties() -> dict[str, tuple[str, ...]]:
    """The cities that have a county of a name."""
    found: dict[str, list[str]] = defaultdict(list)
    for city, *names in _lines():
        if city != _EVERYDAY:
            for name in names:
                found[name].append(city)
    return {name: tuple(cities) for name, cities in found.items()}
