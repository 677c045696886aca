import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tokenizers import Tokenizer

from index.training.packing import Pack
from index.training.weights import gather
from service.causal import CausalModel
from service.training.__main__ import main
from service.training.train import train
from tests import training_data
from tests.service.written import TITLED, profiles, shard, small


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = training_data.make(tmp_path_factory.mktemp("training") / "data")
    shard(folder, "pairs-3-title-body", TITLED)
    return folder


def invoke(*words: object) -> Result:
    return CliRunner().invoke(main, list(map(str, words)), catch_exceptions=False)


def test_data_become_a_pack_of_the_encoder_s_pieces(data: Path, tmp_path: Path) -> None:
    path = tmp_path / "new" / "pack.npz"
    told = invoke("pack", "--data", data, "--pack", path, "--share", 0.5).output
    assert told.splitlines()[-1] == f"训练包已写入 {path}，{path.stat().st_size / 1e6:.0f} MB。"
    pack = Pack.load(path)
    assert {"asked", "titled", "lexicon"} <= set(pack.sets)
    assert len(pack.sets["titled"]) == 40 + len(TITLED)
    # What was told of the text is all of it; half of its blocks were kept.
    whole = int(told.splitlines()[0].split(" ")[1].replace(",", ""))
    assert len(pack.text) == pytest.approx(whole / 2, abs=4096)
    # The bundled encoder's pieces, the one that hides others, and five marks.
    assert Tokenizer.from_str(pack.tokenizer).get_vocab_size() == 16_000 + 1 + 5


def test_a_pack_becomes_a_generator_with_figures_and_a_card(data: Path, tmp_path: Path) -> None:
    model, pack, work = tmp_path / "model", tmp_path / "pack.npz", tmp_path / "work"
    small().save(pack)
    options = ("--profile", "cpu", "--profiles", profiles(tmp_path), "--pack", pack)
    places = ("--work", work, "--out", work / "out")
    held = CliRunner().invoke(train, list(map(str, (*options, *places))))
    assert held.output.splitlines()[-1] == f"权重已写入 {work / 'out'}。"
    assert gather(work / "out").shape == {"dimension": 16, "layers": 1, "heads": 2, "inner": 16}
    told = invoke("assemble", "--weights", work / "out", "--model", model).output
    assert f"生成器已写入 {model}。\n" in told
    assert CausalModel(str(model), weight=1.0).likelihoods("abc", ["abc", "xyz"])[0] < 0

    path = tmp_path / "new" / "figures.json"
    invoke("evaluate", "--data", data, "--model", model, "--out", path)
    figures = json.loads(path.read_text(encoding="utf-8"))
    assert figures["questions"] == 400
    assert 0 <= figures["origin"] < 0.5
    assert figures["overlap"] > figures["chance"]
    invoke("card", "--pack", pack, "--model", model, "--figures", path)
    card = (model / "README.md").read_text(encoding="utf-8")
    assert f"认出自己段落的占 {figures['origin']:.3f}" in card
    assert "标题；政策法律问答、阅读理解，配问题：10 对；" in card


def test_the_steps_are_there_and_told() -> None:
    told = invoke("--help").output
    for name in ("assemble", "card", "evaluate", "generator", "pack"):
        assert f"\n  {name} " in told
