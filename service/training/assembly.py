"""Makes a folder that transformers loads of a trained network."""

import json
import tempfile
from pathlib import Path

from tokenizers import Tokenizer, decoders, processors
from transformers import PreTrainedTokenizerFast, Qwen3ForCausalLM

from index.training.sources import TrainingDataError
from index.training.weights import PIECE, Trained
from service.training.mixture import MARKS
from service.training.network import config_of
from service.training.recipe import Shape

_TIED = "lm_head.weight"
_ENDINGS = (".json", ".safetensors")


def assemble(trained: Trained, out: Path) -> None:
    """Save a network with its tokenizer, in half precision, over what is in the folder."""
    network = restored(trained)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent) as made:
        network.half().save_pretrained(made, max_shard_size=PIECE)
        fast_tokenizer(trained.tokenizer).save_pretrained(made)
        for stale in [path for path in out.iterdir() if path.suffix in _ENDINGS]:
            stale.unlink()
        for path in Path(made).iterdir():
            path.replace(out / path.name)


def restored(trained: Trained) -> Qwen3ForCausalLM:
    """The network that was trained.

    Raises:
        TrainingDataError: the weights are of another network.
    """
    try:
        shape = Shape(**trained.shape)
        network = Qwen3ForCausalLM(config_of(trained.tokenizer.get_vocab_size(), shape))
        lost, strange = network.load_state_dict(trained.weights, strict=False)
    except (TypeError, RuntimeError) as error:
        # A shape of other values, or weights of other sizes.
        raise TrainingDataError("权重和形状对不上，不是这种生成器的权重。请重新训练。") from error
    if strange or set(lost) - {_TIED}:
        raise TrainingDataError(f"权重和形状对不上（{json.dumps([*strange, *lost][:3])}），请重新训练。")
    return network.eval()


def fast_tokenizer(tokenizer: Tokenizer) -> PreTrainedTokenizerFast:
    """The tokenizer in the form transformers loads, `<s>` put before every text."""
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A", special_tokens=[("<s>", tokenizer.token_to_id("<s>"))]
    )
    tokenizer.decoder = decoders.Fuse()
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token="<s>",
        eos_token="</s>",
        unk_token="<unk>",
        pad_token="<pad>",
        additional_special_tokens=list(MARKS),
        clean_up_tokenization_spaces=False,
    )
