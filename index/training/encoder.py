"""Train the bundled encoder on a pack, step by step; what was done already is not done again."""

from collections.abc import Callable
from pathlib import Path

import torch
from tokenizers import Tokenizer

from index.training import cooccurrence, stepping
from index.training.contrastive import Contrasting
from index.training.masked import Masking
from index.training.network import Contextual, Network, network_of
from index.training.packing import Pack, digest_of
from index.training.recipe import Recipe
from index.training.sources import TrainingDataError

Report = Callable[[str], None]


def train(pack: Pack, recipe: Recipe, work: Path, device: torch.device, report: Report) -> Network:
    """Vectors of the pieces, masked-language pre-training, contrastive training, fine-tuning.

    Checkpoints and losses lie in `work`; a run that was cut off goes on from there.
    """
    tokenizer = Tokenizer.from_str(pack.tokenizer)
    torch.manual_seed(recipe.seed)
    start = cooccurrence.kept(pack, recipe.shape.dimension, recipe.neighbours, work, report)
    network = network_of(start, recipe.shape)
    network.to(device).train()
    done: list[object] = [pack.fingerprint, recipe.seed, recipe.shape, recipe.neighbours]
    if recipe.masked and isinstance(network, Contextual):
        done.append(recipe.masked)
        mask = tokenizer.token_to_id("<mask>")
        if mask is None:
            raise TrainingDataError("训练包里的分词器没有 <mask>，不能做掩码预训练，请重新生成训练包。")
        masking = Masking(network, pack.text, recipe.masked, mask, recipe.seed)
        stepping.run(masking, "masked", digest_of(done), stepping.Place(work), report)
    for seed, (name, stage) in enumerate({"contrast": recipe.contrast, "finetune": recipe.finetune}.items()):
        done.append(stage)
        contrasting = Contrasting(network, pack.sets, stage, recipe.seed + seed)
        stepping.run(contrasting, name, digest_of(done), stepping.Place(work), report)
    return network.eval()
