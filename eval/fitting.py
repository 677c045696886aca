"""Fits the weights of the legs on the tune questions."""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from corpus.document import Document
from eval.beir import Benchmark
from eval.questions import Question, touched
from index.fusion import LegWeights
from index.leg import Leg
from index.scope import Scope
from index.search import HybridSearcher
from service.question import understood

_BY_HAND = ("document", "named")
"""Too few questions name what they want for these to be fitted."""
FITTED = tuple(name for name in LegWeights.model_fields if name not in _BY_HAND)
_RIDGE = 0.008
_WITH_STORED = 3.0
"""What an example counts with stored questions, against one without; cross-validated on tune, as the
ridge: alone the bare ones cost two points of R@5 with stored questions and gain half a point without."""
_ELSEWHERE = 0.15
"""What a benchmark of other documents counts, against the set. With half the questions of two held-out sets
at this, R@10 on the other halves went from 0.552 to 0.584 and from 0.592 to 0.606, and on tune no R@5
fell; at 0.5 and 2 they gained more, and tune lost MRR."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A question: the scores of what was found for it, shape (clauses, weights), and which are right."""

    scores: Numbers
    right: NDArray[np.bool_]
    counts: float


def examples(questions: Sequence[Question], searcher: HybridSearcher) -> list[Example]:
    """What the legs say of the answerable questions, with stored questions and without them."""
    generation = searcher.generation
    documents: dict[str, Document] = {document.id: document for document in generation.documents}
    ways = ((searcher, _WITH_STORED), (searcher.without([Leg.ASKED]), 1.0))
    found = []
    for question in questions:
        right = set().union(*touched(question.gold, documents, generation.clauses))
        found += [_example(question.question, right, one, counts) for one, counts in ways]
    return [example for example in found if example.right.any()]


def elsewhere(benchmark: Benchmark, searcher: HybridSearcher, counts: float) -> list[Example]:
    """The questions of a benchmark, over an index of its passages; `counts` is what the set's count."""
    answers: dict[str, set[str]] = defaultdict(set)
    for qrel in benchmark.qrels:
        if qrel.relevance > 0:
            answers[qrel.query_id].add(qrel.doc_id)
    share = _ELSEWHERE * counts / len(benchmark.questions)
    found = [_example(text, answers[name], searcher, share) for name, text in benchmark.questions.items()]
    return [example for example in found if example.right.any()]


def _example(question: str, right: Collection[str], searcher: HybridSearcher, counts: float) -> Example:
    """What the legs say of a question as typed; `right` are the ids of the clauses that answer it."""
    clauses = searcher.generation.clauses
    said, scores = searcher.scored(searcher.mended(understood(question))[0], Scope())
    held = np.array([clauses[row].id in right for row in said.rows], dtype=np.bool_)
    return Example(np.stack([scores[name] for name in FITTED], axis=1), held, counts)


def fit(found: Sequence[Example]) -> dict[str, float]:
    """The weights, none below 0, under which right clauses are likeliest; lexical counts 1.

    Likelihood is a softmax over the clauses of a question, with a ridge on the weights.
    """

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        total, slope = 0.0, np.zeros(len(weights))
        for example in found:
            odds = example.scores @ weights
            odds = np.exp(odds - odds.max())
            right = np.where(example.right, odds, 0.0)
            total -= example.counts * np.log(right.sum() / odds.sum())
            slope += example.counts * (odds / odds.sum() - right / right.sum()) @ example.scores
        ridge = _RIDGE * sum(example.counts for example in found)
        return float(total + ridge * weights @ weights), slope + 2 * ridge * weights

    start = np.ones(len(FITTED))
    best = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0.0, None)] * len(FITTED)).x
    scale = best[FITTED.index("lexical")] or 1.0
    return {name: round(float(weight / scale), 2) for name, weight in zip(FITTED, best, strict=True)}


def write(weights: dict[str, float], path: Path) -> None:
    """Put fitted leg weights into a `fusion.toml`; what else it says stays."""
    text = path.read_text(encoding="utf-8")
    for name, weight in weights.items():
        text = re.sub(rf"^{name} = [\d.]+", f"{name} = {weight}", text, flags=re.MULTILINE)
    path.write_text(text, encoding="utf-8")
