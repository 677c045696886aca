import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.clause import Clause
from corpus.document import Document
from corpus.splitter import split
from index.exact import Exact, Named

LAW = """第一章 总则
第一条 为了引进人才，制定本条例。
第二条 市科技局负责。
第二章 奖励
第一节 条件
第三条 有下列情形之一的，给予奖励：
（一）引进院士的；
（二）引进团队的。
奖励由市政府发放。
第二节 资金
第四条 依照《中华人民共和国科学技术进步法》第五条和临政发〔2020〕7号执行。
"""
PLAN = """各区：
为推进转化，制定本计划。
三、重点任务
（四）壮大企业
10.培育企业。实施计划。
——抓认定。加强认定。
11.推进合作。依照《临江市人才条例》执行。
专栏 5：重点领域
机器人：攻关技术，形成产品。
新材料：研发材料，形成品牌。
四、保障
（一）加强领导。落实国科发〔2018〕17号。
（二）加大投入。落实国科发〔2018〕17号和《转化行动方案》。
"""


def document(name: str, title: str, text: str = "一、任务\n做。\n", number: str | None = None) -> Document:
    return Document(name, title, None, number, None, None, None, None, f"{name}.txt", text)


CORPUS = (
    document("law", "临江市人才条例", LAW),
    document("plan", "临江市科技成果转化三年行动计划（2018-2020年）", PLAN, "临政发〔2018〕9号"),
    document(
        "code", "中华人民共和国民法典", "第三条 民事权利受保护。\n任何人不得侵犯。\n第四条 地位平等。\n"
    ),
)


def cut(documents: tuple[Document, ...]) -> list[Clause]:
    return [clause for read in documents for clause in split(read)]


CLAUSES = cut(CORPUS)
EXACT = Exact(CORPUS, CLAUSES)


def found(question: str, *documents: Document) -> tuple[set[str], list[str]]:
    """The documents and the clauses that a question names, in a corpus of its own or the one above."""
    clauses = cut(documents) if documents else CLAUSES
    named = (Exact(documents, clauses) if documents else EXACT).find(question)
    return set(named.documents), [clauses[row].id for row in named.rows]


@pytest.mark.parametrize(
    ("question", "documents", "clauses"),
    [
        ("民法典第三条", {"code"}, ["code#3", "code#3.p2"]),
        ("民法典第三条第二款", {"code"}, ["code#3.p2"]),
        ("《中华人民共和国民法典》第3条讲什么", {"code"}, ["code#3", "code#3.p2"]),
        ("民法典4条", {"code"}, ["code#4"]),
        ("民法典四条", {"code"}, ["code#4"]),
        ("民法典里第四条和第三条第一款", {"code"}, ["code#3", "code#4"]),
        ("第四条(民法典)", {"code"}, ["code#4"]),
        ("根据民法典第四条,怎么办", {"code"}, ["code#4"]),
        ("民法典第九条", {"code"}, []),
        ("临江市人才条例第三条第(二)项", {"law"}, ["law#3.2"]),
        ("人才条例第三条第二款", {"law"}, ["law#3.p2"]),
        ("人才条例第二章第一节", {"law"}, ["law#3", "law#3.1", "law#3.2", "law#3.p2"]),
        ("《三年行动计划》三、(四)10.", {"plan"}, ["plan#3.4.10", "plan#3.4.10.d1"]),
        ("请问行动计划三(四)10是什么", {"plan"}, ["plan#3.4.10", "plan#3.4.10.d1"]),
        ("《行动计划》第四部分", {"plan"}, ["plan#4.1", "plan#4.2"]),
        ("《行动计划》四、", {"plan"}, ["plan#4.1", "plan#4.2"]),
        ("临政发[2018]9号四、(二)", {"plan"}, ["plan#4.2"]),
        ("《三年行动计划》(临政发〔2018〕9号)四、(一)", {"plan"}, ["plan#4.1"]),
        ("《某计划》(临政发〔2018〕9号)四、(一)", {"plan"}, ["plan#4.1"]),
        ("《三年行动计划》(临政办发〔2019〕1号)四、(一)", {"plan"}, ["plan#4.1"]),
    ],
)
def test_a_place_in_a_document_is_found_there(question: str, documents: set[str], clauses: list[str]) -> None:
    assert found(question) == (documents, clauses)


@pytest.mark.parametrize(
    ("question", "clauses"),
    [
        ("第三条", ["law#3", "law#3.1", "law#3.2", "law#3.p2", "code#3", "code#3.p2"]),
        ("这个办法第三条第二款怎么说", ["law#3.p2", "code#3.p2"]),
        ("第二章第二节", ["law#4"]),
        ("专栏5", ["plan#3.4.11.b5.1", "plan#3.4.11.b5.2"]),
        ("专栏五讲了什么", ["plan#3.4.11.b5.1", "plan#3.4.11.b5.2"]),
        ("三、(四)10", ["plan#3.4.10", "plan#3.4.10.d1"]),
        ("(四)10.", ["plan#3.4.10", "plan#3.4.10.d1"]),
        ("第四部分第(二)条", ["plan#4.2"]),
        ("第七条", []),
        ("第二章第五节", []),
    ],
)
def test_a_place_alone_is_found_wherever_it_is(question: str, clauses: list[str]) -> None:
    assert found(question) == (set(), clauses)


