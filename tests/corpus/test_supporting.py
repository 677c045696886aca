import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.clause import Clause, Kind
from corpus.document import Document
from corpus.splitter import split
from corpus.support import Mark, Support
from corpus.supporting import support_of, with_support

ROOT = Path(__file__).parents[2]
SILENT = {"title", "front", "contents", "addressee", "heading", "signature", "imprint"}
HOSTILE = {
    "sentences without end": "支持企业贷款。" * 3_000,
    "names without end": "支持" + "企业人才" * 4_000 + "贷款。",
    "phrases without end": "支持企业，经认定的，" * 1_500,
    "figures without end": "从业人员20人以上" * 1_500,
    "exclusions without end": "企业不予支持；" * 2_500,
    "a phrase without end": "支持企业贷款" + "甲" * 20_000,
    "blanks without end": "支持企业贷款" + " " * 20_000,
    "openings without end": "对" * 20_000 + "支持企业贷款。",
    "numerals without end": "支持企业贷款" + "一" * 20_000,
    "zones without end": "支持高新区企业贷款" * 2_000,
}
PIECES = (
    *(
        "支持",
        "对",
        "高新技术企业",
        "科技型中小企业",
        "高校",
        "贷款",
        "后补助",
        "创新券",
        "，",
        "。",
        "；",
        "\n",
    ),
    *("从业人员不超过20人", "高新区", "经认定的", "不予支持", "（含）", "İ", "ＡＢ", "1,000", "　　", "甲"),
)


def clause_of(text: str, kind: Kind = Kind.PARAGRAPH, start: int = 0) -> Clause:
    return Clause("d#1", "d", (), kind, start, start + len(text), text)


def grants(text: str) -> Support:
    support = support_of(clause_of(text))
    assert support is not None
    return support


def marked(text: str, marks: tuple[Mark, ...]) -> dict[str, str]:
    return {mark.key: text[mark.start : mark.end] for mark in marks}


def printed(text: str, spans: tuple[tuple[int, int], ...]) -> list[str]:
    return [text[start:end] for start, end in spans]


def spans_of(support: Support) -> Iterator[tuple[int, int]]:
    yield from support.conditions + support.exclusions
    marks = support.benefits + support.kinds + support.receivers + support.zones + support.statuses
    yield from ((mark.start, mark.end) for mark in marks)
    yield from ((one.start, one.end) for one in support.thresholds)


def read_hostile() -> None:
    for name, text in HOSTILE.items():
        # The last name that is written is that of the text that kept it busy.
        sys.stdout.write(f"{name}\n")
        sys.stdout.flush()
        support_of(clause_of(text))


def test_a_clause_grants_benefits_to_those_it_names() -> None:
    text = "支持科技型中小企业开展研发，给予最高50万元后补助。"
    support = grants(text)
    assert marked(text, support.benefits) == {"subsidy": "后补助"}
    # Inside of a narrower kind the wider ones are not named.
    assert marked(text, support.kinds) == {"tech_sme": "科技型中小企业"}
    assert support.receivers == support.kinds
    assert (support.thresholds, support.exclusions, support.zones) == ((), (), ())


def test_spans_count_the_document_and_not_the_clause() -> None:
    text = (
        "一、鼓励创新\n　　允许高校领取创新券。\n"
        "　　ＡＢＣ类高新区内，从业人员不足20人的企业可享受贷款贴息。\n"
    )
    document = Document("d", "题", None, None, None, None, None, None, "d.txt", text)
    voucher, credit = (clause.support for clause in split(document) if clause.support)
    assert marked(text, voucher.benefits) == {"voucher": "创新券"}
    assert marked(text, voucher.receivers) == {"university": "高校"}
    assert marked(text, credit.benefits) == {"credit": "贷款"}
    assert marked(text, credit.zones) == {"zone": "高新区"}
    (one,) = credit.thresholds
    assert (one.key, one.most, text[one.start : one.end]) == (
        "employees",
        20,
        "从业人员不足20人",
    )


def test_only_whom_the_wording_addresses_receives() -> None:
    text = "支持高校研发，发放创新券，降低研发成本，更好满足产业需要和企业需求。"
    support = grants(text)
    assert set(marked(text, support.kinds)) >= {"university", "enterprise"}
    assert marked(text, support.receivers) == {"university": "高校"}


