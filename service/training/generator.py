"""Train the bundled generator on a pack, step by step; what was done already is not done again."""

from collections.abc import Callable
from pathlib import Path

import torch
from tokenizers import Tokenizer
from transformers import Qwen3ForCausalLM

from index.training import cooccurrence, stepping
from index.training.packing import Pack, digest_of
from index.training.sources import TrainingDataError
from service.prompt import EVIDENCE
from service.training.language import Language
from service.training.network import network_of
from service.training.recipe import Recipe
from service.training.writing import WritingStage

Report = Callable[[str], None]


def train(pack: Pack, recipe: Recipe, work: Path, device: torch.device, report: Report) -> Qwen3ForCausalLM:
    """Vectors of the pieces, language modelling, practice in writing from a source, fine-tuning.

    Checkpoints and losses lie in `work`; a run that was cut off goes on from there.
    """
    tokenizer = Tokenizer.from_str(pack.tokenizer)
    mark = tokenizer.token_to_id(EVIDENCE)
    if mark is None:
        raise TrainingDataError(f"训练包里的分词器没有 {EVIDENCE}，不是生成器的训练包，请重新生成。")
    torch.manual_seed(recipe.seed)
    text = pack.only(())
    start = cooccurrence.kept(text, recipe.shape.dimension, recipe.neighbours, work, report)
    network = network_of(start, recipe.shape).to(device).train()
    place = stepping.Place(work)
    done: list[object] = [text.fingerprint, recipe.seed, recipe.shape, recipe.neighbours, recipe.text]
    language = Language(network, pack.text, recipe.text, recipe.seed)
    stepping.run(language, "text", digest_of(done), place, report)
    for seed, (name, stage) in enumerate({"practice": recipe.practice, "finetune": recipe.finetune}.items()):
        done += [pack.only(stage.passes).fingerprint, stage]
        writing = WritingStage(network, pack.sets, stage, mark, recipe.seed + seed)
        stepping.run(writing, name, digest_of(done), place, report)
    return network.eval()
