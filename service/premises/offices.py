"""Units that a question says are in charge, held against those that clauses name."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from corpus.clause import Clause
from corpus.units import unit_span
from service.premises.asked import CLAIMS, Asked, Place
from service.premises.cues import pairs, pattern
from service.premises.finding import Finding, Kind, found_at
from service.premises.parts import Part

_LEVEL = re.compile("^(?:国务院|国家|中央|(?:[\u4e00-\u9fff]{2,4}?)?[省市区县](?:委(?=[组宣统政编]))?)")
_ENDING = re.compile("(?:委员会|办公室|[厅局委办部院处科])$")
_SECTION = re.compile("[处科]$|科室$")
_SURE = 0.28
_SURE_ASKED = 0.2
_CLOSE = 0.08


@dataclass(frozen=True, slots=True)
class _Claim:
    """A unit that is said to lead, or to support, and where in the question all of that stands."""

    part: Part
    name: str
    leads: bool
    start: int
    end: int


def offices(asked: Asked, places: Sequence[Place], clauses: Mapping[str, Clause]) -> Iterator[Finding | None]:
    """What the clauses say to each unit that a question says is in charge."""
    for claim in islice(_claims(asked), CLAIMS):
        yield _judged(asked, claim, places, clauses)


def _claims(asked: Asked) -> Iterator[_Claim]:
    for part in asked.parts:
        if part.asker or "还是" in part.text or pattern("form", "open").search(part.text):
            continue
        end = 0
        for shape in _shapes():
            for match in shape.finditer(part.text, end):
                leads = pattern("office", "supports").search(match["role"]) is None
                yield _Claim(part, match["unit"], leads, part.start + match.start(), part.start + match.end())
                end = match.end()


def _judged(
    asked: Asked, claim: _Claim, places: Sequence[Place], clauses: Mapping[str, Clause]
) -> Finding | None:
    """The best clause that names units decides, unless another that fits about as well says otherwise."""
    wording = asked.wording(None, claim.start, claim.end)
    fits = [
        (wording.covered(place.heading, place.clause.text) + place.prior, place)
        for place in places
        if (place.clause.lead_units or place.clause.support_units) and asked.local(place)
    ]
    if not fits:
        return None
    fit, best = max(fits, key=lambda found: found[0])
    if fit < (_SURE_ASKED if claim.part.confirming else _SURE):
        return None
    holder = clauses.get(best.clause.governor, best.clause) if best.clause.governor else best.clause
    where = unit_span(holder)
    named = best.clause.lead_units if claim.leads else best.clause.support_units
    if where is None:
        return None
    right = _leads(claim, best)
    if any(_leads(claim, place) != right for other, place in fits if other >= fit - _CLOSE):
        return None
    unsure = any(_akin(claim.name, unit) for unit in named) or not _comparable(claim.name, named)
    if not right and (not claim.leads or unsure):
        return None
    return found_at(Kind.UNIT, not right, claim.name, claim.part, holder, where)


def _leads(claim: _Claim, place: Place) -> bool:
    """Whether a clause names the unit in the role that is claimed."""
    named = place.clause.lead_units if claim.leads else place.clause.support_units
    return any(_same(claim.name, unit) for unit in named)


def _comparable(name: str, units: Sequence[str]) -> bool:
    """Whether a unit is of the kind that a clause names: a section of an office is not an office."""
    section = _SECTION.search(name) is not None
    return any((_SECTION.search(unit) is not None) == section for unit in units)


def _same(name: str, unit: str) -> bool:
    """Whether two names are of one unit: 财政厅 is 省财政厅."""
    one, other = _full(name), _full(unit)
    longer, shorter = (one, other) if len(one) >= len(other) else (other, one)
    if one == other:
        return True
    return len(shorter) > 2 and longer.endswith(shorter) and _LEVEL.match(shorter) is None


def _akin(name: str, unit: str) -> bool:
    """Whether two names may be of one unit, or of units that people mix up: 科技局, 省科技厅."""
    one, other = (_ENDING.sub("", _LEVEL.sub("", _full(words))) for words in (name, unit))
    return bool(one) and bool(other) and (one in other or other in one)


def _full(name: str) -> str:
    """A unit's name with what is shortened in it written out."""
    for short, full in pairs("offices").items():
        name = name.replace(short, full)
    return name


@cache
def _shapes() -> tuple[re.Pattern[str], ...]:
    """How a question says who leads: 由X牵头, 牵头的是X, 这条X牵头."""
    name = pattern("office", "name").pattern
    between = pattern("office", "between").pattern
    leads, supports = pattern("office", "leads").pattern, pattern("office", "supports").pattern
    role = f"(?P<role>{leads}|{supports})"
    return (
        re.compile(f"(?:由|归|是|让|属|被)(?P<unit>{name}){between}{role}"),
        re.compile(
            f"(?P<role>{leads})(?:的|单位|部门|处室|人)*(?:就)?(?:是|为)(?P<unit>{name})(?![\u4e00-\u9fff]*(?:厅|局|委|处|室|办|部|院|政府|[之的]))"
        ),
        re.compile(
            f"(?:^|(?<=[事项条块]))(?P<unit>{name})(?:也|都|就)*(?:列在|列为|在|算|是|属于).{{0,3}}(?P<role>{leads}|{supports}|责任)(?:单位|部门|处室)"
        ),
        re.compile(f"(?:^|(?<=[事项条块、]))(?P<unit>(?:省|市|区|县|国家)?{name}){between}{role}"),
    )
