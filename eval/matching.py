"""Whether an applicant is shown the clauses that apply to it, and spared those that only seem to."""

from collections.abc import Sequence
from statistics import fmean

from eval.questions import Profile, touched
from service.answerer import Answerer


def matched(profile: Profile, answerer: Answerer, depth: int) -> list[str]:
    """The ids of the clauses that the service finds for a description, best first.

    It does not match applicants yet: its search stands for it until it does.
    """
    return [hit.clause_id for hit in answerer.search(profile.description, depth)]


def judged(profile: Profile, found: Sequence[str], answerer: Answerer) -> dict[str, float]:
    """Precision and recall of what applies, and the share of the lures that was shown, 0 to 1.

    What does not apply is left out: recall where nothing applies, lures where there are none.
    """
    documents, clauses = answerer.documents, answerer.generation.clauses
    applies = touched(profile.applies, documents, clauses)
    lures = touched(profile.seems, documents, clauses)
    scores = {}
    if found:
        scores["matching precision"] = fmean(any(name in held for held in applies) for name in found)
    if applies:
        scores["matching recall"] = fmean(bool(held & set(found)) for held in applies)
    if lures:
        scores["matching lures"] = fmean(bool(held & set(found)) for held in lures)
    return scores
