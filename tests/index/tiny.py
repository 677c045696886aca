"""Random models of real architectures, a few kilobytes each, made and saved by the tests that load them."""

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Split
from tokenizers.processors import TemplateProcessing
from transformers import (
    AutoModel,
    AutoTokenizer,
    BertConfig,
    BertForSequenceClassification,
    BertModel,
    GteConfig,
    GteModel,
    PreTrainedTokenizerFast,
    Qwen3Config,
    Qwen3ForCausalLM,
    Qwen3Model,
    XLMRobertaConfig,
    XLMRobertaForSequenceClassification,
    XLMRobertaModel,
)

from index.vectors import Vectors

# One piece for each letter; <s> and </s> stand for what BERT calls [CLS] and [SEP].
SPECIAL = ("<s>", "<pad>", "</s>", "<unk>", "<|endoftext|>", "<|im_start|>", "<|im_end|>", "yes", "no")
CHARACTERS = (
    "为这个句子生成表示以用于检索相关文章：企业补贴人才有哪些给予融资"
    'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ <>/|_:.,?"\n'
)
VOCABULARY = {piece: place for place, piece in enumerate((*SPECIAL, *CHARACTERS))}
PLACES = 600
SHAPE = {
    "vocab_size": len(VOCABULARY),
    "hidden_size": 16,
    "intermediate_size": 32,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "max_position_embeddings": PLACES,
    "pad_token_id": 1,
}
QWEN = {**SHAPE, "num_key_value_heads": 1, "head_dim": 8}
MADE = {
    "bert": lambda **more: BertModel(BertConfig(**SHAPE | more)),
    "bert reranker": lambda **more: BertForSequenceClassification(BertConfig(**SHAPE | more)),
    "xlm-roberta": lambda **more: XLMRobertaModel(XLMRobertaConfig(**SHAPE | more)),
    "xlm-roberta reranker": lambda **more: XLMRobertaForSequenceClassification(
        XLMRobertaConfig(**SHAPE | more)
    ),
    "gte": lambda **more: GteModel(GteConfig(**SHAPE | more)),
    "qwen3": lambda **more: Qwen3ForCausalLM(Qwen3Config(**QWEN | more)),
    "qwen3 without head": lambda **more: Qwen3Model(Qwen3Config(**QWEN | more)),
}


def saved(folder: Path, kind: str, closing: str = "</s>", **more: object) -> Path:
    """Save a model of some kind to a folder; its tokenizer puts <s> before and `closing` behind a text."""
    # Enough of a spread that no two poolings come out alike.
    torch.manual_seed(7)
    model = MADE[kind](initializer_range=0.5, **more)
    model.save_pretrained(folder)
    save_tokenizer(folder, "" if kind.startswith("qwen3") else "<s>", closing)
    return folder


def save_tokenizer(folder: Path, opening: str, closing: str) -> None:
    tokenizer = Tokenizer(WordLevel(dict(VOCABULARY), unk_token="<unk>"))
    tokenizer.pre_tokenizer = Split("", "isolated")
    special = [(piece, VOCABULARY[piece]) for piece in (opening, closing) if piece]
    one = " ".join(filter(None, (opening, "$A", closing)))
    two = " ".join(filter(None, (one, "$B", closing)))
    tokenizer.post_processor = TemplateProcessing(single=one, pair=two, special_tokens=special)
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token="<pad>",
        unk_token="<unk>",
        eos_token="<|endoftext|>",
        additional_special_tokens=["<s>", "</s>", "<|im_start|>", "<|im_end|>", "yes", "no"],
    ).save_pretrained(folder)


def write(folder: Path, name: str, content: object) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(json.dumps(content), encoding="utf-8")


def change(folder: Path, name: str, changes: Mapping[str, object]) -> None:
    """Change some values of a JSON file."""
    write(folder, name, json.loads((folder / name).read_text(encoding="utf-8")) | dict(changes))


def dress(folder: Path, pooling: object, prompts: Mapping[str, str] | None = None) -> None:
    """Write the files by which sentence-transformers knows a model."""
    kinds = ("Transformer", ""), ("Pooling", "1_Pooling"), ("Normalize", "2_Normalize")
    modules = [
        {"idx": place, "name": str(place), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for place, (kind, path) in enumerate(kinds)
    ]
    write(folder, "modules.json", modules)
    write(folder, "1_Pooling/config.json", pooling)
    write(folder, "sentence_bert_config.json", {"max_seq_length": 128, "do_lower_case": False})
    write(folder, "config_sentence_transformers.json", {"prompts": prompts or {}})


def by_hand(folder: Path, text: str, pooling: str, pieces: list[int] | None = None) -> Vectors:
    """The unit vector of a text, or of some pieces, worked out with transformers alone."""
    ids = pieces or AutoTokenizer.from_pretrained(folder)(text)["input_ids"]
    model = AutoModel.from_pretrained(folder).eval()
    with torch.inference_mode():
        rows = model(input_ids=torch.tensor([ids])).last_hidden_state[0].numpy()
    pooled: Vectors = {"cls": rows[0], "mean": rows.mean(axis=0), "lasttoken": rows[-1]}[pooling]
    unit: Vectors = pooled / np.linalg.norm(pooled)
    return unit
