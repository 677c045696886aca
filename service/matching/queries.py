"""What to ask an applicant: what would decide about most clauses, first."""

from collections import Counter
from collections.abc import Sequence

from corpus.vocabulary import words
from service.matching.applicant import Applicant
from service.matching.result import Outcome, Query
from service.matching.terms import Term

MOST = 3
"""So many questions are asked at most."""

_ASKED = {
    "region": "在哪个省、哪个市（县）？",
    "zone": "是不是在高新区、自创区这类园区里？",
    "wants": "想要哪类支持：资金、贷款、税收、场地、人才，还是别的？",
    "kinds": "是企业、高校院所、团队还是个人？",
}


def queries(applicant: Applicant, found: Sequence[Sequence[Term]]) -> tuple[Query, ...]:
    """At most three questions; `found` are the terms of the clauses that may apply."""
    counts = Counter({"wants": len(found)} if found and not applicant.wants else {})
    counts.update(
        about
        for terms in found
        for about in dict.fromkeys(
            term.about for term in terms if term.outcome is Outcome.OPEN and term.binding
        )
    )
    return tuple(Query(about, _question(about), count) for about, count in counts.most_common(MOST))


def _question(about: str) -> str:
    if about in _ASKED:
        return _ASKED[about]
    if about in words("measures"):
        measure = words("measures")[about]
        return f"{measure.name}是多少（{measure.unit}）？"
    if about in words("kinds"):
        return f"是不是{words('kinds')[about].name}？"
    return f"有没有{words('statuses')[about].name}？"
