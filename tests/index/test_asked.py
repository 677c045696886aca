import json
from pathlib import Path

import pytest

import corpus
import index
from corpus.canonical import canonical
from corpus.document import Document
from corpus.errors import LexiconError
from corpus.reader import read_folder
from corpus.splitter import split
from index.asked import Asked, load_asked

# As received: a decimal point lost to U+E010, a sentence broken over two lines, stray stars.
RAW = "一、占比达到2\ue0105％，\n比上年提高。\n二、**重点**支持企业。\n三、支持企业。\n"
TEXT, REPAIRS = canonical(RAW)
DOCUMENT = Document("d", "题", None, None, None, None, None, None, "d.txt", TEXT, (), REPAIRS)
CLAUSES = split(DOCUMENT)


def row(quote: str, **more: object) -> str:
    return json.dumps({"document": "d.txt", "question": "问", "quote": quote} | more, ensure_ascii=False)


def load(folder: Path, *lines: str) -> list[Asked]:
    path = folder / "asked.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return load_asked(path, [DOCUMENT], CLAUSES)


def test_the_text_the_offsets_below_count_is_the_mended_one() -> None:
    assert TEXT == "一、占比达到2.5％，比上年提高。\n二、重点支持企业。\n三、支持企业。\n"
    assert [(clause.id, clause.start, clause.end) for clause in CLAUSES] == [
        ("d#1", 0, 18),
        ("d#2", 18, 28),
        ("d#3", 28, 36),
    ]


def test_a_quote_is_tied_to_the_clause_that_holds_it(tmp_path: Path) -> None:
    assert load(tmp_path, row("重点支持", question="重点扶谁？")) == [Asked("重点扶谁？", "d#2", 20, 24)]


def test_a_document_is_known_by_its_id_and_by_its_file_name(tmp_path: Path) -> None:
    lines = (row("上年", document="d"), row("上年", document="d.txt"))
    assert load(tmp_path, *lines) == [Asked("问", "d#1", 12, 14)] * 2


def test_a_quote_at_the_very_start_of_a_clause_belongs_to_it(tmp_path: Path) -> None:
    assert load(tmp_path, row("二、重点")) == [Asked("问", "d#2", 18, 22)]


def test_a_quote_across_a_joined_line_break_is_found(tmp_path: Path) -> None:
    assert load(tmp_path, row("5％，比上年")) == [Asked("问", "d#1", 8, 14)]


@pytest.mark.parametrize("quote", ["达到2\ue0105％", "达到2.5％"])
def test_a_quote_is_found_with_its_damaged_point_and_with_the_mended_one(tmp_path: Path, quote: str) -> None:
    assert load(tmp_path, row(quote)) == [Asked("问", "d#1", 4, 10)]


def test_the_offset_in_the_file_as_received_chooses_among_equal_quotes(tmp_path: Path) -> None:
    second, third = RAW.index("支持企业"), RAW.rindex("支持企业")
    assert load(tmp_path, row("支持企业", offset=second), row("支持企业", offset=third)) == [
        Asked("问", "d#2", 22, 26),
        Asked("问", "d#3", 30, 34),
    ]


def test_a_quote_before_its_offset_is_found_all_the_same(tmp_path: Path) -> None:
    assert load(tmp_path, row("上年", offset=30)) == [Asked("问", "d#1", 12, 14)]


def test_a_quote_that_runs_past_its_clause_ends_with_it(tmp_path: Path) -> None:
    assert load(tmp_path, row("提高。\n二、重点")) == [Asked("问", "d#1", 14, 18)]


def test_unknown_documents_and_quotes_that_the_text_does_not_hold_are_skipped(tmp_path: Path) -> None:
    lines = (row("上年", document="没有.txt"), row("没有这句话"), row("上年"))
    assert load(tmp_path, *lines) == [Asked("问", "d#1", 12, 14)]


@pytest.mark.parametrize(
    "line",
    [
        "不是 JSON",
        "null",
        "[]",
        '"一句话"',
        '{"document": "d", "question": "问"}',
        '{"document": "d", "question": "问", "quote": "上年", "offset": "二"}',
    ],
)
def test_a_wrong_line_is_reported_with_its_number(tmp_path: Path, line: str) -> None:
    with pytest.raises(LexiconError, match="第 2 行"):
        load(tmp_path, row("上年"), line)


def test_every_shipped_question_is_tied_to_a_clause_of_the_seed_documents() -> None:
    documents = read_folder(Path(corpus.__file__).parent / "documents")
    clauses = [clause for document in documents for clause in split(document)]
    path = Path(index.__file__).parent / "asked-as.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    found = load_asked(path, documents, clauses)
    assert len(rows) == 2895
    assert [asked.question for asked in found] == [row["question"] for row in rows]
    held = {clause.id: clause for clause in clauses}
    texts = {document.id: document.text for document in documents}
    for asked, given in zip(found, rows, strict=True):
        clause = held[asked.clause_id]
        assert clause.start <= asked.start < asked.end <= clause.end
        # The one repair that a quote of the file as received can show is the decimal point.
        assert texts[clause.document_id][asked.start : asked.end] == given["quote"].replace("\ue010", ".")
