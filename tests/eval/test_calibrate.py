from dataclasses import replace
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from eval.calibrate import _fitted, _platt, _rescaled, _unseen, calibrate, write
from service.answerer import Answerer
from service.refusal import Calibration, Refusal
from tests.eval.answers import ANY, UNANSWERABLE

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


@pytest.mark.parametrize(
    ("places", "answered", "expected"),
    [
        # Log-odds of 1/4 and 3/4 are ∓ln 3: the slope goes from one to the other.
        ((-1.0, 1.0), (1, 3), (np.log(3), 0.0)),
        ((0.0, 2.0), (1, 3), (np.log(3), -np.log(3))),
        ((-np.log(3), np.log(3)), (1, 3), (1.0, 0.0)),
        # As likely as not at 0, 3/4 at ln 9: twice too sure.
        ((0.0, np.log(9)), (2, 3), (0.5, 0.0)),
    ],
)
def test_log_odds_are_made_those_of_the_share_answerable(
    places: tuple[float, float], answered: tuple[int, int], expected: tuple[float, float]
) -> None:
    logits = np.repeat(places, 4)
    answerable = np.array([place < count for count in answered for place in range(4)])
    assert _platt(logits, answerable) == pytest.approx(expected, abs=1e-3)


def test_a_rescaled_model_has_log_odds_scaled_and_shifted() -> None:
    model = Calibration(threshold=0.3, intercept=-1.0, weights={"similar": 2.0, "unknown": -3.0})
    # 2 × -1 + 0.5; the log-odds of the question were 2 × 0.8 - 3 × 0.2 - 1 = 0, and are 0.5.
    assert _rescaled(model, 2.0, 0.5) == Calibration(
        threshold=0.3, intercept=-1.5, weights={"similar": 4.0, "unknown": -6.0}
    )
    question = {"similar": 0.8, "unknown": 0.2}
    assert (model.probability(question), _rescaled(model, 2.0, 0.5).probability(question)) == (0.5, 0.6225)


def test_the_log_odds_of_a_question_do_not_know_its_own_answer() -> None:
    # A quarter and three quarters are answerable; the last question alone is beyond, and is not answerable.
    found = [{"similar": similar, "beyond": 0.0} for similar in (0.0, 1.0) for _ in range(200)]
    found.append({"similar": 1.0, "beyond": 1.0})
    answerable = np.array(([True] + [False] * 3) * 50 + ([True] * 3 + [False]) * 50 + [False])
    assert _fitted(found, answerable, np.ones(401)).weights["beyond"] < -1
    # By the others, being beyond says nothing, and being similar says ln 3.
    assert _unseen(found, answerable, np.ones(401))[-1] == pytest.approx(np.log(3), abs=0.15)


def test_what_counts_three_times_is_as_likely_as_it_is_when_all_is_done() -> None:
    # A quarter of the questions without the feature are answerable, and three quarters of those with it.
    found = [{"similar": 0.0}] * 400 + [{"similar": 1.0}] * 400
    answerable = np.array(([True] + [False] * 3) * 100 + ([True] * 3 + [False]) * 100)
    weights = np.where(answerable, 1.0, 3.0)
    model = _fitted(found, answerable, weights)
    # Odds of 1 to 3 and 3 to 1, over 3.
    assert [model.probability(row) for row in (found[0], found[-1])] == pytest.approx([0.1, 0.5], abs=0.01)
    slope, shift = _platt(_unseen(found, answerable, weights), answerable)
    assert (slope, shift) == pytest.approx((1.0, np.log(3)), abs=0.05)
    true = _rescaled(model, slope, shift)
    assert [true.probability(row) for row in (found[0], found[-1])] == pytest.approx([0.25, 0.75], abs=0.01)


def test_what_is_written_is_loaded(tmp_path: Path) -> None:
    model = Calibration(threshold=0.25, intercept=-1.5, weights={"similar": 2.0})
    refusal = Refusal(stored=model, bare=model.model_copy(update={"threshold": 0.5}))
    write(refusal, tmp_path / "refusal.toml")
    assert Refusal.load(tmp_path / "refusal.toml") == refusal


def test_without_thresholds_nothing_is_declined() -> None:
    eager = Refusal.load().never()
    assert (eager.stored.threshold, eager.bare.threshold) == (0.0, 0.0)
    assert eager.stored.weights == pytest.approx(Refusal.load().stored.weights)


class Asked:
    """Stands in for the answerer: `similar` of a question is the number that it is, of another 0."""

    def features(self, question: str) -> dict[str, float]:
        return {"similar": float(question) if question.replace(".", "").isdecimal() else 0.0}


def test_confidence_is_the_share_answerable_and_the_threshold_refuses_as_many_as_it_is_told() -> None:
    # Of the questions at 0.2, 0.5 and 0.8 one, two and three quarters are answerable: ∓ln 3 and 0.
    questions = [
        replace(ANY if place < count else UNANSWERABLE, question=text)
        for text, count in (("0.2", 1), ("0.5", 2), ("0.8", 3))
        for place in [0, 1, 2, 3] * 50
    ]
    made = {
        share: calibrate(questions, cast(Answerer, Asked()), false_refusals=share)
        for share in (0.1, 0.2, 0.6)
    }
    sure = [made[0.1].probability({"similar": similar}) for similar in (0.2, 0.5, 0.8)]
    assert sure == pytest.approx([0.25, 0.5, 0.75], abs=0.03)
    # Of the 300 answerable ones 50 are at 0.2 and 100 at 0.5: what is as sure as the threshold is answered.
    assert [made[share].threshold for share in made] == sure
