"""The networks that turn pieces into vectors: a mean of their vectors, or a transformer under the mean."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional
from transformers import ModernBertConfig, ModernBertModel

from index.training.packing import Pieces
from index.training.recipe import Shape

PAD = 0
_LONGEST = 512

Batch = Sequence[Pieces]


class Mean(nn.Module):
    """The mean of the vectors of the pieces; their lengths say how much each counts."""

    def __init__(self, start: torch.Tensor) -> None:
        """Take the vectors to start from, shape (pieces, dimension)."""
        super().__init__()
        self.bag = nn.EmbeddingBag.from_pretrained(start.clone(), freeze=False, mode="mean")

    @property
    def table(self) -> torch.Tensor:
        """The vectors of the pieces."""
        return self.bag.weight

    def forward(self, batch: Batch) -> torch.Tensor:
        """Encode texts, shape (len(batch), dimension)."""
        place = self.table.device
        ends = np.cumsum([0, *map(len, batch)])
        flat = torch.from_numpy(np.concatenate(batch).astype(np.int64)).to(place)
        return functional.normalize(self.bag(flat, torch.from_numpy(ends[:-1]).to(place)), dim=1)


class Contextual(nn.Module):
    """The mean of what a ModernBERT makes of the pieces."""

    def __init__(self, start: torch.Tensor, shape: Shape) -> None:
        """Take the vectors of the pieces to start from; the layers start at random."""
        super().__init__()
        self.model = ModernBertModel(config_of(len(start), shape))
        # The layers norm their input, so that only the proportions count; small, as when drawn at random.
        scaled = 0.5 * functional.normalize(start, dim=1)
        self.model.embeddings.tok_embeddings.weight.data.copy_(scaled)

    @property
    def table(self) -> torch.Tensor:
        """The vectors of the pieces."""
        weight: torch.Tensor = self.model.embeddings.tok_embeddings.weight
        return weight

    def forward(self, batch: Batch) -> torch.Tensor:
        """Encode texts, shape (len(batch), dimension)."""
        ids = torch.from_numpy(padded(batch)).to(self.table.device)
        seen = ids != PAD
        states = self.model(input_ids=ids, attention_mask=seen.long()).last_hidden_state
        summed = (states * seen[..., None]).sum(1)
        return functional.normalize(summed.float(), dim=1)


Network: TypeAlias = Mean | Contextual
"""Texts in pieces to unit vectors; `table` holds those of the pieces."""


def network_of(start: torch.Tensor, shape: Shape) -> Network:
    """The network of a shape, its pieces' vectors as given."""
    return Contextual(start, shape) if shape.layers else Mean(start)


def config_of(vocabulary: int, shape: Shape) -> ModernBertConfig:
    """The configuration of the transformer: every layer sees the whole text."""
    return ModernBertConfig(
        vocab_size=vocabulary,
        hidden_size=shape.dimension,
        intermediate_size=shape.inner,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        global_attn_every_n_layers=1,
        max_position_embeddings=_LONGEST,
        mlp_dropout=shape.dropout,
        embedding_dropout=shape.dropout,
        pad_token_id=PAD,
        bos_token_id=2,
        cls_token_id=2,
        eos_token_id=3,
        sep_token_id=3,
        sparse_prediction=True,
    )


def padded(batch: Batch) -> NDArray[np.int64]:
    """Texts as rows of equal length."""
    rows = np.full((len(batch), max(map(len, batch))), PAD, dtype=np.int64)
    for row, pieces in zip(rows, batch, strict=True):
        row[: len(pieces)] = pieces
    return rows
