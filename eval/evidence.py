"""Fits the weights by which quotes are picked, on the tune questions."""

from collections.abc import Iterator, Sequence

import numpy as np

from eval.logistic import scaled_logistic, unscaled
from eval.questions import Question, spans
from service.answerer import Answerer
from service.closeness import Features
from service.evidence import Weights


def fit(questions: Sequence[Question], answerers: Sequence[Answerer]) -> Weights:
    """A logistic model of whether a candidate quote overlaps a gold, over what each answerer finds."""
    rows = [row for answerer in answerers for row in _rows(questions, answerer)]
    names = list(rows[0][0])
    values = np.array([[features[name] for name in names] for features, _ in rows])
    model = scaled_logistic()
    model.fit(values, np.array([right for _, right in rows]))
    return unscaled(model, names)


def _rows(questions: Sequence[Question], answerer: Answerer) -> Iterator[tuple[Features, bool]]:
    for question in questions:
        golds = spans(question.gold, answerer.documents)
        for clause, places, rows in answerer.weighed(question.question):
            own = [(start, end) for document, start, end in golds if document == clause.document_id]
            for (start, end), features in zip(places, rows, strict=True):
                yield features, any(start < stop and begin < end for begin, stop in own)
