import math
from dataclasses import replace

import pytest

from index.hit import Hit
from service.answerer import Answerer
from service.refusal import Calibration, Refusal


def test_probability_is_the_logistic_of_the_weighted_sum() -> None:
    model = Calibration(threshold=0.5, intercept=-1.0, weights={"similar": 2.0, "unknown": -3.0})
    expected = 1 / (1 + math.exp(-(-1.0 + 2.0 * 0.9 - 3.0 * 0.1)))
    assert model.probability({"similar": 0.9, "unknown": 0.1}) == round(expected, 4)
    assert model.probability({"similar": -999.0, "unknown": 0.0}) == 0.0


def test_the_shipped_model_weighs_exactly_the_features(answerer: Answerer) -> None:
    features = answerer.features("众创空间").keys()
    shipped = Refusal.load()
    assert shipped.stored.weights.keys() == features
    assert shipped.bare.weights.keys() == features


def test_hits_without_stored_questions_are_judged_by_the_bare_model(answerer: Answerer) -> None:
    clause = answerer.generation.clauses[0]
    hits = [Hit(clause, 2.0, {}, 0.5, asked=(0, 4)), Hit(clause, 1.0, {}, 0.5)]
    refusal = Refusal.load()
    assert refusal.model_for(hits) is refusal.stored
    assert refusal.model_for([replace(hit, asked=None) for hit in hits]) is refusal.bare


@pytest.mark.parametrize(
    ("question", "elsewhere", "undated"),
    [
        ("沈阳市2019年高新技术企业突破多少家?", 0.0, 0.0),
        ("吉林省高新技术企业有多少家?", 1.0, 0.0),
        ("大连的高新技术企业有什么支持?", 0.0, 0.0),
        ("2077年高新技术企业要达到多少家?", 0.0, 1.0),
        ("到2030年要跻身创新型省份前列吗?", 0.0, 0.0),
    ],
)
def test_a_wrong_region_or_year_is_seen(
    answerer: Answerer, question: str, elsewhere: float, undated: float
) -> None:
    found = answerer.features(question)
    assert (found["elsewhere"], found["undated"]) == (elsewhere, undated)


def test_unknown_words_weigh_by_what_they_say(answerer: Answerer) -> None:
    assert answerer.features("高新技术企业")["unknown"] == 0.0
    assert answerer.features("qwerty zxcvb")["unknown"] == 1.0
    some = answerer.features("企业怎么养袋鼠")["unknown"]
    assert 0.2 < some < 0.9
