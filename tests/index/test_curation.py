import json
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.canonical import canonical
from corpus.document import Document
from corpus.errors import CurationError, LexiconError
from index.asked import Entry
from index.curation import AskedStore, Outcome
from index.generated import GeneratedStore, Written

TEXT, REPAIRS = canonical("一、占比达到2\ue0105％，\n比上年提高。\n二、重点支持企业。\n三、支持企业。\n")
DOCUMENT = Document("d", "题", None, None, None, None, None, None, "d.txt", TEXT, (), REPAIRS)
SHIPPED = '{"document": "d.txt", "offset": 0, "question": "涨了多少？", "quote": "达到2.5％"}\n'


def opened(folder: Path) -> AskedStore:
    generated = GeneratedStore(folder / "home" / "generated.jsonl")
    return AskedStore(folder / "shipped.jsonl", folder / "home" / "asked.jsonl", [DOCUMENT], generated)


def store_in(folder: Path, shipped: str = SHIPPED) -> AskedStore:
    (folder / "shipped.jsonl").write_text(shipped, encoding="utf-8")
    return opened(folder)


def site_lines(folder: Path) -> list[object]:
    path = folder / "home" / "asked.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(name="store")
def made(tmp_path: Path) -> AskedStore:
    return store_in(tmp_path)


FIRST = Entry("d", "涨了多少？", "达到2.5％")


def test_what_is_added_is_stored_in_the_file_of_the_site_alone(store: AskedStore, tmp_path: Path) -> None:
    assert store.add("d", "重点支持", " 扶谁？ ", offset=20) is Outcome.ADDED
    assert store.entries() == [FIRST, Entry("d", "扶谁？", "重点支持", 20)]
    assert (tmp_path / "shipped.jsonl").read_text(encoding="utf-8") == SHIPPED
    assert site_lines(tmp_path) == [
        {"document": "d", "question": "扶谁？", "quote": "重点支持", "offset": 20}
    ]


def test_adding_the_same_again_changes_nothing(store: AskedStore, tmp_path: Path) -> None:
    store.add("d", "重点支持", "ＡＩ扶谁？")
    assert store.add("d", "重点支持", "ai 扶谁?") is Outcome.KEPT
    assert store.add("d", "达到2.5％", "涨了多少?") is Outcome.KEPT
    assert len(site_lines(tmp_path)) == 1


def test_another_quote_takes_the_place_of_the_one_stored(store: AskedStore) -> None:
    assert store.add("d", "比上年提高", "涨了多少?") is Outcome.MOVED
    assert store.entries() == [Entry("d", "涨了多少?", "比上年提高")]


def test_an_equal_quote_at_another_place_is_another_one(store: AskedStore) -> None:
    store.add("d", "支持企业", "扶谁？")
    assert store.add("d", "支持企业", "扶谁？", offset=29) is Outcome.MOVED
    assert store.entries() == [FIRST, Entry("d", "扶谁？", "支持企业", 29)]


def test_what_was_shipped_or_added_can_be_removed_and_added_again(store: AskedStore, tmp_path: Path) -> None:
    store.add("d", "重点支持", "扶谁？")
    store.remove("d", " 扶谁? ")
    store.remove("d", "涨了多少？")
    assert store.entries() == []
    assert store.add("d", "达到2.5％", "涨了多少？") is Outcome.ADDED
    assert store.entries() == [FIRST]
    assert site_lines(tmp_path)[1] == {"document": "d", "question": "扶谁？", "removed": True}


def test_an_entry_is_found_by_its_question_however_wide_it_is_written(store: AskedStore) -> None:
    assert store.find("d", "涨 了多少?") == FIRST
    assert store.find("d", "涨了") is None


def test_a_line_break_in_a_question_or_a_quote_is_kept(store: AskedStore, tmp_path: Path) -> None:
    store.add("d", "重点支持企业。\n三、", "扶\n谁？")
    assert store.entries()[1] == Entry("d", "扶\n谁？", "重点支持企业。\n三、")
    assert len(site_lines(tmp_path)) == 1


@pytest.mark.parametrize(
    ("document", "quote", "question", "message"),
    [
        ("e", "重点", "扶谁？", "没有编号为 e 的文件"),
        ("d", "不在里面的话", "扶谁？", "没有这段原话：“不在里面的话”"),
        ("d", " ", "扶谁？", "没有这段原话"),
        ("d", "重点", " ？？ ", "问题是空的"),
        ("d", "重点", "问" * 1001, "问题有 1001 个字，最多 1000 个"),
        ("d", "重点", "扶\udce9谁", "不完整的字符"),
    ],
)
def test_what_cannot_be_stored_is_refused_and_nothing_is_written(
    store: AskedStore, tmp_path: Path, document: str, quote: str, question: str, message: str
) -> None:
    with pytest.raises(CurationError, match=message):
        store.add(document, quote, question)
    assert not (tmp_path / "home").exists()


def test_a_question_of_a_thousand_characters_is_stored(store: AskedStore) -> None:
    assert store.add("d", "重点", "问" * 1000) is Outcome.ADDED


