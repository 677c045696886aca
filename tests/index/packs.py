"""Packs for training that are small enough to be worked out by hand: every letter is a piece."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Split

from index.training.packing import Pack, Pair, Pieces, pack
from index.training.recipe import Shape
from index.training.tokenizer import SPECIALS, masking

LETTERS = "abcdefghijklmnopqrstuvwxyz"
# a is piece 4, b piece 5 and so on.
A, B, C = range(len(SPECIALS), len(SPECIALS) + 3)
BOUNDARY = 3
MASK = len(SPECIALS) + len(LETTERS)
VOCABULARY = MASK + 1
SMALL = Shape(dimension=16, layers=1, heads=2, inner=16, dropout=0.2)

PROFILES = """
[cpu]
seed = 1
shape = { dimension = 8 }
contrast = { batch = 4, vector_rate = 1e-2, passes = { asked = 4, weak = 2.5 } }
finetune = { batch = 4, vector_rate = 1e-3, passes = { asked = 2 } }

[gpu]
seed = 1
shape = { dimension = 16, layers = 1, heads = 2, inner = 16, dropout = 0.1 }
neighbours = { reach = 2 }
masked = { passes = 2, length = 16, batch = 4, rate = 1e-3, share = 0.3 }
contrast = { batch = 4, rate = 1e-3, vector_rate = 1e-3, passes = { asked = 4, weak = 2.5 } }
finetune = { batch = 4, rate = 1e-4, vector_rate = 1e-4, passes = { asked = 2 } }
"""


def lettered(letters: str = LETTERS) -> Tokenizer:
    """A tokenizer to which every letter is a piece, with the piece that hides others at the end."""
    vocabulary = {piece: place for place, piece in enumerate((*SPECIALS, *letters))}
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="<unk>"))
    tokenizer.pre_tokenizer = Split("", "isolated")
    return masking(tokenizer)


def ids(text: str) -> Pieces:
    """The pieces of a text; a stop is the end of a paragraph."""
    return np.array(
        [BOUNDARY if letter == "." else A + LETTERS.index(letter) for letter in text], dtype=np.uint16
    )


def packed(sets: Mapping[str, Sequence[Pair]], texts: Sequence[str] = (), longest: int = 128) -> Pack:
    return pack(lettered(), texts, sets, longest, lambda line: None)


def pairs_of(*sides: str) -> list[Pair]:
    """Pairs of "question text", each of a group of its own."""
    return [(*side.split(" "), side) for side in sides]  # type: ignore[misc]


def small() -> Pack:
    """Twelve questions about three letters, answered by the six after them, and some text."""
    sides = [(LETTERS[n : n + 3], LETTERS[n + 3 : n + 9]) for n in range(12)]
    pairs = [(left, right, right) for left, right in sides]
    texts = [LETTERS[n : n + 8] * 2 for n in range(18)]
    return packed({"asked": pairs, "weak": [(right, left, left) for left, right, _ in pairs]}, texts)


def profiles(folder: Path) -> Path:
    """Both profiles, shrunk."""
    path = folder / "profiles.toml"
    path.write_text(PROFILES, encoding="utf-8")
    return path
