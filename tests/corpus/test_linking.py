from dataclasses import replace
from datetime import date

import pytest

from corpus.clause import Clause
from corpus.document import Document
from corpus.linking import Library, Link
from corpus.splitter import split
from corpus.validity import Status

OWN = """第一条 为了引进人才，制定本办法。
第二条 市科技局负责引进工作。
市财政局负责资金安排。
第三条 有下列情形之一的，给予补贴：
（一）引进院士的；
（二）引进团队的。
"""
LAW = "".join(f"第{number}条 规定{number}。\n" for number in ("一", "二", "三", "四", "五"))


def document(
    name: str, title: str, text: str = LAW, *, number: str | None = None, day: str | None = None
) -> Document:
    return Document(name, title, None, number, day, None, None, None, f"{name}.txt", text)


def library(*documents: Document) -> tuple[Library, list[Clause]]:
    clauses = [clause for read in documents for clause in split(read)]
    return Library(documents, clauses), clauses


def links(text: str, *others: Document, title: str = "临江市通知") -> list[Link]:
    """What a text links to, in a corpus that holds it (as `a`) and other documents."""
    shelf, clauses = library(document("a", title, text), *others)
    return [link for clause in clauses if clause.document_id == "a" for link in shelf.links(clause)]


@pytest.mark.parametrize(
    ("words", "clause_ids"),
    [
        ("本办法第二条第二款", ("a#2.p2",)),
        ("本办法第二条", ("a#2", "a#2.p2")),
        ("本办法第三条第（二）项", ("a#3.2",)),
        ("第三条", ("a#3", "a#3.1", "a#3.2")),
    ],
)
def test_an_article_of_its_own_is_linked_to_its_clauses(words: str, clause_ids: tuple[str, ...]) -> None:
    assert links(f"{OWN}第四条 依照{words}执行。\n") == [Link(words, "a", clause_ids)]


def test_of_two_articles_both_are_linked_and_one_that_it_has_not_is_none() -> None:
    assert links(OWN + "第四条 依照本办法第一条、第三条第一项和第九条执行。\n") == [
        Link("本办法第一条", "a", ("a#1",)),
        Link("第三条第一项", "a", ("a#3.1",)),
    ]


def test_another_document_is_found_by_its_title() -> None:
    other = document("b", "临江市人才条例")
    assert links("一、依照《临江市人才条例》执行。\n二、其他。\n", other) == [
        Link("《临江市人才条例》", "b", ()),
    ]


def test_an_article_of_another_document_is_found_in_that_document() -> None:
    other = document("b", "临江市人才条例")
    assert links(OWN + "第四条 依照《临江市人才条例》第五条执行。\n", other) == [
        Link("《临江市人才条例》", "b", ()),
        Link("《临江市人才条例》第五条", "b", ("b#5",)),
    ]


@pytest.mark.parametrize("between", ["、", "和", "或者", "第一款、"])
def test_articles_listed_after_a_law_are_articles_of_that_law(between: str) -> None:
    other = document("b", "临江市人才条例")
    found = links(OWN + f"第四条 依照《临江市人才条例》第一条{between}第三条执行。\n", other)
    assert found[-1] == Link("第三条", "b", ("b#3",))
    assert {link.document_id for link in found} == {"b"}
    assert links(OWN + f"第四条 依照《临江市人才条例》第一条{between}第三条执行。\n") == []


def test_an_own_article_listed_after_that_of_a_law_stays_its_own() -> None:
    other = document("b", "临江市人才条例")
    found = links(OWN + "第四条 依照《临江市人才条例》第五条、本办法第一条和第三条第一项执行。\n", other)
    assert found[1:] == [
        Link("《临江市人才条例》第五条", "b", ("b#5",)),
        Link("本办法第一条", "a", ("a#1",)),
        Link("第三条第一项", "a", ("a#3.1",)),
    ]


