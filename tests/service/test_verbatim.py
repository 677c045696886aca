import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.verbatim import folded, found_in, severed
from tests.index.fakes import clause


def place(words: str, text: str, start: int = 0) -> tuple[int, int] | None:
    return found_in(folded(words), clause("d#1", text, start))


def test_words_are_found_where_they_stand_in_the_document() -> None:
    assert place("保留人事关系", "可保留人事关系。", 100) == (101, 107)


def test_widths_and_blanks_do_not_matter_and_the_places_are_the_documents_own() -> None:
    text = "高新技术企业突破１５００\n 家，增长（约）5％。"
    assert place("高新技术企业突破1500家", text) == (0, 15)
    assert text[0:15] == "高新技术企业突破１５００\n 家"
    assert place("高新技术企业突破 1 500 家, 增长(约)5%", text) == (0, len(text) - 1)


@pytest.mark.parametrize("words", ["保留人事的关系", "保留关系", "保留人事关系3年", ""])
def test_words_that_do_not_stand_there_in_one_piece_are_not_found(words: str) -> None:
    assert place(words, "可保留人事关系。") is None


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("补贴500万元", "给予补贴500万元以上。"),
        ("达到15", "达到1500家。"),
        ("00家企业", "达到1500家企业。"),
        ("达到1500", "达到1500家。"),
        ("家企业入库", "共3000家企业入库。"),
        ("投入占比2", "投入占比2.3%。"),
        ("投入占比2.", "投入占比2.3%。"),
        ("投入占比2.3", "投入占比2.3%。"),
        (".3%的投入", "投入占2.3%的投入。"),
        ("保留关系3", "保留关系3年内。"),
        ("年内保留关系", "可在3年内保留关系。"),
        ("提高三", "提高三分之一。"),
        ("5%的增长", "有-5%的增长"),
        ("15家企业", "培育10—15家企业"),
        ("15家企业", "培育10至15家企业"),
        ("培育10", "培育10至15家企业"),
        ("三条的规定", "按照第三条的规定"),
        ("得用于办公", "补贴不得用于办公。"),
        ("用于办公支出", "补贴不得用于办公支出。"),
        ("用于办公支出", "补贴严禁用于办公支出。"),
        ("公开的信息", "依法未公开的信息"),
        ("30%的比例", "不低于30%的比例"),
        ("国有企业参加", "国有企业参加的除外。"),
    ],
)
def test_words_that_would_say_something_else_by_themselves_are_not_found(words: str, text: str) -> None:
    assert folded(words) in folded(text)
    assert place(words, text) is None


@pytest.mark.parametrize(
    ("words", "text", "start"),
    [
        ("2020年达到1500家", "到2019年底，2020年达到1500家。", 8),
        ("高新技术企业5家", "目标:高新技术企业5家；", 3),
        ("3000家企业", "目标：3000家企业。", 3),
        ("支持企业5家", "1．支持企业5家。", 2),
        ("支持企业5家", "支持企业5家，其中", 0),
        ("达到5件", "达到5件，其中", 0),
    ],
)
def test_a_number_that_is_whole_may_open_or_close_a_quote(words: str, text: str, start: int) -> None:
    assert place(words, text) == (start, start + len(words))


def test_where_a_first_place_cuts_a_number_a_later_one_is_taken() -> None:
    assert place("5件专利", "有15件专利，其中5件专利。") == (9, 13)


def test_a_letter_that_stands_for_several_is_not_cut() -> None:
    assert place("㎡以内的厂房", "100㎡以内的厂房") is None
    assert place("m2的厂房有", "的㎡的厂房有") == (1, 6)
    assert place("2的厂房有", "的㎡的厂房有") is None
    assert place("的厂房m", "有的厂房㎡") is None


@pytest.mark.parametrize(
    ("text", "cut"), [("15家", 1), ("共2.3%", 2), ("共2.3%", 3), ("共2.3%", 4), ("10至15", 2)]
)
def test_a_cut_through_a_number_is_told(text: str, cut: int) -> None:
    assert severed(text, cut)


def test_the_ends_of_a_text_cut_nothing() -> None:
    assert not severed("15", 0)
    assert not severed("15", 2)


@given(st.text("支持企业 \n１5.㎡%年，。不", max_size=30), st.integers(0, 29), st.integers(0, 29))
def test_what_is_found_says_the_words_and_nothing_else(text: str, one: int, other: int) -> None:
    words = folded(text[min(one, other) : max(one, other)])
    found = found_in(words, clause("d#1", text, 7))
    if found:
        start, end = found
        assert folded(text[start - 7 : end - 7]) == words
        assert not text[start - 7].isspace()
        assert not text[end - 8].isspace()
