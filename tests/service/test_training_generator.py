from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from click.testing import CliRunner

from corpus.errors import CeyinError
from index.training.packing import Pack, PairSet
from index.training.recipe import Profile
from index.training.sources import TrainingDataError
from index.training.weights import gather
from service.training import generator, train
from service.training.recipe import Recipe
from tests.alone import FORBIDDEN, NEEDED, alone
from tests.index import packs
from tests.service.written import VOCABULARY, packed, profiles, small
from tests.stages import same

State = dict[str, torch.Tensor]


def trained(
    work: Path, report: Callable[[str], None], profile: Profile = "cpu", pack: Pack | None = None
) -> State:
    recipe = Recipe.load(profile, profiles(work.parent))
    network = generator.train(pack or small(), recipe, work, torch.device("cpu"), report)
    assert not network.training
    state: State = network.state_dict()
    return state


def quiet(_: str) -> None:
    pass


# 306 pieces of text are 19 windows of 16, twice that 9 batches of 4.
STAGES = ("text", "practice", "finetune")


def records(work: Path) -> dict[str, list[str]]:
    return {name: (work / f"{name}.tsv").read_text(encoding="utf-8").splitlines() for name in STAGES}


def test_every_stage_is_trained_and_none_is_done_again(tmp_path: Path) -> None:
    said: list[str] = []
    one = trained(tmp_path / "work", said.append)
    assert [line.split(" ")[0] for line in said] == ["co-occurrence", "co-occurrence", *STAGES]
    losses = records(tmp_path / "work")
    assert len(losses["text"]) == 9
    names = {name: {line.split("\t")[1] for line in lines} for name, lines in losses.items()}
    assert names == {"text": {"text"}, "practice": {"titled", "asked"}, "finetune": {"asked"}}
    said.clear()
    again = trained(tmp_path / "work", said.append)
    steps = {name: len(lines) for name, lines in losses.items()}
    assert said == [f"{name}: goes on after step {count} of {count}" for name, count in steps.items()]
    assert same(one, again)


class Breaking:
    """Hears what is told, and breaks off at a line that opens with a word."""

    def __init__(self, word: str) -> None:
        self._word = word

    def __call__(self, line: str) -> None:
        if line.startswith(self._word):
            raise KeyboardInterrupt


@pytest.mark.parametrize("stage", ["co-occurrence", *STAGES])
def test_broken_off_at_any_stage_and_gone_on_with_it_comes_to_the_same(stage: str, tmp_path: Path) -> None:
    whole = trained(tmp_path / "whole", quiet)
    with pytest.raises(KeyboardInterrupt):
        trained(tmp_path / "broken", Breaking(stage))
    assert not (tmp_path / "broken" / f"{stage}.pt").exists()
    assert same(trained(tmp_path / "broken", quiet), whole)
    assert records(tmp_path / "broken") == records(tmp_path / "whole")


def test_only_the_stages_behind_what_changed_are_trained_anew(tmp_path: Path) -> None:
    recipe = Recipe.load("cpu", profiles(tmp_path))
    said: list[str] = []

    def run(other: Recipe) -> list[str]:
        said.clear()
        generator.train(small(), other, tmp_path / "work", torch.device("cpu"), said.append)
        return [line.split(":")[0] for line in said if "begins anew" in line]

    run(recipe)
    changed = replace(recipe, practice=replace(recipe.practice, rate=2e-2))
    assert run(changed) == ["practice", "finetune"]
    assert run(replace(changed, text=replace(recipe.text, told=1.0))) == ["text", "practice", "finetune"]


def test_only_the_stages_behind_a_set_that_changed_are_trained_anew(tmp_path: Path) -> None:
    recipe = Recipe.load("cpu", profiles(tmp_path))
    recipe = replace(recipe, practice=replace(recipe.practice, passes={"titled": 1}))
    said: list[str] = []

    def run(**changed: PairSet) -> list[str]:
        said.clear()
        pack = small()
        other = Pack(pack.tokenizer, pack.text, {**pack.sets, **changed})
        generator.train(other, recipe, tmp_path / "work", torch.device("cpu"), said.append)
        return [line.split(":")[0] for line in said if "begins anew" in line]

    fresh = packed({"any": [("<问>x<答>y", "abc", "1"), ("<题>z", "def", "2")]}).sets["any"]
    run()
    assert run(lexicon=fresh) == []
    assert run(asked=fresh) == ["finetune"]
    assert run(titled=fresh, asked=fresh) == ["practice", "finetune"]


def test_another_seed_trains_another_generator(tmp_path: Path) -> None:
    recipe = Recipe.load("cpu", profiles(tmp_path))
    one, other = (
        generator.train(small(), replace(recipe, seed=seed), tmp_path / str(seed), torch.device("cpu"), quiet)
        for seed in (1, 2)
    )
    assert not same(one.state_dict(), other.state_dict())


def test_the_pack_of_the_encoder_is_no_pack_of_the_generator(tmp_path: Path) -> None:
    with pytest.raises(TrainingDataError, match="没有 <据>，不是生成器的训练包"):
        trained(tmp_path / "work", quiet, pack=packs.small())


def options(profile: str, folder: Path) -> list[str]:
    named = {"profiles": profiles(folder), "pack": folder / "pack.npz"}
    places = {name: folder / name for name in ("work", "out")}
    words = {"profile": profile, **named, **places}
    return [f"--{name}={word}" for name, word in words.items()]


@pytest.mark.parametrize(("profile", "layers"), [("cpu", 1), ("gpu", 2)])
def test_training_runs_by_itself_where_there_is_little_else(
    profile: str, layers: int, tmp_path: Path
) -> None:
    small().save(tmp_path / "pack.npz")
    ran = alone("service.training.train", options(profile, tmp_path))
    assert ran.told[-1] == f"权重已写入 {tmp_path / 'out'}。"
    outside = {name for name in ran.ours if not name.startswith(("index.training.", "service.training."))}
    assert outside == {
        *("corpus", "corpus.errors", "index", "index.training"),
        *("service", "service.generator", "service.prompt", "service.training"),
    }
    assert FORBIDDEN.isdisjoint(ran.imported)
    assert ran.named <= NEEDED

    left = gather(tmp_path / "out")
    assert left.tokenizer.to_str() == small().tokenizer
    # The vectors, which are tied, a norm at the end, and eleven weights a layer.
    assert len(left.weights) == 2 + 11 * layers
    assert left.weights["model.embed_tokens.weight"].shape == (VOCABULARY, 16)
    again = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    result = CliRunner().invoke(train.train, options(profile, tmp_path))
    assert [line for line in result.output.splitlines() if "goes on after" in line] == (
        result.output.splitlines()[1:-1]
    )
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == again


def test_a_pack_that_is_not_there_is_named(tmp_path: Path) -> None:
    result = CliRunner().invoke(train.train, options("cpu", tmp_path))
    assert isinstance(result.exception, CeyinError)
    assert "pack.npz" in str(result.exception)
