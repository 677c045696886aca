import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from corpus.errors import FilterError, QuestionError
from eval.questions import load_set
from index.filters import Filters
from service import wire
from service.answer import Status
from service.answerer import Answerer
from service.composer import CONNECTIVES
from service.settings import Settings

LEAVE = "从研究所出来创业，原来的人事关系能保留几年？"


def test_an_answer_quotes_the_clause_with_its_document_and_place(answerer: Answerer) -> None:
    answer = answerer.answer(LEAVE)
    assert answer.status is Status.ANSWERED
    citation = answer.citations[0]
    assert "可在3年内保留人事（劳动）关系和相关待遇" in citation.quote
    assert citation.clause_id == "ln-cxqd-2017#3.3.3"
    assert citation.document.issuer == "中共辽宁省委、辽宁省人民政府"
    assert citation.document.date == "2017-03-01"
    assert citation.path == ("三、战略保障", "（三）完善有利于科技成果转化的制度", "3．促进创新人才流动")
    assert answerer.documents["ln-cxqd-2017"].text[citation.start : citation.end] == citation.quote
    assert answer.text == citation.quote + "。[1]"


def test_what_is_known_of_the_document_is_noticed(answerer: Answerer) -> None:
    assert answerer.answer(LEAVE).notices == (
        "《中共辽宁省委、辽宁省人民政府关于贯彻〈国家创新驱动发展战略纲要〉建设科技强省的实施意见》"
        "：原文没有印出标题、发文机关、日期，这里写的是推定的。",
    )
    over = answerer.answer("辽宁省实施科技成果转移转化三年行动计划里，省级以上众创空间要达到多少个？").notices
    assert any("规划期（2018–2020年）已过" in notice for notice in over)


def test_a_planning_period_is_over_only_after_its_last_year(home: Path) -> None:
    then = wire.answerer_of(Settings(home=home, generator="none"), today=lambda: date(2020, 12, 31))
    notices = then.answer("到2020年省级以上众创空间要达到多少个？").notices
    assert not any("已过" in notice for notice in notices)


def test_a_repaired_figure_is_shown_as_repaired(answerer: Answerer) -> None:
    filters = Filters(document="ln-cxqd-2017")
    answer = answerer.answer("到2020年每万人发明专利拥有量达到多少件？", filters=filters)
    assert "7.36件" in answer.text
    assert any("7.36" in notice and "已修复" in notice for notice in answer.notices)


@pytest.mark.parametrize(
    "question", ["吉林省2022年对飞碟研制补贴多少？", "qwerty zxcvb", "哈尔滨2031年地铁票价多少？"]
)
def test_a_question_without_basis_is_refused_with_the_nearest_clauses(
    answerer: Answerer, question: str
) -> None:
    answer = answerer.answer(question)
    assert answer.status is Status.REFUSED
    assert (answer.statements, answer.citations, answer.notices) == ((), (), ())
    assert len(answer.nearest) == 3
    assert "没有找到" in answer.text


def test_a_filter_restricts_search_and_answer(answerer: Answerer) -> None:
    hits = answerer.search("高新技术企业数量", 10, Filters(region="沈阳市"))
    assert {hit.document.id for hit in hits} == {"sy-kjyd-2019"}
    answer = answerer.answer("高新技术企业要突破多少家？", filters=Filters(region="沈阳市"))
    assert "高新技术企业突破1500家" in answer.text
    with pytest.raises(FilterError, match="火星"):
        answerer.search("企业", 10, Filters(region="火星"))


def test_hits_come_best_first_as_many_as_asked_for_and_tell_why(answerer: Answerer) -> None:
    hits = answerer.search(LEAVE, 7)
    assert len(hits) == 7
    assert hits[0].clause_id == "ln-cxqd-2017#3.3.3"
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    for hit in hits:
        assert sum(hit.why.values()) == pytest.approx(hit.score, abs=2e-4)
        assert answerer.documents[hit.document.id].text[hit.start : hit.end] == hit.text


def test_traditional_characters_and_full_width_are_the_same_question(answerer: Answerer) -> None:
    assert answerer.search("離崗創業可以保留幾年？") == answerer.search("离岗创业可以保留几年?")


def test_questions_asked_at_once_get_the_answers_they_get_alone(home: Path) -> None:
    both = wire.answerer_of(Settings(home=home), today=lambda: date(2026, 11, 21))
    questions = [question.question for question in load_set().of("tune").questions[:24]]
    alone = [both.answer(question) for question in questions]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(both.answer, questions)) == alone


def test_the_same_question_gets_the_same_answer(answerer: Answerer) -> None:
    assert answerer.answer(LEAVE) == answerer.answer(LEAVE)


@pytest.mark.parametrize("question", ["", "  \n", "问" * 10_000])
def test_a_blank_or_endless_question_is_an_error(answerer: Answerer, question: str) -> None:
    with pytest.raises(QuestionError):
        answerer.answer(question)


def test_every_answer_of_a_sweep_is_made_of_exact_quotes_and_connectives(answerer: Answerer) -> None:
    """200 stored questions, two strides through the whole file: none is an evaluation question."""
    lines = wire.ASKED.read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines[:: len(lines) // 200]][:200]
    assert len(questions) == 200
    opening = re.compile("|".join(CONNECTIVES))
    for question in questions:
        answer = answerer.answer(question)
        assert (answer.status is Status.REFUSED) == (not answer.citations)
        for citation in answer.citations:
            text = answerer.documents[citation.document.id].text
            assert text[citation.start : citation.end] == citation.quote
        quotes = {citation.number: citation.quote for citation in answer.citations}
        for statement in answer.statements:
            quote = quotes[statement.citations[0]]
            assert opening.sub("", statement.text, count=1).rstrip("。") in (quote, quote.rstrip("。"))
