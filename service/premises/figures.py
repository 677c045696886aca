"""Numbers that a question asserts, held against the numbers that clauses state."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from corpus.clause import Clause
from corpus.document import Document
from corpus.fact import Fact
from index.terms import grams
from service.premises.asked import CLAIMS, MOST, Asked, Place
from service.premises.cues import pattern, weights
from service.premises.finding import Finding, Kind, found_at
from service.premises.fit import Wording, shared
from service.premises.measures import COUNTS, Measure, measure_of, measures
from service.premises.parts import Part

_PHRASE = re.compile("[^，；。：,;:！？\n]+")
_SENTENCE = re.compile("[^；。！？\n]+")
_ATTRIBUTE = re.compile("(?:以上|以下|以内|左右)?的")
_NEAR = 10
_LEAST = 2
_HEAD = 4
_LONE = 0.3
_FEW = 10
_READ = 24
_SCANNED = 1000
_WEIGHED = 20


@dataclass(frozen=True, slots=True)
class _Match:
    """A number of a clause that may be the one meant: the log-odds that it is.

    `wide` is the share of the question's other words that its sentence has, 0 to 1.
    """

    place: Place
    fact: Fact
    measure: Measure
    fit: float
    wide: float


@dataclass(frozen=True, slots=True)
class _Claim:
    """A number that is asserted, with the words of its part, of what it counts, of the whole question."""

    part: Part
    measure: Measure
    words: str
    own: Wording
    counted: Wording
    whole: Wording


class Numbers:
    """Every number of the corpus, by what it measures and how much."""

    def __init__(self, clauses: Iterable[Clause]) -> None:
        """Read the facts of all clauses."""
        self._held: dict[tuple[str, Decimal], list[tuple[Clause, Fact]]] = defaultdict(list)
        for clause in clauses:
            for fact in clause.facts:
                measure = measure_of(fact)
                if measure is not None:
                    self._held[measure.dimension, measure.low].append((clause, fact))

    def like(self, claim: Measure, question: str) -> Iterator[tuple[Clause, Fact]]:
        """The numbers that are the same and count something that a question names, a few at most."""
        named = grams(question)
        held = islice(self._held.get((claim.dimension, claim.low), ()), _SCANNED)
        fitting = (number for number in held if any(gram in number[1].subject for gram in named))
        yield from islice(fitting, _WEIGHED)


def figures(
    asked: Asked, places: Sequence[Place], numbers: Numbers, documents: Mapping[str, Document]
) -> Iterator[Finding | None]:
    """What the clauses say to each number that a question asserts, None where they say nothing sure.

    A number that any other clause of the corpus confirms about as well is not said to be wrong.
    """
    claims = [
        _claim(asked, part, measure)
        for measure in islice(measures(asked.question), _READ)
        if (part := asked.part_at(measure.start)) is not None and _asserts(asked, part, measure)
    ]
    for claim in claims[:CLAIMS]:
        others = [other.measure for other in claims if other is not claim]
        matches = _matches(asked, claim, places, others)
        finding = _judged(claim, matches)
        if finding is not None and finding.contradicted and finding.kind is Kind.NUMBER:
            least = matches[0].fit - weights("figures")["clear"]
            alike = (
                (Place(MOST, clause, documents[clause.document_id]), fact)
                for clause, fact in numbers.like(claim.measure, asked.question)
            )
            if any(asked.about(*held) and _fit(asked, claim, *held) >= least for held in alike):
                finding = None
        yield finding


def _asserts(asked: Asked, part: Part, measure: Measure) -> bool:
    """Whether a number is asserted: not in 年产150万吨的矿必须…吗, nor of the asker himself."""
    if part.asker or (measure.bare and not part.confirming):
        return False
    describes = _ATTRIBUTE.match(asked.question, measure.end) is not None
    return not (describes and pattern("form", "asking").search(part.text))


def _claim(asked: Asked, part: Part, measure: Measure) -> _Claim:
    """What a number counts are the words behind it, or, where it ends its part, those before it."""
    start, end = measure.start, measure.end
    counted = asked.question[end : min(part.end, end + _NEAR)]
    if len(grams(counted)) < _LEAST:
        counted = asked.question[max(part.start, start - _NEAR) : start]
    return _Claim(
        part,
        measure,
        asked.question[start:end],
        asked.wording(part, start, end),
        Wording.of(counted, asked.rarity, asked.widened),
        asked.wording(None, start, end),
    )


def _matches(asked: Asked, claim: _Claim, places: Sequence[Place], others: Sequence[Measure]) -> list[_Match]:
    """The numbers of the clauses that may be the one that is meant, best first."""
    found = []
    for place in places:
        for fact in place.clause.facts:
            measure = measure_of(fact)
            if measure is None or not claim.measure.comparable(measure) or not asked.about(place, fact):
                continue
            # In 2个平台配15个团队 each number is of another thing.
            if not claim.measure.same(measure) and any(
                other.comparable(measure) and other.same(measure) for other in others
            ):
                continue
            wide = claim.whole.covered(_around(_SENTENCE, place.clause, fact)[0])
            found.append(_Match(place, fact, measure, _fit(asked, claim, place, fact), wide))
    return sorted(found, key=lambda match: -match.fit)


def _fit(asked: Asked, claim: _Claim, place: Place, fact: Fact) -> float:
    """The log-odds that a number of a clause is the one that is meant."""
    weigh = weights("figures")
    stated = _stated(place.clause, fact)
    measure = measure_of(fact)
    scope = fact.scope
    features = {
        "elsewhere": float(bool(scope) and not shared(scope, asked.question, asked.rarity, asked.widened)),
        "part": claim.own.covered(fact.subject, stated),
        "counted": claim.counted.covered(fact.subject),
        "whole": claim.whole.covered(fact.subject, stated, place.heading),
        "stated": shared(stated, asked.question, asked.rarity, asked.widened),
        "head": shared(fact.subject[-_HEAD:], asked.question, asked.rarity, asked.widened),
        "first": 1 / (1 + place.rank),
        "measure": float(measure is not None and measure.dimension == claim.measure.dimension),
        "unit": float(bool(fact.unit) and claim.words.endswith(fact.unit)),
    }
    return weigh["intercept"] + sum(weigh[name] * value for name, value in features.items())


def _judged(claim: _Claim, matches: Sequence[_Match]) -> Finding | None:
    """The best number decides; the same number elsewhere in the clauses is seldom there by chance."""
    if not matches:
        return None
    weigh, part, best = weights("figures"), claim.part, matches[0]
    sure = weigh["sure_asked" if part.confirming else "sure_told"]
    sure += weigh["few"] * (claim.measure.dimension in COUNTS and claim.measure.high <= _FEW)
    said = next((match for match in matches if claim.measure.same(match.measure)), None)
    alone = part.confirming and _alone(claim, best, matches)
    if said is not None and said.fit >= best.fit - weigh["clear"]:
        if said is not best or (said.fit < sure and not alone):
            return None
        opposed = part.confirming and claim.measure.opposed(said.measure)
        return _found(Kind.COMPARATOR if opposed else Kind.NUMBER, opposed, claim, said)
    if (best.fit < sure and not alone) or claim.measure.allows(best.measure):
        return None
    return _found(Kind.NUMBER, True, claim, best)


def _found(kind: Kind, contradicted: bool, claim: _Claim, match: _Match) -> Finding:
    where = (match.fact.start, match.fact.end)
    return found_at(kind, contradicted, claim.words, claim.part, match.place.clause, where)


def _alone(claim: _Claim, best: _Match, matches: Sequence[_Match]) -> bool:
    """Whether the first clause states one number that it can be, and no other says the same.

    五年 is meant where the clause has only 3年内; so many things of whatever kind say less.
    """
    first = [match for match in matches if match.place.rank == 0]
    return (
        best.place.rank == 0
        and len(first) == 1
        and claim.measure.dimension not in COUNTS
        and not any(claim.measure.same(match.measure) for match in matches if match is not best)
        and best.wide >= _LONE
    )


def _stated(clause: Clause, fact: Fact) -> str:
    """The words of the phrase that a number stands in, from the number before to the number behind."""
    phrase, start = _around(_PHRASE, clause, fact)
    before = max((other.end for other in clause.facts if other.end <= fact.start), default=0)
    behind = min((other.start for other in clause.facts if other.start >= fact.end), default=clause.end)
    return phrase[max(0, before - start) : max(0, behind - start)]


def _around(stretch: re.Pattern[str], clause: Clause, fact: Fact) -> tuple[str, int]:
    """The stretch of a clause that a number stands in, and where in the document it begins."""
    place = fact.start - clause.start
    found = next((found for found in stretch.finditer(clause.text) if found.end() > place), None)
    return (found[0], clause.start + found.start()) if found else ("", clause.start)
