from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.lexicon import Lexicon
from index.training import sources
from index.training.translation import Pair, Recipe, pairs, train
from index.translation import Table
from tests import training_data

BOTH = [("a b", "x y"), ("a", "x")]
EACH = [*BOTH, ("b", "y")]
ALWAYS = [("q a", "x"), ("q b", "y"), ("q c", "z")]

WORDS = st.lists(st.sampled_from("abcd"), min_size=1, max_size=4).map(" ".join)
PAIRS = st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=8)


def trained(
    found: Sequence[Pair], rounds: int, rarest: int = 1, doubt: float = 0.0, least: float = 0.0
) -> Table:
    return train(found, Recipe(rounds, rarest, doubt, least), lambda line: None)


def test_the_rows_are_the_terms_of_questions_and_the_columns_those_of_texts_and_none() -> None:
    table = trained(BOTH, rounds=1)
    assert (table.asked, table.said) == (("a", "b"), ("", "x", "y"))


def test_one_round_counts_a_term_s_share_in_each_pair() -> None:
    # Of "a b | x y" each term of the question goes to none, x and y by thirds, of "a | x" to none
    # and x by halves: a is made by x 1/3 + 1/2 = 5/6 times and b 1/3, that is 5 to 2.
    expected = [[5 / 7, 5 / 7, 1 / 2], [2 / 7, 2 / 7, 1 / 2]]
    np.testing.assert_allclose(trained(BOTH, rounds=1).chances.toarray(), expected, rtol=1e-6)


def test_a_second_round_shares_by_the_chances_of_the_first() -> None:
    # Of "a b | x y" now a goes by 10 : 10 : 7 to none, x and y, b by 4 : 4 : 7. So x makes a
    # 10/27 + 1/2 = 235/270 times and b 4/15 = 72/270; y makes a 7/27 = 35/135 and b 7/15 = 63/135.
    expected = [[235 / 307, 235 / 307, 35 / 98], [72 / 307, 72 / 307, 63 / 98]]
    np.testing.assert_allclose(trained(BOTH, rounds=2).chances.toarray(), expected, rtol=1e-6)


def test_what_is_left_of_a_question_goes_to_what_is_left_of_its_text() -> None:
    # "a | x" says that x makes a, so that b of "a b | x y" must come from y.
    chances = trained(BOTH, rounds=100).chances.toarray()
    np.testing.assert_allclose(chances[:, 1:], [[1, 0], [0, 1]], atol=0.01)


def test_terms_that_each_stand_alone_once_are_told_apart() -> None:
    chances = trained(EACH, rounds=40).chances.toarray()
    np.testing.assert_allclose(chances, [[0.5, 1, 0], [0.5, 0, 1]], atol=1e-6)


def test_what_every_question_says_comes_from_no_term() -> None:
    table = trained(ALWAYS, rounds=60)
    assert table.asked == ("a", "b", "c", "q")
    np.testing.assert_allclose(table.chances.toarray()[:, 0], [0, 0, 0, 1], atol=0.01)
    np.testing.assert_allclose(table.chances.toarray()[:3, 1:], np.eye(3), atol=0.01)


def test_a_term_is_as_common_as_its_part_of_all_that_questions_say() -> None:
    # Each question says a term once, however often it stands there: a a b c is a, b and c.
    table = trained([("a a b c", "x"), ("a", "x")], rounds=1)
    assert table.asked == ("a", "b", "c")
    assert table.common.tolist() == pytest.approx([0.5, 0.25, 0.25])


def test_a_term_repeated_in_a_text_counts_once() -> None:
    once, twice = (trained([("a b", text), ("a", "x")], rounds=3) for text in ("x y", "x x y"))
    assert once.chances.toarray().tolist() == twice.chances.toarray().tolist()


def test_terms_rarer_than_the_recipe_s_are_left_out_of_their_own_side() -> None:
    # b is in one question, y in one text; c, twice in one question, is still in one.
    table = trained([("a b", "x y"), ("a c c", "x b")], rounds=1, rarest=2)
    assert (table.asked, table.said) == (("a",), ("", "x"))
    assert table.chances.toarray().tolist() == [[1.0, 1.0]]
    # b and c are part of what the questions say all the same.
    assert table.common.tolist() == pytest.approx([0.5])