@pytest.mark.parametrize(
    "words", ["临政发〔2023〕17号", "临政发[2023]17号", "临政发［2023］17号", "临政发（2023）17号"]
)
def test_another_document_is_found_by_its_number_in_whatever_brackets(words: str) -> None:
    other = document("b", "临江市人才条例", number="临政发〔2023〕17号")
    assert links(f"一、按照{words}文件执行。\n二、其他。\n", other) == [Link(words, "b", ())]
    assert links("一、按照临政发〔2023〕18号文件执行。\n二、其他。\n", other) == []


@pytest.mark.parametrize(
    "cited", ["关于支持企业创新的意见", "临江市人民政府关于支持企业创新的意见", "关于支持 企业创新的意见"]
)
def test_a_title_without_its_issuer_is_found(cited: str) -> None:
    other = document("b", "临江市人民政府关于支持企业创新的意见")
    assert links(f"一、落实《{cited}》。\n二、其他。\n", other) == [Link(f"《{cited}》", "b", ())]


@pytest.mark.parametrize(
    ("held", "cited"),
    [
        ("临江市引进人才办法（试行）", "临江市引进人才办法（试行）"),
        ("临江市引进人才办法（试行）", "临江市引进人才办法(试行)"),
        ("临江市引进人才办法（试行）", "临江市引进人才办法"),
        ("临江市引进人才办法(暂行)", "临江市引进人才办法"),
    ],
)
def test_a_text_on_trial_is_found_with_and_without_saying_so(held: str, cited: str) -> None:
    assert links(f"一、执行《{cited}》。\n二、其他。\n", document("b", held)) == [
        Link(f"《{cited}》", "b", ())
    ]


def test_a_text_on_trial_and_the_one_that_came_of_it_are_two() -> None:
    both = document("b", "临江市引进人才办法（试行）"), document("c", "临江市引进人才办法")
    for documents in (both, both[::-1]):
        assert (
            links("一、执行《临江市引进人才办法（试行）》。\n二、其他。\n", *documents)[0].document_id == "b"
        )
        assert links("一、执行《临江市引进人才办法》。\n二、其他。\n", *documents)[0].document_id == "c"
    assert links("一、执行《临江市引进人才办法（试行）》。\n二、其他。\n", both[1]) == []


@pytest.mark.parametrize(
    ("held", "words"),
    [
        ("中华人民共和国刑法", "刑法第三条"),
        ("中华人民共和国刑法", "《刑法》第三条"),
        ("中华人民共和国刑法", "《中华人民共和国刑法》第三条"),
        ("中华人民共和国合同法", "合同法第三条"),
        ("中华人民共和国民法典", "《民法典》第三条"),
        ("中华人民共和国对外贸易法", "对外贸易法第三条"),
        ("辽宁省科学技术进步条例", "科学技术进步条例第三条"),
    ],
)
def test_a_law_is_found_by_the_name_it_goes_by(held: str, words: str) -> None:
    found = links(f"一、构成犯罪的，依照{words}追究责任。\n二、其他。\n", document("b", held))
    assert found[-1] == Link(words, "b", ("b#3",))


@pytest.mark.parametrize(
    ("held", "words"),
    [
        ("中华人民共和国海洋环境保护法", "《环境保护法》第三条"),
        ("中华人民共和国劳动合同法", "合同法第三条"),
        ("临江市引进人才办法", "办法第三条"),
        ("中华人民共和国刑法", "民法第三条"),
        ("中华人民共和国刑法", "刑法第九条"),
        ("中华人民共和国刑法", "《临江市刑法》"),
        ("临江市人民政府关于支持企业创新的意见", "《关于支持企业创新的若干措施》"),
        ("临江市人民政府关于支持企业创新的意见", "《支持企业创新的意见》"),
    ],
)
def test_what_the_corpus_lacks_is_not_linked(held: str, words: str) -> None:
    assert links(f"一、依照{words}执行。\n二、其他。\n", document("b", held)) == []


