import pytest

from corpus.document import Document
from corpus.splitter import split
from corpus.units import governed_count, units_of


def test_lead_and_support_are_told_apart() -> None:
    text = "扶持企业。（牵头单位：沈阳市，省科技厅；配合单位：省发展改革委）"
    assert units_of(text) == (("沈阳市", "省科技厅"), ("省发展改革委",))


def test_the_first_responsible_unit_leads_where_the_document_says_so() -> None:
    text = "政策落实。（责任单位：省科技厅、省教育厅、省财政厅，列第一位者为牵头部门，下同）"
    assert units_of(text, first_leads=True) == (("省科技厅",), ("省教育厅", "省财政厅"))


def test_a_bracket_inside_a_name_and_a_square_outer_bracket_are_kept_apart() -> None:
    text = "引导社会资本。〔责任单位：省产业（创业）投资引导基金管理中心，各市政府〕\n"
    assert units_of(text) == (("省产业（创业）投资引导基金管理中心", "各市政府"), ())


def test_a_clause_without_units_has_none() -> None:
    assert units_of("到2020年，建成创新型省份。") == ((), ())


def test_only_a_line_that_governs_counts_siblings() -> None:
    assert governed_count("　　（以上三项工作牵头单位：省委组织部）") == 3
    assert governed_count("以上三项工作要抓紧。") == 0


def test_units_end_with_the_bracket_that_holds_them() -> None:
    text = "建立平台。（牵头单位：省科技厅、省产业（创业）投资中心）推动共享。完成时限：2020年6月底。"
    assert units_of(text) == (("省科技厅", "省产业（创业）投资中心"), ())


@pytest.mark.parametrize(
    ("text", "lead", "support"),
    [
        ("支持企业。（省科技厅牵头，省财政厅、省教育厅配合）", ["省科技厅"], ["省财政厅", "省教育厅"]),
        ("支持企业。（牵头：省科技厅，责任：省财政厅）", ["省科技厅"], ["省财政厅"]),
        ("支持企业。（牵头单位：省科技厅；责任单位：省财政厅、各市）", ["省科技厅"], ["省财政厅", "各市"]),
        ("支持企业。（由省科技厅、省财政厅等负责）", ["省科技厅", "省财政厅"], []),
        ("支持企业。（各市、省科技厅等部门按职责分工负责）", ["各市", "省科技厅"], []),
        ("支持企业。（省科技厅会同省财政厅负责）", ["省科技厅", "省财政厅"], []),
        (
            "（牵头单位：沈阳市、大连市政府，配合单位：省科协等部门）",
            ["沈阳市政府", "大连市政府"],
            ["省科协"],
        ),
        ("（牵头单位：沈阳市、大连市，省科技厅）", ["沈阳市", "大连市", "省科技厅"], []),
        ("以上各项由省科技厅牵头，各市配合。", ["省科技厅"], ["各市"]),
        ("本章各项由市人社局负责落实。", ["市人社局"], []),
        ("支持企业。（成果科牵头，高新科、农村科配合）", ["成果科"], ["高新科", "农村科"]),
        ("【责任单位：市营商局；完成时限：年底前】", ["市营商局"], []),
        ("（主责部门：市科技局，协同部门：市财政局）", ["市科技局"], ["市财政局"]),
        ("以上任务由市科技局牵头，市财政局配合。", ["市科技局"], ["市财政局"]),
        (
            "建立机制，由市科技局牵头，市教育局、市国资委配合。每季会商。",
            ["市科技局"],
            ["市教育局", "市国资委"],
        ),
        ("建设中心。（市科技局牵头，云澜大学配合）", ["市科技局"], ["云澜大学"]),
        ("责任处室：高新处　联系人：李四", ["高新处"], []),
        ("（责任处室：政策处、创发处）", ["政策处", "创发处"], []),
    ],
)
def test_units_are_read_from_every_wording(text: str, lead: list[str], support: list[str]) -> None:
    assert units_of(text) == (tuple(lead), tuple(support))


@pytest.mark.parametrize(
    "text", ["由主管部门依法处理。", "企业（含负责人，由他人负责）", "（一）负责：组织。"]
)
def test_a_sentence_that_names_no_unit_gives_none(text: str) -> None:
    assert units_of(text) == ((), ())


def test_units_on_a_line_of_their_own_are_those_of_the_item_above() -> None:
    text = "一、任务\n1.甲。做甲。（责任单位：市科技局）\n2.乙。做乙。\n（责任单位：市财政局）\n"
    document = Document("d", "题", None, None, None, None, None, None, "d.txt", text)
    clauses = split(document)
    assert [(clause.id, clause.lead_units, clause.governor) for clause in clauses[1:]] == [
        ("d#1.1", ("市科技局",), None),
        ("d#1.2", ("市财政局",), "d#1.2.p1"),
        ("d#1.2.p1", ("市财政局",), None),
    ]
