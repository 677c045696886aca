"""An applicant comes in, the clauses that support it go out, with their terms and what to ask."""

import math
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from corpus.document import Document
from corpus.support import Support
from corpus.vocabulary import words
from index.search import HybridSearcher
from service.answer import Origin
from service.closeness import Closeness
from service.evidence import Weights, chance
from service.matching.applicant import Applicant, read
from service.matching.contact import contact_of
from service.matching.facts import Facts, completed, day_of
from service.matching.force import Force, Forces
from service.matching.queries import queries
from service.matching.reach import Reach
from service.matching.relevance import Candidate, Finder, fitting
from service.matching.result import Condition, Match, Matches, Outcome, Verdict
from service.matching.showing import notices, traits
from service.matching.terms import Term, terms_of

PATH = Path(__file__).parent / "weights.toml"
_DOUBTFUL = 0.03
_TOLD = 3
_FIRST, _REFUSED = 10, 6
"""So many clauses are shown, and of those that do not apply."""


class Fit(BaseModel):
    """The fitted model: a clause is shown from `shown` on, and applies from `applies` on.

    `most` are the highest values that it was fitted on: a feature counts no further.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    shown: float
    applies: float
    most: dict[str, float] = {}
    model: Weights

    def chance(self, features: Mapping[str, float]) -> float:
        """The estimated probability that a clause with these features applies, 0 to 1; missing ones are 0."""
        held = {
            name: min(features.get(name, 0.0), self.most.get(name, math.inf)) for name in self.model.weights
        }
        return round(chance(self.model.logit(held)), 4)

    @classmethod
    def load(cls, path: Path = PATH) -> "Fit":
        """Read the fitted model; `ceyin-eval matching` writes it."""
        return cls.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate with its terms, what speaks for it, whether its document holds, and how likely it fits.

    `asked` says whether the applicant wants anything at all.
    """

    candidate: Candidate
    terms: tuple[Term, ...]
    features: Mapping[str, float]
    force: Force
    score: float
    asked: bool

    @property
    def unmet(self) -> list[Term]:
        """The terms that are not met."""
        return [term for term in self.terms if term.outcome is Outcome.UNMET]

    @property
    def ruled_out(self) -> bool:
        """Whether region, time or a condition speaks against it, however well it fits."""
        return bool(self.force.barred) or any(term.binding for term in self.unmet)

    @property
    def sure(self) -> bool:
        """Whether it grants something to one who asks, a term is met, none unmet, no binding one open."""
        support = self.candidate.clause.support
        met = any(term.outcome is Outcome.MET for term in self.terms)
        left = any(term.outcome is Outcome.OPEN and term.binding for term in self.terms)
        granted = self.asked and support is not None and bool(support.benefits)
        return granted and met and not left and not self.unmet

    @property
    def elsewhere(self) -> bool:
        """Whether its document holds for another region."""
        return any(term.about == "region" for term in self.unmet)

    @property
    def barred(self) -> str:
        """Why it does not apply, in Chinese; empty where nothing speaks against it.

        That other kinds of applicant are named speaks against it only where little else speaks for it:
        clauses name those that work together.
        """
        if self.force.barred:
            return self.force.barred
        binding = (term.said for term in self.unmet if term.binding or self.score < _DOUBTFUL)
        return next(binding, "")


