from dataclasses import replace
from pathlib import Path

import pytest
import torch

from index.training.packing import Pieces
from service.training.language import Language
from service.training.recipe import Text
from tests.service.written import ids, network
from tests.stages import cut_off, done, same

RECIPE = Text(passes=2, length=12, batch=4, rate=1e-2, told=1.0)
WINDOW = "abcdefghijkl"
TEXT = ids(WINDOW * 8)


def staged(text: Pieces = TEXT, recipe: Text = RECIPE, seed: int = 1) -> Language:
    return Language(network(), text, recipe, seed)


def test_the_loss_is_that_of_telling_every_next_piece() -> None:
    stage = staged()
    windows = torch.from_numpy(ids(WINDOW).astype("int64"))[None]
    with torch.no_grad():
        whole = stage.network(input_ids=windows, labels=windows).loss.item()
    step = stage.step(0)
    assert step.name == "text"
    assert step.loss == pytest.approx(whole, abs=1e-5)


def test_of_a_share_of_the_pieces_a_share_is_told() -> None:
    # The losses of 11 pieces differ: with all of them told the loss is their mean, with some of them not.
    windows = torch.from_numpy(ids(WINDOW).astype("int64"))[None]
    some = [staged(recipe=replace(RECIPE, told=0.25, batch=1)).step(number).loss for number in range(3)]
    with torch.no_grad():
        logits = staged().network(input_ids=windows).logits[0]
    each = torch.nn.functional.cross_entropy(logits[:-1], windows[0, 1:], reduction="none")
    assert each.min() < some[0] < each.max()
    assert some[0] != pytest.approx(each.mean().item(), abs=1e-4)
    assert len(set(some)) == 3


@pytest.mark.parametrize(("pieces", "steps"), [(11, 0), (12, 1), (35, 2), (36, 3)])
def test_text_short_of_a_window_is_left_out(pieces: int, steps: int) -> None:
    assert len(staged(TEXT[:pieces], replace(RECIPE, passes=1, batch=1))) == steps


@pytest.mark.parametrize(("passes", "batch", "steps"), [(1, 4, 2), (1.5, 4, 3), (2, 5, 3), (0.3, 1, 2)])
def test_the_text_is_gone_through_as_often_as_the_recipe_says(passes: float, batch: int, steps: int) -> None:
    # Of 8 windows 0.3 are two; windows that fill no batch are left over.
    assert len(staged(recipe=replace(RECIPE, passes=passes, batch=batch))) == steps


def test_the_loss_falls(tmp_path: Path) -> None:
    done(staged(recipe=replace(RECIPE, passes=20)), tmp_path, every=1e9)
    lines = (tmp_path / "stage.tsv").read_text(encoding="utf-8").splitlines()
    losses = [float(line.split("\t")[2]) for line in lines]
    assert len(losses) == 40
    assert sum(losses[-5:]) < 0.5 * sum(losses[:5])


def test_cut_off_and_gone_on_with_gives_bit_for_bit_what_it_gives_unbroken(tmp_path: Path) -> None:
    recipe = replace(RECIPE, passes=4, told=0.5)
    whole, _ = done(staged(recipe=recipe), tmp_path / "whole")
    for number in (2, 5):
        cut_off(staged(recipe=recipe), number, tmp_path / "broken")
    broken, said = done(staged(recipe=recipe), tmp_path / "broken")
    assert said[0] == "stage: goes on after step 5 of 8"
    assert same(broken, whole)
    other, _ = done(staged(recipe=recipe, seed=2), tmp_path / "other")
    assert not same(other, whole)
