from hypothesis import given
from hypothesis import strategies as st

from corpus.cutting import LIMIT, pieces


def test_a_short_text_is_one_piece() -> None:
    assert pieces("支持企业。") == [(0, 5)]


def test_a_long_text_is_cut_at_the_last_sentence_that_fits() -> None:
    sentence = "支持企业开展研发。"
    text = sentence * 200
    fits = LIMIT // len(sentence) * len(sentence)
    assert pieces(text) == [(0, fits), (fits, len(text))]


def test_a_single_sentence_is_cut_at_its_semicolons_only() -> None:
    text = "支持" * 700 + "；" + "鼓励" * 300 + "。"
    assert pieces(text) == [(0, 1401), (1401, len(text))]
    assert pieces("支持" * 900) == [(0, 1800)]


@given(st.text(alphabet="支持企业，；。！\n”）", max_size=60), st.integers(1, 90))
def test_pieces_tile_and_fit_unless_a_sentence_does_not(text: str, times: int) -> None:
    whole = text * times
    spans = pieces(whole)
    assert "".join(whole[start:end] for start, end in spans) == whole
    for start, end in spans:
        if end - start > LIMIT:
            assert not any(mark in whole[start : end - 1].rstrip("。！；\n”）") for mark in "。！；\n")


def test_a_break_is_preferred_to_a_later_sentence_end() -> None:
    text = "支持企业开展研发。" * 200
    assert pieces(text, (900, 1500)) == [(0, 900), (900, 1800)]
