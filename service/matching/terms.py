"""The terms on which a clause grants what it grants, each held against an applicant."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.clause import Clause
from corpus.document import Document
from corpus.support import Mark, Support, Threshold
from corpus.vocabulary import upward, words
from service.matching.applicant import Applicant, figure
from service.matching.reach import Reach
from service.matching.result import Outcome

_MOST = 2
"""So many conditions and exclusions that cannot be judged are shown of a clause."""


@dataclass(frozen=True, slots=True)
class Term:
    """One term: what it is in Chinese, and whether it is met, by the words at `document.text[start:end]`.

    `about` is what would have to be known (region, zone, kinds, a certificate, a figure), `said` says in
    Chinese why it is not met or what is missing. A term that is not `binding` does not decide.
    """

    about: str
    text: str
    outcome: Outcome
    start: int
    end: int
    said: str = ""
    binding: bool = True


def terms_of(applicant: Applicant, document: Document, clause: Clause, reach: Reach) -> list[Term]:
    """The terms of a clause, those of its document first."""
    support = clause.support or Support(())
    return [
        *_region(applicant, document, clause, reach),
        *_zone(applicant, document, clause, reach),
        *_kinds(applicant, support),
        # Where nothing is granted, figures are aims.
        *_thresholds(applicant, support.thresholds if support.benefits else ()),
        *_statuses(applicant, support),
        *_unjudged(document, support),
    ]


def _region(applicant: Applicant, document: Document, clause: Clause, reach: Reach) -> Iterator[Term]:
    """Where the document holds, by the words that say so: in the clause, else in its title."""
    place = reach.words_of_region(document, clause)
    name = reach.region
    if place is None:
        # Its region is known from elsewhere: there are no words to quote, but it binds all the same.
        if applicant.places and not (reach.takes_in(applicant.places) or reach.may_take_in(applicant.places)):
            start = clause.start
            yield Term("region", f"限{name}", Outcome.UNMET, start, start, f"地域不符：仅限{name}")
    elif not applicant.places:
        yield Term("region", f"限{name}", Outcome.OPEN, *place, "没有说在哪里")
    elif reach.takes_in(applicant.places):
        yield Term("region", f"在{name}", Outcome.MET, *place)
    elif reach.may_take_in(applicant.places):
        yield Term("region", f"限{name}", Outcome.OPEN, *place, f"没有说是否在{name}")
    else:
        yield Term("region", f"限{name}", Outcome.UNMET, *place, f"地域不符：仅限{name}")


def _zone(applicant: Applicant, document: Document, clause: Clause, reach: Reach) -> Iterator[Term]:
    """The zone that a document is for, or that the clause itself restricts its support to."""
    place = reach.words_of_zone(document, clause)
    if place is None:
        return
    name = document.text[slice(*place)]
    text = f"在{name}内"
    if applicant.inside is False or not reach.zone_takes_in(applicant.places):
        yield Term("zone", text, Outcome.UNMET, *place, f"地域不符：仅限{name}")
    elif applicant.inside:
        yield Term("zone", text, Outcome.MET, *place)
    else:
        yield Term("zone", text, Outcome.OPEN, *place, f"没有说是否在{name}内")


def _kinds(applicant: Applicant, support: Support) -> Iterator[Term]:
    """Whom the clause names: met by one kind that the applicant is, open where it may be one of them."""
    held = applicant.is_a
    named = [mark for mark in support.kinds if mark.key != "department"]
    fitting = [mark for mark in named if mark.key in held]
    denied = [mark for mark in named if applicant.statuses.get(mark.key) is False]
    narrower = [mark for mark in named if upward(mark.key) & held]
    if fitting:
        # The narrowest says most.
        yield _kind(max(fitting, key=lambda one: len(upward(one.key))), Outcome.MET)
    elif denied:
        said = f"对象不符：不是{_name(denied[0])}"
        yield _kind(denied[0], Outcome.UNMET, said)
    elif named and (narrower or not held):
        mark = (narrower or named)[0]
        about = "kinds" if not held else mark.key
        said = f"没有说是不是{_name(mark)}"
        yield replace(_kind(mark, Outcome.OPEN, said), about=about)
    elif named:
        receivers = [mark for mark in support.receivers if mark.key != "department"] or named
        said = f"对象不符：面向{'、'.join(dict.fromkeys(map(_name, receivers[:3])))}"
        yield replace(_kind(receivers[0], Outcome.UNMET, said), binding=False)


def _kind(mark: Mark, outcome: Outcome, said: str = "") -> Term:
    return Term("kinds", _name(mark), outcome, mark.start, mark.end, said)


def _name(mark: Mark) -> str:
    return words("kinds")[mark.key].name


def _thresholds(applicant: Applicant, thresholds: tuple[Threshold, ...]) -> Iterator[Term]:
    """The figures that are asked for; of several bounds of a kind on one figure (tiers) one met is enough."""
    tiers: dict[tuple[str, bool], list[Threshold]] = defaultdict(list)
    for one in thresholds:
        tiers[one.key, one.least is None].append(one)
    for bounds in tiers.values():
        # Where none is met, the one that asks least is told.
        loosest = max(bounds, key=lambda one: (one.most or 0.0) - (one.least or 0.0))
        terms = (_threshold(applicant, one) for one in bounds)
        met = next((term for term in terms if term.outcome is Outcome.MET), None)
        yield met or _threshold(applicant, loosest)


def _threshold(applicant: Applicant, one: Threshold) -> Term:
    word = words("measures")[one.key]
    bound = f"不低于{figure(one.least)}" if one.least is not None else f"不超过{figure(one.most or 0.0)}"
    text = f"{word.name}{bound}{one.unit}"
    held = applicant.measures.get(one.key)
    if held is None:
        return Term(one.key, text, Outcome.OPEN, one.start, one.end, f"没有说{word.name}")
    if (one.least is None or held >= one.least) and (one.most is None or held <= one.most):
        return Term(one.key, text, Outcome.MET, one.start, one.end)
    said = f"条件不符：{word.name}{figure(held)}{one.unit}，要求{bound}{one.unit}"
    return Term(one.key, text, Outcome.UNMET, one.start, one.end, said)


def _statuses(applicant: Applicant, support: Support) -> Iterator[Term]:
    """The certificates that its conditions name."""
    for mark in _asked(support):
        word = words("statuses")[mark.key]
        held = True if mark.key in applicant.is_a else applicant.statuses.get(mark.key)
        if held is None:
            yield Term(
                mark.key, f"有{word.name}", Outcome.OPEN, mark.start, mark.end, f"没有说有没有{word.name}"
            )
        elif held:
            yield Term(mark.key, f"有{word.name}", Outcome.MET, mark.start, mark.end)
        else:
            said = f"条件不符：没有{word.name}"
            yield Term(mark.key, f"有{word.name}", Outcome.UNMET, mark.start, mark.end, said)


def _asked(support: Support) -> list[Mark]:
    """The certificates that stand inside its conditions."""
    return [
        mark
        for mark in support.statuses
        if any(start <= mark.start and mark.end <= end for start, end in support.conditions)
    ]


def _unjudged(document: Document, support: Support) -> Iterator[Term]:
    """Conditions and exclusions that nothing was understood of: for the applicant to check."""
    known = [(mark.start, mark.end) for mark in _asked(support)]
    known += [(one.start, one.end) for one in support.thresholds]
    for label, places in (("条件", support.conditions), ("不予支持", support.exclusions)):
        left = [place for place in places if not any(_overlap(place, other) for other in known)]
        for start, end in left[:_MOST]:
            words_ = document.text[start:end].strip()
            yield Term(
                "condition", f"{label}：{words_}", Outcome.OPEN, start, end, "须自行核对", binding=False
            )


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
