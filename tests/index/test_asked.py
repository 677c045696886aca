import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corpus
import index
from corpus.canonical import canonical
from corpus.document import Document
from corpus.errors import LexiconError
from corpus.reader import read_folder
from corpus.splitter import split
from corpus.trace import canonical_offset
from index.asked import Asked, Entry, merged, offset_of, place_of, tied

# As received: a decimal point lost to U+E010, a sentence broken over two lines, stray stars.
RAW = "一、占比达到2\ue0105％，\n比上年提高。\n二、**重点**支持企业。\n三、支持企业。\n"
TEXT, REPAIRS = canonical(RAW)
DOCUMENT = Document("d", "题", None, None, None, None, None, None, "d.txt", TEXT, (), REPAIRS)
CLAUSES = split(DOCUMENT)


def row(quote: str, **more: object) -> str:
    return json.dumps({"document": "d.txt", "question": "问", "quote": quote} | more, ensure_ascii=False)


def written(folder: Path, name: str, *lines: str) -> Path:
    path = folder / name
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def load(folder: Path, *lines: str) -> list[Asked]:
    return tied(merged(written(folder, "asked.jsonl", *lines), None, [DOCUMENT]), [DOCUMENT], CLAUSES)


def over(folder: Path, shipped: list[str], site: list[str], *generated: Entry) -> list[Entry]:
    paths = written(folder, "shipped.jsonl", *shipped), written(folder, "site.jsonl", *site)
    return merged(*paths, [DOCUMENT], generated)


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
    lines = (row("上年", document="d"), row("上年", document="d.txt", question="又问"))
    assert load(tmp_path, *lines) == [Asked("问", "d#1", 12, 14), Asked("又问", "d#1", 12, 14)]


def test_a_quote_at_the_very_start_of_a_clause_belongs_to_it(tmp_path: Path) -> None:
    assert load(tmp_path, row("二、重点")) == [Asked("问", "d#2", 18, 22)]


def test_a_quote_across_a_joined_line_break_is_found(tmp_path: Path) -> None:
    assert load(tmp_path, row("5％，比上年")) == [Asked("问", "d#1", 8, 14)]


@pytest.mark.parametrize("quote", ["达到2\ue0105％", "达到2.5％"])
def test_a_quote_is_found_with_its_damaged_point_and_with_the_mended_one(tmp_path: Path, quote: str) -> None:
    assert load(tmp_path, row(quote)) == [Asked("问", "d#1", 4, 10)]


def test_the_offset_in_the_file_as_received_chooses_among_equal_quotes(tmp_path: Path) -> None:
    second, third = RAW.index("支持企业"), RAW.rindex("支持企业")
    lines = row("支持企业", offset=second), row("支持企业", offset=third, question="又问")
    assert load(tmp_path, *lines) == [Asked("问", "d#2", 22, 26), Asked("又问", "d#3", 30, 34)]


def test_a_quote_before_its_offset_is_found_all_the_same(tmp_path: Path) -> None:
    assert load(tmp_path, row("上年", offset=30)) == [Asked("问", "d#1", 12, 14)]


def test_a_quote_that_runs_past_its_clause_ends_with_it(tmp_path: Path) -> None:
    assert load(tmp_path, row("提高。\n二、重点")) == [Asked("问", "d#1", 14, 18)]


@pytest.mark.parametrize(
    ("quote", "span"), [("**重点**支持", (20, 24)), ("5％，\n比上年", (8, 14)), ("没有", None), (" \n", None)]
)
def test_a_quote_spans_the_canonical_text_however_it_was_received(
    quote: str, span: tuple[int, int] | None
) -> None:
    assert place_of(DOCUMENT, quote) == span


def test_a_quote_that_would_be_mended_by_itself_is_found_as_it_stands() -> None:
    # In a box the two lines are apart; alone the first would look like a sentence cut in two.
    text = "专栏1　重点工程\n实施平台工程，建设中试基地\n人才工程：引进博士\n"
    boxed = Document("b", "题", None, None, None, None, None, None, "b.txt", canonical(text)[0])
    assert place_of(boxed, "实施平台工程，建设中试基地\n人才工程：引进博士") == (9, 32)


def test_the_offset_of_a_place_counts_the_text_before_its_repairs() -> None:
    assert [offset_of(DOCUMENT, place) for place in (0, 18, 28)] == [
        0,
        RAW.index("二、"),
        RAW.index("三、"),
    ]


@given(st.text("，。甲1\ue010*\r\n\u200b", max_size=40))
def test_the_offset_of_a_place_leads_back_to_it_or_to_the_end_of_the_repair_it_is_in(raw: str) -> None:
    text, repairs = canonical(raw)
    document = Document("d", "题", None, None, None, None, None, None, "d.txt", text, (), repairs)
    inside = {r.start + k for r in repairs for k in range(1, len(r.text))}
    for place in range(len(text)):
        if place not in inside:
            assert canonical_offset(repairs, offset_of(document, place)) == place


def test_a_line_of_the_site_adds_to_the_shipped_ones(tmp_path: Path) -> None:
    assert over(tmp_path, [row("上年")], [row("重点", question="扶谁？", offset=3)]) == [
        Entry("d", "问", "上年"),
        Entry("d", "扶谁？", "重点", 3),
    ]


