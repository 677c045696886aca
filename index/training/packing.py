"""All that training reads, as numbers in one file: it can travel to a machine that has nothing else."""

import hashlib
import random
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.training.sources import TrainingDataError

Pieces = NDArray[np.uint16]
Ends = NDArray[np.int64]

_BATCH = 20_000
_BLOCK = 4096
_LARGE = 100_000
_TEXT = "text"
# What numpy raises at a file that is cut off, or no archive, or another archive.
_UNREADABLE = (ValueError, KeyError, OSError, EOFError, TypeError, BadZipFile, zlib.error)


@dataclass(frozen=True, slots=True)
class Side:
    """Texts as pieces, one after another; text `n` ends before `ends[n]`."""

    pieces: Pieces
    ends: Ends

    def __len__(self) -> int:
        """How many texts."""
        return len(self.ends)

    def __getitem__(self, place: int) -> Pieces:
        """The pieces of one text."""
        return self.pieces[self.ends[place - 1] if place else 0 : self.ends[place]]


@dataclass(frozen=True, slots=True)
class PairSet:
    """Pairs of one source: questions, and the texts that answer them.

    Those of the same number in `groups` answer each other's questions: none is a negative of another.
    """

    left: Side
    right: Side
    groups: NDArray[np.int64]

    def __len__(self) -> int:
        """How many pairs."""
        return len(self.groups)


@dataclass(frozen=True, slots=True)
class Pack:
    """Running text, paragraphs parted by the piece `boundary`, and sets of pairs by name."""

    tokenizer: str
    text: Pieces
    sets: Mapping[str, PairSet]

    def save(self, path: Path) -> None:
        """Write the pack, compressed."""
        arrays: dict[str, NDArray[np.generic]] = {"tokenizer": np.array(self.tokenizer), _TEXT: self.text}
        for name, held in self.sets.items():
            for side, texts in (("left", held.left), ("right", held.right)):
                arrays[f"{name}.{side}"] = texts.pieces
                arrays[f"{name}.{side}.ends"] = texts.ends.astype(np.uint32)
            arrays[f"{name}.groups"] = held.groups.astype(np.uint32)
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".partial.npz")
        np.savez_compressed(partial, **arrays)  # type: ignore[arg-type]
        partial.replace(path)

    @classmethod
    def load(cls, path: Path) -> "Pack":
        """Read a pack that `save` wrote.

        Raises:
            TrainingDataError: it is not there, or is no pack.
        """
        try:
            with np.load(path) as arrays:
                names = [key.removesuffix(".groups") for key in arrays.files if key.endswith(".groups")]
                sets = {name: _pair_set(arrays, name) for name in names}
                return cls(str(arrays["tokenizer"]), arrays[_TEXT], sets)
        except FileNotFoundError:
            raise TrainingDataError(
                f"找不到训练包 {path}。请先运行 python -m index.training pack。"
            ) from None
        except _UNREADABLE as error:
            raise TrainingDataError(f"训练包 {path} 读不出来，请重新生成。") from error

    def only(self, names: Iterable[str]) -> "Pack":
        """The text, and of the sets those named."""
        return Pack(self.tokenizer, self.text, {name: self.sets[name] for name in names if name in self.sets})

    @property
    def fingerprint(self) -> str:
        """Names the contents."""
        digest = hashlib.sha256(self.tokenizer.encode())
        digest.update(self.text.tobytes())
        for name, held in sorted(self.sets.items()):
            digest.update(name.encode())
            for array in (held.left.pieces, held.left.ends, held.right.pieces, held.right.ends, held.groups):
                digest.update(array.tobytes())
        return digest.hexdigest()[:16]


def _pair_set(arrays: Mapping[str, NDArray[np.generic]], name: str) -> PairSet:
    left, right = (
        Side(arrays[f"{name}.{side}"].astype(np.uint16), arrays[f"{name}.{side}.ends"].astype(np.int64))
        for side in ("left", "right")
    )
    return PairSet(left, right, arrays[f"{name}.groups"].astype(np.int64))


Pair = tuple[str, str, str]
"""A question, a text that answers it, and the name of the group that the text belongs to."""


def pack(
    tokenizer: Tokenizer,
    texts: Iterable[str],
    sets: Mapping[str, Sequence[Pair]],
    longest: int,
    report: Callable[[str], None],
) -> Pack:
    """Cut all into pieces; no side of a pair keeps more than `longest`. `texts` are paragraphs."""
    text = _running(tokenizer, texts)
    report(f"text: {len(text):,} pieces")
    packed = {}
    for name, pairs in sets.items():
        numbers = {group: place for place, group in enumerate(dict.fromkeys(group for _, _, group in pairs))}
        sides = [_side(tokenizer, [pair[side] for pair in pairs], longest) for side in (0, 1)]
        groups = np.array([numbers[group] for _, _, group in pairs], dtype=np.int64)
        packed[name] = PairSet(sides[0], sides[1], groups)
        report(f"{name}: {len(pairs):,} pairs, {len(sides[0].pieces) + len(sides[1].pieces):,} pieces")
    return Pack(tokenizer.to_str(), text, packed)


def shrunk(held: Pack, share: float, seed: int = 1) -> Pack:
    """A pack that can travel: a share of the text, in blocks drawn from all of it, and of the large sets.

    Sets of up to 100,000 pairs are kept whole: they are the dearest.
    """
    chance = random.Random(seed)
    starts = list(range(0, len(held.text), _BLOCK))
    blocks = sorted(chance.sample(starts, round(share * len(starts))))
    text = [held.text[start : start + _BLOCK] for start in blocks]
    sets = dict(held.sets)
    for name, pairs in held.sets.items():
        if len(pairs) > _LARGE:
            sets[name] = _taken(pairs, sorted(chance.sample(range(len(pairs)), round(share * len(pairs)))))
    return Pack(held.tokenizer, np.concatenate(text) if text else held.text[:0], sets)


def _taken(pairs: PairSet, rows: Sequence[int]) -> PairSet:
    """Some of the pairs."""
    sides = []
    for side in (pairs.left, pairs.right):
        texts = [side[row] for row in rows]
        ends = np.cumsum([len(text) for text in texts], dtype=np.int64)
        sides.append(Side(np.concatenate(texts), ends))
    return PairSet(sides[0], sides[1], pairs.groups[list(rows)])


def _running(tokenizer: Tokenizer, texts: Iterable[str]) -> Pieces:
    boundary = tokenizer.token_to_id("</s>")
    found, batch = [], []
    for text in chain(texts, [None]):
        if text is not None:
            batch.append(text)
        if batch and (text is None or len(batch) == _BATCH):
            cut = tokenizer.encode_batch_fast(batch, add_special_tokens=False)
            found += [np.array([*entry.ids, boundary], dtype=np.uint16) for entry in cut if entry.ids]
            batch = []
    return np.concatenate(found) if found else np.zeros(0, dtype=np.uint16)


def _side(tokenizer: Tokenizer, texts: Sequence[str], longest: int) -> Side:
    ids = [
        entry.ids[:longest]
        for start in range(0, len(texts), _BATCH)
        for entry in tokenizer.encode_batch_fast(
            list(texts[start : start + _BATCH]), add_special_tokens=False
        )
    ]
    ends = np.cumsum([len(row) for row in ids], dtype=np.int64)
    return Side(np.fromiter(chain.from_iterable(ids), dtype=np.uint16, count=sum(map(len, ids))), ends)


def digest_of(recipe: object) -> str:
    """Names what a step is done with; `recipe` is made of what is plainly printed."""
    return hashlib.sha256(repr(recipe).encode()).hexdigest()[:16]
