"""Which clauses may support an applicant, and what tells how well each fits."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.clause import Clause, Kind
from corpus.support import Support
from corpus.vocabulary import cue
from index.filters import Filters
from index.hit import Hit
from index.search import HybridSearcher
from index.terms import grams, held_share
from service.closeness import Closeness
from service.matching.applicant import Applicant
from service.matching.nearness import Features, near
from service.matching.result import Outcome
from service.matching.terms import Term
from service.question import LONGEST, understood

DEPTH = 60
"""So many clauses are found for each text."""
_SENTENCES, _TITLE = 6, 24
_LEGS = ("lexical", "lexicon", "dense", "translation", "asked-as")
_FRAME = frozenset((Kind.PREAMBLE, Kind.CLOSING, Kind.GOVERNING, Kind.ATTACHMENT, Kind.ADDRESSEE))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A clause that may support an applicant; `start` and `end` of the document enclose what to show."""

    clause: Clause
    features: Features
    start: int
    end: int


class Finder:
    """Finds the clauses that may support an applicant."""

    def __init__(self, searcher: HybridSearcher, closeness: Closeness) -> None:
        """Keep the searcher, and what compares sentences."""
        self._searcher = searcher
        self._closeness = closeness

    def candidates(self, applicant: Applicant) -> list[Candidate]:
        """What is found for the whole description, for what it asks, and for each other sentence.

        Shares of a leg are of the best that it gives, 0 to 1; of several sentences the highest counts.
        """
        texts = _texts(applicant)
        clauses: dict[str, Clause] = {}
        shares: dict[str, Features] = defaultdict(dict)
        for name, asked in texts.items():
            for text in asked:
                hits = self._searcher.search(text, DEPTH, Filters())
                clauses |= {hit.clause.id: hit.clause for hit in hits}
                _add(shares, name, hits)
        found = list(clauses.values())
        asked = [*texts["whole"], *texts["asking"]]
        compared = near(self._searcher, self._closeness, found, list(dict.fromkeys(asked)))
        weights = {gram: self._searcher.rarity(gram) for gram in grams(texts["whole"][0])}
        return [
            Candidate(clause, shares[clause.id] | one.features | _worded(clause, weights), one.start, one.end)
            for clause, one in zip(found, compared, strict=True)
        ]


def fitting(applicant: Applicant, candidate: Candidate, terms: Sequence[Term]) -> Features:
    """What tells whether a clause supports an applicant: its nearness, what it grants, and to whom."""
    support = candidate.clause.support or Support(())
    granted = {mark.key for mark in support.benefits}
    receivers = {mark.key for mark in support.receivers} - {"department", "park"}
    kind = next((term.outcome for term in terms if term.about == "kinds"), None)
    named = {name for place in applicant.places for name in (place.name, place.city) if name}
    return candidate.features | {
        "benefit": float(bool(granted & set(applicant.wants))),
        "other_benefit": float(bool(granted) and not granted & set(applicant.wants)),
        "grants": float(bool(granted)),
        "kind": float(kind is Outcome.MET),
        "other_kind": float(kind is Outcome.UNMET),
        "receiver": float(bool(receivers & applicant.is_a)),
        "other_receiver": float(bool(receivers) and not receivers & applicant.is_a),
        "local": float(any(name in candidate.clause.text for name in named)),
    }


def _texts(applicant: Applicant) -> dict[str, list[str]]:
    """What is searched for, as it is searched."""
    others = [text for text in applicant.sentences if text not in applicant.asking]
    found = {"whole": [applicant.text], "asking": applicant.asking, "said": others}
    return {
        name: [understood(_clipped(text)) for text in texts[:_SENTENCES] if any(map(str.isalnum, text))]
        for name, texts in found.items()
    }


def _clipped(text: str) -> str:
    """As much of a text as may be asked, from its first letter on."""
    start = next(place for place, letter in enumerate(text) if letter.isalnum())
    return text[start : start + LONGEST]


def _add(shares: Mapping[str, Features], name: str, hits: Sequence[Hit]) -> None:
    """Note what each leg says of the clauses found for a text."""
    for leg in (*_LEGS, "similarity"):
        values = [hit.similarity if leg == "similarity" else hit.why.get(leg, 0.0) for hit in hits]
        best = max(values, default=0.0) or 1.0
        for hit, value in zip(hits, values, strict=True):
            row = shares[hit.clause.id]
            row[f"{leg} {name}"] = max(row.get(f"{leg} {name}", 0.0), value / best)


def _worded(clause: Clause, weights: Mapping[str, float]) -> Features:
    """By how many of the description's words it is worded, how long it is, and whether it is a frame."""
    return {
        "wording": held_share(weights, set(grams(clause.text))),
        "frame": float(clause.kind in _FRAME),
        "aside": float(any(cue("asides").search(title[:_TITLE]) for title in clause.path)),
        "length": math.log(1 + len(clause.text)),
    }