@pytest.mark.parametrize(
    ("text", "receiver"),
    [
        ("　　高新技术企业可申请贷款。", "high_tech"),
        ("开展试点。农民合作社可申请贷款。", "cooperative"),
        ("在完成各项手续之后，对合作社给予贷款贴息。", "cooperative"),
        ("市财政局会同有关部门，向农民合作社发放补贴。", "cooperative"),
    ],
)
def test_whom_a_sentence_opens_with_or_a_verb_points_at_receives(text: str, receiver: str) -> None:
    assert receiver in marked(text, grants(text).receivers)


def test_of_one_kind_the_first_words_are_kept_and_all_stand_in_order() -> None:
    text = "支持高校贷款，鼓励高校和医院贷款，给予医院后补助。"
    support = grants(text)
    assert [(mark.key, mark.start) for mark in support.benefits] == [("credit", 4), ("subsidy", 21)]
    assert [(mark.key, mark.start) for mark in support.kinds] == [("university", 2), ("hospital", 12)]
    assert support.receivers == support.kinds


def test_conditions_are_phrases_and_exclusions_sentences() -> None:
    text = "　　经认定的高新技术企业，给予1,000万元贷款。已享受同类政策的企业，不再重复支持；失信企业除外。"
    support = grants(text)
    assert printed(text, support.conditions) == ["经认定的高新技术企业"]
    assert printed(text, support.exclusions) == ["已享受同类政策的企业，不再重复支持", "失信企业除外"]
    assert "high_tech" in marked(text, support.statuses)


def test_six_conditions_exclusions_and_zones_are_kept() -> None:
    text = "支持高新区企业贷款，符合条件，" * 8 + "。" + "企业不予支持。" * 8
    support = grants(text)
    assert [len(held) for held in (support.conditions, support.exclusions, support.zones)] == [6, 6, 6]
    assert [mark.start for mark in support.zones] == [2, 17, 32, 47, 62, 77]


@pytest.mark.parametrize("text", ["加强领导。", "企业要加强管理。", "鼓励先进。", "发展信贷。", ""])
def test_a_clause_without_a_verb_that_grants_or_without_a_benefit_grants_nothing(text: str) -> None:
    assert support_of(clause_of(text)) is None


def test_terms_without_a_benefit_are_kept_as_terms() -> None:
    asked = grants("从业人员不超过20人。")
    assert (asked.benefits, [one.key for one in asked.thresholds]) == ((), ["employees"])
    refused = grants("贷款未还的企业除外。")
    assert (refused.benefits, refused.exclusions) == ((), ((0, 9),))


@pytest.mark.parametrize("kind", Kind)
def test_titles_headings_and_signatures_grant_nothing(kind: Kind) -> None:
    assert (support_of(clause_of("支持企业贷款。", kind)) is None) is (kind.value in SILENT)


def test_clauses_are_filled_in_and_stay_what_they_are() -> None:
    clauses = [clause_of("加强领导。"), clause_of("支持企业贷款。", start=5)]
    silent, granting = with_support(clauses)
    assert silent == clauses[0]
    assert granting.support is not None
    assert granting.support.benefits == (Mark("credit", 9, 11),)
    held = [field.name for field in fields(Clause) if field.name != "support"]
    assert [getattr(granting, name) for name in held] == [getattr(clauses[1], name) for name in held]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join), st.integers(0, 9_000))
@settings(max_examples=150, deadline=None)
def test_every_span_lies_in_its_clause_and_moves_with_it(text: str, start: int) -> None:
    moved = support_of(clause_of(text, start=start))
    plain = support_of(clause_of(text))
    assert (moved is None) is (plain is None)
    if moved is not None and plain is not None:
        assert all(start <= begin < end <= start + len(text) for begin, end in spans_of(moved))
        assert [(begin - start, end - start) for begin, end in spans_of(moved)] == list(spans_of(plain))
        assert {mark.key for mark in moved.receivers} <= {mark.key for mark in moved.kinds}


def test_no_clause_without_end_keeps_the_reader_busy() -> None:
    # In a process of its own: a regex that runs away cannot be interrupted in this one.
    code = f"import runpy; runpy.run_path({__file__!r})['read_hostile']()"
    run = [sys.executable, "-c", code]
    done = subprocess.run(run, cwd=ROOT, timeout=40, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr, done.stdout.splitlines()) == (0, "", list(HOSTILE))
