import pytest

from corpus.citing import cited_form, find_cited
from corpus.document import Document
from corpus.splitter import split

LAW = """第一章总则
第一条为了促进科技，制定本条例。
第二条有下列情形之一的，给予奖励：
（一）成果显著的；
（二）服务企业的。
前款奖励由市政府发放。
有下列情形的除外：
（一）弄虚作假的；
第二条之一附加奖励另行规定。
"""
POLICY = """三、重点任务
（四）壮大企业
总的要求。
10.培育企业。实施计划。
——抓认定。加强认定。
专栏 2：重点领域
机器人：攻关技术，形成产品。
"""


def document(text: str, title: str) -> Document:
    return Document("d", title, None, None, None, None, None, None, "d.txt", text)


def test_a_clause_of_a_law_is_named_by_article_paragraph_and_item() -> None:
    law = document(LAW, "某市科技条例")
    assert [cited_form(law, clause).removeprefix("《某市科技条例》") for clause in split(law)] == [
        *("第一章", "第一条", "第二条", "第二条第一项", "第二条第二项", "第二条第二款"),
        *("第二条第三款", "第二条第三款第一项", "第二条之一"),
    ]


def test_a_clause_of_a_policy_is_named_by_its_marks() -> None:
    policy = document(POLICY, "某省行动计划")
    assert [cited_form(policy, clause).removeprefix("《某省行动计划》") for clause in split(policy)] == [
        *("三、", "三、（四）", "三、（四）第1段", "三、（四）10.", "三、（四）10.“抓认定”"),
        *("三、（四）10.专栏2", "三、（四）10.专栏2“机器人”"),
    ]


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("第一条", ["d#1"]),
        ("本条例第二条第二款", ["d#2.p2"]),
        ("第二条第一款第（二）项", ["d#2.2"]),
        ("第二条第三款第一项", ["d#2.p3.1"]),
        ("第二条之一", ["d#2-1"]),
        ("第九条", []),
    ],
)
def test_a_citation_of_a_law_finds_its_clauses(words: str, ids: list[str]) -> None:
    assert [clause.id for clause in find_cited(words, split(document(LAW, "条例")))] == ids


def test_an_article_is_found_with_all_its_paragraphs_and_items() -> None:
    found = find_cited("第二条", split(document(LAW, "条例")))
    assert [clause.id for clause in found] == ["d#2", "d#2.1", "d#2.2", "d#2.p2", "d#2.p3", "d#2.p3.1"]


@pytest.mark.parametrize("words", ["三、（四）10.", "（四）10.", "行动计划三、（四）10."])
def test_a_citation_of_a_policy_finds_its_clause(words: str) -> None:
    assert find_cited(words, split(document(POLICY, "计划")))[0].id == "d#3.4.10"


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("三、", ["d#3", "d#3.4", "d#3.4.p1", "d#3.4.10", "d#3.4.10.d1", "d#3.4.10.b2", "d#3.4.10.b2.1"]),
        ("第三部分第四条", ["d#3.4", "d#3.4.p1", "d#3.4.10", "d#3.4.10.d1", "d#3.4.10.b2", "d#3.4.10.b2.1"]),
        ("专栏二", ["d#3.4.10.b2", "d#3.4.10.b2.1"]),
        ("四、", []),
    ],
)
def test_a_heading_is_found_with_all_that_stands_below_it(words: str, ids: list[str]) -> None:
    assert [clause.id for clause in find_cited(words, split(document(POLICY, "计划")))] == ids


def test_words_that_name_no_clause_find_none() -> None:
    assert find_cited("高新技术企业", split(document(POLICY, "计划"))) == []


def test_a_clause_of_an_annex_is_cited_with_it_and_found_by_it() -> None:
    text = "一、目标\n达到。\n某市人民政府\n2020年5月1日\n附件1\n某办法\n一、范围\n全市。\n"
    policy = document(text, "某通知")
    clauses = split(policy)
    assert [cited_form(policy, clause) for clause in clauses[-2:]] == [
        "《某通知》附件1一、",
        "《某通知》附件1一、第1段",
    ]
    assert [clause.id for clause in find_cited("一、", clauses)] == ["d#1", "d#1.p1"]
    assert [clause.id for clause in find_cited("附件1一、", clauses)] == ["d#f1.1", "d#f1.1.p1"]


def test_a_piece_of_a_long_paragraph_is_cited_as_the_whole() -> None:
    policy = document("一、任务\n" + "支持企业开展研发活动。" * 150 + "\n", "某计划")
    assert [cited_form(policy, clause) for clause in split(policy)][1:] == ["《某计划》一、第1段"] * 2
