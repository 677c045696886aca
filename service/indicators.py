"""The figures of all documents, filed under the indicators they are values of."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import groupby, takewhile

from corpus.clause import Clause
from corpus.document import Document
from corpus.fact import Fact
from corpus.planned import years_in
from index.regions import kinship, regions_in
from index.terms import normalised
from service.figures import Case, Figure, Topic, bound, folded, measured, named, quantity_of, words

_STOP = re.compile("[。！？；\n]")
_PHRASE = re.compile("[，。；：！？\n]")
_SHARED = 4
"""Characters that a name and a narrower one share at the end, at least (农村|居民人均收入)."""
_MANY = 200
"""So many figures of a kind are looked at, at most: an answer must not wait for a crowd of them."""
_LONGEST = 60
_KEPT = 1 << 16
_PART = "\0"

# Equal ones are kept once: many figures share them.
_topic = lru_cache(_KEPT)(Topic)
_case = lru_cache(_KEPT)(Case)
_folded = lru_cache(_KEPT)(folded)


def place_of(document: Document) -> str:
    """The region that a document's figures are about unless they say otherwise; empty if unknown."""
    for text in (document.region, document.issuer, document.title):
        if found := regions_in(normalised(text or "")):
            return found[-1]
    return document.region or ""


def figures_of(document: Document, clauses: Iterable[Clause]) -> list[Figure]:
    """The figures of a document that can be compared, in order.

    One without a year is for the year that a heading above it names (“十二五”时期). Terms are left out,
    and what says nothing by itself (20 个项目).
    """
    place = place_of(document)
    found: list[Figure] = []
    for clause in clauses:
        headed = _headed(clause.path) if clause.facts else None
        read = (_figure(fact, clause, document, (place, fact.year or headed)) for fact in clause.facts)
        found += [figure for figure in read if figure]
    return found


def _figure(fact: Fact, clause: Clause, document: Document, held: tuple[str, int | None]) -> Figure | None:
    quantity, dimension = quantity_of(fact.value, fact.unit, fact.comparator)
    part = _folded(fact.scope)
    name, grade, kinds, elsewhere = named(fact.subject, part, held[0])
    name, measure = measured(name, fact.comparator)
    bare = name in words().bare
    stands = fact.start - clause.start
    phrase = _PHRASE.split(clause.text[max(0, stands - _LONGEST) : stands])[-1]
    # 城乡居民收入分别增长5%、8%: which is whose is not read.
    if quantity is None or dimension == "time" or not name or (bare and not part) or "分别" in phrase:
        return None
    place, year = held
    settled = year is not None and year < _first_year(document)
    case = _case(grade, elsewhere or place, part, year, settled, bound("ceiling", fact.comparator))
    topic = _topic(part + name if bare else name, measure, dimension, kinds)
    return Figure(name, topic, case, quantity, fact, clause, document)


def _first_year(document: Document) -> int:
    """The first year that a document can plan for; 0 where it is not known."""
    return document.period[0] if document.period else int((document.date or "0")[:4])


@lru_cache(_KEPT)
def _headed(path: tuple[str, ...]) -> int | None:
    """The year that the lowest heading with one names."""
    found = (years for title in reversed(path) if (years := years_in(title)))
    return next((years[-1][1] for years in found), None)


def _repeated(figures: Sequence[Figure]) -> Iterator[Figure]:
    """The figures of a document; one that it repeats without a year is for the year it gave.

    One that gets no year is kept only where the document plans for years.
    """
    given: dict[tuple[object, ...], set[int]] = defaultdict(set)
    for figure in figures:
        if figure.case.year is not None:
            given[_timeless(figure)].add(figure.case.year)
    for figure in figures:
        years = given.get(_timeless(figure), set()) if figure.case.year is None else set()
        if len(years) == 1:
            yield replace(figure, case=replace(figure.case, year=min(years)))
        elif figure.case.year is not None or figure.document.period:
            yield figure


def _timeless(figure: Figure) -> tuple[object, ...]:
    return figure.topic, replace(figure.case, year=None, settled=False), figure.quantity


