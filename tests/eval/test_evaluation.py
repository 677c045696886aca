"""The evaluation itself, on some of the project's own questions and its own documents."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from eval.baseline import Baseline, falls, gated, load_baseline, write_baseline
from eval.evaluation import Subject, evaluate, qrels_of, steps
from eval.questions import EvaluationSet, load_set
from eval.results import Evaluation, Setup
from eval.subject import subject_over
from eval.trec import by_nugget, measured, read_qrels, read_run, write_qrels, write_run
from index.filters import Filters
from index.hit import Hit
from index.leg import Leg
from index.search import HybridSearcher
from service import wire
from service.composer import Composer
from service.generator import NoGenerator
from service.settings import Settings

REPORT = load_set().of("report")
SOME = EvaluationSet(REPORT.questions[::15], REPORT.profiles[::8])
SETUP = Setup("report", SOME.digest, {})
Break = Callable[[HybridSearcher], HybridSearcher]


class Shuffled(HybridSearcher):
    """Finds the right clauses and forgets their order."""

    def search(self, question: str, k: int, filters: Filters) -> list[Hit]:
        hits = super().search(question, 200, filters)
        return random.Random(question).sample(hits, min(k, len(hits)))


class Empty(HybridSearcher):
    """Finds nothing."""

    def search(self, question: str, k: int, filters: Filters) -> list[Hit]:
        return []


def turned_into(kind: type[HybridSearcher]) -> Break:
    def turned(whole: HybridSearcher) -> HybridSearcher:
        other = kind.__new__(kind)
        other.__dict__.update(whole.__dict__)
        return other

    return turned


def without(*legs: Leg) -> Break:
    return lambda whole: whole.without(legs)


BROKEN = {
    "shuffled": turned_into(Shuffled),
    "empty": turned_into(Empty),
    "no BM25": without(Leg.LEXICAL),
    "no lexicon": without(Leg.LEXICON),
    "no stored questions": without(Leg.ASKED),
    "no vectors": without(Leg.DENSE),
}


@pytest.fixture(scope="module")
def searcher(home: Path) -> HybridSearcher:
    return wire.searcher_of(home, wire.encoder_of(Settings()))


@pytest.fixture(scope="module")
def subject(searcher: HybridSearcher, tmp_path_factory: pytest.TempPathFactory) -> Subject:
    return subject_over(searcher, Composer(NoGenerator()), tmp_path_factory.mktemp("whole"))


@pytest.fixture(scope="module")
def evaluation(subject: Subject) -> Evaluation:
    return evaluate(subject, SOME, lambda: None)


@pytest.fixture(scope="module")
def baseline(evaluation: Evaluation, tmp_path_factory: pytest.TempPathFactory) -> Baseline:
    path = tmp_path_factory.mktemp("marks") / "baseline.toml"
    write_baseline(SETUP, gated(evaluation.rows), path)
    return load_baseline(path)


def test_the_same_program_does_not_fall_below_its_own_baseline(
    subject: Subject, baseline: Baseline, evaluation: Evaluation
) -> None:
    again = evaluate(subject, SOME, lambda: None)
    assert (again.rows, again.runs, again.qrels) == (evaluation.rows, evaluation.runs, evaluation.qrels)
    assert falls(baseline, SETUP, gated(again.rows)) == []


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_a_broken_retriever_falls_below_the_baseline(
    broken: Break,
    searcher: HybridSearcher,
    baseline: Baseline,
    tmp_path: Path,
) -> None:
    subject = subject_over(broken(searcher), Composer(NoGenerator()), tmp_path)
    found = evaluate(subject, SOME, lambda: None)
    assert falls(baseline, SETUP, gated(found.rows))


def test_every_step_is_told(subject: Subject) -> None:
    told: list[None] = []
    few = EvaluationSet(SOME.questions[:2], SOME.profiles[:1])
    evaluate(subject, few, lambda: told.append(None))
    assert len(told) == steps(subject, few) == 2 * 17 + 1


def test_the_runs_written_score_what_the_rows_say(evaluation: Evaluation, tmp_path: Path) -> None:
    write_qrels(tmp_path / "qrels", evaluation.qrels)
    for variant, run in evaluation.runs.items():
        write_run(tmp_path / "run", run, variant)
        scores = measured(*by_nugget(read_run(tmp_path / "run"), read_qrels(tmp_path / "qrels")))
        for row in evaluation.rows:
            if row.gold and row.outcome:
                held = {name: row.scores[variant][name] for name in scores[row.id]}
                assert held == pytest.approx(scores[row.id])


def test_alternatives_share_a_nugget_and_needed_ones_have_their_own(subject: Subject) -> None:
    pairs = [question for question in REPORT.questions if len(question.gold) == 2]
    assert {question.need for question in pairs} == {"any", "all"}
    documents, clauses = subject.answerer.documents, subject.answerer.generation.clauses
    for question in pairs:
        nuggets = {qrel.iteration for qrel in qrels_of([question], documents, clauses)}
        assert len(nuggets) == (1 if question.need == "any" else 2)


def test_only_what_applies_is_scored(evaluation: Evaluation) -> None:
    for row in evaluation.rows:
        scores = row.scores["full"]
        if row.type == "matching":
            assert all(name.startswith("matching") for name in scores)
        else:
            assert ("true refusals" in scores) == (row.type == "unanswerable")
            assert ("R@5" in scores) == ("key facts" in scores) == (row.type != "unanswerable")
            assert ("quotes exact" in scores) == (row.outcome is not None and row.outcome.status != "refused")


def test_a_row_holds_what_was_found_first(evaluation: Evaluation) -> None:
    for row in evaluation.rows[: len(SOME.questions)]:
        first = [clause for clause, _ in evaluation.runs["full"][row.id][:3]]
        assert [seen.clause_id for seen in row.found] == first
