"""Whether an applicant is shown the clauses that apply to it, and spared those that only seem to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from corpus.clause import Clause
from corpus.document import Document
from eval.questions import Profile, touched
from index.counties import places_in
from service.matching.facts import Facts
from service.matching.matcher import Matcher
from service.matching.result import Matches, Verdict

DEPTH = 10


@dataclass(frozen=True, slots=True)
class Listed:
    """The ids of the first clauses that may apply, best first, and of those that are called applicable."""

    first: tuple[str, ...]
    called: tuple[str, ...]


def matched(profile: Profile, matcher: Matcher) -> Matches:
    """What the service says to an applicant; a region that it does not name is filled into the form."""
    return matcher.match(profile.description, facts_of(profile), profile.on.isoformat())


def facts_of(profile: Profile) -> Facts:
    """The form of an applicant: its region, where the description names none."""
    return Facts() if places_in(profile.description) else Facts(region=profile.region)


def listed(found: Matches) -> Listed:
    """What an applicant reads of the clauses found for it."""
    open_to = [match for match in found.matches if match.verdict is not Verdict.DOES_NOT_APPLY]
    called = [match.clause_id for match in open_to if match.verdict is Verdict.APPLIES]
    return Listed(tuple(match.clause_id for match in open_to[:DEPTH]), tuple(called))


def judged(
    profile: Profile, found: Listed, documents: Mapping[str, Document], clauses: Sequence[Clause]
) -> dict[str, float]:
    """What is said of an applicant, against what applies and what only seems to, 0 to 1.

    Precision is of what is called applicable, recall of what is shown first, whether it is called so or
    is yet to be confirmed; lures are those called applicable. What does not apply is left out.
    """
    applies = touched(profile.applies, documents, clauses)
    lures = touched(profile.seems, documents, clauses)
    called, first = set(found.called), set(found.first)
    scores = {}
    if called:
        scores["matching precision"] = fmean(any(name in held for held in applies) for name in called)
    if applies:
        scores["matching recall"] = fmean(bool(held & first) for held in applies)
    if lures:
        scores["matching lures"] = fmean(bool(held & called) for held in lures)
    return scores
