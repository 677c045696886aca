"""Fits the weights by which clauses are said to apply, on the tune profiles."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold, cross_val_predict

from eval.logistic import scaled_logistic, unscaled
from eval.matching import facts_of
from eval.questions import Profile, touched
from service.matching.applicant import read
from service.matching.facts import completed
from service.matching.matcher import Fit, Judged, Matcher

_REGULARISATION = 0.03
_FOLDS = 10
_SHOWN = 0.01
_LEAST, _MOST = 0.3, 0.6


@dataclass(frozen=True, slots=True)
class Example:
    """A candidate that nothing bars, whose applicant it is, and whether it is said to apply to it."""

    judged: Judged
    applicant: str
    right: bool


def examples(profiles: Sequence[Profile], matcher: Matcher) -> list[Example]:
    """The candidates of all profiles that neither region, time nor a condition rules out."""
    loaded = matcher.generation
    documents = {document.id: document for document in loaded.documents}
    found = []
    for profile in profiles:
        applicant = completed(read(profile.description, profile.on), facts_of(profile))
        right = frozenset[str]().union(*touched(profile.applies, documents, loaded.clauses))
        for judged in matcher.judged(applicant):
            if not judged.ruled_out:
                found.append(Example(judged, profile.id, judged.candidate.clause.id in right))
    return found


def fit(found: Sequence[Example], precision: float) -> Fit:
    """A logistic model of whether a candidate applies.

    It is called applicable from the lowest probability on at which, out of fold, at least `precision` of
    what is called so is right; between 0.3 and 0.6, so that enough is called so.
    """
    names = sorted({name for example in found for name in example.judged.features})
    values = np.array([[example.judged.features.get(name, 0.0) for name in names] for example in found])
    right = np.array([example.right for example in found])
    groups = np.unique([example.applicant for example in found], return_inverse=True)[1]
    model = scaled_logistic(_REGULARISATION)
    folds = GroupKFold(_FOLDS)
    chances = cross_val_predict(model, values, right, groups=groups, cv=folds, method="predict_proba")[:, 1]
    sure = np.array([example.judged.sure for example in found])
    model.fit(values, right)
    most = {name: round(float(value), 4) for name, value in zip(names, values.max(axis=0), strict=True)}
    return Fit(
        most=most,
        shown=_SHOWN,
        applies=_threshold(chances[sure], right[sure], precision),
        model=unscaled(model, names),
    )


def _threshold(chances: NDArray[np.float64], right: NDArray[np.bool_], precision: float) -> float:
    """From which probability on enough is right."""
    for threshold in np.arange(_LEAST, _MOST, 0.02):
        called = chances >= threshold
        if called.any() and right[called].mean() >= precision:
            return round(float(threshold), 2)
    return _MOST


def written(fitted: Fit) -> str:
    """A fitted model in the form that `Fit.load` reads."""
    lines = ["# Fitted by `ceyin-eval matching` on the tune profiles; do not edit by hand.", ""]
    lines += [f"shown = {fitted.shown}", f"applies = {fitted.applies}", "", "[most]"]
    lines += [f'"{name}" = {value}' for name, value in fitted.most.items()]
    lines += ["", "[model]"]
    lines += [f"intercept = {fitted.model.intercept}", "", "[model.weights]"]
    return "\n".join(lines + [f'"{name}" = {weight}' for name, weight in fitted.model.weights.items()]) + "\n"
