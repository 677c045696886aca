"""Runs questions through the service and judges hits and answers."""

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from eval.questions import Question, gold_clauses
from index.terms import normalised
from service.answer import Answer, Found, Status
from service.answerer import Answerer
from service.verify import quote_holds


@dataclass(frozen=True, slots=True)
class Judged:
    """One question with what it got.

    `ranks` gives, per gold, the 1-based rank of its clause among the hits, None where it is not
    there; `cites_gold` says whether the answer cites one of them; latencies are in milliseconds.
    """

    question: Question
    hits: tuple[Found, ...]
    answer: Answer
    ranks: tuple[int | None, ...]
    cites_gold: bool
    search_ms: float
    answer_ms: float

    def recall(self, k: int) -> float:
        """Share of what is needed that is in the first `k` hits."""
        inside = [rank is not None and rank <= k for rank in self.ranks]
        return fmean(inside) if self.question.need == "all" else float(any(inside))

    @property
    def reciprocal(self) -> float:
        """One over the rank of the first gold clause among the first ten."""
        return 1 / min((rank for rank in self.ranks if rank is not None and rank <= 10), default=float("inf"))

    @property
    def keys_present(self) -> bool:
        """Whether every key of the question stands in the answer."""
        text = normalised(self.answer.text)
        return all(normalised(key) in text for key in self.question.answer_keys)


def judge(answerer: Answerer, questions: Sequence[Question], advance: Callable[[], None]) -> list[Judged]:
    """Search and answer every question; `advance` is called after each."""
    judged = []
    for question in questions:
        golds = gold_clauses(question, answerer.documents, answerer.generation.clauses)
        began = time.perf_counter()
        hits = answerer.search(question.question)
        searched = time.perf_counter()
        answer = answerer.answer(question.question)
        ended = time.perf_counter()
        places = {hit.clause_id: rank for rank, hit in enumerate(hits, start=1)}
        ranks = tuple(min((places[name] for name in gold if name in places), default=None) for gold in golds)
        cited = {citation.clause_id for citation in answer.citations}
        cites_gold = any(cited & gold for gold in golds)
        judged.append(
            Judged(
                question,
                tuple(hits),
                answer,
                ranks,
                cites_gold,
                (searched - began) * 1e3,
                (ended - searched) * 1e3,
            )
        )
        advance()
    return judged


def figures(judged: Sequence[Judged], answerer: Answerer) -> dict[str, float]:
    """The figures of a run: shares are 0 to 1, latencies milliseconds; see the README table."""
    answerable = [entry for entry in judged if entry.question.answerable]
    unanswerable = [entry for entry in judged if not entry.question.answerable]
    quotes = [citation for entry in judged for citation in entry.answer.citations]
    refused = Status.REFUSED
    return {
        "R@1": fmean(entry.recall(1) for entry in answerable),
        "R@5": fmean(entry.recall(5) for entry in answerable),
        "R@10": fmean(entry.recall(10) for entry in answerable),
        "MRR@10": fmean(entry.reciprocal for entry in answerable),
        "R@5 paraphrase": fmean(
            entry.recall(5) for entry in answerable if entry.question.type == "paraphrase"
        ),
        "quotes exact": fmean(quote_holds(citation, answerer.documents) for citation in quotes),
        "key facts present": fmean(entry.keys_present for entry in answerable),
        "cited clause is gold": fmean(entry.cites_gold for entry in answerable),
        "true refusals": fmean(entry.answer.status is refused for entry in unanswerable),
        "false refusals": fmean(entry.answer.status is refused for entry in answerable),
        "search p50 ms": median(entry.search_ms for entry in judged),
        "answer p50 ms": median(entry.answer_ms for entry in judged),
    }


def by_type(judged: Sequence[Judged]) -> dict[str, float]:
    """R@5 per type of question, answerable ones only."""
    groups: dict[str, list[float]] = defaultdict(list)
    for entry in judged:
        if entry.question.answerable:
            groups[entry.question.type].append(entry.recall(5))
    return {name: fmean(values) for name, values in sorted(groups.items())}
