"""What matching gives back: the applicant as understood, the clauses with their terms, what to ask."""

from dataclasses import dataclass
from enum import StrEnum

from service.answer import Origin


class Verdict(StrEnum):
    """Whether a clause supports an applicant; unknown where it does not say enough."""

    APPLIES = "applies"
    UNKNOWN = "unknown"
    DOES_NOT_APPLY = "does_not_apply"


class Outcome(StrEnum):
    """Whether a condition is met; open where the applicant does not say."""

    MET = "满足"
    UNMET = "不满足"
    OPEN = "需补充"


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a clause: in plain words, in its own, and whether the applicant meets it.

    `quote` is `document.text[start:end]`; `reason` says why it is not met, or what has to be known.
    """

    text: str
    quote: str
    verdict: Outcome
    reason: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Match:
    """A clause and what it means for an applicant.

    `benefit` names what it grants, `quote` is the sentence of it that comes closest to what is wanted
    (`document.text[start:end]`), `contact` who carries it out, `period` from when until when it holds,
    `over` whether that is past. `score` is the estimated probability that it is what the applicant wants.
    """

    clause_id: str
    document: Origin
    path: tuple[str, ...]
    text: str
    verdict: Verdict
    benefit: str
    quote: str
    start: int
    end: int
    conditions: tuple[Condition, ...]
    contact: str
    period: str
    over: bool
    reason: str
    score: float


@dataclass(frozen=True, slots=True)
class Trait:
    """Something that was understood of an applicant: `key` is the fact that corrects it."""

    key: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Query:
    """What the applicant should add: `about` is the fact, `decides` how many clauses hang on it."""

    about: str
    question: str
    decides: int


@dataclass(frozen=True, slots=True)
class Matches:
    """All that is said to an applicant; the first matches fit best, those that do not apply come last."""

    profile: str
    as_of: str
    understood: tuple[Trait, ...]
    matches: tuple[Match, ...]
    questions: tuple[Query, ...]
    notices: tuple[str, ...]
    generation: str
