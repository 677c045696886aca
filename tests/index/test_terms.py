from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.terms import bigrams, grams, held_share, is_han, normalised, pieces, terms, words

# Han, ASCII, full-width forms, Chinese punctuation and spaces: what policies and questions are
# written in. Beyond it `normalised` may need two passes, since dropping a space or lowering a
# letter can bring together characters that compose (J + U+030C, e + space + U+0301).
WRITTEN = st.text(
    st.one_of(
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
        st.characters(min_codepoint=0x20, max_codepoint=0x7E),
        st.characters(min_codepoint=0xFF01, max_codepoint=0xFF5E),
        st.sampled_from("　、。《》〔〕“”‘’—…·①⑩\n\t\u00a0"),
    )
)


def test_a_phrase_gives_its_characters_then_its_bigrams_then_its_words() -> None:
    assert terms("研发投入") == ["研", "发", "投", "入", "研发", "发投", "投入", "w:研发", "w:投入"]


def test_a_word_of_one_character_gets_no_word_term() -> None:
    assert terms("补贴多") == ["补", "贴", "多", "补贴", "贴多", "w:补贴"]


def test_a_single_character_is_its_only_term() -> None:
    assert terms("钱") == ["钱"]


def test_repeated_terms_are_kept() -> None:
    assert terms("人人") == ["人", "人", "人人", "w:人人"]


def test_punctuation_ends_a_run_and_gives_no_term() -> None:
    assert terms("补贴，人才。") == ["补", "贴", "补贴", "w:补贴", "人", "才", "人才", "w:人才"]


def test_a_text_of_punctuation_only_has_no_terms() -> None:
    assert terms("？！…… ——") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ｒ＆Ｄ", "r&d"),
        ("２．５％", "2.5%"),
        ("企业 2016 年 AI", "企业2016年ai"),
        ("企业\u30002016\u00a0年", "企业2016年"),
        ("占GDP 2.5％", "占gdp 2.5%"),
        ("支持\n企业", "支持企业"),
        ("国发〔2016〕16号", "国发〔2016〕16号"),
    ],
)
def test_width_case_and_spaces_beside_han_are_folded(text: str, expected: str) -> None:
    assert normalised(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("R&D", ["r&d"]),
        ("用ＡＩ", ["用", "ai"]),
        ("C++", ["c++"]),
        ("2.5％", ["2.5%"]),
        ("25%", ["25%"]),
        ("R&D 占 GDP 2.5%。", ["r&d", "占", "gdp", "2.5%"]),
        ("web.", ["web"]),
        ("a", ["a"]),
    ],
)
def test_latin_words_and_numbers_stay_whole(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


def test_bigrams_of_one_character_are_the_character() -> None:
    assert bigrams("钱") == ["钱"]
    assert bigrams("补助金") == ["补助", "助金"]


def test_only_a_word_of_han_alone_is_han() -> None:
    assert is_han("企业")
    assert not is_han("ai企业")
    assert not is_han("企业。")
    assert not is_han("")


@given(st.text())
def test_no_term_holds_whitespace_and_none_is_empty(text: str) -> None:
    assert [term for term in terms(text) if term.split() != [term]] == []


@given(WRITTEN)
def test_words_joined_give_the_text(text: str) -> None:
    assert "".join(words(normalised(text))) == normalised(text)


@given(WRITTEN)
@example("企业 ２．５％ A")
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)


@given(WRITTEN)
def test_every_han_character_is_a_term_as_often_as_it_stands_there(text: str) -> None:
    han = [character for character in normalised(text) if is_han(character)]
    assert [term for term in terms(text) if len(term) == 1 and is_han(term)] == han


def test_grams_are_the_distinct_pairs_words_and_numbers_in_order() -> None:
    assert grams("企业R&D企业2.3%高") == ["企业", "r&d", "2.3%"]


def test_the_pieces_of_a_text_are_characters_pairs_words_of_letters_and_numbers() -> None:
    assert pieces("研发R&D，占2.5%") == ["研", "发", "研发", "r&d", "占", "2.5%"]


def test_repeated_pieces_are_kept_and_none_goes_across_lines() -> None:
    assert pieces("人人\n才") == ["人", "人", "人人", "才"]


@given(WRITTEN)
@example("企业R&D补贴\n人才 2.5%")
def test_pieces_are_the_terms_that_are_not_jieba_words_as_often_as_they_stand_there(text: str) -> None:
    assert Counter(pieces(text)) == Counter(term for term in terms(text) if not term.startswith("w:"))


def test_the_share_held_counts_terms_by_their_weight() -> None:
    assert held_share({"高企": 3.0, "数量": 1.0}, {"高企", "培育"}) == 0.75
    assert held_share({}, {"高企"}) == 0.0
