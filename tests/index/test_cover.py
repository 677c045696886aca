from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.clause import Clause
from index.cover import covering, governed
from index.hit import Hit
from tests.index.fakes import clause

NAMES = [f"d#{number}" for number in range(16)]
ORDERS = st.lists(st.sampled_from(NAMES), unique=True)


def hit(name: str, score: float, governor: str | None = None) -> Hit:
    """A hit of a lexical score, similar by a hundredth of it."""
    return Hit(
        replace(clause(name, "做。"), governor=governor), score, {"lexical": score}, round(score / 100, 4)
    )


def ranked(names: str, best: float) -> list[Hit]:
    """Hits of one-letter names; the best has a score, every further one 1 less."""
    return [hit(name, best - place) for place, name in enumerate(names)]


def order(hits: list[Hit]) -> str:
    return "".join(hit.clause.id for hit in hits)


HITS = ranked("abcdefghij", 20.0)


def test_what_is_missing_comes_behind_the_first_three_the_best_of_each_part_first() -> None:
    found = covering(HITS, [ranked("uv", 8.0), ranked("xy", 6.0)], 10)
    assert order(found) == "abcuxvydefghij"


def test_a_clause_that_is_moved_up_gets_the_score_of_the_one_before_and_says_so() -> None:
    found = covering(HITS, [ranked("u", 8.0), ranked("x", 19.5)], 10)
    assert order(found) == "abcuxdefghij"
    assert [(hit.score, hit.why) for hit in found[2:6]] == [
        (18.0, {"lexical": 18.0}),
        (18.0, {"lexical": 8.0, "part": 10.0}),
        (18.0, {"lexical": 19.5, "part": -1.5}),
        (17.0, {"lexical": 17.0}),
    ]
    assert (found[3].similarity, found[4].similarity) == (0.08, 0.195)


def test_parts_whose_best_are_among_the_first_change_nothing() -> None:
    assert covering(HITS, [ranked("ea", 8.0), ranked("jb", 6.0)], 10) == HITS


def test_only_the_two_best_of_a_part_are_looked_for() -> None:
    assert order(covering(HITS, [ranked("abxyz", 8.0), ranked("bau", 6.0)], 10)) == "abcdefghij"


def test_a_clause_farther_down_is_moved_not_doubled() -> None:
    assert order(covering(HITS, [ranked("ia", 8.0), ranked("hb", 6.0)], 6)) == "abcihdefgj"


def test_a_best_clause_that_others_would_push_out_is_moved_up_too() -> None:
    # x and y make room for themselves at the cost of i and j, which are the best of the first part.
    assert order(covering(HITS, [ranked("ji", 8.0), ranked("xy", 6.0)], 10)) == "abcxyjidefgh"


def test_a_clause_that_two_parts_want_is_moved_once() -> None:
    found = covering(HITS, [ranked("xa", 8.0), ranked("bx", 6.0)], 10)
    assert order(found) == "abcxdefghij"
    # As the best of the first part, not as the second best of the other.
    assert found[3].why == {"lexical": 8.0, "part": 10.0}


def test_with_little_room_the_second_best_give_way() -> None:
    wanted = [ranked("uv", 8.0), ranked("xy", 6.0)]
    assert order(covering(HITS, wanted, 5)) == "abcuxdefghij"
    assert order(covering(HITS, wanted, 4)) == "abcudefghij"
    assert order(covering(HITS, wanted, 2)) == "aubcdefghij"


def test_what_is_among_the_first_three_takes_no_room_from_the_others() -> None:
    wanted = [ranked("au", 8.0), ranked("bx", 6.0)]
    assert order(covering(HITS, wanted, 5)) == "abcuxdefghij"


def test_the_best_of_all_is_never_displaced() -> None:
    assert covering(HITS, [ranked("uv", 8.0), ranked("xy", 6.0)], 1) == HITS


def test_where_the_whole_question_finds_too_little_the_parts_fill_up() -> None:
    assert order(covering(ranked("a", 9.0), [ranked("xy", 8.0), ranked("u", 6.0)], 10)) == "axuy"
    nothing: list[Hit] = []
    assert covering(nothing, [ranked("x", 8.0), nothing], 10) == ranked("x", 8.0)


def share_sum(hit: Hit) -> float:
    return sum(hit.why.values())


