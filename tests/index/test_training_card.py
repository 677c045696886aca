import json
from pathlib import Path

from index.training import card
from index.training.recipe import Profile, Recipe
from tests.index.packs import packed, pairs_of

NAMES = ("asked", "described", "lexicon", "substituted", "weak", "context")
PACK = packed({name: pairs_of("a b", "c d") for name in NAMES}, ["abc", "defg"])
FIGURES = {
    "law": {"questions": 128, "passages": 7000, "R@1": 0.25, "R@10": 0.5, "MRR@10": 0.3333},
    "policy": {"questions": 64, "passages": 3000, "R@1": 0.125, "R@10": 0.75, "MRR@10": 0.4},
}


def written(folder: Path, profile: Profile) -> str:
    model, figures = folder / "model", folder / "figures.json"
    (model / "part").mkdir(parents=True)
    (model / "part" / "model.safetensors").write_bytes(bytes(2_000_000))
    (model / "README.md").write_text("注" * 900_000, encoding="utf-8")
    figures.write_text(json.dumps(FIGURES), encoding="utf-8")
    card.write(PACK, profile, model, figures)
    return (model / "README.md").read_text(encoding="utf-8")


def test_the_card_says_what_was_trained_on_what_and_how_well(tmp_path: Path) -> None:
    text = written(tmp_path, "cpu")
    assert "  - 口语问法律：128 题、7000 段，R@1 0.250，R@10 0.500，MRR@10 0.333；" in text
    assert "  - 口语问政策和工作报告：64 题、3000 段，R@1 0.125，R@10 0.750，MRR@10 0.400；" in text
    # Paragraphs of 3 and 4 pieces, and what parts them; the old card does not count as part of the model.
    assert text.count("：2 对；") == len(NAMES)
    assert "此外 9 个词片" in text
    assert "词片 31 个" in text
    assert "共 2 MB" in text


def test_the_card_of_a_mean_tells_of_its_vectors_and_its_passes(tmp_path: Path) -> None:
    text, recipe = written(tmp_path, "cpu"), Recipe.load("cpu")
    assert f"每个词片一个 {recipe.shape.dimension} 维向量" in text
    assert "掩码" not in text
    assert f"asked × {recipe.contrast.passes['asked']:g}、" in text
    assert text.count("批内负例") == 2


def test_the_card_of_a_transformer_tells_of_its_layers_and_its_pre_training(tmp_path: Path) -> None:
    text, recipe = written(tmp_path, "gpu"), Recipe.load("gpu")
    assert f"ModernBERT，{recipe.shape.layers} 层 × {recipe.shape.dimension} 维" in text
    assert recipe.masked is not None
    assert f"掩码预训练 {recipe.masked.passes:g} 遍，掩去 {recipe.masked.share:.0%}" in text
