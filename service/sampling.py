"""Draws pieces by lot, from a lot of its own."""

from collections.abc import Sequence

import torch

from corpus.errors import ModelError


class Draw:
    """Stands before a search for the likeliest piece, and leaves it but one: the one drawn."""

    def __init__(self, seed: int, temperature: float, mass: float, banned: Sequence[int]) -> None:
        """Draw among the likeliest pieces that together have this mass, never one that is banned."""
        self._chance = torch.Generator().manual_seed(seed)
        self._temperature = temperature
        self._mass = mass
        self._banned = list(banned)

    def __call__(self, _: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
        """0 for the piece drawn in each row, minus infinity for the others, shape (rows, vocabulary).

        Raises:
            ModelError: the scores are no numbers.
        """
        scores = scores.float()
        if scores.isnan().any():
            raise ModelError("生成器算出了不是数的值，权重多半已损坏。请重新拷贝模型并核对校验和。")
        scores[:, self._banned] = -torch.inf
        shares, places = (scores / self._temperature).softmax(-1).sort(-1, descending=True)
        shares[shares.cumsum(-1) - shares >= self._mass] = 0
        drawn = places.gather(1, torch.multinomial(shares, 1, generator=self._chance))
        return torch.full_like(scores, -torch.inf).scatter(1, drawn, 0.0)
