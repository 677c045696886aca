"""Fits the refusal model on the tune questions."""

import random
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from eval.questions import Question
from index.training.sources import PAIRS, rows
from service.answerer import Answerer
from service.refusal import Calibration, Refusal

_SEED = 5
_REGULARISATION = 10.0
_FOREIGN = 500
_FOREIGN_WEIGHT = 0.1
_UNANSWERABLE_WEIGHT = 3.0
# The features that speak for an answer; the others speak against one.
_SURER = ("similar", "dense", "translation")


def calibrate(questions: Sequence[Question], answerer: Answerer, *, false_refusals: float) -> Calibration:
    """Fit a logistic model of whether a question is answerable.

    Beside `questions`, a sample of the questions written for other documents counts as not
    answerable, at a low weight. The threshold refuses `false_refusals` of the answerable ones.
    """
    foreign = [row["question"] for row in rows(PAIRS)]
    foreign = random.Random(_SEED).sample(foreign, _FOREIGN)
    asked = [question.question for question in questions] + foreign
    answerable = np.array([question.answerable for question in questions] + [False] * _FOREIGN)
    found = [answerer.features(question) for question in asked]
    weights = np.where(answerable, 1.0, _UNANSWERABLE_WEIGHT)
    weights[len(questions) :] = _FOREIGN_WEIGHT
    model = _fitted(found, answerable, weights)
    sure = sorted(model.probability(row) for row, yes in zip(found, answerable, strict=True) if yes)
    return model.model_copy(update={"threshold": sure[min(len(sure) - 1, int(false_refusals * len(sure)))]})


def _fitted(
    found: Sequence[Mapping[str, float]], answerable: NDArray[np.bool_], weights: NDArray[np.float64]
) -> Calibration:
    """A logistic model without threshold; a feature that would count the wrong way has weight 0."""
    names = list(found[0])
    while True:
        values = np.array([[features[name] for name in names] for features in found])
        fitted = LogisticRegression(C=_REGULARISATION).fit(values, answerable, sample_weight=weights)
        signed = dict(zip(names, map(float, fitted.coef_[0]), strict=True))
        kept = [name for name in names if (signed[name] > 0) == (name in _SURER)]
        if kept == names:
            return Calibration(
                threshold=0.0,
                intercept=round(float(fitted.intercept_[0]), 4),
                weights={name: round(signed.get(name, 0.0), 4) for name in found[0]},
            )
        names = kept


def write(refusal: Refusal, path: Path) -> None:
    """Write the models in the form that `Refusal.load` reads."""
    lines = ["# Fitted by `ceyin-eval calibrate` on the tune questions; do not edit by hand."]
    for name, model in (("stored", refusal.stored), ("bare", refusal.bare)):
        lines += ["", f"[{name}]", f"threshold = {model.threshold}", f"intercept = {model.intercept}"]
        lines += ["", f"[{name}.weights]"]
        lines += [f"{feature} = {weight}" for feature, weight in model.weights.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
