from math import log
from pathlib import Path

import pytest

from index.bm25 import Bm25

# Lengths 2, 4, 3: 3 on average. 补贴 stands in two texts of three.
TEXTS = (
    ("甲", ("补贴", "企业")),
    ("乙", ("补贴", "补贴", "人才", "引进")),
    ("乙", ("人才", "引进", "企业")),
)
# idf = ln(1 + (3 - 2 + 0.5) / (2 + 0.5)) = ln 1.6; score = idf · 2.2 · tf / (tf + norm), where
# norm = 1.2 · (0.25 + 0.75 · length / 3): 0.9 for length 2, 1.5 for length 4.
SHORT = log(1.6) * 2.2 * 1 / (1 + 0.9)
LONG = log(1.6) * 2.2 * 2 / (2 + 1.5)


@pytest.fixture(name="index")
def built(tmp_path: Path) -> Bm25:
    return Bm25.build(tmp_path / "bm25", TEXTS)


def test_the_score_of_one_term_is_the_bm25_formula_best_first(index: Bm25) -> None:
    found = index.search(index.term("补贴", 1.0), 10)
    assert [row for row, _ in found] == [1, 0]
    assert [score for _, score in found] == pytest.approx([LONG, SHORT], rel=1e-5)


def test_a_weight_multiplies_the_score(index: Bm25) -> None:
    assert dict(index.search(index.term("补贴", 2.5), 10)) == pytest.approx({0: 2.5 * SHORT, 1: 2.5 * LONG})


def test_a_bag_sums_its_weighted_terms(index: Bm25) -> None:
    # 企业 stands in two texts too: in text 0 (length 2) and text 2 (length 3, norm 1.2).
    third = log(1.6) * 2.2 * 1 / (1 + 1.2)
    found = dict(index.search(index.bag({"补贴": 1.0, "企业": 0.5}), 10))
    assert found == pytest.approx({0: 1.5 * SHORT, 1: LONG, 2: 0.5 * third})


def test_an_empty_bag_finds_nothing(index: Bm25) -> None:
    assert index.search(index.bag({}), 10) == []


def test_a_term_that_no_text_has_finds_nothing(index: Bm25) -> None:
    assert index.search(index.term("质押", 1.0), 10) == []


def test_no_more_than_k_texts_are_found(index: Bm25) -> None:
    assert [row for row, _ in index.search(index.term("补贴", 1.0), 1)] == [1]


def test_a_restriction_to_documents_drops_the_others_and_keeps_the_scores(index: Bm25) -> None:
    query = index.bag({"补贴": 1.0, "企业": 1.0})
    everywhere = dict(index.search(query, 10))
    assert dict(index.search(query, 10, index.inside({"甲"}))) == {0: everywhere[0]}
    assert dict(index.search(query, 10, index.inside({"乙"}))) == {1: everywhere[1], 2: everywhere[2]}
    assert dict(index.search(query, 10, index.inside({"甲", "乙"}))) == everywhere
    assert index.search(query, 10, index.inside({"丙"})) == []
    assert index.search(query, 10, index.inside([])) == []


def test_a_restriction_is_searched_within_before_the_best_are_taken(index: Bm25) -> None:
    assert [row for row, _ in index.search(index.term("补贴", 1.0), 1, index.inside(["甲"]))] == [0]


def test_a_restriction_made_by_one_index_holds_in_another(tmp_path: Path, index: Bm25) -> None:
    other = Bm25.build(tmp_path / "other", [("乙", ("补贴",)), ("甲", ("补贴",))])
    assert [row for row, _ in other.search(other.term("补贴", 1.0), 10, index.inside(["甲"]))] == [1]


def test_the_total_sums_queries_and_the_best_takes_the_highest(index: Bm25) -> None:
    # In text 0 both terms score SHORT: as rare, as frequent.
    queries = [index.term("补贴", 1.0), index.term("企业", 0.5)]
    third = log(1.6) * 2.2 * 1 / (1 + 1.2)
    assert dict(index.search(index.total(queries), 10)) == pytest.approx(
        {0: 1.5 * SHORT, 1: LONG, 2: 0.5 * third}
    )
    assert dict(index.search(index.best(queries), 10)) == pytest.approx({0: SHORT, 1: LONG, 2: 0.5 * third})


def test_of_no_queries_neither_the_total_nor_the_best_finds_anything(index: Bm25) -> None:
    assert index.search(index.total([]), 10) == []
    assert index.search(index.best([]), 10) == []


def test_frequency_counts_texts_not_occurrences(index: Bm25) -> None:
    assert [index.frequency(term) for term in ("补贴", "人才", "质押")] == [2, 2, 0]


def test_terms_with_signs_are_found_as_they_are(tmp_path: Path) -> None:
    index = Bm25.build(tmp_path / "bm25", [("甲", ("r&d", "2.5%", "w:补贴", "c++"))])
    for term in ("r&d", "2.5%", "w:补贴", "c++"):
        assert [row for row, _ in index.search(index.term(term, 1.0), 10)] == [0]


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    index = Bm25.build(tmp_path / "bm25", [])
    assert index.search(index.term("补贴", 1.0), 10) == []
    assert index.frequency("补贴") == 0


def test_a_text_without_terms_is_never_found_but_keeps_its_number(tmp_path: Path) -> None:
    index = Bm25.build(tmp_path / "bm25", [("甲", ()), ("甲", ("补贴",))])
    assert [row for row, _ in index.search(index.term("补贴", 1.0), 10)] == [1]


def test_a_loaded_index_finds_what_the_built_one_did(tmp_path: Path) -> None:
    built = Bm25.build(tmp_path / "bm25", TEXTS)
    loaded = Bm25.load(tmp_path / "bm25")
    query = built.bag({"补贴": 1.0, "企业": 1.0})
    assert loaded.search(query, 10) == built.search(query, 10)
