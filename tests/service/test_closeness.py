from typing import cast

import numpy as np
import pytest

from corpus.clause import Clause, Kind
from index.hit import Hit
from index.search import HybridSearcher
from service.answerer import Answerer
from service.closeness import Closeness, answer_share
from service.expected import Wanted


@pytest.fixture(scope="module")
def closeness(answerer: Answerer) -> Closeness:
    return Closeness(cast("HybridSearcher", answerer._searcher))


def hit(text: str, score: float, kind: Kind = Kind.ITEM, asked: tuple[int, int] | None = None) -> Hit:
    return Hit(Clause(f"d#{text[:2]}", "d", (), kind, 100, 100 + len(text), text), score, {}, 0.5, asked)


@pytest.mark.parametrize(
    ("start", "end", "share"), [(10, 20, 1.0), (5, 30, 1.0), (15, 40, 0.5), (20, 30, 0.0), (0, 5, 0.0)]
)
def test_the_stored_answer_counts_by_the_share_held(start: int, end: int, share: float) -> None:
    assert answer_share((10, 20), start, end) == share
    assert answer_share(None, start, end) == 0.0


def test_every_candidate_of_every_hit_is_compared(closeness: Closeness) -> None:
    first = hit("高新技术企业突破1500家。给予补贴。", 4.0, asked=(100, 112))
    second = hit("为了贯彻精神，特制定本规划。", 1.0, Kind.PREAMBLE)
    found = closeness.features("高新技术企业要突破多少家", [first, second], Wanted(unit=False, number=True))
    assert [len(rows) for rows in found] == [2, 1]
    best, other, frame = found[0][0], found[0][1], found[1][0]
    assert (best["relative"], best["first"], best["count"]) == (1.0, 1.0, 2.0)
    assert (frame["relative"], frame["first"], frame["frame"]) == (0.25, 0.0, 1.0)
    assert (best["figure"], best["no_figure"], other["figure"], other["no_figure"]) == (1.0, 0.0, 0.0, 1.0)
    assert (best["held"], other["held"]) == (1.0, 0.0)
    assert best["asked"] == pytest.approx(0.25)
    assert best["dense"] > other["dense"]
    assert best["lexical_behind"] == 0.0
    assert other["lexical_behind"] == pytest.approx(best["lexical"] - other["lexical"])


def test_without_hits_nothing_is_compared(closeness: Closeness) -> None:
    assert closeness.features("高企", [], Wanted(unit=False, number=False)) == []


def test_the_sentences_of_a_clause_are_prepared_once(closeness: Closeness) -> None:
    clause = hit("给予一次性奖励。对示范区倾斜。", 1.0).clause
    held = closeness.sentences(clause)
    assert held.texts == ["给予一次性奖励", "对示范区倾斜"]
    assert np.allclose(np.linalg.norm(held.vectors, axis=1), 1.0, atol=1e-3)
    assert closeness.sentences(clause) is held
