"""Fits the refusal model on the tune questions."""

import random
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from eval.questions import Question
from index.training.sources import PAIRS, rows
from service.answerer import Answerer
from service.refusal import Calibration, Refusal

_SEED = 5
_REGULARISATION = 10.0
_FOREIGN = 500
_FOREIGN_WEIGHT = 0.1
_UNANSWERABLE_WEIGHT = 3.0
_FOLDS = 8
_LIKE, _STRANGE = ("similar",), ("unknown", "unexplained")
# The features that speak for an answer; the others speak against one.
_SURER = ("similar", "dense", "translation")


def calibrate(questions: Sequence[Question], answerer: Answerer, *, false_refusals: float) -> Calibration:
    """Fit a logistic model of whether a question is answerable.

    Beside `questions`, a sample of the questions written for other documents counts as not
    answerable, at a low weight, and those of `questions` that are not answerable count more than
    the others. Its probabilities are then made those of `questions`, each counting the same. The
    threshold refuses `false_refusals` of the answerable ones, the bounds none of them.
    """
    foreign = [row["question"] for row in rows(PAIRS)]
    foreign = random.Random(_SEED).sample(foreign, _FOREIGN)
    asked = [question.question for question in questions] + foreign
    answerable = np.array([question.answerable for question in questions] + [False] * _FOREIGN)
    found = [answerer.features(question) for question in asked]
    weights = np.where(answerable, 1.0, _UNANSWERABLE_WEIGHT)
    weights[len(questions) :] = _FOREIGN_WEIGHT
    own = slice(len(questions))
    slope, shift = _platt(_unseen(found, answerable, weights)[own], answerable[own])
    model = _rescaled(_fitted(found, answerable, weights), slope, shift)
    sure = sorted(model.probability(row) for row, yes in zip(found, answerable, strict=True) if yes)
    threshold = sure[min(len(sure) - 1, int(false_refusals * len(sure)))]
    seen = [row for row, yes in zip(found, answerable, strict=True) if yes]
    return model.model_copy(update={"threshold": threshold} | _bounds(seen))


def _bounds(seen: Sequence[Mapping[str, float]]) -> dict[str, dict[str, float]]:
    """The lowest likeness and the highest shares of strange words among questions that have answers."""
    return {
        "least": {name: min(row[name] for row in seen) for name in _LIKE if name in seen[0]},
        "most": {name: max(row[name] for row in seen) for name in _STRANGE if name in seen[0]},
    }


def _unseen(
    found: Sequence[Mapping[str, float]], answerable: NDArray[np.bool_], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The log-odds of each question by a model fitted without it, shape (questions,)."""
    logits = np.zeros(len(found))
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=_SEED)
    for rest, held in folds.split(logits, answerable):
        model = _fitted([found[row] for row in rest], answerable[rest], weights[rest])
        logits[held] = [_logit(model, found[row]) for row in held]
    return logits


def _logit(model: Calibration, features: Mapping[str, float]) -> float:
    return model.intercept + sum(weight * features[name] for name, weight in model.weights.items())


def _platt(logits: NDArray[np.float64], answerable: NDArray[np.bool_]) -> tuple[float, float]:
    """Slope and shift that make log-odds those of the answers: Platt scaling, no regularisation."""
    fitted = LogisticRegression(C=np.inf).fit(logits[:, None], answerable)
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])


def _rescaled(model: Calibration, slope: float, shift: float) -> Calibration:
    """The model whose log-odds are slope × those of `model` + shift; its threshold is left alone."""
    return model.model_copy(
        update={
            "intercept": round(slope * model.intercept + shift, 4),
            "weights": {name: round(slope * weight, 4) for name, weight in model.weights.items()},
        }
    )


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
        for side, bounds in (("least", model.least), ("most", model.most)):
            lines += ["", f"[{name}.{side}]"]
            lines += [f"{feature} = {bound}" for feature, bound in bounds.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
