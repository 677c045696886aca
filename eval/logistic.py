"""Logistic models that are fitted on scaled features and kept over the features as they are."""

from collections.abc import Sequence

from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from service.evidence import Weights


def scaled_logistic(regularisation: float = 1.0) -> Pipeline:
    """A logistic model over scaled features, yet to be fitted."""
    return make_pipeline(StandardScaler(), LogisticRegression(C=regularisation, max_iter=3000))


def unscaled(model: Pipeline, names: Sequence[str]) -> Weights:
    """A fitted model over the features as they are."""
    scaler, logistic = model[0], model[1]
    weights = logistic.coef_[0] / scaler.scale_
    intercept = float(logistic.intercept_[0] - weights @ scaler.mean_)
    return Weights(
        intercept=round(intercept, 4),
        weights={name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)},
    )
