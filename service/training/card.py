"""Writes the generator's model card from what a training run left."""

import json
from pathlib import Path

from tokenizers import Tokenizer

from index.training.packing import Pack
from index.training.recipe import Profile
from service.training.network import config_of, network_size
from service.training.recipe import Recipe, Writing

_TEMPLATE = Path(__file__).with_name("card.md")
_SETS = {
    "asked": "其他政策、工作报告、法律的段落，配口语问题或转述（`question-pairs.jsonl`、`written.jsonl`）",
    "answered": "同样的段落，配口语问题和答它的原话",
    "titled": "文章，配标题；政策法律问答、阅读理解，配问题",
    "described": "正式说法，配老百姓的说法（`described.tsv`）",
    "lexicon": "正式说法，配词表的口语",
    "substituted": "政策法律里的句子，配换成口语的句子",
}


def write(pack: Pack, profile: Profile, model: Path, figures: Path) -> None:
    """Write `README.md` into the model folder, from the pack, the recipe and the held-out figures."""
    recipe = Recipe.load(profile)
    vocabulary = Tokenizer.from_str(pack.tokenizer).get_vocab_size()
    whole = network_size(config_of(vocabulary, recipe.shape))
    size = sum(path.stat().st_size for path in model.rglob("*") if path.is_file() and path.suffix != ".md")
    text = _TEMPLATE.read_text(encoding="utf-8").format(
        layers=recipe.shape.layers,
        dimension=recipe.shape.dimension,
        heads=recipe.shape.heads,
        millions=whole / 1e6,
        vectors=vocabulary * recipe.shape.dimension / 1e6,
        vocabulary=vocabulary,
        megabytes=size / 1e6,
        sets="\n".join(f"  - {_SETS[name]}：{len(pairs):,} 对；" for name, pairs in pack.sets.items()),
        text=len(pack.text),
        profile=profile,
        seed=recipe.seed,
        steps=_steps(recipe),
        figures=_figures(json.loads(figures.read_text(encoding="utf-8"))),
    )
    (model / "README.md").write_text(text, encoding="utf-8")


def _steps(recipe: Recipe) -> str:
    stages = (("练写", recipe.practice), ("微调", recipe.finetune))
    return (
        "；".join(
            [
                f"词片的向量从共现起步（同编码器），语言建模 {recipe.text.passes:g} 遍",
                *(f"{name}（{_passes(stage)}）" for name, stage in stages),
            ]
        )
        + "。矩阵用 Muon，其余用 AdamW；同一段落的几个问题排在一行里，互相看不见。"
    )


def _passes(stage: Writing) -> str:
    return "、".join(f"{name} × {times:g}" for name, times in stage.passes.items())


def _figures(held: dict[str, float]) -> str:
    return "\n".join(
        [
            f"  - {held['questions']:.0f} 个问题，在十段里认出自己段落的占 {held['origin']:.3f}"
            "（碰运气 0.100）；",
            f"  - {held['asked']:.0f} 个问题，在段落的几句里挑中答案的占 {held['answers']:.3f}"
            f"（数相同的字 {held['overlap']:.3f}，碰运气 {held['chance']:.3f}）；",
            f"  - 自己写的问题，双字里有 {held['own grams']:.0%} 是段落里没有的；"
            f"每秒写 {held['questions per second']:.0f} 个问题（写卡的机器上）。",
        ]
    )