def test_a_line_of_the_site_moves_a_shipped_question_to_another_quote(tmp_path: Path) -> None:
    shipped = [row("上年"), row("提高", question="又问")]
    assert over(tmp_path, shipped, [row("重点", document="d")]) == [
        Entry("d", "问", "重点"),
        Entry("d", "又问", "提高"),
    ]


def removal(question: str, **more: object) -> str:
    return json.dumps({"document": "d", "question": question, "removed": True} | more, ensure_ascii=False)


def test_a_line_of_the_site_removes_a_shipped_question_or_one_of_its_own(tmp_path: Path) -> None:
    site = [row("重点", question="ＡＩ扶谁？"), removal("问"), removal(" ai 扶谁?")]
    assert over(tmp_path, [row("上年")], site) == []


def test_the_last_line_about_a_question_stands(tmp_path: Path) -> None:
    site = [removal("问"), row("重点"), removal("问"), row("提高")]
    assert over(tmp_path, [row("上年")], site) == [Entry("d", "问", "提高")]


def test_a_removal_of_the_same_question_to_another_document_removes_nothing(tmp_path: Path) -> None:
    assert over(tmp_path, [row("上年")], [removal("问", document="别的")]) == [Entry("d", "问", "上年")]


def test_without_a_file_of_the_site_the_shipped_questions_stand(tmp_path: Path) -> None:
    shipped = written(tmp_path, "shipped.jsonl", row("上年"))
    assert merged(shipped, tmp_path / "none", [DOCUMENT]) == [Entry("d", "问", "上年")]
    assert merged(shipped, None, [DOCUMENT]) == [Entry("d", "问", "上年")]


def test_a_shipped_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="读不了"):
        merged(tmp_path / "none", None, [DOCUMENT])


def test_the_questions_of_the_site_are_tied_with_the_shipped_ones(tmp_path: Path) -> None:
    shipped = written(tmp_path, "shipped.jsonl", row("上年"))
    site = written(tmp_path, "site.jsonl", row("重点", question="扶谁？"))
    assert tied(merged(shipped, site, [DOCUMENT]), [DOCUMENT], CLAUSES) == [
        Asked("问", "d#1", 12, 14),
        Asked("扶谁？", "d#2", 20, 22),
    ]


WRITTEN = Entry("d", "ＡＩ 扶谁？", "二、重点支持企业。", 19, generated=True)


def test_what_a_model_wrote_lies_beside_what_people_wrote(tmp_path: Path) -> None:
    assert over(tmp_path, [row("上年")], [row("提高", question="又问")], WRITTEN) == [
        WRITTEN,
        Entry("d", "问", "上年"),
        Entry("d", "又问", "提高"),
    ]


def test_the_same_question_by_people_shipped_or_the_site_s_stands_over_the_generated_one(
    tmp_path: Path,
) -> None:
    by_hand = row("重点", question="ai扶谁?")
    assert over(tmp_path, [by_hand], [], WRITTEN) == [Entry("d", "ai扶谁?", "重点")]
    assert over(tmp_path, [], [by_hand], WRITTEN) == [Entry("d", "ai扶谁?", "重点")]


def test_a_generated_question_can_be_removed_and_added_by_people(tmp_path: Path) -> None:
    removed = removal("ai扶谁?")
    assert over(tmp_path, [], [removed], WRITTEN) == []
    again = [removed, row("重点", question="ai扶谁?")]
    assert over(tmp_path, [], again, WRITTEN) == [Entry("d", "ai扶谁?", "重点")]


def test_of_two_generated_ones_of_one_document_the_last_stands_and_of_unknown_ones_none(
    tmp_path: Path,
) -> None:
    last = Entry("d", "AI扶谁?", "三、支持企业。", 31, generated=True)
    unknown = Entry("e", "扶谁？", "重点", generated=True)
    assert over(tmp_path, [], [], WRITTEN, unknown, last) == [last]


def test_a_generated_question_is_tied_to_its_whole_clause_and_stays_marked() -> None:
    assert tied([WRITTEN, Entry("d", "问", "重点")], [DOCUMENT], CLAUSES) == [
        Asked("ＡＩ 扶谁？", "d#2", 18, 27, generated=True),
        Asked("问", "d#2", 20, 22),
    ]


def test_an_entry_whose_quote_is_gone_is_not_tied() -> None:
    assert tied([Entry("d", "问", "没有了"), Entry("d", "又问", "上年")], [DOCUMENT], CLAUSES) == [
        Asked("又问", "d#1", 12, 14)
    ]


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
        '{"document": "d", "removed": true}',
        '{"document": "d", "question": "问", "removed": "yes"}',
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
    found = tied(merged(path, None, documents), documents, clauses)
    assert len(rows) == 2895
    assert [asked.question for asked in found] == [row["question"] for row in rows]
    held = {clause.id: clause for clause in clauses}
    texts = {document.id: document.text for document in documents}
    for asked, line in zip(found, rows, strict=True):
        clause = held[asked.clause_id]
        assert clause.start <= asked.start < asked.end <= clause.end
        # The one repair that a quote of the file as received can show is the decimal point.
        assert texts[clause.document_id][asked.start : asked.end] == line["quote"].replace("\ue010", ".")