def test_chances_of_no_more_than_the_recipe_s_least_are_left_out() -> None:
    # As after one round above: 5/7, 2/7 and 1/2.
    table = trained(BOTH, rounds=1, least=0.5)
    expected = np.array([[5 / 7, 5 / 7, 0], [0, 0, 0]])
    np.testing.assert_allclose(table.chances.toarray(), expected, rtol=1e-6)
    assert (table.chances.nnz, table.asked) == (2, ("a", "b"))


def test_of_a_rare_text_term_less_is_made() -> None:
    # As after one round above, 5/7 and 2/7 of 7/4 and 1/2 each of 1/2; one more is counted under each.
    sure, doubtful = (trained(BOTH, rounds=1, doubt=doubt).chances.toarray() for doubt in (0.0, 1.0))
    less = doubtful / np.where(sure, sure, 1.0)
    assert less[0, 1] == less[1, 1] > less[0, 2] == less[1, 2] > 0


def test_every_round_is_reported() -> None:
    said: list[str] = []
    train(BOTH, Recipe(rounds=2, rarest=1), said.append)
    assert said == ["round 1/2", "round 2/2"]


@settings(max_examples=50)
@given(PAIRS, st.integers(1, 6))
def test_the_chances_of_a_column_sum_to_one_before_any_is_left_out(found: list[Pair], rounds: int) -> None:
    sums = trained(found, rounds).chances.sum(axis=0)
    np.testing.assert_allclose(sums, 1, rtol=1e-5)


@settings(max_examples=50)
@given(PAIRS, st.integers(1, 6), st.floats(0, 0.5))
def test_the_chances_of_a_column_sum_to_at_most_one(found: list[Pair], rounds: int, least: float) -> None:
    table = trained(found, rounds, least=least)
    assert table.chances.sum(axis=0).max() <= 1 + 1e-5
    assert (table.chances.data > least - 1e-6).all()


@settings(max_examples=50)
@given(PAIRS)
def test_the_same_pairs_give_the_same_table(found: list[Pair]) -> None:
    one, two = trained(found, rounds=3), trained(found, rounds=3)
    assert (one.asked, one.said) == (two.asked, two.said)
    assert one.chances.toarray().tolist() == two.chances.toarray().tolist()
    assert one.common.tolist() == two.common.tolist()


LINES = "厂子\t企业|公司\t主体\n啥时候\t时间\t宽泛\n去年\t上年度\t时间\n"


def test_pairs_are_colloquial_questions_descriptions_the_lexicon_and_policy_questions(
    tmp_path: Path,
) -> None:
    data = training_data.make(tmp_path / "training")
    (tmp_path / "lexicon.tsv").write_text(LINES, encoding="utf-8")
    found = pairs(data, Lexicon.load(tmp_path / "lexicon.tsv"), {"宽泛": 0.0, "时间": 0.3})
    rows = list(sources.rows(data / "data" / "pairs-1-policy-law-qa.jsonl.xz"))
    policy = [(row["query"], row["positive"]) for row in rows[::2]]  # every other row is of another source
    described = [line.split("\t") for line in sources.DESCRIBED.read_text(encoding="utf-8").splitlines()]
    # Of every ten questions of the miniature data 3, 6 and 8 are about documents held out.
    kept = [row for place, row in enumerate(sources.question_pairs(data)) if place % 10 not in (3, 6, 8)]
    rest = [row for row in sources.written() if not row.held_out]
    written = [(row.question, row.quote) for row in rest if row.quote != row.passage]  # no retellings
    said = [(phrase, official) for official, phrases in described for phrase in phrases.split("|")]
    assert found[:56] == [(row["question"], row["quote"]) for row in kept]
    assert found[56:-23] == written + said
    assert found[-23:-20] == [("厂子", "企业"), ("厂子", "公司"), ("去年", "上年度")]
    assert found[-20:] == policy


def test_every_description_has_an_official_term_and_phrases_and_no_term_comes_twice() -> None:
    faults, seen = [], set()
    for number, line in enumerate(sources.DESCRIBED.read_text(encoding="utf-8").splitlines(), start=1):
        official, *rest = line.split("\t")
        phrases = rest[0].split("|") if len(rest) == 1 else [""]
        clean = all(part and part == part.strip() for part in (official, *phrases))
        if not clean or official in seen:
            faults.append((number, line))
        seen.add(official)
    assert faults == []
    assert seen