def test_what_is_not_stored_cannot_be_removed(store: AskedStore, tmp_path: Path) -> None:
    with pytest.raises(CurationError, match="文件 d 没有记着“扶谁？”这个问题"):
        store.remove("d", "扶谁？")
    with pytest.raises(CurationError, match="没有编号为 e 的文件"):
        store.remove("e", "涨了多少？")
    assert not (tmp_path / "home" / "asked.jsonl").exists()


def test_a_damaged_file_of_the_site_is_reported_and_left_as_it_is(store: AskedStore, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    path = tmp_path / "home" / "asked.jsonl"
    path.write_text("不是 JSON\n", encoding="utf-8")
    with pytest.raises(LexiconError, match="第 1 行"):
        store.add("d", "重点", "扶谁？")
    assert path.read_text(encoding="utf-8") == "不是 JSON\n"


def test_a_last_line_without_its_end_is_not_run_into(store: AskedStore, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "asked.jsonl").write_text(SHIPPED.replace("涨了", "升了").strip(), encoding="utf-8")
    store.add("d", "重点", "扶谁？")
    assert [entry.question for entry in store.entries()] == ["涨了多少？", "升了多少？", "扶谁？"]


def test_a_failed_write_leaves_the_file_as_it_was(store: AskedStore, tmp_path: Path) -> None:
    store.add("d", "重点", "扶谁？")
    before = (tmp_path / "home" / "asked.jsonl").read_bytes()
    (tmp_path / "home" / "asked.new").mkdir()
    with pytest.raises(CurationError, match=r"asked\.jsonl 写不了"):
        store.add("d", "重点", "又扶谁？")
    assert (tmp_path / "home" / "asked.jsonl").read_bytes() == before


def test_a_home_that_cannot_be_made_is_reported(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("", encoding="utf-8")
    with pytest.raises(CurationError, match="CEYIN_HOME"):
        store_in(tmp_path).add("d", "重点", "扶谁？")


def add_many(folder: Path, name: str) -> None:
    store = opened(folder)
    for number in range(20):
        store.add("d", "重点", f"{name}{number}？")


def test_two_processes_that_add_at_once_lose_nothing(store: AskedStore, tmp_path: Path) -> None:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        for done in [pool.submit(add_many, tmp_path, name) for name in ("甲", "乙")]:
            done.result()
    wanted = {f"{name}{number}？" for name in "甲乙" for number in range(20)}
    assert {entry.question for entry in store.entries()} == wanted | {"涨了多少？"}


CLAUSE = "二、重点支持企业。"


@pytest.fixture(name="aided")
def with_a_generated_question(store: AskedStore) -> AskedStore:
    store.generated.add([Written("d", CLAUSE, 19, "模型", 6, ("扶谁？", "涨了多少?"))])
    return store


def test_generated_questions_are_stored_beneath_those_of_people(aided: AskedStore) -> None:
    # What was shipped is asked in the same words: it stands.
    assert aided.entries() == [Entry("d", "扶谁？", CLAUSE, 19, generated=True), FIRST]
    assert aided.find("d", "扶谁?") == Entry("d", "扶谁？", CLAUSE, 19, generated=True)


@pytest.mark.parametrize("quote", [CLAUSE, "重点"])
def test_what_was_generated_and_is_added_by_hand_is_people_s(
    aided: AskedStore, tmp_path: Path, quote: str
) -> None:
    assert aided.add("d", quote, "扶谁?", offset=19) is Outcome.ADDED
    assert aided.entries() == [Entry("d", "扶谁?", quote, 19), FIRST]
    assert aided.add("d", quote, "扶谁?", offset=19) is Outcome.KEPT
    assert len(site_lines(tmp_path)) == 1
    # From then on it is there whatever becomes of what was generated.
    aided.generated.clear()
    assert aided.find("d", "扶谁？") == Entry("d", "扶谁?", quote, 19)


def test_a_generated_question_can_be_removed_and_does_not_come_back(aided: AskedStore) -> None:
    aided.remove("d", "扶谁?")
    assert aided.entries() == [FIRST]
    aided.generated.add([Written("d", CLAUSE, 19, "别的模型", 6, ("扶谁？",))])
    assert aided.entries() == [FIRST]
    with pytest.raises(CurationError, match="没有记着“扶谁？”"):
        aided.remove("d", "扶谁？")
    assert aided.add("d", "重点", "扶谁？") is Outcome.ADDED


def test_a_damaged_file_of_generated_questions_is_named(aided: AskedStore, tmp_path: Path) -> None:
    (tmp_path / "home" / "generated.jsonl").write_text("{}\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"generated\.jsonl 第 1 行"):
        aided.entries()


QUOTES = ("重点支持", "比上年提高", "达到2.5％")


@given(st.lists(st.tuples(st.sampled_from("甲乙丙"), st.sampled_from((*QUOTES, None))), max_size=8))
def test_any_changes_leave_what_a_dictionary_would_hold(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[str, str | None]]
) -> None:
    store = store_in(tmp_path_factory.mktemp("store"), "")
    held: dict[str, str] = {}
    for question, quote in changes:
        if quote is not None:
            before = held.get(question)
            wanted = Outcome.ADDED if before is None else Outcome.MOVED
            assert store.add("d", quote, question) is (Outcome.KEPT if before == quote else wanted)
            held[question] = quote
        elif held.pop(question, None):
            store.remove("d", question)
    assert {entry.question: entry.quote for entry in store.entries()} == held