@given(ORDERS, st.lists(ORDERS, min_size=2, max_size=4), st.integers(1, 14))
def test_the_best_of_every_part_are_among_the_first_and_nothing_is_lost_or_doubled(
    held: list[str], orders: list[list[str]], k: int
) -> None:
    hits = [hit(name, 20.0 - place) for place, name in enumerate(held)]
    wanted = [[hit(name, 9.0 - place / 2) for place, name in enumerate(names)] for names in orders]
    found = covering(hits, wanted, k)
    names = [hit.clause.id for hit in found]
    best = {name for part in orders for name in part[:2]}
    ahead = max(1, min(3, k - 1))
    assert names[:ahead][: len(held)] == held[:ahead]
    assert len(names) == len(set(names))
    assert set(held) <= set(names) <= {*held, *best}
    assert [name for name in names if name in held and name not in best] == [
        name for name in held if name not in best
    ]
    if k >= 3 + 2 * len(orders):
        assert best <= set(names[:k])
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)
    assert [share_sum(hit) for hit in found] == pytest.approx([hit.score for hit in found])


LINE = clause("L", "以上工作由科技局牵头。")
LINES = {"L": LINE}


def test_a_governing_line_comes_right_behind_the_first_clause_it_governs() -> None:
    hits = [hit("a", 9.0), hit("b", 8.0, "L"), hit("c", 7.0, "L"), hit("d", 6.0), hit("L", 5.0)]
    found = governed(hits, LINES)
    assert order(found) == "abLcd"
    assert (found[2].score, found[2].why, found[2].similarity) == (
        8.0,
        {"lexical": 5.0, "governing": 3.0},
        0.05,
    )
    assert [found[place] for place in (0, 1, 3, 4)] == hits[:4]


def test_a_line_that_was_not_found_is_added() -> None:
    hits = [hit("a", 9.0, "L"), hit("b", 8.0)]
    assert governed(hits, LINES) == [hits[0], Hit(LINE, 9.0, {"governing": 9.0}, 0.09), hits[1]]


def test_a_line_above_what_it_governs_stays_there() -> None:
    hits = [hit("L", 9.0), hit("a", 8.0, "L"), hit("b", 7.0, "L")]
    assert governed(hits, LINES) == hits


def test_a_line_right_behind_what_it_governs_is_left_as_it_is() -> None:
    hits = [hit("a", 9.0, "L"), hit("L", 8.0), hit("b", 7.0, "L")]
    assert governed(hits, LINES) == hits


@pytest.mark.parametrize(("place", "expected"), [(0, "aLbcd"), (1, "abLcd"), (2, "abcLd"), (3, "abcd")])
def test_lines_are_looked_for_behind_the_first_three_only(place: int, expected: str) -> None:
    hits = [hit(name, 9.0 - number, "L" if number == place else None) for number, name in enumerate("abcd")]
    assert order(governed(hits, LINES)) == expected


def test_each_of_the_first_three_gets_its_own_line() -> None:
    other = clause("M", "以上工作由财政局牵头。")
    hits = [hit("a", 9.0, "L"), hit("b", 8.0, "M"), hit("c", 7.0, "L"), hit("M", 6.0)]
    found = governed(hits, {"L": LINE, "M": other})
    assert order(found) == "aLbMc"
    assert [hit.score for hit in found] == [9.0, 9.0, 8.0, 8.0, 7.0]


def test_a_line_among_the_first_three_may_be_moved_up_and_have_a_line_of_its_own() -> None:
    other = clause("M", "以上工作由财政局牵头。")
    hits = [hit("a", 9.0, "L"), hit("b", 8.0), hit("L", 7.0, "M")]
    assert order(governed(hits, {"L": LINE, "M": other})) == "aLMb"


def test_without_governors_or_lines_nothing_changes() -> None:
    hits = [hit("a", 9.0), hit("b", 8.0, "gone")]
    assert governed(hits, LINES) == hits
    assert governed([], LINES) == []


@given(ORDERS, st.data())
def test_governing_lines_are_put_in_without_losing_or_doubling_a_clause(
    held: list[str], data: st.DataObject
) -> None:
    governors = data.draw(st.lists(st.sampled_from([None, *NAMES]), min_size=len(held), max_size=len(held)))
    hits = [
        hit(name, 20.0 - place, line) for place, (name, line) in enumerate(zip(held, governors, strict=True))
    ]
    clauses: dict[str, Clause] = {name: clause(name, "牵头。") for name in NAMES}
    found = governed(hits, clauses)
    names = [hit.clause.id for hit in found]
    assert len(names) == len(set(names))
    assert set(held) <= set(names) <= {*held, *(line for line in governors[:3] if line)}
    for name, line in list(zip(held, governors, strict=True))[:3]:
        if line:
            assert names.index(line) <= names.index(name) + 1
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)
    assert [share_sum(hit) for hit in found] == pytest.approx([hit.score for hit in found])
