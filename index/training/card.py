"""Writes the model card from what a training run left."""

import json
from pathlib import Path

from tokenizers import Tokenizer

from index.training.packing import Pack
from index.training.recipe import Contrast, Profile, Recipe, Shape

_TEMPLATE = Path(__file__).with_name("card.md")
_SETS = {
    "asked": "口语问题和转述，配其他政策、工作报告、法律的段落（`question-pairs.jsonl`、`written.jsonl`）",
    "described": "正式说法，配老百姓的说法（`described.tsv`）",
    "lexicon": "词表的口语，配正式说法",
    "substituted": "政策法律里的句子，把正式说法换成口语，配原句",
    "weak": "弱配对：政策法律问答、法条的章节名、标题和正文",
    "context": "相邻的句子",
}
_KINDS = {"law": "口语问法律", "policy": "口语问政策和工作报告"}


def write(pack: Pack, profile: Profile, model: Path, figures: Path) -> None:
    """Write `README.md` into the model folder, from the pack, the recipe and the held-out figures."""
    recipe = Recipe.load(profile)
    held = json.loads(figures.read_text(encoding="utf-8"))
    size = sum(path.stat().st_size for path in model.rglob("*") if path.is_file() and path.suffix != ".md")
    text = _TEMPLATE.read_text(encoding="utf-8").format(
        shape=_shape(recipe.shape),
        vocabulary=Tokenizer.from_str(pack.tokenizer).get_vocab_size(),
        megabytes=size / 1e6,
        sets="\n".join(f"  - {_SETS[name]}：{len(pairs):,} 对；" for name, pairs in pack.sets.items()),
        text=len(pack.text),
        profile=profile,
        seed=recipe.seed,
        steps=_steps(recipe),
        figures="\n".join(_figures(_KINDS[name], values) for name, values in held.items()),
    )
    (model / "README.md").write_text(text, encoding="utf-8")


def _shape(shape: Shape) -> str:
    if not shape.layers:
        return f"每个词片一个 {shape.dimension} 维向量，一段文字取平均，归一化（StaticEmbedding），不看词序"
    return f"ModernBERT，{shape.layers} 层 × {shape.dimension} 维，{shape.heads} 头，取平均，归一化"


def _steps(recipe: Recipe) -> str:
    steps = [
        f"数 {recipe.neighbours.reach} 个词片以内的共现，"
        f"取正点互信息的前 {recipe.shape.dimension} 个奇异向量起步"
    ]
    if recipe.masked:
        steps.append(f"掩码预训练 {recipe.masked.passes:g} 遍，掩去 {recipe.masked.share:.0%}")
    steps += [
        f"{name}{_contrast(stage)}"
        for name, stage in (("对比学习", recipe.contrast), ("微调", recipe.finetune))
    ]
    return "；".join(steps) + "。"


def _contrast(stage: Contrast) -> str:
    dropped = f"，随机去掉 {stage.dropped:.0%} 的词片" if stage.dropped else ""
    passes = "、".join(f"{name} × {times:g}" for name, times in stage.passes.items())
    return f"（批内负例，同一段落的不算，批 {stage.batch}，温度 {stage.temperature:g}{dropped}；{passes}）"


def _figures(name: str, values: dict[str, float]) -> str:
    return (
        f"  - {name}：{values['questions']:.0f} 题、{values['passages']:.0f} 段，"
        f"R@1 {values['R@1']:.3f}，R@10 {values['R@10']:.3f}，MRR@10 {values['MRR@10']:.3f}；"
    )
