"""Regions named in a question, and whether what was found is about them."""

import re
from functools import cache
from pathlib import Path

from index.terms import words

_KIND = re.compile("[省市州]$")


@cache
def _provinces() -> dict[str, str]:
    """The province of every region known, provinces themselves included."""
    lines = (Path(__file__).parent / "regions.txt").read_text(encoding="utf-8").splitlines()
    found: dict[str, str] = {}
    for line in lines:
        if line.strip() and not line.startswith("#"):
            province, *cities = line.split()
            found |= dict.fromkeys((province, *cities), province)
    return found


def known_regions() -> tuple[str, ...]:
    """The short names of all regions known."""
    return tuple(_provinces())


def province_of(region: str) -> str | None:
    """The province of a region, by short names; a province's own is itself, None is no known region."""
    return _provinces().get(region)


def cities_of(initials: str) -> tuple[str, ...]:
    """The cities of one province whose first characters make up a name: 沈大 is 沈阳 and 大连; else none."""
    if initials in _provinces():
        # 广东 is a province, not 广州 and 东莞.
        return ()
    for province in dict.fromkeys(_provinces().values()):
        own = [name for name, held in _provinces().items() if held == province != name]
        found = [next((name for name in own if name[0] == letter), "") for letter in initials]
        if len(found) > 1 and all(found):
            return tuple(found)
    return ()


def regions_in(question: str) -> list[str]:
    """Short names of the regions that a normalised question names as words of their own."""
    provinces = _provinces()
    found = []
    for word in words(question):
        # 广州市 is 广州, not 广.
        for name in (word, _KIND.sub("", word)):
            if name in provinces:
                found.append(name)
                break
    return list(dict.fromkeys(found))


def concerns(region: str, text: str, held_region: str | None) -> bool:
    """Whether a text, or the region its document holds for, takes in a region.

    A document for the region's province takes it in; one without a region, or for no region that
    is known (全国), takes in every one.
    """
    held = _named(held_region or "")
    return region in text or not held or region in held or _provinces()[region] in held


def kinship(region: str, held_region: str) -> float:
    """1 for the region that a document holds for, -1 for one that has nothing to do with it, else 0.

    A province and its cities, and a region that is not known (全国), are neither; two cities of a
    province have nothing to do with each other.
    """
    held = _named(held_region)
    if region in held:
        return 1.0
    provinces = _provinces()
    narrowest = [name for name in held if provinces[name] == provinces[held[0]]][-1:]
    kin = not held or narrowest == [provinces[region]] or region == provinces[held[0]]
    return 0.0 if kin else -1.0


def _named(held_region: str) -> list[str]:
    """The known regions in what a document holds for, from the widest; 马鞍山市 is not in 鞍山."""
    return _anywhere().findall(held_region)


@cache
def _anywhere() -> re.Pattern[str]:
    return re.compile("|".join(_provinces()))
