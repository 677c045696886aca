"""What an applicant fills in, beside its description; what is filled in counts before what is written."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from corpus.errors import ProfileError
from corpus.vocabulary import Word, words
from index.counties import Place, places_in
from service.matching.applicant import Applicant, figure

_Count = Annotated[float, Field(ge=0, le=1e9)]
_OLDEST = 1800


class Facts(BaseModel):
    """The short form; None is not said.

    `kinds` and `wants` are keys or names of the vocabulary (小微企业 · 高校; 税收优惠 · 后补助、奖励),
    `revenue` and `research` are in 万元, `founded` is a year, `inside` whether it is in a zone.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    region: str | None = None
    industry: str | None = None
    kinds: tuple[str, ...] = ()
    wants: tuple[str, ...] = ()
    employees: _Count | None = None
    revenue: _Count | None = None
    research: _Count | None = None
    founded: int | None = None
    high_tech: bool | None = None
    inside: bool | None = None


def completed(applicant: Applicant, facts: Facts) -> Applicant:
    """An applicant with what the form says.

    Raises:
        ProfileError: the form names what is not known, or contradicts the description.
    """
    applicant = _placed(applicant, facts)
    named = _named("kinds", facts.kinds)
    kinds = dict(applicant.kinds) | named
    statuses = dict(applicant.statuses)
    stated = dict.fromkeys(named, True) | ({} if facts.high_tech is None else {"high_tech": facts.high_tech})
    for key, held in stated.items():
        if statuses.get(key, held) is not held or (key in named and not held):
            raise ProfileError(f"表单和描述在是不是{words('kinds')[key].name}上说法相反。请改正其中一处。")
    if facts.high_tech is not None:
        statuses["high_tech"] = facts.high_tech
        if facts.high_tech:
            kinds["high_tech"] = "高新技术企业"
        else:
            kinds.pop("high_tech", None)
    return replace(
        applicant,
        kinds=kinds,
        wants=dict(applicant.wants) | _named("benefits", facts.wants),
        statuses=statuses,
        measures=_measured(applicant, facts),
        inside=applicant.inside if facts.inside is None else facts.inside,
        text=f"{applicant.text} {facts.industry}" if facts.industry else applicant.text,
    )


def _placed(applicant: Applicant, facts: Facts) -> Applicant:
    """With the region of the form, which must be one, and be the description's where that names one."""
    if not facts.region:
        return applicant
    places = tuple(places_in(facts.region))
    if not places:
        raise ProfileError(f"不认识地区“{facts.region}”。请填省、市或县的名称，例如：大连、沈阳市浑南区。")
    same = tuple(own for own in applicant.places if any(_agree(own, place) for place in places))
    if applicant.places and not same:
        said = "、".join(place.name for place in applicant.places)
        raise ProfileError(f"表单里的地区是{facts.region}，描述里说的是{said}。请改成一致的。")
    narrower = same and not any(place.city for place in places)
    return replace(applicant, places=same if narrower else places)


def _agree(one: Place, other: Place) -> bool:
    """Whether one place may lie in the other."""
    cities = {place.city for place in (one, other) if place.city}
    return one.province == other.province and len(cities) < 2


def _measured(applicant: Applicant, facts: Facts) -> dict[str, float]:
    """The figures of the form beside those of the description."""
    given = {"employees": facts.employees, "revenue": facts.revenue, "research": facts.research}
    measures = dict(applicant.measures) | {key: value for key, value in given.items() if value is not None}
    for key, value in given.items():
        said = applicant.measures.get(key)
        if value is not None and said is not None and max(said, value) > 2 * min(said, value):
            name, unit = words("measures")[key].name, words("measures")[key].unit
            raise ProfileError(
                f"表单里的{name}是{figure(value)}{unit}，描述里说的是{figure(said)}{unit}。请改成一致的。"
            )
    if facts.founded is not None:
        age = applicant.on.year - facts.founded
        if age < 0 or facts.founded < _OLDEST:
            raise ProfileError(
                f"成立年份{facts.founded}不对：到{applicant.on.isoformat()}还没有到，或者太早。请改正。"
            )
        measures |= {"founded": float(facts.founded), "age": float(age)}
    return measures


def _named(table: str, given: tuple[str, ...]) -> dict[str, str]:
    """The keys of what is given by key or by name."""
    known: Mapping[str, Word] = words(table)
    names = {word.name: key for key, word in known.items()} | {key: key for key in known}
    strange = [name for name in given if name not in names]
    if strange:
        some = "、".join(word.name for word in list(known.values())[:20])
        raise ProfileError(f"表单里的“{strange[0]}”不在可选的范围里。可以写：{some}。")
    return {names[name]: name for name in given}


def day_of(as_of: str | None, today: date) -> date:
    """The day on which it is asked.

    Raises:
        ProfileError: it is no date.
    """
    try:
        return date.fromisoformat(as_of) if as_of else today
    except ValueError as error:
        raise ProfileError(f"日期“{as_of}”读不懂。请写成 2019-06-01 这样。") from error