@pytest.mark.parametrize(
    ("titles", "cited"),
    [
        (("甲市关于支持创新的意见", "乙市关于支持创新的意见"), "关于支持创新的意见"),
        (("辽宁省人才条例", "临江市人才条例"), "人才条例"),
        (("人才条例", "人才条例"), "人才条例"),
        (("临江市引进办法（试行）", "临江市引进办法（暂行）"), "临江市引进办法"),
    ],
)
def test_a_title_that_may_mean_two_documents_is_not_linked(titles: tuple[str, str], cited: str) -> None:
    first, second = document("b", titles[0]), document("c", titles[1])
    text = f"一、落实《{cited}》。\n二、其他。\n"
    assert links(text, first, second) == []
    assert [link.document_id for link in links(text, first)] == ["b"]
    assert [link.document_id for link in links(text, second)] == ["c"]


def test_a_document_does_not_link_to_itself_but_its_articles_do() -> None:
    text = OWN + "第四条 《临江市引进办法》第一条和本办法适用于全市。\n"
    assert links(text, title="临江市引进办法") == [Link("《临江市引进办法》第一条", "a", ("a#1",))]


def repealed(*documents: Document) -> set[str]:
    held = library(*documents)[0]
    day = date(2023, 1, 1)
    return {document.id for document in documents if held.status(document.id, day) is Status.REPEALED}


END = "第一条 规定。\n第二条 本办法自2023年1月1日起施行。{}同时废止。\n".format


def test_what_another_document_puts_out_of_force_is_repealed() -> None:
    new = document("new", "临江市新办法", END("《临江市旧办法》、《关于支持创新的意见》和《外市办法》"))
    old = document("old", "临江市旧办法"), document("older", "临江市政府关于支持创新的意见")
    assert repealed(new, *old) == {"old", "older"}
    assert repealed(*old) == set()


def test_a_document_is_repealed_only_from_the_day_on_which_the_other_one_holds() -> None:
    old, new = document("old", "临江市旧办法"), document("new", "临江市新办法", END("《临江市旧办法》"))
    held = library(old, new)[0]
    assert held.status("old", date(2022, 12, 31)) is Status.IN_FORCE
    assert held.status("old", date(2023, 1, 1)) is Status.REPEALED


@pytest.mark.parametrize("turned", [False, True])
def test_the_text_on_trial_is_repealed_by_the_one_that_came_of_it(turned: bool) -> None:
    documents = [
        document("old", "临江市引进办法（试行）"),
        document("new", "临江市引进办法", END("《临江市引进办法（试行）》")),
    ]
    assert repealed(*(documents[::-1] if turned else documents)) == {"old"}


def test_a_document_does_not_repeal_itself_with_the_earlier_one_of_the_same_title() -> None:
    own = document("new", "临江市人才条例", END("1999年2月1日公布的《临江市人才条例》"))
    assert repealed(own) == set()
    assert repealed(own, document("other", "临江市科技条例")) == set()


def test_what_is_only_cited_is_not_repealed() -> None:
    text = "第一条 依照《临江市旧办法》制定。\n第二条 对失效的《资格证书》予以收回。\n"
    assert repealed(document("new", "临江市新办法", text), document("old", "临江市旧办法")) == set()


def test_the_latest_of_a_series_succeeds_the_earlier_ones_of_its_issuer() -> None:
    def yearly(name: str, year: int, issuer: str | None = "某市科技局") -> Document:
        held = document(name, f"某市科技局{year}年工作要点", day=str(year))
        return replace(held, issuer=issuer)

    shelf, _ = library(yearly("a", 2018), yearly("b", 2019), yearly("c", 2020), yearly("d", 2021, None))
    found = {name: shelf.successor(name) for name in "abcd"}
    assert {name: newer and newer.id for name, newer in found.items()} == {
        "a": "c",
        "b": "c",
        "c": None,
        "d": None,
    }
