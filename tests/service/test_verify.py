from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from corpus.document import Document
from service.answer import Citation, Origin, Statement
from service.verify import faults, quote_holds, supported, verified
from service.wording import changed_denials, unknown_units

DOCUMENT = Document(
    "d",
    "某市规划（2018-2020年）",
    None,
    "临政发〔2018〕3号",
    None,
    None,
    None,
    None,
    "d.txt",
    "到2020年，企业达到4000家（国发〔2016〕16号）。",
)
DOCUMENTS = {"d": DOCUMENT}
FIGURES = "甲类企业达到10家，乙类企业达到11家，研发投入占百分之三，给予0.3亿元，可在3年内保留。"
RULES = (
    "由省科技厅牵头，市财政局、教育局配合。补贴可用于设备购置，不得用于办公支出，最高不超过30%。意识不强。"
)


def citation(start: int, end: int, number: int = 1) -> Citation:
    return Citation(number, "d#1", Origin.of(DOCUMENT), (), DOCUMENT.text[start:end], start, end)


def quoting(*quotes: str) -> dict[int, Citation]:
    """Citations of these quotes, numbered from 1; where they stand does not matter here."""
    return {number: replace(citation(0, 1, number), quote=quote) for number, quote in enumerate(quotes, 1)}


def bears(text: str, *quotes: str) -> bool:
    return supported(Statement(text, tuple(range(1, len(quotes) + 1))), quoting(*quotes))


def test_a_quote_holds_only_where_it_stands_byte_for_byte() -> None:
    exact = citation(7, 16)
    assert exact.quote == "企业达到4000家"
    assert quote_holds(exact, DOCUMENTS)
    assert not quote_holds(replace(exact, start=6, end=15), DOCUMENTS)
    assert not quote_holds(replace(exact, quote="企业达到4001家"), DOCUMENTS)
    assert not quote_holds(replace(exact, quote="企业达到４０００家"), DOCUMENTS)
    assert not quote_holds(replace(exact, start=7, end=999), DOCUMENTS)
    assert not quote_holds(replace(exact, quote="", end=7), DOCUMENTS)
    assert not quote_holds(exact, {})


def test_a_statement_needs_its_figures_in_what_it_cites() -> None:
    citations = {1: citation(7, 16)}
    assert supported(Statement("此外，企业达到4000家。", (1,)), citations)
    assert not supported(Statement("企业达到5000家。", (1,)), citations)
    assert not supported(Statement("企业达到4000家。", ()), citations)
    assert not supported(Statement("企业达到4000家。", (2,)), citations)


def test_what_does_not_hold_is_dropped_with_its_citation() -> None:
    good, bad = citation(7, 16), replace(citation(0, 6, number=2), quote="到2021年，")
    statements = (Statement("企业达到4000家。", (1,)), Statement("到2021年。", (2,)))
    assert verified(statements, (good, bad), DOCUMENTS) == ((statements[0],), (good,))


@pytest.mark.parametrize(
    "text",
    [
        "不是：企业达到4000家。",
        "是的：企业达到4000家",
        "与文件不符：企业达到4000家。",
        "依据《某市规划（2018-2020年）》：企业达到4000家。",
        "不是：依据《某市规划（2018-2020年）》（临政发〔2018〕3号）：企业达到4000家。",
        "4000家：企业达到4000家。",
        "企业达到４,０００ 家。",
        "《某市规划（2018-2020年）》（临政发〔2018〕3号）要求企业达到四千家。",
    ],
)
def test_openings_the_cited_title_and_the_value_alone_may_be_written(text: str) -> None:
    assert faults(Statement(text, (1,)), {1: citation(7, 16)}) == ()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("依据《另一规划》：企业达到4000家。", "《另一规划》不是所引的文件，引文里也没有"),
        ("不是：", "没有内容"),
        ("。", "没有内容"),
        ("到2020年，企业达到4000家。", "“2020年”不在引文里"),
        ("企业达到4000家（国发〔2016〕16号）。", "“国发〔2016〕16号”不在引文里"),
        ("企业达到5000家。", "“5000家”不在引文里"),
        ("企业" * 2501, "不是逐字引文，又超过 5000 字，没法核对"),
    ],
)
def test_what_is_not_in_the_quote_is_named(text: str, fault: str) -> None:
    assert fault in faults(Statement(text, (1,)), {1: citation(7, 16)})


@pytest.mark.parametrize(
    ("text", "borne"),
    [
        ("研发投入占3%", True),
        ("给予3000万元", True),
        ("研发投入提高3个百分点", False),
        ("给予3000元", False),
        ("可在三年内保留", True),
        ("可在5年内保留", False),
        # The number is quoted, but of something else.
        ("甲类企业达到11家", False),
        ("乙类企业达到11家", True),
        ("甲类企业达到11家，乙类企业达到10家，研发投入占百分之三，给予0.3亿元，可在3年内保留。", False),
        (FIGURES.replace("0.3亿元", "3000万元"), True),
        (FIGURES.replace("可在3年", "可在3个月"), False),
    ],
)
def test_numbers_are_looked_for_in_one_form_and_in_their_place(text: str, borne: bool) -> None:
    assert bears(text, FIGURES) is borne