def _totals(figures: Sequence[Figure]) -> Iterator[Figure]:
    """The figures, with those under the topic of a total that sum up its kinds in their sentence, too.

    三类平台达到150个 in one document, 建设甲平台、乙平台和丙平台，平台达到300个 in another.
    """
    totals: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for figure in figures:
        if figure.topic.kinds:
            totals[figure.topic.name].add(figure.topic.kinds)
    for figure in figures:
        names = (figure.name[start:] for start in range(len(figure.name) - 1)) if totals else ()
        fitting = ((name, kinds) for name in names for kinds in totals.get(name, ()))
        found = next((total for total in fitting if _sums_up(figure, total[1])), None)
        yield replace(figure, topic=replace(figure.topic, name=found[0], kinds=found[1])) if found else figure


def _sums_up(figure: Figure, kinds: tuple[str, ...]) -> bool:
    """Whether the sentence names all of some kinds before a figure that is not one kind's own."""
    before = folded(_STOP.split(figure.clause.text[: figure.fact.start - figure.clause.start])[-1])
    return not any(kind in figure.name for kind in kinds) and all(kind in before for kind in kinds)


@lru_cache(_KEPT)
def _may_hold(place: str, other: str) -> bool:
    """Whether one of two regions may lie in the other; one that is not known may lie anywhere."""
    known = regions_in(other)
    return not known or not regions_in(place) or kinship(known[0], place) >= 0


def _filed_as(topic: Topic) -> str:
    """What a topic is filed by: backwards, the narrower kinds of a thing come right behind it."""
    return _PART.join((topic.name[::-1], topic.measure, topic.dimension, "、".join(topic.kinds), ""))


def _filing(figure: Figure) -> str:
    """What a figure is filed by: its topic, then its place."""
    return _filed_as(figure.topic) + figure.case.place + _PART


class Indicators:
    """The figures of all documents, by where they stand and by what they are values of."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        """File the figures, which come document by document, in the order of the text."""
        self._stated = list(figures)
        self._filed = sorted(self._stated, key=_filing)
        self._names = list(map(_filing, self._filed))
        self._documents: dict[str, tuple[int, int]] = {}
        for place, figure in enumerate(self._stated):
            first, _ = self._documents.get(figure.document.id, (place, place))
            self._documents[figure.document.id] = first, place + 1

    @classmethod
    def over(cls, documents: Iterable[Document], clauses: Iterable[Clause]) -> "Indicators":
        """Read the figures of documents off their clauses, which come document by document."""
        owners = {document.id: document for document in documents}
        found: list[Figure] = []
        for name, held in groupby(clauses, key=lambda clause: clause.document_id):
            found += _repeated(figures_of(owners[name], held))
        return cls(_totals(found))

    def within(self, document: str, start: int, end: int) -> list[Figure]:
        """The figures that stand in a stretch of a document, in order."""
        span = self._documents.get(document, (0, 0))
        first = bisect_left(self._stated, start, *span, key=lambda figure: figure.fact.start)
        last = bisect_right(self._stated, end, *span, key=lambda figure: figure.fact.end)
        return self._stated[first:last]

    def alike(self, figure: Figure) -> list[Figure]:
        """The figures of the same topic and case, itself among them; some of very many."""
        return [other for other in self._under(_filing(figure)) if other.case == figure.case]

    def kin(self, figure: Figure) -> list[Figure]:
        """Figures of the same topic, for regions of which one may hold the other; some of very many.

        Where there are none in other documents, those of topics called nearly the same.
        """
        same = [*self._under(_filing(figure)), *self._under(_filed_as(figure.topic))]
        if all(other.document.id == figure.document.id for other in same):
            same += self._near(figure.topic)
        return [other for other in dict.fromkeys(same) if _may_hold(figure.case.place, other.case.place)]

    def __iter__(self) -> Iterator[list[Figure]]:
        """The figures of each topic."""
        for _, figures in groupby(self._filed, key=lambda figure: figure.topic):
            yield list(figures)

    def _under(self, start: str) -> list[Figure]:
        """The figures whose filing begins so."""
        at = bisect_left(self._names, start)
        count = sum(1 for _ in takewhile(lambda name: name.startswith(start), self._names[at : at + _MANY]))
        return self._filed[at : at + count]

    def _near(self, topic: Topic) -> Iterator[Figure]:
        """The figures of wider and narrower topics: the name of one ends with that of the other."""
        for start in range(1, len(topic.name) - _SHARED + 1):
            yield from self._under(_filed_as(replace(topic, name=topic.name[start:])))
        if len(topic.name) >= _SHARED:
            narrower = self._under(topic.name[::-1])
            yield from (other for other in narrower if replace(other.topic, name=topic.name) == topic)
