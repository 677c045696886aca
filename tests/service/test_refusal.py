import math
from dataclasses import replace

import pytest

from index.hit import Hit
from service.answer import Status
from service.answerer import Answerer
from service.refusal import Calibration, Refusal
from service.shortfall import Shortfall


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
    ("question", "beyond"),
    [
        ("沈阳市2019年高新技术企业突破多少家?", 0.0),
        ("吉林省高新技术企业有多少家?", 1.0),
        ("大连的高新技术企业有什么支持?", 0.0),
        ("2077年高新技术企业要达到多少家?", 1.0),
        ("到2030年要跻身创新型省份前列吗?", 0.0),
        ("“十五五”时期高新技术企业要达到多少家?", 1.0),
        ("法库县高新技术企业有多少家?", 1.0),
        ("建设新区有什么政策?", 0.0),
    ],
)
def test_a_place_or_year_that_what_was_found_does_not_speak_of_is_beyond_it(
    answerer: Answerer, question: str, beyond: float
) -> None:
    assert answerer.features(question)["beyond"] == beyond


@pytest.mark.parametrize(
    ("question", "lacking", "lacking_near"),
    [
        # A figure in 家 stands in the best quotes; no clause names a person or a telephone number.
        ("到2020年高新技术企业要达到多少家?", 0.0, 0.0),
        ("科技厅厅长叫什么名字?", 1.0, 1.0),
        ("众创空间的咨询电话是多少?", 1.0, 1.0),
        ("众创空间有什么支持?", 0.0, 0.0),
        # Of the two that are asked for only the number of them is there.
        ("到2020年众创空间要达到多少个,咨询电话是多少?", 0.5, 0.5),
    ],
)
def test_the_kinds_of_answer_that_are_not_found_are_lacking(
    answerer: Answerer, question: str, lacking: float, lacking_near: float
) -> None:
    found = answerer.features(question)
    assert (found["lacking"], found["lacking_near"]) == (lacking, lacking_near)


def test_what_the_best_clause_does_not_account_for_is_unexplained(answerer: Answerer) -> None:
    assert answerer.features("到2020年高新技术企业数量达到4000家")["unexplained"] == 0.0
    assert answerer.features("qwerty zxcvb")["unexplained"] == 1.0
    some = answerer.features("企业怎么养袋鼠")["unexplained"]
    assert 0.2 < some < 1.0


def test_the_shares_of_two_legs_in_the_best_hit_are_features(answerer: Answerer) -> None:
    question = "众创空间要达到多少个"
    why = answerer.search(question, 10)[0].why
    found = answerer.features(question)
    assert (found["dense"], found["translation"]) == (why["dense"], why["translation"])


def test_without_hits_nothing_is_known_but_the_words(answerer: Answerer) -> None:
    question = "高新技术企业给多少钱"
    found = answerer._confidence.features(question, [], [], Shortfall.of(question, [], str.isascii))
    assert found == {
        "similar": 0.0,
        "unknown": 0.0,
        "unexplained": 1.0,
        "beyond": 0.0,
        "lacking": 1.0,
        "lacking_near": 1.0,
        "dense": 0.0,
        "translation": 0.0,
    }


def test_unknown_words_weigh_by_what_they_say(answerer: Answerer) -> None:
    assert answerer.features("高新技术企业")["unknown"] == 0.0
    assert answerer.features("qwerty zxcvb")["unknown"] == 1.0
    some = answerer.features("企业怎么养袋鼠")["unknown"]
    assert 0.2 < some < 0.9


def test_a_question_unlike_all_that_have_answers_is_outside() -> None:
    model = Calibration(
        threshold=0.0, intercept=9.0, weights={}, least={"similar": 0.3}, most={"unknown": 0.4}
    )
    assert not model.outside({"similar": 0.3, "unknown": 0.4})
    assert model.outside({"similar": 0.29, "unknown": 0.0})
    assert model.outside({"similar": 0.9, "unknown": 0.41})


def test_what_is_far_off_is_refused_however_likely_it_looks(answerer: Answerer) -> None:
    for question in ("今天晚上吃什么好？", "西红柿炒鸡蛋怎么做？"):
        assert answerer.answer(question).status is Status.REFUSED