@pytest.mark.parametrize(
    "question",
    [
        *("2020年10家", "3.5%", "10.5亿元", "前3条建议", "一、二线城市", "第二批", "三大任务", "第三条道路"),
        *(
            "1.高企补贴多少?2.人才公寓怎么申请?",
            "(四)",
            "三、",
            "10.",
            "四、高企补贴多少",
            "(一)培育10家企业",
        ),
        *(
            "有3条措施",
            "三条",
            "1.(1)高企补贴",
            "第二项任务",
            "(二)项目申报",
            "专栏一共有几个",
            "2016年16号线",
            "第三部分讲什么",
            "附件1",
        ),
        *("实施意见", "《实施意见》", "人才怎么引进", "科技成果转化"),
    ],
)
def test_what_names_nothing_finds_nothing(question: str) -> None:
    assert EXACT.find(question) == Named()


@pytest.mark.parametrize(
    ("question", "documents"),
    [
        ("民法典对离婚怎么规定", {"code"}),
        ("中华人民共和国民法典对离婚怎么规定", {"code"}),
        ("临江市科技成果转化三年行动计划(2018—2020年)要培育多少企业", {"plan"}),
        ("临江市科技成果转化三年行动计划要培育多少企业", {"plan"}),
        ("《行动计划》要培育多少企业", {"plan"}),
        ("临政发2018 9号要培育多少企业", {"plan"}),
        ("人才条例和民法典哪个管用", {"law", "code"}),
    ],
)
def test_a_name_among_other_words_is_only_a_hint(question: str, documents: set[str]) -> None:
    assert found(question) == (documents, [])


@pytest.mark.parametrize(
    ("question", "clauses"),
    [
        ("《三年行动计划》", ["plan#p2", "plan#3.4.10", "plan#3.4.10.d1", "plan#3.4.11", "plan#3.4.11.b5.1"]),
        ("请问民法典的主要内容是什么?", ["code#3", "code#3.p2", "code#4"]),
        ("查一下民法典全文", ["code#3", "code#3.p2", "code#4"]),
    ],
)
def test_a_name_alone_finds_how_the_document_begins(question: str, clauses: list[str]) -> None:
    assert found(question)[1] == clauses


@pytest.mark.parametrize(
    ("question", "clauses"),
    [
        ("国科发〔2018〕17号", ["plan#4.1", "plan#4.2"]),
        ("国科发(2018)17号是什么", ["plan#4.1", "plan#4.2"]),
        ("请问国科发2018 17号说了什么", ["plan#4.1", "plan#4.2"]),
        ("《转化行动方案》(国科发〔2018〕17号)", ["plan#4.1", "plan#4.2"]),
        ("《转化行动方案》", ["plan#4.2"]),
        ("科学技术进步法第五条", ["law#4"]),
        ("《科学技术进步法》", ["law#4"]),
        ("临政发〔2020〕7号", ["law#4"]),
    ],
)
def test_what_only_others_cite_is_found_where_they_cite_it(question: str, clauses: list[str]) -> None:
    assert found(question) == (set(), clauses)


def test_a_document_of_the_corpus_is_not_looked_for_in_those_that_cite_it() -> None:
    assert found("《临江市人才条例》管什么事") == ({"law"}, [])


@pytest.mark.parametrize(
    "question",
    [
        "劳动合同法第三条",
        "民法典实施条例第三条",
        "《民法典实施条例》第三条",
        "《民法典》若干解释第三条",
        "吉林省人才条例第三条",
        "高企认定办法第三条",
        "国办科发〔2018〕17号第三条",
        "《科技规划》专栏5",
    ],
)
def test_a_place_in_a_document_that_nobody_knows_is_not_looked_for_in_others(question: str) -> None:
    assert EXACT.find(question) == Named()


def test_an_unmarked_name_inside_a_longer_one_is_not_that_document() -> None:
    code = document("code", "中华人民共和国合同法", "第三条 平等。\n第四条 自愿。\n")
    assert found("劳动合同法第三条", code) == (set(), [])
    assert found("合同法第三条", code) == ({"code"}, ["code#3"])


def test_the_longer_of_two_titles_is_meant() -> None:
    law = document("a", "中华人民共和国水法", "第三条 归国家所有。\n第四条 保护。\n")
    rules = document("b", "临江市实施《中华人民共和国水法》办法", "第三条 归市管。\n第四条 施行。\n")
    for question in ("临江市实施《水法》办法第三条", "《临江市实施〈中华人民共和国水法〉办法》第三条"):
        assert found(question, law, rules) == ({"b"}, ["b#3"])
    assert found("吉林省实施《水法》办法第三条", law, rules) == (set(), [])
    assert found("水法第三条", law, rules) == ({"a"}, ["a#3"])


