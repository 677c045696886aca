import json
from pathlib import Path

import pytest

from corpus.clause import Kind
from corpus.reader import read_folder
from corpus.splitter import split
from corpus.units import governed_count, units_of

SEEDS = Path(__file__).parents[2] / "corpus" / "documents"
GOLDEN = Path(__file__).parent / "golden"


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


def test_the_units_of_every_clause_of_the_seed_documents_are_those_read_by_hand() -> None:
    read = {document.source: split(document) for document in read_folder(SEEDS)}
    expected: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    for line in (GOLDEN / "units.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        clauses = read[row["document"]]
        place = next(n for n, clause in enumerate(clauses) if clause.text.strip().startswith(row["clause"]))
        # The units of a bare heading are printed at the end of its one paragraph.
        place += clauses[place].kind is Kind.HEADING
        expected[clauses[place].id] = (tuple(row["lead"]), tuple(row["support"]))
    found = {
        clause.id: (clause.lead_units, clause.support_units)
        for clauses in read.values()
        for clause in clauses
        if (clause.lead_units or clause.support_units) and clause.kind is not Kind.GOVERNING
    }
    assert len(expected) == 126
    assert found == expected
