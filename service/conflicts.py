"""Where documents state different figures for an indicator that a question asks for."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from corpus.clause import Clause
from corpus.planned import plan_end
from index.terms import bigrams, normalised
from service.figures import Case, Figure, Topic, folded, words
from service.indicators import Indicators

Quoted = tuple[str, int, int]
"""What an answer quotes: a document's id, and from where to where in its text."""

MOST = 6
"""So many values a disagreement shows at most."""

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_PLAN = re.compile('(十[一二三四五六七八九]?|二十)五[”"]?(?:末|期|时期|规划)')
_REACH = 120
"""Characters: no further from its figure does a subject stand that is quoted with it."""
_FITS = 0.27
_CLOSE = 0.8
_ASIDE = 2
"""Of name, grade, place, part and year, so many may be others; with more, the matter is another one."""


@dataclass(frozen=True, slots=True)
class Stated:
    """One value of a disagreement, and the words that state it: `document.text[start:end]`."""

    value: str
    year: int | None
    scope: str | None
    level: str | None
    clause: Clause
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Different figures for an indicator: in `conflict`, or of different `scope` (口径不同).

    The most specific scope comes first, in it the most recent document.
    """

    indicator: str
    kind: Literal["conflict", "scope"]
    values: tuple[Stated, ...]


def disagreements(
    indicators: Indicators, question: str, quoted: Iterable[Quoted]
) -> tuple[Disagreement, ...]:
    """Where other figures stand against those that an answer quotes and the question asks for.

    The question is normalised. Conflicts come first; an indicator is shown once as of different scope.
    """
    question = folded(question)
    within = (indicators.within(*place) for place in quoted)
    asked = _asked(question, [figure for figures in within for figure in figures])
    conflicts = [_conflict(indicators, figure) for figure in asked]
    scopes: list[list[Figure]] = []
    for figure in asked:
        others = _of_other_scope(indicators, figure, question)
        known = next((group for group in scopes if not set(others).isdisjoint(group)), None)
        if known is not None:
            known += [figure, *others]
        elif others:
            scopes.append([figure, *others])
    shown = (_disagreement("scope", group[0], group) for group in scopes)
    return (*(found for found in conflicts if found), *shown)


def _asked(question: str, quoted: list[Figure]) -> list[Figure]:
    """The quoted figures that a question asks for, one of each topic and case, best first."""
    if not _asks().search(question):
        return []
    fits = [(_fit(question, figure), figure) for figure in quoted]
    least = max(_FITS, _CLOSE * max((fit for fit, _ in fits), default=0.0))
    ranked = sorted((fit for fit in fits if fit[0] >= least), key=lambda fit: -fit[0])
    distinct: dict[tuple[Topic, Case], Figure] = {}
    for _, figure in ranked:
        distinct.setdefault((figure.topic, figure.case), figure)
    return _of_years(question, list(distinct.values()))


def _of_years(question: str, figures: list[Figure]) -> list[Figure]:
    """The figures for the years that a question names, else those of documents for these years."""
    years = {int(year) for year in _YEAR.findall(question)}
    years |= {end for plan in _PLAN.findall(question) if (end := plan_end(plan))}
    of_years = [figure for figure in figures if figure.case.year in years]
    return of_years or [figure for figure in figures if not years or any(map(figure.document.covers, years))]


def _fit(question: str, figure: Figure) -> float:
    """How far a question names what a figure is about, 0 to 1; 0 if it asks for another unit."""
    wanted = [unit for unit, pattern in words().wanted.items() if re.search(pattern, question)]
    if wanted and figure.topic.dimension not in wanted:
        return 0.0
    name, letters = figure.name, set(figure.name)
    endings = (name[start:] for start in range(1, len(name)))
    general = next((ending for ending in endings if ending in words().bare), "")
    held = {pair for pair in bigrams(name) if pair in question}
    # That both are 人才 is not enough.
    if held <= set(bigrams(general)):
        return 0.0
    return (len(held) / len(set(bigrams(name))) + sum(map(question.__contains__, letters)) / len(letters)) / 2


def _conflict(indicators: Indicators, figure: Figure) -> Disagreement | None:
    """The figures of the same case, if one does not agree with the quoted one."""
    if figure.case.year is None or not figure.case.place:
        return None
    same = indicators.alike(figure)
    contested = any(_differ(figure, other) for other in same)
    return _disagreement("conflict", figure, [figure, *same]) if contested else None


def _of_other_scope(indicators: Indicators, figure: Figure, question: str) -> list[Figure]:
    """The figures of other documents for another case of the same indicator, or of one nearly the same."""
    return [
        other
        for other in indicators.kin(figure)
        if _differ(figure, other)
        and (other.case != figure.case or other.topic != figure.topic)
        and sum(_apart(figure, other)) <= _ASIDE
        and not _set_apart(figure.topic.name, other.topic.name, question)
    ]


def _differ(one: Figure, other: Figure) -> bool:
    """Whether two documents say different things; two figures of one document are parts of it."""
    return one.document.id != other.document.id and not one.quantity.agrees(other.quantity)


def _apart(one: Figure, other: Figure) -> list[bool]:
    """In what two figures are of another topic or for another case."""
    a, b = one.case, other.case
    of_case = [a.year != b.year, a.part != b.part, a.place != b.place, a.grade != b.grade]
    return [one.topic != other.topic, *of_case]


def _set_apart(one: str, other: str, question: str) -> bool:
    """Whether the question itself says what makes one name narrower than the other."""
    if one == other:
        return False
    longer, shorter = sorted((one, other), key=len, reverse=True)
    return any(pair in question for pair in bigrams(longer.removesuffix(shorter)))


def _disagreement(kind: Literal["conflict", "scope"], quoted: Figure, figures: list[Figure]) -> Disagreement:
    """The quoted figure with those nearest to it; what a document says again is left out."""
    distinct: dict[tuple[object, ...], Figure] = {}
    for figure in figures:
        distinct.setdefault((figure.document.id, figure.topic, figure.case, figure.quantity), figure)
    near = sorted(distinct.values(), key=lambda figure: (figure is not quoted, sum(_apart(quoted, figure))))
    shown = sorted(near[:MOST], key=_order)
    subject = re.sub(r"\s", "", quoted.fact.subject)
    return Disagreement(subject, kind, tuple(_stated(figure, shown) for figure in shown))


def _order(figure: Figure) -> tuple[bool, int, int, str, int]:
    """Most specific scope first, then most recent document first."""
    level, levels = figure.document.level, words().levels
    rank = levels.index(level) if level in levels else len(levels)
    dated = int((figure.document.date or "").replace("-", "").ljust(8, "0"))
    return not figure.case.part, rank, -dated, figure.document.id, figure.fact.start


def _stated(figure: Figure, shown: Sequence[Figure]) -> Stated:
    """A figure as it is shown beside others: its scope says in what it differs from them."""
    fact, text = figure.fact, figure.document.text
    scope = [fact.scope or figure.document.region or figure.case.place]
    if len({other.case.grade for other in shown}) > 1:
        scope.append(figure.case.grade)
    if len({other.topic for other in shown}) > 1:
        scope.append(fact.subject)
    start, end = _phrase(figure)
    return Stated(
        value=re.sub(r"\s", "", normalised(text[fact.start : fact.end])),
        year=figure.case.year,
        scope="，".join(filter(None, scope)) or None,
        level=figure.document.level,
        clause=figure.clause,
        start=start,
        end=end,
    )


def _phrase(figure: Figure) -> tuple[int, int]:
    """The shortest stretch with the figure and its subject, which stands before or behind it."""
    fact, text = figure.fact, figure.document.text
    before = text.rfind(fact.subject, max(figure.clause.start, fact.start - _REACH), fact.start)
    behind = text.find(fact.subject, fact.end, min(figure.clause.end, fact.end + _REACH))
    if behind >= 0 and (before < 0 or behind - fact.end < fact.start - before - len(fact.subject)):
        return fact.start, behind + len(fact.subject)
    return before if before >= 0 else fact.start, fact.end


@cache
def _asks() -> re.Pattern[str]:
    return re.compile("|".join(pattern for patterns in words().asked.values() for pattern in patterns))