def test_a_short_title_must_mean_one_title_and_a_full_one_all_that_bear_it() -> None:
    first, second = document("a", "甲市人才条例", LAW), document("b", "乙市人才条例", LAW)
    assert found("人才条例第一条", first, second) == (set(), [])
    assert found("甲市人才条例第一条", first, second) == ({"a"}, ["a#1"])
    again = document("c", "甲市人才条例", LAW)
    assert found("甲市人才条例第一条", first, second, again) == ({"a", "c"}, ["a#1", "c#1"])


def test_the_end_of_two_titles_names_neither() -> None:
    plans = document("a", "甲市行动计划"), document("b", "乙市行动计划")
    assert found("《行动计划》一、", *plans) == (set(), [])
    assert found("《行动计划》一、", plans[0]) == ({"a"}, ["a#1.p1"])


def test_a_title_without_its_issuer_is_not_that_of_another_issuer() -> None:
    opinions = document("a", "甲市人民政府关于支持创新的意见")
    assert found("关于支持创新的意见怎么说", opinions) == ({"a"}, [])
    assert found("乙市人民政府关于支持创新的意见怎么说", opinions) == (set(), [])


def test_measures_go_by_the_end_of_their_title_a_law_does_not() -> None:
    assert found("《管理办法》一、", document("a", "甲市人才管理办法")) == ({"a"}, ["a#1.p1"])
    assert found("《环境保护法》一、", document("a", "中华人民共和国海洋环境保护法")) == (set(), [])


def test_a_title_that_is_any_words_is_named_only_in_title_marks() -> None:
    topic, scheme = document("a", "知识产权"), document("b", "实施方案")
    assert found("知识产权的实施方案怎么写", topic, scheme) == (set(), [])
    assert found("《实施方案》和《知识产权》怎么写", topic, scheme) == ({"a", "b"}, [])


def test_a_plan_of_other_years_is_not_the_one_of_the_corpus() -> None:
    assert found("《临江市科技成果转化三年行动计划(2021-2023年)》四、(一)") == (set(), [])
    assert found("临江市科技成果转化三年行动计划(2021-2023年)四、(一)") == (set(), [])


def test_one_amendment_is_not_another() -> None:
    amendment = document("a", "中华人民共和国刑法修正案（三）", "第三条 修改。\n第四条 增加。\n")
    assert found("刑法修正案(三)第三条", amendment) == ({"a"}, ["a#3"])
    assert found("刑法修正案(八)第三条", amendment) == (set(), [])


def test_what_a_notice_issues_goes_by_its_own_name() -> None:
    notice = document("a", "某市政府办公室关于印发某市数字经济行动计划的通知")
    assert found("《某市数字经济行动计划》一、", notice) == ({"a"}, ["a#1.p1"])
    assert found("某市数字经济行动计划怎么说", notice) == ({"a"}, [])


def test_a_short_abbreviation_that_every_text_uses_is_no_citation() -> None:
    text = "一、依据\n落实《条例》和《实施办法》。\n"
    assert found("《条例》怎么说", document("a", "甲市规划", text)) == (set(), [])


def test_clauses_of_an_annex_are_found_by_it_and_those_of_the_text_without_it() -> None:
    text = "一、目标\n达到。\n某市人民政府\n2020年5月1日\n附件1\n某办法\n一、范围\n全市。\n第三条 申报。\n"
    notice = document("a", "某市人才工作通知", text)
    assert found("《某市人才工作通知》一、", notice)[1] == ["a#1.p1"]
    assert found("《某市人才工作通知》附件1一、", notice)[1] == ["a#f1.1.p1", "a#f1.3"]
    assert found("附件1第三条", notice)[1] == ["a#f1.3"]
    assert found("附件2第三条", notice)[1] == []
    assert found("第三条", notice)[1] == ["a#f1.3"]


def test_at_most_fifty_clauses_are_named_the_first_of_the_corpus() -> None:
    laws = tuple(document(f"d{n:02}", f"第{n}号规定", "第一条 甲。\n第二条 乙。\n") for n in range(60))
    assert found("第二条", *laws)[1] == [f"d{n:02}#2" for n in range(50)]


@given(
    st.lists(
        st.sampled_from(
            [
                *("第", "三", "条", "款", "项", "章", "(四)", "、", "10", ".", "专栏", "附件", "《", "》"),
                *("民法典", "临江市人才条例", "行动计划", "国科发", "〔2018〕", "17号", "的", "和", "是什么"),
            ]
        ),
        max_size=14,
    ).map("".join)
)
def test_whatever_is_asked_the_rows_are_searchable_and_in_order(question: str) -> None:
    named = EXACT.find(question)
    assert list(named.rows) == sorted(set(named.rows))
    assert all(CLAUSES[row].searchable for row in named.rows)
    assert named.documents <= {"law", "plan", "code"}
