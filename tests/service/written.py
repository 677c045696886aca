"""Packs for the generator's training that can be worked out by hand: every letter is a piece."""

import json
import lzma
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import Qwen3ForCausalLM

from index.training.packing import Pack, Pair, Pieces, pack
from service.prompt import ANSWER, QUESTION
from service.training.mixture import LONGEST, TITLE, marking
from service.training.network import network_of
from service.training.recipe import Shape
from tests.index.packs import LETTERS, lettered

SHAPE = Shape(dimension=16, layers=2, heads=2, inner=24)

PROFILES = """
[cpu]
seed = 1
shape = { dimension = 16, layers = 1, heads = 2, inner = 16 }
neighbours = { reach = 2 }
text = { passes = 2, length = 16, batch = 4, rate = 1e-2, told = 0.5 }
practice = { pieces = 64, rate = 1e-2, passes = { titled = 1.5, asked = 1 } }
finetune = { pieces = 64, rate = 1e-3, passes = { asked = 2 } }

[gpu]
seed = 1
shape = { dimension = 16, layers = 2, heads = 2, inner = 16 }
text = { passes = 1, length = 16, batch = 4, rate = 1e-2, told = 1.0 }
practice = { pieces = 64, rate = 1e-2, passes = { titled = 1 } }
finetune = { pieces = 64, rate = 1e-3, passes = { asked = 1 } }
"""


def marked(letters: str = LETTERS) -> Tokenizer:
    """A tokenizer to which every letter is a piece, with the generator's marks at the end."""
    return marking(lettered(letters))


_PIECES = marked()
# The letters and the marks before them are 31; the generator's come behind them in their order.
SOURCE, ASKS, ANSWERS, TELLS, HEADS = range(31, 36)
VOCABULARY = 36


def ids(text: str) -> Pieces:
    """The pieces of a text, marks and all."""
    return np.array(_PIECES.encode(text).ids, dtype=np.uint16)


def packed(sets: Mapping[str, Sequence[Pair]], texts: Sequence[str] = (), longest: int = LONGEST) -> Pack:
    return pack(marked(), texts, sets, longest, lambda line: None)


def asked() -> list[Pair]:
    """Two questions with their answers about each of six sources of six letters."""
    found = []
    for n in range(6):
        source = LETTERS[n : n + 6]
        for letter in source[:2]:
            found.append((f"{QUESTION}{letter}{LETTERS[n + 7]}{ANSWER}{source[2:4]}", source, source))
    return found


def small() -> Pack:
    """Those questions, a headline for each of ten sources, and some text."""
    titled = [(TITLE + LETTERS[n], LETTERS[n : n + 9], LETTERS[n : n + 9]) for n in range(10)]
    return packed({"asked": asked(), "titled": titled}, [LETTERS[n : n + 8] * 2 for n in range(18)])


def network(seed: int = 1) -> Qwen3ForCausalLM:
    """A network that learns, the same for the same seed."""
    torch.manual_seed(seed)
    return network_of(torch.randn(VOCABULARY, SHAPE.dimension), SHAPE).train()


def profiles(folder: Path) -> Path:
    """Both profiles, shrunk."""
    path = folder / "profiles.toml"
    path.write_text(PROFILES, encoding="utf-8")
    return path


TITLED = (
    {"query": "省里出台新政", "positive": "给企业补贴。" * 60, "source": "news_title"},
    {"query": "谁给补贴？", "positive": "科技局给。", "source": "cmrc2018_trial"},
    {"query": "补贴归谁管", "positive": "科技局管。", "source": "lawyer_llama_q2law"},
)


def shard(folder: Path, name: str, rows: Iterable[Mapping[str, str]]) -> None:
    """Write a shard of training data."""
    with lzma.open(folder / "data" / f"{name}.jsonl.xz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
