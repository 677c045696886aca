from pathlib import Path

import pytest

from index.training.recipe import PATH, Masked, Profile, Recipe
from index.training.sources import TrainingDataError
from tests.index.packs import profiles


@pytest.mark.parametrize("profile", ["cpu", "gpu"])
def test_both_profiles_name_only_sets_that_a_pack_has(profile: Profile) -> None:
    recipe = Recipe.load(profile)
    sets = {"asked", "described", "lexicon", "substituted", "weak", "context"}
    assert set(recipe.contrast.passes) <= sets
    assert set(recipe.finetune.passes) <= sets


def test_the_processor_trains_a_mean_and_a_gpu_a_transformer() -> None:
    cpu, gpu = Recipe.load("cpu"), Recipe.load("gpu")
    assert (cpu.shape.layers, cpu.masked) == (0, None)
    assert gpu.shape.dimension % gpu.shape.heads == 0
    assert gpu.masked is not None


def test_a_recipe_is_read_from_a_file_of_ones_own(tmp_path: Path) -> None:
    recipe = Recipe.load("gpu", profiles(tmp_path))
    assert recipe.neighbours.reach == 2
    assert recipe.masked == Masked(passes=2, length=16, batch=4, rate=1e-3, share=0.3)
    assert (recipe.contrast.passes, recipe.contrast.temperature) == ({"asked": 4, "weak": 2.5}, 0.05)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[cpu",
        "[cpu]\nseed = 1\n",
        "[gpu]\nseed = 1\n",
        PATH.read_text(encoding="utf-8").replace("vector_rate", "vektor_rate"),
    ],
)
def test_a_file_that_is_no_recipe_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "profiles.toml").write_text(text, encoding="utf-8")
    with pytest.raises(TrainingDataError, match=r"profiles\.toml 里的配方 cpu 读不出来"):
        Recipe.load("cpu", tmp_path / "profiles.toml")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(TrainingDataError, match=r"none\.toml"):
        Recipe.load("cpu", tmp_path / "none.toml")
