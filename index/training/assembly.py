"""Makes a sentence-transformers model of a trained network."""

import shutil
import tempfile
from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import (
    Normalize,
    Pooling,
    StaticEmbedding,
    Transformer,
)
from tokenizers import Tokenizer
from transformers import PreTrainedTokenizerFast

from index.training.network import Mean, Network, network_of
from index.training.recipe import Shape
from index.training.weights import Trained

# What a transformer has and a table of vectors has not: left behind, it would count as part of the model.
_FOLDERS = ("1_Pooling", "2_Normalize")
_FILES = ("config.json", "sentence_bert_config.json", "tokenizer_config.json")


def assemble(trained: Trained, out: Path) -> None:
    """Save what was trained as a sentence-transformers model in half precision, over one of either kind."""
    network = restored(trained)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent) as made:
        _save(network, trained.tokenizer, Path(made))
        _clear(out)
        for path in Path(made).iterdir():
            path.replace(out / path.name)


def restored(trained: Trained) -> Network:
    """The network that was trained."""
    shape = Shape(**trained.shape)
    network = network_of(torch.zeros(trained.tokenizer.get_vocab_size(), shape.dimension), shape)
    network.load_state_dict(trained.weights)
    return network.eval()


def _clear(out: Path) -> None:
    for name in _FOLDERS:
        shutil.rmtree(out / name, ignore_errors=True)
    for name in _FILES:
        (out / name).unlink(missing_ok=True)


def _save(network: Network, tokenizer: Tokenizer, out: Path) -> None:
    if isinstance(network, Mean):
        modules = [StaticEmbedding(tokenizer, embedding_weights=network.table.detach())]
        SentenceTransformer(modules=modules, device="cpu").half().save(str(out), create_model_card=False)
        return
    with tempfile.TemporaryDirectory() as parts:
        network.model.save_pretrained(parts)
        PreTrainedTokenizerFast(
            tokenizer_object=tokenizer,
            unk_token="<unk>",
            pad_token="<pad>",
            mask_token="<mask>",
            model_max_length=network.model.config.max_position_embeddings,
        ).save_pretrained(parts)
        transformer = Transformer(parts)
        pooling = Pooling(network.table.shape[1], pooling_mode="mean")
        model = SentenceTransformer(modules=[transformer, pooling, Normalize()], device="cpu")
        model.half().save(str(out), create_model_card=False)
