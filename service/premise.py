"""What a question takes for granted: contradicted by a clause, confirmed by one, or neither."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.clause import Clause
from corpus.document import Document
from service.premises.asked import MOST, Asked, Place
from service.premises.cues import opening
from service.premises.figures import Numbers, figures
from service.premises.finding import Finding, Kind
from service.premises.fit import Rarity, Widened
from service.premises.offices import offices
from service.premises.polarity import polarity
from service.premises.slots import slots

_ORDER = {kind: place for place, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a clause says to what a question asserts.

    `asserted` are the words of the question, `quote` is what to quote, `found` the words in it that
    say otherwise (contradicted) or say the same (confirmed): `document.text[start:end] == quote`.
    `opening` is what the answer begins with, of the closed list in `premises/premise.toml`.
    """

    kind: Kind
    contradicted: bool
    asserted: str
    clause: Clause
    start: int
    end: int
    quote: str
    found: str
    opening: str


class Premises:
    """Holds what questions assert against clauses."""

    def __init__(
        self,
        documents: Mapping[str, Document],
        clauses: Mapping[str, Clause],
        rarity: Rarity,
        widen: Callable[[str], Sequence[Widened]] = lambda question: (),
    ) -> None:
        """Keep documents and clauses by their ids, and note every number that the clauses state.

        `rarity` says how much a bigram or word says, `widen` finds the official terms of a question's
        colloquial ones.
        """
        self._documents = documents
        self._clauses = clauses
        self._numbers = Numbers(clauses.values())
        self._rarity = rarity
        self._widen = widen

    def verdict(self, question: str, clauses: Sequence[Clause]) -> Verdict | None:
        """What the clauses, best first, say to a normalised question.

        None where it asserts nothing, where they say nothing to it, and where that is not sure.
        """
        asked = Asked.of(question, self._rarity, self._widen(question))
        places = [
            Place(rank, clause, self._documents[clause.document_id])
            for rank, clause in enumerate(clauses[:MOST])
        ]
        findings = list(self._findings(asked, places))
        held = [finding for finding in findings if finding is not None]
        wrong = [finding for finding in held if finding.contradicted]
        if wrong:
            return _verdict(min(wrong, key=lambda finding: _ORDER[finding.kind]))
        # Where something else that it asserts stays open, the whole is not said to be right.
        if held and len(held) == len(findings) and all(finding.confirming for finding in held):
            return _verdict(held[0])
        return None

    def _findings(self, asked: Asked, places: Sequence[Place]) -> Iterator[Finding | None]:
        """What is found to each assertion; None for one that stays open."""
        yield from figures(asked, places, self._numbers, self._documents)
        yield from offices(asked, places, self._clauses)
        yield from slots(asked, places)
        yield from polarity(asked, places)


def _verdict(finding: Finding) -> Verdict:
    opens = "granted"
    if finding.contradicted:
        opens = "denied" if finding.confirming else "corrected"
    return Verdict(
        finding.kind,
        finding.contradicted,
        finding.asserted,
        finding.clause,
        finding.start,
        finding.end,
        finding.quote,
        finding.found,
        opening(opens),
    )
