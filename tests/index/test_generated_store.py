import json
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import CurationError, LexiconError
from index.asked import Entry
from index.generated import GeneratedStore, Written

FIRST = Written("d", "一、占比达到2.5％。", 0, "模型", 6, ("涨了多少？", "占多大\n比例？"))
SECOND = Written("d", "二、支持“企业”。", 12, "模型", 6, ())
OTHER = Written("e", "一、占比达到2.5％。", 0, "模型", 6, ("多少？",))


@pytest.fixture(name="path")
def place(tmp_path: Path) -> Path:
    return tmp_path / "home" / "generated.jsonl"


def test_what_was_added_is_read_in_its_order(path: Path) -> None:
    store = GeneratedStore(path)
    store.add([FIRST, SECOND])
    store.add([OTHER])
    assert GeneratedStore(path).read() == [FIRST, SECOND, OTHER]
    assert [json.loads(line)["document"] for line in path.read_text(encoding="utf-8").splitlines()] == [
        *("d", "d", "e"),
    ]


def test_the_questions_are_stored_as_generated_ones_of_the_whole_clause(path: Path) -> None:
    store = GeneratedStore(path)
    store.add([FIRST, SECOND, OTHER])
    assert store.entries() == [
        Entry("d", "涨了多少？", FIRST.quote, 0, generated=True),
        Entry("d", "占多大\n比例？", FIRST.quote, 0, generated=True),
        Entry("e", "多少？", OTHER.quote, 0, generated=True),
    ]


def test_a_file_that_is_not_there_holds_nothing_and_is_not_made_by_reading(path: Path) -> None:
    store = GeneratedStore(path)
    assert (store.read(), store.entries()) == ([], [])
    assert not path.parent.exists()


def test_of_lines_about_one_clause_the_last_stands(path: Path) -> None:
    store = GeneratedStore(path)
    anew = replace(FIRST, generator="别的模型", questions=("又问？",))
    elsewhere = replace(FIRST, offset=40)
    store.add([FIRST, SECOND])
    store.add([elsewhere, anew])
    assert store.read() == [anew, SECOND, elsewhere]


def test_a_last_line_that_was_cut_off_counts_for_nothing_and_the_next_add_takes_it_away(path: Path) -> None:
    store = GeneratedStore(path)
    store.add([FIRST])
    whole = path.read_bytes()
    store.add([SECOND])
    line = path.read_bytes()[len(whole) :]
    for cut in (1, len(line) // 2, len(line) - 1):
        path.write_bytes(whole + line[:cut])
        assert store.read() == [FIRST]
    store.add([OTHER])
    assert store.read() == [FIRST, OTHER]
    store.add([])
    assert store.read() == [FIRST, OTHER]


def test_a_first_line_that_was_cut_off_is_taken_away_too(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b'{"document": "d", "quo')
    assert GeneratedStore(path).read() == []
    GeneratedStore(path).add([SECOND])
    assert GeneratedStore(path).read() == [SECOND]


@pytest.mark.parametrize(
    "line",
    [
        b"no json",
        b"",
        b"null",
        b"{}",
        b"\xff\xfe",
        b'{"document": "d", "quote": "q", "offset": "x", "generator": "m", "wanted": 1, "questions": []}',
        b'{"document": "d", "quote": "q", "offset": 0, "generator": "m", "wanted": 1, "questions": "abc"}',
    ],
)
def test_a_damaged_line_is_named_with_its_number_and_what_to_do(path: Path, line: bytes) -> None:
    store = GeneratedStore(path)
    store.add([FIRST])
    with path.open("ab") as file:
        file.write(line + b"\n")
    store.add([SECOND])
    for read in (store.read, store.entries, lambda: store.drop(lambda row: True)):
        with pytest.raises(LexiconError, match=r"generated\.jsonl 第 2 行读不出来.*ceyin asked-as drop"):
            read()


def test_what_is_not_to_be_kept_is_dropped_and_told(path: Path) -> None:
    store = GeneratedStore(path)
    store.add([FIRST, OTHER, SECOND])
    assert store.drop(lambda row: row.document != "d") == [FIRST, SECOND]
    assert store.read() == [OTHER]
    assert store.drop(lambda row: row.document != "d") == []
    assert store.read() == [OTHER]
    store.add([SECOND])
    assert store.read() == [OTHER, SECOND]


def test_dropping_nothing_leaves_the_file_as_it_is(path: Path) -> None:
    store = GeneratedStore(path)
    assert store.drop(lambda row: False) == []
    # An empty file would count as another input of the index.
    assert not path.exists()
    store.add([FIRST, FIRST])
    before = path.read_bytes()
    assert store.drop(lambda row: True) == []
    assert path.read_bytes() == before


def test_everything_is_cleared_even_what_cannot_be_read(path: Path) -> None:
    store = GeneratedStore(path)
    store.clear()
    store.add([FIRST])
    with path.open("ab") as file:
        file.write(b"no json\n")
    store.clear()
    assert not path.exists()
    assert store.read() == []


def test_a_home_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file", encoding="utf-8")
    store = GeneratedStore(tmp_path / "home" / "generated.jsonl")
    for write in (lambda: store.add([FIRST]), lambda: store.drop(lambda row: False), store.clear):
        with pytest.raises(CurationError, match=r"generated\.jsonl 写不了.*CEYIN_HOME"):
            write()


def test_a_file_that_cannot_be_read_is_named(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(LexiconError, match=r"generated\.jsonl 读不了"):
        GeneratedStore(path).entries()


def test_a_failed_drop_leaves_the_file_as_it_was(path: Path) -> None:
    store = GeneratedStore(path)
    store.add([FIRST, OTHER])
    before = path.read_bytes()
    path.with_suffix(".new").mkdir()
    with pytest.raises(CurationError, match="写不了"):
        store.drop(lambda row: row.document == "d")
    assert path.read_bytes() == before


def add_many(path: Path, name: str) -> None:
    store = GeneratedStore(path)
    for number in range(25):
        store.add([Written(name, "原话", number, "模型", 6, (f"{name}{number}？",))])
        if number % 10 == 9:
            store.drop(lambda row: (row.document, row.offset) != (name, 0))


def test_two_processes_at_once_lose_nothing(path: Path) -> None:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        for done in [pool.submit(add_many, path, name) for name in ("甲", "乙")]:
            done.result()
    found = {(row.document, row.offset) for row in GeneratedStore(path).read()}
    assert found == {(name, number) for name in "甲乙" for number in range(1, 25)}


rows = st.builds(
    Written,
    document=st.sampled_from("de"),
    quote=st.text(max_size=6),
    offset=st.integers(0, 2),
    generator=st.text(max_size=3),
    wanted=st.integers(1, 9),
    questions=st.lists(st.text(max_size=6), max_size=3).map(tuple),
)


@given(st.lists(st.lists(rows, max_size=4), max_size=4), st.sampled_from("de"))
def test_whatever_was_written_is_read_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, batches: list[list[Written]], dropped: str
) -> None:
    store = GeneratedStore(tmp_path_factory.mktemp("store") / "generated.jsonl")
    held: dict[tuple[str, str, int], Written] = {}
    for batch in batches:
        store.add(batch)
        for row in batch:
            held[row.document, row.quote, row.offset] = row
    assert store.read() == list(held.values())
    left = [row for row in held.values() if row.document != dropped]
    gone = [row for row in held.values() if row.document == dropped]
    assert store.drop(lambda row: row.document != dropped) == gone
    assert store.read() == left
