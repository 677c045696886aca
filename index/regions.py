"""Regions named in a question, and whether what was found is about them."""

from functools import cache
from pathlib import Path

from index.terms import words


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


def regions_in(question: str) -> list[str]:
    """Short names of the regions that a normalised question names as words of their own."""
    provinces = _provinces()
    found = []
    for word in words(question):
        for name in (word, word.rstrip("省市州")):
            if name in provinces:
                found.append(name)
                break
    return list(dict.fromkeys(found))


def concerns(region: str, text: str, held_region: str | None) -> bool:
    """Whether a text, or the region its document holds for, takes in a region.

    A document for the region's province takes it in; one without a region, or for no region that
    is known (全国), takes in every one.
    """
    known = held_region is not None and any(name in held_region for name in _provinces())
    if region in text or held_region is None or not known:
        return True
    return region in held_region or (_provinces()[region] in held_region)
