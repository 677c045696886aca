"""Language modelling: the next piece of running text."""

import random

import numpy as np
import torch
from transformers import Qwen3ForCausalLM

from index.training.packing import Pieces
from index.training.stepping import Step, faded, precision, rounds
from service.training.network import UNTOLD, told_loss
from service.training.optimizer import Together
from service.training.recipe import Text


class Language:
    """The stage of language modelling; step `n` is always the same."""

    def __init__(self, network: Qwen3ForCausalLM, text: Pieces, recipe: Text, seed: int) -> None:
        """Lay the text out in windows and order them."""
        self.network = network
        self.optimizer = Together(network, recipe.rate)
        self._recipe = recipe
        self._seed = seed
        count = len(text) // recipe.length
        self._windows = text[: count * recipe.length].reshape(count, recipe.length)
        self._order = rounds(range(count), recipe.passes, random.Random(seed))

    def __len__(self) -> int:
        """How many steps."""
        return len(self._order) // self._recipe.batch

    def step(self, number: int) -> Step:
        """Do one step."""
        size = self._recipe.batch
        windows = self._windows[self._order[number * size : (number + 1) * size]].astype(np.int64)
        chance = np.random.default_rng((self._seed, number))
        told = chance.random((size, windows.shape[1] - 1)) < self._recipe.told
        labels = np.where(told, windows[:, 1:], UNTOLD)
        device = self.network.device
        with precision(device):
            states = self.network.model(
                input_ids=torch.from_numpy(windows).to(device), use_cache=False
            ).last_hidden_state
            loss = told_loss(self.network, states[:, :-1], torch.from_numpy(labels).to(device))
        self.optimizer.step(loss, faded(number, len(self)))
        return Step("text", loss.item())
