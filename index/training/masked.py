"""Masked-language pre-training of a transformer: hidden pieces are told from those around them."""

import random

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import ModernBertForMaskedLM

from index.training.network import Contextual
from index.training.packing import Pieces
from index.training.recipe import Masked
from index.training.stepping import Step, faded, precision, rounds

Windows = NDArray[np.int64]
"""Pieces, shape (windows, length)."""

_SEEN = -100
"""The label of a piece that is not to be told."""

_REPLACED = 0.8
"""Of the pieces to be told so many are masked; of the others half are swapped, half are left."""


class Masking:
    """The pre-training stage; step `n` is always the same."""

    def __init__(self, start: Contextual, text: Pieces, recipe: Masked, mask: int, seed: int) -> None:
        """Lay the text out in windows; `mask` is the piece that hides others.

        The network is the transformer of `start` with a head on it, so that what it learns stays there.
        """
        self.network = ModernBertForMaskedLM(start.model.config).to(start.table.device)
        self.network.model = start.model
        self.network.tie_weights()
        self._recipe = recipe
        self._mask = mask
        self._seed = seed
        count = len(text) // recipe.length
        self._windows = text[: count * recipe.length].reshape(count, recipe.length)
        self._order = rounds(range(count), recipe.passes, random.Random(seed))
        self.optimizer = torch.optim.AdamW(self.network.parameters(), lr=recipe.rate, weight_decay=0.01)

    def __len__(self) -> int:
        """How many steps."""
        return len(self._order) // self._recipe.batch

    def step(self, number: int) -> Step:
        """Do one step."""
        size = self._recipe.batch
        windows = self._windows[self._order[number * size : (number + 1) * size]].astype(np.int64)
        chance = np.random.default_rng((self._seed, number))
        ids, labels = hidden(windows, self._recipe.share, self._mask, chance)
        torch.manual_seed(self._seed * 1_000_003 + number)
        for group in self.optimizer.param_groups:
            group["lr"] = self._recipe.rate * faded(number, len(self))
        device = self.network.device
        with precision(device):
            given = torch.from_numpy(ids).to(device)
            loss = self.network(input_ids=given, labels=torch.from_numpy(labels).to(device)).loss
        self.optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        return Step("masked", loss.item())


def hidden(windows: Windows, share: float, mask: int, chance: np.random.Generator) -> tuple[Windows, Windows]:
    """Windows with a share of their pieces hidden, and labels that say which were there."""
    told = chance.random(windows.shape) < share
    fate = chance.random(windows.shape)
    ids = np.where(told & (fate < _REPLACED), mask, windows)
    swapped = told & (fate >= _REPLACED) & (fate < (1 + _REPLACED) / 2)
    ids = np.where(swapped, chance.permuted(windows.ravel()).reshape(windows.shape), ids)
    return ids, np.where(told, windows, _SEEN)
