import json
from pathlib import Path

import numpy as np
import pytest
import torch
from click.testing import CliRunner, Result

from index.encoder import load_encoder
from index.training import encoder, sources, tokenizer
from index.training.__main__ import main
from index.training.packing import Pack
from index.training.recipe import Profile, Recipe
from index.training.sources import TrainingDataError
from index.training.train import train
from tests import training_data
from tests.index.packs import profiles, small

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return training_data.make(tmp_path_factory.mktemp("training") / "data")


def invoke(*words: object) -> Result:
    return CliRunner().invoke(main, list(map(str, words)), catch_exceptions=False)


def test_data_become_a_model_with_figures_and_a_card(data: Path, tmp_path: Path) -> None:
    model, pack, work = tmp_path / "model", tmp_path / "pack.npz", tmp_path / "work"
    tokenizer.train(data, model / "tokenizer.json", pieces=80)
    told = invoke("pack", "--data", data, "--model", model, "--pack", pack).output
    assert told.splitlines()[-1] == f"训练包已写入 {pack}，{pack.stat().st_size / 1e6:.0f} MB。"
    invoke("pack", "--data", data, "--model", model, "--pack", tmp_path / "less.npz", "--share", 0.5)
    assert 0 < len(Pack.load(tmp_path / "less.npz").text) < len(Pack.load(pack).text)
    recipes = profiles(tmp_path)
    text = recipes.read_text(encoding="utf-8")
    recipes.write_text(
        text.replace("asked = 4, weak = 2.5", "weak = 4").replace("asked", "weak"), encoding="utf-8"
    )
    options = ("--profile", "cpu", "--profiles", recipes, "--pack", pack)
    held = CliRunner().invoke(train, [*map(str, options), "--work", str(work), "--out", str(work / "out")])
    assert held.output.splitlines()[-1] == f"权重已写入 {work / 'out'}。"
    invoke("assemble", "--weights", work / "out", "--model", model)
    vectors = load_encoder(str(model)).encode(["企业创新", "人才补贴"])
    assert vectors.shape == (2, 8)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)

    invoke("evaluate", "--data", data, "--model", model, "--out", tmp_path / "figures.json")
    figures = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))
    assert list(figures) == ["law", "policy"]
    invoke("card", "--pack", pack, "--model", model, "--figures", tmp_path / "figures.json")
    card = (model / "README.md").read_text(encoding="utf-8")
    assert f"{figures['law']['questions']:.0f} 题" in card
    assert f"R@10 {figures['policy']['R@10']:.3f}" in card


def test_the_held_out_questions_are_laid_out_for_a_benchmark(data: Path, tmp_path: Path) -> None:
    told = invoke("held-out", "--data", data, "--out", tmp_path).output
    assert [line.split(":")[0] for line in told.splitlines()] == ["law", "policy"]
    assert sorted(path.name for path in (tmp_path / "law").iterdir()) == [
        "corpus.jsonl",
        "qrels",
        "queries.jsonl",
    ]


def trained(profile: Profile, work: Path, shrunk: Path) -> tuple[list[torch.Tensor], list[str]]:
    said: list[str] = []
    network = encoder.train(small(), Recipe.load(profile, profiles(shrunk)), work, CPU, said.append)
    assert not network.training
    return list(network.state_dict().values()), said


# Of 12 pairs 48 are 12 batches of 4; 30 are 7 batches and one of 2; 24 are 6. 306 pieces of text are 19
# windows of 16, twice that 9 batches of 4.
@pytest.mark.parametrize(
    ("profile", "stages"),
    [("cpu", {"contrast": 20, "finetune": 6}), ("gpu", {"masked": 9, "contrast": 20, "finetune": 6})],
)
def test_every_stage_is_trained_and_done_again_only_where_it_is_not_done(
    profile: Profile, stages: dict[str, int], tmp_path: Path
) -> None:
    one, said = trained(profile, tmp_path / "one", tmp_path)
    assert said[-1].startswith("finetune 6/6 asked ")
    for name, steps in stages.items():
        record = (tmp_path / "one" / f"{name}.tsv").read_text(encoding="utf-8")
        assert len(record.splitlines()) == steps
    again, said = trained(profile, tmp_path / "one", tmp_path)
    assert said == [f"{name}: goes on after step {steps} of {steps}" for name, steps in stages.items()]
    assert all(map(torch.equal, one, again))
    # Without its last stage it trains that one alone, and comes to the same.
    (tmp_path / "one" / "finetune.pt").unlink()
    again, said = trained(profile, tmp_path / "one", tmp_path)
    assert [line.split(" ")[0] for line in said] == [*(f"{name}:" for name in list(stages)[:-1]), "finetune"]
    assert all(map(torch.equal, one, again))


@pytest.mark.parametrize("profile", ["cpu", "gpu"])
def test_the_same_seed_trains_the_same_encoder(profile: Profile, tmp_path: Path) -> None:
    one, two = (trained(profile, tmp_path / name, tmp_path)[0] for name in ("one", "two"))
    assert all(map(torch.equal, one, two))


def test_numbers_are_cut_into_digits(data: Path, tmp_path: Path) -> None:
    pieces = tokenizer.train(data, tmp_path / "tokenizer.json", pieces=80)
    assert len(pieces.encode("2020").ids) == 4


def test_the_piece_that_hides_others_comes_last_and_once(data: Path, tmp_path: Path) -> None:
    pieces = tokenizer.train(data, tmp_path / "tokenizer.json", pieces=80)
    size = pieces.get_vocab_size()
    for _ in range(2):
        assert tokenizer.masking(pieces).token_to_id("<mask>") == size
    assert pieces.get_vocab_size() == size + 1


def test_missing_data_is_named(tmp_path: Path) -> None:
    with pytest.raises(TrainingDataError, match=r"question-pairs\.jsonl"):
        sources.question_pairs(tmp_path)
