from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus.clause import Clause, Kind
from index.filters import Filters
from index.hit import Hit
from service.answerer import Answerer
from service.evidence import Evidence, Weights, chance, written
from service.expected import Wanted
from service.spans import Span


def test_a_year_asked_for_keeps_other_years_out(answerer: Answerer) -> None:
    filters = Filters(document="ln-cxqd-2017")
    later = answerer.answer("到2030年研发经费支出占地区生产总值比重要超过多少？", filters=filters)
    sooner = answerer.answer("到2020年研发经费支出占地区生产总值比重要达到多少？", filters=filters)
    assert "2.8％" in later.text
    assert "2.5％" not in later.text
    assert "2.5％" in sooner.text
    assert "2.8％" not in sooner.text


@pytest.mark.parametrize(
    ("question", "unit", "number"),
    [
        ("这件事谁牵头?", True, False),
        ("该找哪个部门负责?", True, False),
        ("高企要达到多少家?", False, True),
        ("众创空间有什么优惠?", False, False),
        ("发明专利归谁?", False, False),
    ],
)
def test_what_a_question_wants_is_read_off_its_words(question: str, unit: bool, number: bool) -> None:
    assert Wanted.by(question) == Wanted(unit=unit, number=number)


def test_who_leads_is_quoted_from_the_line_that_governs(answerer: Answerer) -> None:
    answer = answerer.answer("高层次人才特殊支持“双千计划”由谁牵头？")
    assert answer.citations[0].clause_id == "ln-cxqd-2017#2.6.u"
    assert answer.citations[0].quote == (
        "以上三项工作牵头单位：省委组织部、省发展改革委、省科技厅、省人力资源社会保障厅"
    )


def test_log_odds_are_weighed_features_and_chances_lie_between_0_and_1() -> None:
    weights = Weights(intercept=-1.0, weights={"dense": 2.0, "frame": -4.0})
    assert weights.logit({"dense": 0.5, "frame": 0.0, "unused": 9.0}) == 0.0
    assert weights.logit({"dense": 0.5, "frame": 1.0}) == -4.0
    assert chance(0.0) == 0.5
    assert chance(1e9) <= 1.0
    assert chance(-1e9) >= 0.0


def test_what_is_fitted_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "evidence.toml"
    fitted = Weights(intercept=-12.6454, weights={"dense": 5.3217, "frame": -5.0})
    path.write_text(written(fitted), encoding="utf-8")
    assert Weights.load(path) == fitted


def test_evidence_is_as_likely_as_its_best_span() -> None:
    clause = Clause("d#1", "d", (), Kind.ITEM, 0, 4, "甲句乙句")
    spans = (Span(clause, 0, 2, "甲句", 1.0986), Span(clause, 2, 4, "乙句", -3.0))
    assert Evidence(Hit(clause, 1.0, {}, 0.5), spans).chance == pytest.approx(0.75, abs=1e-4)


def test_the_likeliest_clause_comes_first_whatever_the_order_of_the_hits(answerer: Answerer) -> None:
    found = selected(answerer, "离岗创业，人事关系留几年？")
    chances = [one.chance for one in found]
    assert chances == sorted(chances, reverse=True)
    assert "可在3年内保留人事" in found[0].spans[0].text
    assert all(
        one.spans[place].score >= one.spans[place + 1].score
        for one in found
        for place in range(len(one.spans) - 1)
    )


def selected(answerer: Answerer, question: str) -> Sequence[Evidence]:
    hits = answerer._searcher.search(question, 10, Filters())
    return answerer._selector.select(question, hits)
