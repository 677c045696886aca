from collections import Counter
from dataclasses import replace
from math import e, log
from pathlib import Path

import pytest
import torch

from index.training.contrastive import Contrasting, batches
from index.training.network import Batch, Mean
from index.training.packing import Pair
from index.training.recipe import Contrast
from index.training.sources import TrainingDataError
from index.training.stepping import Place, run
from tests.index.packs import LETTERS, VOCABULARY, A, B, packed, pairs_of, small

ONCE = Contrast(passes={"asked": 1}, batch=4, vector_rate=0.0, temperature=1.0)
EIGHT = [f"{LETTERS[n]} {LETTERS[n + 8]}" for n in range(8)]


def corners() -> Mean:
    """a points along the first axis, b along the second."""
    start = torch.zeros(VOCABULARY, 2)
    start[A, 0] = start[B, 1] = 1.0
    return Mean(start)


def loss(pairs: list[Pair], recipe: Contrast = ONCE) -> float:
    return Contrasting(corners(), packed({"asked": pairs}).sets, recipe, 1).step(0).loss


def test_the_loss_is_the_cross_entropy_of_finding_the_own_text_and_back() -> None:
    # Scores 1 for the own text and 0 for the other one.
    assert loss([("a", "a", "甲"), ("b", "b", "乙")]) == pytest.approx(log(1 + 1 / e), abs=1e-4)


def test_a_lower_temperature_sharpens_the_scores() -> None:
    found = loss([("a", "a", "甲"), ("b", "b", "乙")], replace(ONCE, temperature=0.5))
    assert found == pytest.approx(log(1 + e**-2), abs=1e-4)


def test_pairs_of_one_group_are_no_negatives_of_each_other() -> None:
    # With nothing to be told from, nothing is lost; else each would be taken for the other half the time.
    assert loss([("a", "a", "甲"), ("a", "a", "甲")]) == pytest.approx(0, abs=1e-4)
    assert loss([("a", "a", "甲"), ("a", "a", "乙")]) == pytest.approx(log(2), abs=1e-4)


def test_pairs_of_other_groups_are_negatives_all_the_same() -> None:
    # The first two are told from the third alone, the third from the first two.
    pairs = [("a", "a", "甲"), ("a", "a", "甲"), ("b", "b", "乙")]
    assert loss(pairs) == pytest.approx((2 * log(1 + 1 / e) + log(1 + 2 / e)) / 3, abs=1e-4)


def test_the_same_seed_gives_the_same_batches_and_another_one_others() -> None:
    sets = small().sets
    recipe = Contrast(passes={"asked": 2, "weak": 1}, batch=4, vector_rate=0.0)
    assert batches(sets, recipe, 5) == batches(sets, recipe, 5) != batches(sets, recipe, 6)


def test_a_batch_is_of_one_set_and_the_sets_are_mixed() -> None:
    recipe = Contrast(passes={"asked": 8, "weak": 4}, batch=4, vector_rate=0.0)
    names = [batch.name for batch in batches(small().sets, recipe, 5)]
    assert Counter(names) == {"asked": 24, "weak": 12}
    assert names != sorted(names)


@pytest.mark.parametrize(("passes", "times"), [(1, {1: 8}), (1.5, {2: 4, 1: 4}), (0.25, {1: 2}), (2, {2: 8})])
def test_a_part_of_a_pass_goes_through_a_part_of_the_pairs(passes: float, times: dict[int, int]) -> None:
    sets = packed({"asked": pairs_of(*EIGHT)}).sets
    found = batches(sets, Contrast(passes={"asked": passes}, batch=4, vector_rate=0.0), 1)
    assert Counter(Counter(row for batch in found for row in batch.rows).values()) == times


def test_a_set_that_is_not_asked_for_is_not_gone_through() -> None:
    found = batches(small().sets, Contrast(passes={"weak": 1}, batch=4, vector_rate=0.0), 1)
    assert [batch.name for batch in found] == ["weak"] * 3


def test_a_pair_with_an_empty_side_is_left_out() -> None:
    sets = packed({"asked": [("a", "b", "1"), ("", "c", "2"), ("d", "", "3"), ("e", "f", "4")]}).sets
    assert [sorted(batch.rows) for batch in batches(sets, ONCE, 1)] == [[0, 3]]


def test_a_pair_left_over_alone_makes_no_batch() -> None:
    sets = packed({"asked": pairs_of(*EIGHT[:5])}).sets
    assert [len(batch.rows) for batch in batches(sets, ONCE, 1)] == [4]


def test_texts_of_like_length_are_in_one_batch() -> None:
    sides = [f"{LETTERS[n]} {'xyz' * (n % 2) + LETTERS[n]}" for n in range(8)]
    found = batches(packed({"asked": pairs_of(*sides)}).sets, ONCE, 1)
    assert sorted(sorted(batch.rows) for batch in found) == [[0, 2, 4, 6], [1, 3, 5, 7]]


class Spy(Mean):
    """Remembers what it was given."""

    def __init__(self) -> None:
        super().__init__(torch.eye(VOCABULARY))
        self.seen: list[list[int]] = []

    def forward(self, batch: Batch) -> torch.Tensor:
        self.seen += [pieces.tolist() for pieces in batch]
        return super().forward(batch)


def given(dropped: float) -> list[list[int]]:
    network = Spy()
    sets = packed({"asked": [("a" * 60, "b" * 60, "1"), ("c", "d", "2")]}).sets
    Contrasting(network, sets, replace(ONCE, dropped=dropped), 1).step(0)
    return sorted(network.seen)


def test_a_share_of_the_pieces_is_dropped_but_never_all_of_a_text() -> None:
    assert [len(pieces) for pieces in given(0.0)] == [60, 60, 1, 1]
    long, other, *short = given(0.5)
    assert set(long) == {A}
    assert set(other) == {B}
    assert 15 < len(long) < 45
    assert 15 < len(other) < 45
    assert [len(pieces) for pieces in short] == [1, 1]
    assert given(0.5) == [long, other, *short]


def test_the_loss_falls_and_the_rates_are_those_of_the_recipe(tmp_path: Path) -> None:
    torch.manual_seed(1)
    recipe = Contrast(passes={"asked": 20}, batch=4, vector_rate=0.1, temperature=0.2)
    stage = Contrasting(Mean(torch.randn(VOCABULARY, 8)), small().sets, recipe, 1)
    run(stage, "contrast", "x", Place(tmp_path), lambda line: None)
    lines = (tmp_path / "contrast.tsv").read_text(encoding="utf-8").splitlines()
    losses = [float(line.split("\t")[2]) for line in lines]
    assert len(losses) == 60
    assert sum(losses[-10:]) < 0.5 * sum(losses[:10])


def test_vectors_and_layers_have_rates_of_their_own() -> None:
    recipe = replace(ONCE, vector_rate=0.5, rate=0.25)
    stage = Contrasting(corners(), packed({"asked": pairs_of("a a", "b b")}).sets, recipe, 1)
    stage.step(0)
    assert [group["lr"] for group in stage.optimizer.param_groups] == [0.5, 0.25]


def test_a_set_that_is_not_in_the_pack_is_named() -> None:
    with pytest.raises(TrainingDataError, match="没有配方要的配对集 letters"):
        batches(small().sets, Contrast(passes={"letters": 1}, batch=4, vector_rate=0.0), 1)
