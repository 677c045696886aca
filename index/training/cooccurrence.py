"""Vectors of pieces from what they stand beside: singular vectors of positive pointwise mutual information.

Source: Levy, Goldberg and Dagan, "Improving distributional similarity with lessons learned from word
embeddings", TACL 2015 (context smoothing, square roots of the singular values).
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer

from index.training.packing import Pack, Pieces, digest_of

_CHUNK = 8_000_000
_SPECIAL = 4
"""The first pieces of the tokenizer are marks, no words."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """How pieces are counted: beside each other up to `reach` apart, the nearer the more.

    `smoothing` flattens how often pieces are had as neighbours; `commonness` is the share of the text
    from which on a piece counts half or less in a mean of vectors (Arora et al., ICLR 2017).
    """

    reach: int = 8
    smoothing: float = 0.75
    commonness: float = 1e-3


def vectors(
    text: Pieces, vocabulary: int, dimension: int, recipe: Neighbours, report: Callable[[str], None]
) -> torch.Tensor:
    """Vectors of all pieces, shape (vocabulary, dimension), the longer the rarer the piece.

    They are made on the processor whatever else there is: 4 GB for 16,000 pieces, half a minute.
    """
    ids = torch.from_numpy(text.astype("int64"))
    beside = counted(ids, vocabulary, recipe.reach, report)
    seen = torch.bincount(ids, minlength=vocabulary) / len(ids)
    found = _singular(information(beside, recipe.smoothing), dimension)
    rows = torch.nn.functional.normalize(found, dim=1)
    return rows * (recipe.commonness / (recipe.commonness + seen))[:, None]


def counted(ids: torch.Tensor, vocabulary: int, reach: int, report: Callable[[str], None]) -> torch.Tensor:
    """How often each piece has each other beside it in its paragraph, both ways."""
    paragraph = torch.cumsum((ids == _SPECIAL - 1).long(), 0)
    counts = torch.zeros(vocabulary * vocabulary)
    for apart in range(1, reach + 1):
        weight = (reach + 1 - apart) / reach
        for start in range(0, len(ids) - apart, _CHUNK):
            end = min(start + _CHUNK, len(ids) - apart)
            one, other = ids[start:end], ids[start + apart : end + apart]
            beside = paragraph[start:end] == paragraph[start + apart : end + apart]
            beside &= (one >= _SPECIAL) & (other >= _SPECIAL)
            cells = one[beside] * vocabulary + other[beside]
            counts.scatter_add_(0, cells, torch.full((len(cells),), weight))
        report(f"co-occurrence {apart}/{reach}")
    table = counts.view(vocabulary, vocabulary)
    return table + table.T


def information(counts: torch.Tensor, smoothing: float) -> torch.Tensor:
    """Positive pointwise mutual information, in nats."""
    rows = counts.sum(1)
    contexts = rows**smoothing
    expected = rows.clamp(min=1)[:, None] * (contexts / contexts.sum().clamp(min=1e-12))[None, :]
    return torch.log((counts / (expected + 1e-12)).clamp(min=1.0))


def _singular(table: torch.Tensor, dimension: int, rounds: int = 3) -> torch.Tensor:
    """The first singular vectors times the roots of their values, by a randomised range finder.

    Source: Halko, Martinsson and Tropp, SIAM Review 2011.
    """
    chance = torch.Generator().manual_seed(0)
    width = min(len(table), dimension + 44)
    found = table @ torch.randn(len(table), width, generator=chance)
    for _ in range(rounds):
        found = torch.linalg.qr(found).Q
        found = torch.linalg.qr(table.T @ found).Q
        found = table @ found
    basis = torch.linalg.qr(found).Q
    left, values, _ = torch.linalg.svd(basis.T @ table, full_matrices=False)
    kept = (basis @ left)[:, :dimension] * values[:dimension].sqrt()
    return torch.nn.functional.pad(kept, (0, dimension - kept.shape[1]))


def kept(
    pack: Pack, dimension: int, recipe: Neighbours, work: Path, report: Callable[[str], None]
) -> torch.Tensor:
    """The vectors of a pack's pieces, as they lie in `work` or made now and put there."""
    path = work / f"vectors.{digest_of([pack.fingerprint, dimension, recipe])}.pt"
    if path.is_file():
        found: torch.Tensor = torch.load(path, weights_only=True)
        return found
    vocabulary = Tokenizer.from_str(pack.tokenizer).get_vocab_size()
    made = vectors(pack.text, vocabulary, dimension, recipe, report)
    work.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    torch.save(made, partial)
    partial.replace(path)
    return made
