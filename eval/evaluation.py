"""Runs an evaluation set through every way to retrieve and both ways to answer."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from ir_measures import Qrel

from corpus.clause import Clause
from corpus.document import Document
from eval import matching
from eval.judging import judged, said, says
from eval.memory import peak_megabytes
from eval.questions import EvaluationSet, Profile, Question, touched
from eval.results import Evaluation, Outcome, Row, Scores, Seen, Timings
from eval.trec import Run, by_nugget, measured, scored
from eval.variants import Ranker, Variant
from service.answer import Answer, Status
from service.answerer import Answerer
from service.matching.matcher import Matcher

DEPTH = 10
_SHOWN = 3
_SNIPPET = 80
_Given = TypeVar("_Given")


@dataclass(frozen=True, slots=True)
class Subject:
    """What is judged.

    `answerer` is the product; `eager` the same, but never refusing, which tells what a refusal was
    worth; `bare` the product without stored questions; `rankers` are further ways to
    retrieve. `matcher` matches applicants with the same documents, `elsewhere` with others.
    """

    answerer: Answerer
    eager: Answerer
    bare: Answerer
    rankers: Mapping[Variant, Ranker]
    matcher: Matcher
    elsewhere: Matcher | None = None


def evaluate(subject: Subject, held: EvaluationSet, advance: Callable[[], None]) -> Evaluation:
    """Judge a set; `advance` is called `steps(subject, held)` times.

    Raises:
        EvaluationError: a quote of the set does not stand once in its document.
    """
    generation = subject.answerer.generation
    qrels = qrels_of(held.questions, subject.answerer.documents, generation.clauses)
    timings = Timings()
    runs = {
        str(variant): _run(rank, held.questions, timings.search if variant is Variant.FULL else [], advance)
        for variant, rank in _rankers(subject).items()
    }
    retrieved = {variant: measured(*by_nugget(scored(run), qrels)) for variant, run in runs.items()}
    rows = []
    for question in held.questions:
        scores = {variant: dict(found.get(question.id, {})) for variant, found in retrieved.items()}
        rows.append(_asked(question, subject, scores, runs[Variant.FULL][question.id], timings.answer))
        advance()
    for profile, matcher, variant in _applicants(subject, held):
        rows.append(_matched(profile, matcher, variant))
        advance()
    timings.peak_megabytes = peak_megabytes()
    return Evaluation(tuple(rows), runs, tuple(qrels), timings)


def steps(subject: Subject, held: EvaluationSet) -> int:
    """How often `evaluate` advances."""
    return len(held.questions) * (len(_rankers(subject)) + 1) + len(_applicants(subject, held))


def qrels_of(
    questions: Sequence[Question], documents: Mapping[str, Document], clauses: Sequence[Clause]
) -> list[Qrel]:
    """The clauses that hold each gold, the iteration naming the nugget; errors as in `evaluate`."""
    return [
        Qrel(question.id, clause, 1, nugget)
        for question in questions
        for nugget, held in zip(question.nuggets, touched(question.gold, documents, clauses), strict=True)
        for clause in sorted(held)
    ]


def _rankers(subject: Subject) -> dict[Variant, Ranker]:
    return {
        Variant.FULL: _searching(subject.answerer),
        Variant.NEW_DOCUMENT: _searching(subject.bare),
        **subject.rankers,
    }


def _searching(answerer: Answerer) -> Ranker:
    return lambda question, k: [(hit.clause_id, hit.score) for hit in answerer.search(question, k)]


def _run(rank: Ranker, questions: Sequence[Question], spent: list[float], advance: Callable[[], None]) -> Run:
    run = {}
    for question in questions:
        run[question.id] = _timed(partial(rank, question.question, DEPTH), spent)
        advance()
    return run


def _asked(
    question: Question,
    subject: Subject,
    scores: Scores,
    found: Sequence[tuple[str, float]],
    spent: list[float],
) -> Row:
    """A question answered both ways, what that is worth added to its scores."""
    answerer = subject.answerer
    answer = _timed(partial(answerer.answer, question.question), spent)
    scores[Variant.FULL] |= judged(question, answer, answerer.documents)
    scores[Variant.NEW_DOCUMENT] |= judged(
        question, subject.bare.answer(question.question), answerer.documents
    )
    return Row(
        id=question.id,
        question=question.question,
        type=question.type,
        persona=question.persona,
        difficulty=question.difficulty,
        gold=tuple(gold.quote for gold in question.gold),
        scores=scores,
        found=_seen([clause for clause, _ in found[:_SHOWN]], answerer.generation.clauses),
        outcome=_outcome(question, answer, subject.eager),
    )


def _outcome(question: Question, answer: Answer, eager: Answerer) -> Outcome:
    """How it ended; a refused question is answered once more to learn whether that was a loss."""
    refused = answer.status is Status.REFUSED
    given = eager.answer(question.question) if refused and question.answerable else answer
    right = question.answerable and says(said(given), question.answer_keys)
    return Outcome(answer.status, answer.confidence, right, answer.text)


def _applicants(subject: Subject, held: EvaluationSet) -> list[tuple[Profile, Matcher, Variant]]:
    """Every applicant with what matches it: those over other documents count as new documents."""
    found = [(profile, subject.matcher, Variant.FULL) for profile in held.profiles]
    if subject.elsewhere:
        found += [(profile, subject.elsewhere, Variant.NEW_DOCUMENT) for profile in held.elsewhere]
    return found


def _matched(profile: Profile, matcher: Matcher, variant: Variant) -> Row:
    found = matching.listed(matching.matched(profile, matcher))
    loaded = matcher.generation
    documents = {document.id: document for document in loaded.documents}
    return Row(
        id=profile.id,
        question=profile.description,
        type="matching",
        persona="enterprise",
        difficulty=profile.difficulty,
        gold=tuple(gold.quote for gold in profile.applies),
        scores={variant: matching.judged(profile, found, documents, loaded.clauses)},
        found=_seen(found.first, loaded.clauses),
    )


def _seen(found: Sequence[str], held: Sequence[Clause]) -> tuple[Seen, ...]:
    clauses = {clause.id: clause for clause in held}
    shown = [clauses[name] for name in found]
    return tuple(Seen(clause.id, clause.path, clause.text.strip()[:_SNIPPET]) for clause in shown)


def _timed(call: Callable[[], _Given], spent: list[float]) -> _Given:
    """What a call gives; its milliseconds are added to `spent`."""
    began = time.perf_counter()
    given = call()
    spent.append((time.perf_counter() - began) * 1e3)
    return given
