"""Where a document holds: its region, and the zone inside it that it is for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.clause import Clause
from corpus.document import Document
from corpus.vocabulary import cue, folded
from index.counties import Place, places_in
from index.regions import cities_of

_WHOLE = re.compile("(?<![健完安])全[省市区县]|我[省市区县]|(?<![资基])本[省市区县]|省内|(?<!城)市内(?!外)")
_EXCEPT = re.compile(
    "(?:(?:不含|不包括)(?P<out>[^，。；()（）]{2,16})|除(?P<but>[^，。；()（）]{2,16}?)以?外)"
)
_NATION = re.compile("^(?:中华人民共和国|国务院|全国|国家|中共中央|财政部|科技部|工业和信息化部)")
_ZONE = re.compile("(?:国家)?(?:自主创新示范区|自创区|示范区|试验区|新区|走廊)")
_OPENING = 2000
"""Characters at the beginning of a document in which it says where it holds."""
_ONLY = re.compile("(?:在|对|向)?[^，。；]{0,8}(?:区|园|城)内(?:的)?(?:企业|机构|单位|人才|项目|注册)")


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a document holds; without a place it holds everywhere.

    `apart` are regions that it leaves out. `zone` is the zone of its title, `cities` the cities that
    the zone's name stands for (沈大 is 沈阳 and 大连), where it does.
    """

    place: Place | None
    region: str
    apart: frozenset[str]
    zone: str
    cities: tuple[str, ...]

    @classmethod
    def of(cls, document: Document) -> "Reach":
        """Read it off the region that is known, else the title, the issuer, the number of the document."""
        place = _place(document)
        region = document.region or (place.name if place else "")
        excepted = {
            held.name
            for found in _EXCEPT.finditer(document.text)
            for held in places_in(found["out"] or found["but"])
        }
        return cls(place, region, frozenset(excepted), *_zone(document.title))

    def takes_in(self, places: Sequence[Place]) -> bool:
        """Whether the document holds where an applicant is or is going to."""
        return any(self._takes_in(place) for place in _narrowest(places))

    def may_take_in(self, places: Sequence[Place]) -> bool:
        """Whether an applicant that only names a province may be in the city that the document holds for."""
        held = self.place
        own = _narrowest(places)
        return held is not None and any(not one.city and one.province == held.province for one in own)

    def zone_takes_in(self, places: Sequence[Place]) -> bool:
        """Whether the zone may lie where the applicant is: unknown counts as yes."""
        if not self.cities or not places:
            return True
        return any(place.city in self.cities or not place.city for place in _narrowest(places))

    def words_of_region(self, document: Document, clause: Clause) -> tuple[int, int] | None:
        """The words of the clause that say for which region it holds, else the first that name it."""
        if self.place is None:
            return None
        kind = self.region[-1:]
        found = (own for own in _WHOLE.finditer(clause.text) if kind in own[0] or kind not in "省市区县")
        own = next(found, None)
        if own:
            return clause.start + own.start(), clause.start + own.end()
        for name in (self.region, self.place.name):
            start = document.text.find(name)
            if start >= 0:
                return start, start + len(name)
        return None

    def words_of_zone(self, document: Document, clause: Clause) -> tuple[int, int] | None:
        """The words that restrict a clause to a zone: those of the document's title, else its own."""
        if self.zone:
            start = document.text.find(self.zone)
            return (start, start + len(self.zone)) if start >= 0 else None
        only = _ONLY.search(clause.text)
        zone = cue("zones").search(folded(only[0])) if only else None
        if only is None or zone is None:
            return None
        start = clause.start + only.start() + zone.start()
        return start, start + len(zone[0])

    def _takes_in(self, place: Place) -> bool:
        if self.place is None:
            return True
        if self.apart & {place.name, place.city}:
            return False
        if self.place.province != place.province:
            return False
        if _county(self.place) and _county(place) and self.place.name != place.name:
            return False
        return not self.place.city or self.place.city == place.city


def _narrowest(places: Sequence[Place]) -> list[Place]:
    """The places without the provinces of cities among them: 辽宁省沈阳市 is not all of 辽宁."""
    told = {place.province for place in places if place.city}
    return [place for place in places if place.city or place.province not in told]


def _county(place: Place) -> bool:
    """Whether a place is a county, not the city or province that it belongs to."""
    return place.name not in (place.city, place.province)


def _zone(title: str) -> tuple[str, tuple[str, ...]]:
    """The zone that a title names, and the cities that the characters in front of it stand for."""
    found = _ZONE.search(title)
    if found is None:
        return "", ()
    for count in (3, 2):
        initials = title[max(0, found.start() - count) : found.start()]
        cities = cities_of(initials)
        if cities:
            return initials + found[0], cities
    return found[0], ()


def _place(document: Document) -> Place | None:
    """The place that a document holds for: where several are named, the narrowest of the first one's."""
    for text in (document.region or "", document.title, document.issuer or ""):
        if _NATION.match(text):
            return None
        found = places_in(text)
        if found:
            return max(found, key=lambda place: (place.province == found[0].province, bool(place.city)))
    if not _WHOLE.search(document.text):
        return None
    named = places_in(document.text[:_OPENING])
    return max(named, key=lambda place: document.text.count(place.name), default=None)
