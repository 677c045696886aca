from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.clause import Clause
from corpus.document import Document
from corpus.fact import Fact
from corpus.splitter import split
from service.premise import Premises, Verdict
from service.premises.finding import Kind
from service.premises.measures import Bound, measure_of, measures
from service.premises.parts import parts_of
from service.question import understood

TEXT = """甲省创新驱动发展实施意见

一、目标
到2020年，国家国际合作基地达到35个，技术合同成交额达到600亿元。
到2030年，研发经费支出占地区生产总值比重超过2.8%。

二、任务
1.人才流动。科研人员离岗创业的，可在3年内保留人事关系和相关待遇。
（牵头单位：省教育厅，配合单位：省科技厅、省财政厅）
2.经费管理。提高间接费用比重，最高不超过20%。横向课题经费纳入单位财务统一管理，不纳入财政收支两条线管理。
（牵头单位：省财政厅）
3.技术转移。推进国家技术转移东部中心在大连设立分中心，落实《批复》（国函〔2016〕65号）。
4.园区建设。抚顺、丹东等省级高新区要建成科技支撑产业升级的重点区域。
5.科技强省。第三步，到2050年，建成科技创新强省。
"""

UNITS = "牵头单位：省教育厅，配合单位：省科技厅、省财政厅"


def document(
    text: str = TEXT, region: str | None = "辽宁省", title: str = "创新驱动发展实施意见"
) -> Document:
    return Document("d", title, None, None, "2017", region, "省级", None, "", text)


@dataclass(frozen=True)
class Term:
    colloquial: str
    official: tuple[str, ...]


def premises(held: Document, clauses: list[Clause], *terms: Term) -> Premises:
    return Premises(
        {held.id: held}, {clause.id: clause for clause in clauses}, lambda gram: 1.0, lambda question: terms
    )


def verdict(question: str, held: Document | None = None) -> Verdict | None:
    """What the clauses of one document, those that share most words first, say to a question."""
    held = held or document()
    clauses = split(held)
    asked = understood(question)

    def shared(clause: Clause) -> int:
        return sum(asked[place : place + 2] in clause.text for place in range(len(asked) - 1))

    return premises(held, clauses).verdict(asked, sorted(clauses, key=shared, reverse=True))


def said(question: str) -> tuple[str, str, str] | None:
    found = verdict(question)
    return (found.opening, found.asserted, found.found) if found else None


@pytest.mark.parametrize(
    ("question", "opening", "asserted", "found"),
    [
        ("离岗创业可以保留5年，对吗", "不是：", "5年", "3年内"),
        ("离岗创业可以保留3年，对吗", "是的：", "3年", "3年内"),
        ("国家国际合作基地到2020年要达到一百个，没错吧？", "不是：", "一百个", "35个"),
        ("国家国际合作基地达到50个的目标是怎么提出来的？", "与文件不符：", "50个", "35个"),
        ("技术合同成交额要达到6000000万元，是这个数吗？", "是的：", "6000000万元", "600亿元"),
        ("横向课题的间接费用比重最高不超过20％，对吧？", "是的：", "20%", "20%"),
        ("间接费用比重不低于20%，对吗？", "不是：", "20%", "20%"),
        ("人才流动由省财政厅牵头，对吗？", "不是：", "省财政厅", UNITS),
        ("人才流动由省教育厅牵头，对吗？", "是的：", "省教育厅", UNITS),
        ("横向课题经费必须纳入财政收支两条线管理，是吗？", "不是：", "必须纳入财政收支两条线管理", "不纳入"),
        ("国家技术转移东部中心的分中心设在沈阳，对吗？", "不是：", "沈阳", "大连"),
        ("抚顺这些国家级高新区要怎样建成产业升级的重点区域？", "与文件不符：", "国家级高新区", "省级高新区"),
        ("按第三步，2035年建成科技创新强省，对吗？", "不是：", "2035年", "2050年"),
        ("技术转移的批复是国函〔2014〕65号吧？", "不是：", "国函〔2014〕65号", "国函〔2016〕65号"),
    ],
)  # fmt: skip
def test_what_a_question_asserts_is_held_against_the_clause(
    question: str, opening: str, asserted: str, found: str
) -> None:
    assert said(question) == (opening, asserted, found)


@pytest.mark.parametrize(
    "question",
    [
        "国家国际合作基地2020年要达到多少个？",
        "我们公司12个人，国家国际合作基地怎么申请？",
        "企业有50个国际合作基地，能申请吗？",
        "三年前离岗创业，人事关系还保留吗？",
        "国家国际合作基地达到35个，任务怎么往下分？",
        "2025年国家国际合作基地达到50个，对吗？",
        "横向课题经费不纳入财政收支两条线管理，是吗？",
        "横向课题经费能不能纳入财政收支两条线管理？",
        "国家技术转移东部中心的分中心设在大连，对吗？",
        "人才流动由省科技厅还是省财政厅牵头？",
        "湖里的鱼有500种，对吗？",
        "“十百千”工程和三年行动计划都有什么？",
    ],
)
def test_what_is_no_assertion_or_not_wrong_is_not_corrected(question: str) -> None:
    assert said(question) is None


def test_a_verdict_quotes_the_clause_at_its_offsets() -> None:
    found = verdict("离岗创业可以保留5年，对吗")
    assert found is not None
    assert found.kind is Kind.NUMBER
    assert found.contradicted
    assert found.quote == "科研人员离岗创业的，可在3年内保留人事关系和相关待遇"
    assert TEXT[found.start : found.end] == found.quote


