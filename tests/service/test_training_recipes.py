from pathlib import Path

import pytest

from index.training.recipe import Profile
from index.training.sources import TrainingDataError
from service.training.recipe import PATH, Recipe, Shape, Text, Writing
from tests.service.written import profiles

SETS = {"asked", "answered", "titled", "described", "lexicon", "substituted"}


@pytest.mark.parametrize("profile", ["cpu", "gpu"])
def test_both_profiles_name_only_sets_that_a_pack_has(profile: Profile) -> None:
    recipe = Recipe.load(profile)
    assert set(recipe.practice.passes) <= SETS
    assert set(recipe.finetune.passes) <= SETS
    assert recipe.shape.heads % 2 == 0
    assert 0 < recipe.text.told <= 1


def test_a_recipe_is_read_from_a_file_of_ones_own(tmp_path: Path) -> None:
    recipe = Recipe.load("cpu", profiles(tmp_path))
    assert (recipe.seed, recipe.shape) == (1, Shape(dimension=16, layers=1, heads=2, inner=16))
    assert recipe.neighbours.reach == 2
    assert recipe.text == Text(passes=2, length=16, batch=4, rate=1e-2, told=0.5)
    assert recipe.practice == Writing(passes={"titled": 1.5, "asked": 1}, pieces=64, rate=1e-2)
    assert Recipe.load("gpu", profiles(tmp_path)).neighbours.reach == 8


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[cpu",
        "[cpu]\nseed = 1\n",
        "[gpu]\nseed = 1\n",
        PATH.read_text(encoding="utf-8").replace("told = 0.25", "tolled = 0.25"),
        PATH.read_text(encoding="utf-8").replace("[cpu.finetune]", "[cpu.fine]"),
        PATH.read_text(encoding="utf-8").replace("[cpu]                       # two cores\nseed = 1", ""),
    ],
)
def test_a_file_that_is_no_recipe_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "profiles.toml").write_text(text, encoding="utf-8")
    with pytest.raises(TrainingDataError, match=r"profiles\.toml 里的配方 cpu 读不出来"):
        Recipe.load("cpu", tmp_path / "profiles.toml")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(TrainingDataError, match=r"none\.toml"):
        Recipe.load("cpu", tmp_path / "none.toml")
