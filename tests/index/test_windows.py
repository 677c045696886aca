import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.windows import sentences, windows

SENTENCES = st.text(st.sampled_from("企业补贴。；！？\n \u3000，a1"), max_size=400)


def test_a_short_text_is_one_window() -> None:
    assert windows("支持企业。给予补贴。") == ["支持企业。给予补贴。"]


def test_whole_phrases_are_joined_until_the_length_is_reached() -> None:
    assert windows("支持企业。给予补贴；引进人才！办结", length=6) == [
        "支持企业。给予补贴；",
        "引进人才！办结",
    ]


def test_a_sentence_of_just_the_length_fills_a_window() -> None:
    assert windows("支持企业。给予补贴。", length=5) == ["支持企业。", "给予补贴。"]


def test_a_long_sentence_is_cut_where_a_phrase_ends() -> None:
    assert windows("支持各类企业发展，引进人才。好。", length=6) == ["支持各类企业发展，", "引进人才。好。"]


def test_a_phrase_longer_than_the_length_is_not_cut() -> None:
    assert windows("支持各类企业发展。好。", length=3) == ["支持各类企业发展。", "好。"]


def test_a_comma_in_brackets_ends_no_phrase() -> None:
    assert windows("企业（含小微，下同）补贴。好。", length=3) == ["企业（含小微，下同）补贴。", "好。"]


def test_blanks_at_the_edges_of_a_window_are_dropped() -> None:
    assert windows("　　支持企业。\n\n　　给予补贴。\n", length=6) == ["支持企业。", "给予补贴。"]


@pytest.mark.parametrize("text", ["", " \n\n　"])
def test_a_blank_text_has_no_window(text: str) -> None:
    assert windows(text) == []


def test_stops_in_a_row_end_one_sentence() -> None:
    assert list(sentences("真的？！好。")) == [(0, 4), (4, 6)]


@given(SENTENCES)
def test_sentences_tile_the_text(text: str) -> None:
    spans = list(sentences(text))
    assert "".join(text[start:end] for start, end in spans) == text
    assert [start for start, _ in spans] == [0, *(end for _, end in spans)][: len(spans)]


@given(SENTENCES, st.integers(1, 120))
def test_windows_cover_the_text_in_order(text: str, length: int) -> None:
    assert "".join("".join(windows(text, length)).split()) == "".join(text.split())


@given(st.text(st.sampled_from("企业补贴。；！？，a1"), max_size=400), st.integers(1, 120))
def test_only_the_last_window_may_be_short(text: str, length: int) -> None:
    assert [window for window in windows(text, length)[:-1] if len(window) < length] == []