def test_a_number_that_another_clause_of_the_corpus_confirms_is_not_called_wrong() -> None:
    text = "一、甲类\n国家国际合作基地达到35个。\n二、乙类\n国家国际合作基地达到50个。\n"
    held = document(text)
    clauses = split(held)
    first = [clause for clause in clauses if "35" in clause.text]
    asked = "国家国际合作基地达到50个,对吗?"
    assert premises(held, clauses).verdict(asked, first) is None
    alone = premises(held, first).verdict(asked, first)
    assert alone is not None
    assert alone.found == "35个"


def test_figures_of_another_region_say_nothing() -> None:
    assert said("沈阳市国家国际合作基地达到50个，对吗？") is None


def test_figures_of_a_zone_say_nothing_of_the_whole_province() -> None:
    held = document("一、目标\n研发经费支出占地区生产总值比重达到3%。\n", title="关于建设甲乙示范区的意见")
    assert verdict("全省研发经费支出占地区生产总值比重达到2.3%，对吗？", held) is None
    found = verdict("甲乙示范区研发经费支出占地区生产总值比重达到2.3%，对吗？", held)
    assert found is not None
    assert found.found == "3%"


def test_official_terms_count_as_what_people_call_them() -> None:
    held = document("一、目标\n高新技术企业突破1500家。\n")
    clauses = split(held)
    asked = "高企要突破2500家,怎么办到?"
    assert premises(held, clauses).verdict(asked, clauses) is None
    found = premises(held, clauses, Term("高企", ("高新技术企业",))).verdict(asked, clauses)
    assert found is not None
    assert found.found == "1500家"


def amount(question: str) -> list[tuple[str, Decimal, str, Bound]]:
    return [
        (question[found.start : found.end], found.low, found.dimension, found.bound)
        for found in measures(question)
    ]


@pytest.mark.parametrize(
    ("text", "words", "value", "dimension", "bound"),
    [
        ("能留五年", "五年", 60, "月", Bound.EXACT),
        ("要过一千家", "一千家", 1000, "家", Bound.FLOOR),
        ("不超过20%", "20%", 20, "%", Bound.CEILING),
        ("不低于20%", "20%", 20, "%", Bound.FLOOR),
        ("八成都投了", "八成", 80, "%", Bound.EXACT),
        ("占一半", "一半", 50, "%", Bound.EXACT),
        ("三分之一以上", "三分之一", Decimal(1) / 3 * 100, "%", Bound.FLOOR),
        ("也就一百来个", "一百来个", 100, "个", Bound.ABOUT),
        ("3000万元", "3000万元", 30_000_000, "元", Bound.EXACT),
        ("1,500亩", "1,500亩", 1500, "亩", Bound.EXACT),
        ("翻两番", "翻两番", 4, "倍", Bound.EXACT),
        ("已经过二十万了", "二十万", 200_000, "", Bound.FLOOR),
    ],
)
def test_numbers_are_read_as_people_type_them(
    text: str, words: str, value: int | Decimal, dimension: str, bound: Bound
) -> None:
    assert amount(text) == [(words, Decimal(value), dimension, bound)]


@pytest.mark.parametrize(
    "text",
    [
        *("哪两项", "第三条", "前10名", "三年前", "干了五年", "2020年", "一家公司", "几十个", "成果"),
        *("“十百千”工程", "三年行动计划"),
    ],
)
def test_numbers_that_state_nothing_are_left_out(text: str) -> None:
    assert amount(text) == []


def test_a_fact_and_a_question_measure_alike() -> None:
    fact = measure_of(Fact("岗位", "不超过", "1-2", "万名", None, "", 0, 5))
    assert fact is not None
    assert (fact.low, fact.high) == (Decimal(10_000), Decimal(20_000))
    assert (fact.dimension, fact.bound) == ("人", Bound.CEILING)
    (claim,) = measures("要15000人")
    assert claim.comparable(fact)
    assert claim.same(fact)
    assert measure_of(Fact("某", "", "3", "平方光年", None, "", 0, 3)) is None


def test_parts_tell_who_speaks_and_what_is_to_be_confirmed() -> None:
    parts = parts_of("我们公司有50人,听说要100人,我没记错吧?")
    assert [(part.text, part.asker, part.confirming, part.tag) for part in parts] == [
        ("我们公司有50人", True, True, False),
        ("听说要100人", False, True, False),
        ("我没记错吧", False, True, True),
    ]
    assert [part.confirming for part in parts_of("既然由高校挑头,我们只能配合了吧?")] == [False, True]


SAID = "国家国际合作基地|达到|由省财政厅牵头|不纳入|国家级高新区|离岗创业|保留|在沈阳|我们|听说|不低于"
MEASURED = "对吗|，|？|50个|35个|5年|2035年|20%|国函〔2014〕65号"
WORDS = f"{SAID}|{MEASURED}"


@given(st.lists(st.sampled_from(WORDS.split("|")), min_size=1, max_size=12))
def test_whatever_is_asked_a_verdict_is_verbatim(words: list[str]) -> None:
    question = "".join(words) + "呢"
    found = verdict(question)
    if found is not None:
        assert TEXT[found.start : found.end] == found.quote
        assert found.found in found.quote
        assert found.asserted in understood(question)
        assert found.opening == "是的：" or found.contradicted
