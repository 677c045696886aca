from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.clause import Kind
from index.terms import terms
from index.units import lexical_terms, told_as, windows_of
from tests.index.fakes import clause

TITLES = {"a": "人才条例", "b": "别的"}
# 90 characters, just what fills a window, and 4 more.
LONG, REST = "支" * 89 + "。", "办理好。"


@pytest.mark.parametrize("kind", [Kind.TITLE, Kind.HEADING, Kind.CONTENTS, Kind.IMPRINT])
def test_a_clause_that_answers_nothing_has_no_terms_and_no_windows(kind: Kind) -> None:
    silent = clause("a#1", "支持企业。", kind=kind)
    assert lexical_terms(silent, TITLES) == []
    assert windows_of([silent]) == []


def test_the_terms_of_a_clause_are_those_of_title_headings_and_text_none_across_them() -> None:
    found = lexical_terms(replace(clause("a#1", "补贴"), path=("总则", "奖")), TITLES)
    assert found == [*terms("人才条例"), *terms("总则"), "奖", "补", "贴", "补贴", "w:补贴"]
    assert "例总" not in found
    assert "奖补" not in found


def test_a_short_clause_is_one_window_without_blanks_at_its_edges() -> None:
    assert windows_of([clause("a#1", "　　支持企业。给予补贴。\n")]) == [(0, "支持企业。给予补贴。")]


def test_a_long_clause_is_its_windows_and_then_the_whole_of_it() -> None:
    found = windows_of([clause("a#1", f"　　{LONG}{REST}\n")])
    # The two blanks at the beginning count among the 90, yet the sentence is not cut.
    assert found == [(0, LONG), (0, REST), (0, LONG + REST)]


def test_one_long_sentence_is_a_window_once() -> None:
    assert windows_of([clause("a#1", LONG)]) == [(0, LONG)]


def test_windows_are_numbered_by_the_place_of_their_clause_among_all() -> None:
    clauses = [
        clause("a#0", "第一章 总则", kind=Kind.HEADING),
        clause("a#1", LONG + REST),
        clause("a#2", " \n", kind=Kind.PARAGRAPH),
        clause("b#0", "补贴。", kind=Kind.BULLET),
    ]
    found = windows_of(clauses)
    assert found[:3] == [(1, LONG), (1, REST), (1, LONG + REST)]
    assert found[-1] == (3, "补贴。")


@given(st.lists(st.text(st.sampled_from("企业补贴。；\n "), max_size=300), max_size=4))
def test_a_clause_s_last_window_is_the_whole_clause(texts: list[str]) -> None:
    written = [text for text in texts if text.strip()]
    found = windows_of([clause(f"a#{place}", text) for place, text in enumerate(written)])
    assert list(dict(found).values()) == [text.strip() for text in written]


def test_a_window_is_told_below_title_and_headings() -> None:
    long = replace(clause("a#1", LONG + REST), path=("第一章 总则", "第一条"))
    assert told_as(long, REST, TITLES) == "人才条例\n第一章 总则\n第一条\n办理好。"


def test_a_window_without_headings_is_told_below_the_title_of_its_own_document() -> None:
    assert told_as(clause("b#1", "补贴。"), "补贴。", TITLES) == "别的\n补贴。"