class Matcher:
    """Matches applicants with the clauses of one generation of the index."""

    def __init__(
        self, searcher: HybridSearcher, closeness: Closeness, fit: Fit, today: Callable[[], date]
    ) -> None:
        """Keep the parts; `today` is the day on which applicants ask who name none."""
        loaded = searcher.generation
        self._finder = Finder(searcher, closeness)
        self._documents = {document.id: document for document in loaded.documents}
        self._clauses = {clause.id: clause for clause in loaded.clauses}
        self._origins = {document.id: Origin.of(document) for document in loaded.documents}
        # Read off a whole text: only of documents that something is found in.
        self._reach = cache(lambda name: Reach.of(self._documents[name]))
        self._forces = Forces(self._documents, searcher.library)
        self._fit = fit
        self._today = today
        self.generation = loaded

    def match(self, profile: str, facts: Facts | None = None, as_of: str | None = None) -> Matches:
        """What supports an applicant on a day, today if none is given.

        Raises:
            ProfileError: the description is blank or too long, or the facts contradict it.
        """
        applicant = completed(read(profile, day_of(as_of, self._today())), facts or Facts())
        judged = self.judged(applicant) if applicant.known else []
        open_to = [one for one in judged if not one.barred and one.score >= self._fit.shown][:_FIRST]
        barred = [one for one in judged if one.barred and one.score >= self._fit.shown][:_REFUSED]
        matches = [self._match(one) for one in (*open_to, *barred)]
        return Matches(
            profile=profile,
            as_of=applicant.on.isoformat(),
            understood=traits(applicant),
            matches=tuple(sorted(matches, key=_place)),
            questions=queries(applicant, [one.terms for one in open_to]),
            notices=notices(applicant, judged, [match.verdict for match in matches]),
            generation=self.generation.id,
        )

    def judged(self, applicant: Applicant) -> list[Judged]:
        """All candidates with their terms and scores, the likeliest first; ties in document order."""
        found = [self._judged(applicant, one) for one in self._finder.candidates(applicant)]
        return sorted(found, key=lambda one: (-one.score, one.candidate.clause.id))

    def _judged(self, applicant: Applicant, candidate: Candidate) -> Judged:
        document = self._documents[candidate.clause.document_id]
        terms = terms_of(applicant, document, candidate.clause, self._reach(document.id))
        features = fitting(applicant, candidate, terms)
        score = self._fit.chance(features)
        force = self._forces.on(document.id, applicant.on)
        asked = applicant.asks or bool(applicant.wants)
        return Judged(candidate, tuple(terms), features, force, score, asked)

    def _match(self, judged: Judged) -> Match:
        candidate, clause = judged.candidate, judged.candidate.clause
        document = self._documents[clause.document_id]
        support = clause.support or Support(())
        verdict = self._verdict(judged)
        names = dict.fromkeys(words("benefits")[mark.key].name for mark in support.benefits)
        return Match(
            clause_id=clause.id,
            document=self._origins[document.id],
            path=clause.path,
            text=clause.text.strip(),
            verdict=verdict,
            benefit="、".join(names) or "没有写明是哪类支持",
            quote=document.text[candidate.start : candidate.end],
            start=candidate.start,
            end=candidate.end,
            conditions=tuple(_condition(term, document) for term in judged.terms),
            contact=contact_of(clause, document, self._clauses),
            period=judged.force.period,
            over=judged.force.over,
            reason=judged.barred or _reason(verdict, judged.terms),
            score=judged.score,
        )

    def _verdict(self, judged: Judged) -> Verdict:
        if judged.barred:
            return Verdict.DOES_NOT_APPLY
        sure = judged.sure and judged.score >= self._fit.applies
        return Verdict.APPLIES if sure else Verdict.UNKNOWN


def _place(match: Match) -> tuple[int, bool]:
    """Where a match is listed: by verdict, those with nothing unmet first."""
    unmet = any(condition.verdict is Outcome.UNMET for condition in match.conditions)
    return list(Verdict).index(match.verdict), unmet


def _condition(term: Term, document: Document) -> Condition:
    quote = document.text[term.start : term.end]
    return Condition(term.text, quote, term.outcome, term.said, term.start, term.end)


def _reason(verdict: Verdict, terms: Sequence[Term]) -> str:
    """Why a clause applies, or what has to be known first."""
    if verdict is Verdict.APPLIES:
        return "符合：" + "、".join(term.text for term in terms if term.outcome is Outcome.MET)
    unmet = [term.said for term in terms if term.outcome is Outcome.UNMET]
    left = dict.fromkeys(term.said for term in terms if term.outcome is Outcome.OPEN and term.binding)
    if unmet:
        return f"可能不合适：{unmet[0]}"
    return f"要先弄清：{'；'.join(list(left)[:_TOLD])}" if left else "内容相近，是不是想要的，请对照原文核对"