def test_what_is_wrong_with_numbers_is_said_once() -> None:
    def reasons(text: str) -> tuple[str, ...]:
        return faults(Statement(text, (1,)), quoting("甲10家，乙11家；丙10家，丙11家"))

    assert reasons("甲12家，乙10家；丙10家，丙11家") == ("“12家”不在引文里",)
    assert reasons("甲11家，乙11家；丙10家，丙11家") == ("“甲11家”照抄引文，数字却与引文不同",)
    # Each phrase stands in the quote, but not where it is said.
    assert reasons("甲10家，乙11家；丙11家，丙11家") == ("照抄引文，数字却与引文不同",)


def test_several_quotes_are_said_in_the_order_of_their_citations() -> None:
    assert bears("甲可以。此外，乙达到2家；丙。", "甲可以", "乙达到2家", "丙")
    # Glued together, two numbers would be a third.
    assert not bears("补贴12家", "补贴1", "2家")
    assert bears("补贴1。2家", "补贴1", "2家")
    assert not bears("补贴2。1家", "补贴1", "2家")


def test_a_quote_may_begin_like_an_opening() -> None:
    assert bears("同时，不得转让。", "同时，不得转让")
    assert bears("同时，同时，不得转让。", "同时，不得转让")
    assert bears("同时，同。", "同")
    assert bears("不是：不是：3家。", "不是：3家")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("省科技厅牵头", []),
        ("请找省科技厅", []),
        ("由市教育局配合", []),
        ("市科技厅牵头", ["市科技厅"]),
        ("国家科技厅", ["国家科技厅"]),
        ("省教育厅牵头", ["省教育厅"]),
        ("大连市财政局", ["大连市财政局"]),
        ("由省委组织部和省科技厅负责", ["省委", "省委组织部"]),
        ("推动科技创新新格局，教育部门举办，政府采购，干部", []),
    ],
)
def test_a_unit_must_be_printed_with_its_level(text: str, named: list[str]) -> None:
    assert unknown_units(text, RULES) == named
    assert bears(text, RULES) is (not named)


def test_a_unit_of_a_place_must_be_printed_as_such() -> None:
    assert unknown_units("大连市政府、沈阳市人民政府、辽宁省委", "沈阳市、大连市政府，辽宁省委") == []
    assert unknown_units("鞍山市政府", "沈阳市、大连市政府") == ["鞍山市政府"]


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("补贴用于办公支出", True),
        ("补贴得用于办公支出", True),
        ("补贴不得用于设备购置", True),
        ("补贴可用于设备购置", False),
        ("不得用于办公支出", False),
        ("最高超过30%", True),
        ("最高不低于30%", True),
        ("意识强。", True),
        ("由省科技厅不断牵头", False),
        ("无需省科技厅牵头", True),
    ],
)
def test_a_denial_may_be_neither_dropped_nor_added(text: str, changed: bool) -> None:
    assert bool(changed_denials(text, RULES)) is changed
    assert bears(text, RULES) is (not changed)


LETTERS = st.sampled_from(
    "0123456789,.%，。；： \n年月日个家万亿元第条一二十百不得企业达到（）〔〕号省科技厅-—①５aG"
)
TEXTS = st.text(LETTERS, min_size=1, max_size=80)
OPENINGS = st.sampled_from(["", "此外，", "不是：", "是的：", "依据《题3》："])


@st.composite
def spoken(draw: st.DrawFn) -> tuple[str, list[str], list[int]]:
    """A statement of spans of a random document, the spans, and where the statement has their digits."""
    text = draw(TEXTS)
    quotes: list[str] = []
    said, digits = "", []
    for place in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text) - 1))
        quote = text[start : draw(st.integers(start + 1, len(text)))]
        said += ("。" if place else "") + draw(OPENINGS)
        digits += [len(said) + at for at, letter in enumerate(quote) if letter in "0123456789"]
        said += quote
        quotes.append(quote)
    return said + draw(st.sampled_from(["", "。"])), quotes, digits


@given(spoken(), st.data())
def test_quotes_behind_openings_are_supported_and_no_longer_with_one_digit_changed(
    case: tuple[str, list[str], list[int]], data: st.DataObject
) -> None:
    said, quotes, digits = case
    origin = replace(Origin.of(DOCUMENT), title="题3")
    citations = {number: replace(one, document=origin) for number, one in quoting(*quotes).items()}
    assert supported(Statement(said, tuple(citations)), citations)
    assume(digits)
    at = data.draw(st.sampled_from(digits))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != said[at]]))
    changed = said[:at] + other + said[at + 1 :]
    assert not supported(Statement(changed, tuple(citations)), citations)
