from pathlib import Path
from typing import cast

import numpy as np
import torch
from numpy.typing import NDArray

from index.training.masked import Masking, hidden
from index.training.network import Contextual
from index.training.packing import Pieces
from index.training.recipe import Masked, Shape
from index.training.stepping import Place, run
from tests.index.packs import MASK, VOCABULARY, ids

SHAPE = Shape(dimension=16, layers=1, heads=2, inner=16)
RECIPE = Masked(passes=40, length=12, batch=4, rate=1e-2, share=0.3)
TEXT = ids("abcdefghijkl" * 8)


class Drawn:
    """Draws the numbers that it is given, and permutes by turning round."""

    def __init__(self, *draws: list[list[float]]) -> None:
        self._draws = list(draws)

    def random(self, shape: tuple[int, int]) -> NDArray[np.float64]:
        return np.array(self._draws.pop(0)).reshape(shape)

    def permuted(self, pieces: NDArray[np.int64]) -> NDArray[np.int64]:
        return pieces[::-1]


def test_of_the_pieces_to_be_told_most_are_hidden_some_swapped_and_some_left() -> None:
    windows = np.array([[10, 11, 12, 13, 14]])
    # The first four are to be told; 0.8 and more is swapped, 0.9 and more left.
    chance = Drawn([[0.0, 0.1, 0.2, 0.49, 0.5]], [[0.79, 0.0, 0.8, 0.9, 0.0]])
    pieces, labels = hidden(windows, 0.5, 99, cast(np.random.Generator, chance))
    # 12 stands in the middle, so that turned round it is itself; the swap is seen in the next test.
    assert pieces.tolist() == [[99, 99, 12, 13, 14]]
    assert labels.tolist() == [[10, 11, 12, 13, -100]]


def test_a_swapped_piece_is_one_of_the_other_windows_pieces() -> None:
    chance = Drawn([[0.0, 0.9], [0.9, 0.9]], [[0.85, 0.0], [0.0, 0.0]])
    pieces, labels = hidden(np.array([[10, 11], [12, 13]]), 0.5, 99, cast(np.random.Generator, chance))
    assert pieces.tolist() == [[13, 11], [12, 13]]
    assert labels.tolist() == [[10, -100], [-100, -100]]


def test_the_share_of_the_recipe_is_to_be_told() -> None:
    windows = np.arange(40_000).reshape(400, 100)
    pieces, labels = hidden(windows, 0.3, -1, np.random.default_rng(1))
    told = labels != -100
    assert abs(told.mean() - 0.3) < 0.01
    assert abs((pieces[told] == -1).mean() - 0.8) < 0.01
    assert abs((pieces[told] == labels[told]).mean() - 0.1) < 0.01
    assert np.array_equal(labels[told], windows[told])
    assert np.array_equal(pieces[~told], windows[~told])


def staged(text: Pieces = TEXT, recipe: Masked = RECIPE) -> tuple[Contextual, Masking]:
    torch.manual_seed(1)
    network = Contextual(torch.randn(VOCABULARY, SHAPE.dimension), SHAPE)
    network.train()
    return network, Masking(network, text, recipe, MASK, 1)


def test_the_loss_falls_and_the_network_itself_is_changed(tmp_path: Path) -> None:
    network, stage = staged()
    before = {name: value.clone() for name, value in network.state_dict().items()}
    run(stage, "masked", "x", Place(tmp_path), lambda line: None)
    lines = (tmp_path / "masked.tsv").read_text(encoding="utf-8").splitlines()
    losses = [float(line.split("\t")[2]) for line in lines]
    # 8 windows 40 times, 4 a step.
    assert len(losses) == 80
    assert sum(losses[-10:]) < 0.7 * sum(losses[:10])
    still = {name for name, value in network.state_dict().items() if torch.equal(value, before[name])}
    assert not {name for name in still if name.endswith("weight")}


def test_the_head_tells_pieces_by_their_own_vectors() -> None:
    network, stage = staged()
    assert stage.network.get_output_embeddings().weight is network.table


def test_text_short_of_a_window_is_left_out() -> None:
    one_pass = Masked(passes=1, length=12, batch=1, rate=1e-2, share=0.3)
    assert [len(staged(TEXT[:length], one_pass)[1]) for length in (11, 12, 35, 36)] == [0, 1, 2, 3]


def test_a_part_of_a_pass_goes_through_a_part_of_the_windows() -> None:
    passes = Masked(passes=1.5, length=12, batch=1, rate=1e-2, share=0.3)
    assert len(staged(recipe=passes)[1]) == 12
