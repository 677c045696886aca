import json
from pathlib import Path

from index.training.recipe import Profile
from service.training import card
from service.training.network import config_of, network_size
from service.training.recipe import Recipe
from tests.service.written import VOCABULARY, packed

SIZES = {"asked": 6, "answered": 5, "titled": 4, "described": 3, "lexicon": 2, "substituted": 1}
PACK = packed({name: [("<说>a", "bc", "bc")] * size for name, size in SIZES.items()}, ["abc", "defg"])
FIGURES = {
    "questions": 400,
    "origin": 0.8125,
    "asked": 333,
    "answers": 0.75,
    "overlap": 0.625,
    "chance": 0.25,
    "own grams": 0.40625,
    "questions per second": 12.4,
}


def written(folder: Path, profile: Profile) -> str:
    model, figures = folder / "model", folder / "figures.json"
    model.mkdir()
    (model / "model.safetensors").write_bytes(bytes(2_000_000))
    (model / "README.md").write_text("注" * 900_000, encoding="utf-8")
    figures.write_text(json.dumps(FIGURES), encoding="utf-8")
    card.write(PACK, profile, model, figures)
    return (model / "README.md").read_text(encoding="utf-8")


def test_the_card_says_how_well_the_model_does_on_what_was_held_out(tmp_path: Path) -> None:
    text = written(tmp_path, "cpu")
    assert "- 400 个问题，" in text
    assert "认出自己段落的占 0.812（碰运气 0.100）" in text
    assert "333 个问题，在段落的几句里挑中答案的占 0.750（数相同的字 0.625，碰运气 0.250）" in text
    assert "双字里有 41% 是段落里没有的；每秒写 12 个问题" in text


def test_the_card_says_what_was_trained_on(tmp_path: Path) -> None:
    text = written(tmp_path, "cpu")
    sizes = [int(line.split("：")[-1].split(" ")[0]) for line in text.splitlines() if line.endswith(" 对；")]
    assert sizes == [6, 5, 4, 3, 2, 1]
    # Paragraphs of 3 and 4 pieces, and what parts them; the old card does not count as part of the model.
    assert "此外 9 个词片" in text
    assert f"词片 {VOCABULARY} 个" in text
    assert "共 2 MB" in text


def test_the_card_tells_the_recipe_of_its_profile(tmp_path: Path) -> None:
    for profile in ("cpu", "gpu"):
        (tmp_path / profile).mkdir()
        text = written(tmp_path / profile, profile)
        recipe = Recipe.load(profile)
        assert f"{recipe.shape.layers} 层 × {recipe.shape.dimension} 维，{recipe.shape.heads} 头" in text
        millions = network_size(config_of(VOCABULARY, recipe.shape)) / 1e6
        assert f"约 {millions:.1f} 百万参数" in text
        assert f"语言建模 {recipe.text.passes:g} 遍" in text
        for name, stage in (("练写", recipe.practice), ("微调", recipe.finetune)):
            passes = "、".join(f"{given} × {times:g}" for given, times in stage.passes.items())
            assert f"{name}（{passes}）" in text
        assert f"`{profile}` 配方，种子 {recipe.seed}" in text
