from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.canonical import canonical
from corpus.document import Document
from corpus.reader import read_document
from corpus.trace import canonical_offset, raw_span


def document(raw: str, encoding: str = "utf-8") -> Document:
    text, repairs = canonical(raw, encoding)
    return Document(
        "d", "题", None, None, None, None, None, None, "d.txt", text, repairs=repairs, encoding=encoding
    )


RAW = st.text(alphabet="甲乙，。、：\n\r *#|>-1\ue010\ufeff\u2028e\u0301专栏一第条是", max_size=80)


@given(RAW)
def test_repairs_undo_to_the_raw_text(raw: str) -> None:
    text, repairs = canonical(raw)
    undone = text
    for repair in reversed(repairs):
        assert undone[repair.start : repair.start + len(repair.text)] == repair.text
        undone = undone[: repair.start] + repair.raw + undone[repair.start + len(repair.text) :]
    assert undone == raw


@given(RAW, st.sampled_from(["utf-8", "gb18030"]))
def test_every_unrepaired_character_is_found_in_the_bytes_of_the_file(raw: str, encoding: str) -> None:
    read = document(raw, encoding)
    repaired = {
        place for repair in read.repairs for place in range(repair.start, repair.start + len(repair.text))
    }
    for place, character in enumerate(read.text):
        start, end = raw_span(read, place, place + 1)
        if place not in repaired:
            assert raw.encode(encoding)[start:end].decode(encoding) == character


@given(RAW)
def test_every_repair_says_at_which_byte_it_was_made(raw: str) -> None:
    for repair in document(raw).repairs:
        found = raw.encode()[repair.raw_start : repair.raw_start + len(repair.raw.encode())]
        assert found.decode() == repair.raw


@given(RAW)
def test_a_place_in_the_raw_text_is_found_in_the_canonical_one(raw: str) -> None:
    read = document(raw)
    for place in range(len(raw)):
        moved = canonical_offset(read.repairs, place)
        start, _ = raw_span(read, moved, moved)
        assert start >= len(raw[:place].encode())


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_quote_is_found_in_the_file_it_was_read_from(tmp_path: Path, encoding: str) -> None:
    raw = "\r\n一、目标\r\n　　努力推进，建成2025 战\r\n\r\n略的支点，达到2.5％。\r\n".encode(encoding)
    (tmp_path / "a.txt").write_bytes(raw)
    read = read_document(tmp_path / "a.txt")
    start = read.text.index("战略的支点")
    span = raw_span(read, start, start + 5)
    assert raw[slice(*span)].decode(encoding) == "战\r\n\r\n略的支点"
