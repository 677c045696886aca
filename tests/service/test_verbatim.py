import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.verbatim import folded, quoted
from tests.index.fakes import clause


def said(words: str, text: str) -> str | None:
    """What of a text is quoted for some words."""
    found = quoted(folded(words), clause("d#1", text, 100))
    return text[found[0] - 100 : found[1] - 100] if found else None


def test_the_sentence_that_holds_the_words_is_quoted_without_mark_and_stop() -> None:
    text = "（三）可保留人事关系。期满后返回。"
    assert quoted("保留人事关系", clause("d#1", text, 100)) == (103, 110)
    assert said("保留人事关系", text) == "可保留人事关系"
    assert said("期满后", text) == "期满后返回"


def test_widths_and_blanks_do_not_matter_and_the_letters_are_the_documents_own() -> None:
    text = "高新技术企业突破１５００\n 家，增长（约）5％。"
    assert said("企业突破 1 500 家, 增长(约)5%", text) == "高新技术企业突破１５００\n 家，增长（约）5％"


@pytest.mark.parametrize("words", ["保留人事的关系", "保留关系", "保留人事关系3年", ""])
def test_words_that_do_not_stand_there_in_one_piece_are_not_quoted(words: str) -> None:
    assert said(words, "可保留人事关系。") is None


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("补贴500万元", "给予补贴500万元以上。"),
        ("达到15", "达到1500家。"),
        ("投入占比2", "投入占比2.3%。"),
        ("用于办公", "补贴不得用于办公。"),
        ("收取费用", "不得违反规定收取费用。"),
        ("个人直接申报专项资金", "本办法不允许个人直接申报专项资金。"),
        ("房地产企业和金融企业", "支持对象不包括房地产企业和金融企业。"),
        ("年销售收入达到2亿元", "年销售收入达到2亿元及以上的企业。"),
        ("职工人数50人", "职工人数50人（含）以上。"),
        ("企业可以申请贷款贴息", "符合条件的企业可以申请贷款贴息，已享受同类补助的除外。"),
    ],
)
def test_what_denies_bounds_or_excepts_the_words_comes_with_them(words: str, text: str) -> None:
    assert said(words, text) == text[:-1]


def test_words_across_sentences_bring_all_of_them() -> None:
    assert (
        said("返回。逾期", "可保留关系。期满返回。逾期不返的，按自动离职办。完。")
        == "期满返回。逾期不返的，按自动离职办"
    )


@given(st.text("支持企业 \n１5.㎡%年，。不（）", max_size=30), st.integers(0, 29), st.integers(0, 29))
def test_what_is_quoted_stands_in_the_clause_and_holds_the_words_but_for_mark_and_stop(
    text: str, one: int, other: int
) -> None:
    words = folded(text[min(one, other) : max(one, other)])
    found = said(words, text)
    if found is not None:
        assert found
        assert found in text
        assert found == found.rstrip("。；\n ")
        assert folded(found) in folded(text)
