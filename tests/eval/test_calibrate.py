from pathlib import Path

import numpy as np
import pytest

from eval.calibrate import _fitted, write
from service.refusal import Calibration, Refusal

ROWS = [
    {"similar": similar, "unknown": unknown, "lacking": 0.0, "beyond": beyond, "dense": beyond / 2}
    for similar, unknown, beyond in [
        (0.9, 0.6, 0.0),
        (0.8, 0.7, 0.0),
        (0.7, 0.5, 0.0),
        (0.3, 0.1, 1.0),
        (0.2, 0.2, 1.0),
        (0.4, 0.0, 0.0),
    ]
]
ANSWERABLE = np.array([True, True, True, False, False, False])


def test_a_feature_that_would_count_the_wrong_way_counts_nothing() -> None:
    # In these rows what is answered has more unknown words and less of the vectors' share, by chance.
    model = _fitted(ROWS, ANSWERABLE, np.ones(6))
    assert model.weights["unknown"] == model.weights["dense"] == model.weights["lacking"] == 0.0
    assert model.weights["similar"] > 0 > model.weights["beyond"]
    sure = [model.probability(row) for row in ROWS]
    assert min(sure[:3]) > max(sure[3:])


def test_what_counts_the_right_way_is_kept() -> None:
    turned = [row | {"unknown": 1 - row["unknown"]} for row in ROWS]
    assert _fitted(turned, ANSWERABLE, np.ones(6)).weights["unknown"] < 0
    surer = [row | {"dense": 1 - row["dense"]} for row in ROWS]
    assert _fitted(surer, ANSWERABLE, np.ones(6)).weights["dense"] > 0


def test_what_is_written_is_loaded(tmp_path: Path) -> None:
    model = Calibration(threshold=0.25, intercept=-1.5, weights={"similar": 2.0})
    refusal = Refusal(stored=model, bare=model.model_copy(update={"threshold": 0.5}))
    write(refusal, tmp_path / "refusal.toml")
    assert Refusal.load(tmp_path / "refusal.toml") == refusal


def test_without_thresholds_nothing_is_declined() -> None:
    eager = Refusal.load().never()
    assert (eager.stored.threshold, eager.bare.threshold) == (0.0, 0.0)
    assert eager.stored.weights == pytest.approx(Refusal.load().stored.weights)
