"""Contrastive training on pairs: every question finds its text among those of the batch, and back."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from index.training.network import Network
from index.training.packing import PairSet, Pieces
from index.training.recipe import Contrast
from index.training.sources import TrainingDataError
from index.training.stepping import Step, faded, precision, rounds

_SHORTEST_BATCH = 2
# Texts of like length are put into one batch, chosen among so many batches' worth.
_BUCKETS = 8


@dataclass(frozen=True, slots=True)
class Chosen:
    """A batch: which set, and which of its pairs."""

    name: str
    rows: Sequence[int]


def batches(sets: Mapping[str, PairSet], recipe: Contrast, seed: int) -> list[Chosen]:
    """The batches of a stage in order, each of one set only; the same for the same seed.

    Raises:
        TrainingDataError: a set that the recipe names is not there.
    """
    chance = random.Random(seed)
    found = []
    if missing := recipe.passes.keys() - sets.keys():
        raise TrainingDataError(
            f"训练包里没有配方要的配对集 {'、'.join(sorted(missing))}，请重新生成训练包。"
        )
    for name, passes in recipe.passes.items():
        rows = rounds(_sound(sets[name]), passes, chance)
        found += [Chosen(name, batch) for batch in _alike(sets[name], rows, recipe.batch)]
    chance.shuffle(found)
    return found


def _sound(pairs: PairSet) -> list[int]:
    """The rows of all pairs with pieces on both sides."""
    left, right = (np.diff(side.ends, prepend=0) for side in (pairs.left, pairs.right))
    rows: list[int] = np.flatnonzero((left > 0) & (right > 0)).tolist()
    return rows


def _alike(pairs: PairSet, rows: Sequence[int], size: int) -> list[Sequence[int]]:
    """Rows cut into batches of texts of like length, so that little is padded."""
    lengths = np.diff(pairs.right.ends, prepend=0)
    found: list[Sequence[int]] = []
    for start in range(0, len(rows), size * _BUCKETS):
        near = sorted(rows[start : start + size * _BUCKETS], key=lambda row: int(lengths[row]))
        found += [near[place : place + size] for place in range(0, len(near), size)]
    return [batch for batch in found if len(batch) >= _SHORTEST_BATCH]


class Contrasting:
    """One contrastive stage over a network; step `n` is always the same."""

    def __init__(self, network: Network, sets: Mapping[str, PairSet], recipe: Contrast, seed: int) -> None:
        """Choose the batches of all steps."""
        self.network = network
        self._sets = sets
        self._recipe = recipe
        self._seed = seed
        self._batches = batches(sets, recipe, seed)
        others = [weight for weight in network.parameters() if weight is not network.table]
        self.optimizer = torch.optim.AdamW(
            [
                {"params": [network.table], "peak": recipe.vector_rate, "weight_decay": 0.0},
                {"params": others, "peak": recipe.rate, "weight_decay": 0.01},
            ]
        )

    def __len__(self) -> int:
        """How many steps."""
        return len(self._batches)

    def step(self, number: int) -> Step:
        """Do one step."""
        chosen = self._batches[number]
        chance = np.random.default_rng((self._seed, number))
        torch.manual_seed(self._seed * 1_000_003 + number)
        for group in self.optimizer.param_groups:
            group["lr"] = group["peak"] * faded(number, len(self))
        pairs = self._sets[chosen.name]
        left, right = (
            [_thinned(side[row], self._recipe.dropped, chance) for row in chosen.rows]
            for side in (pairs.left, pairs.right)
        )
        loss = self._loss(left, right, pairs.groups[chosen.rows])
        self.optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        return Step(chosen.name, loss.item())

    def _loss(
        self, left: Sequence[Pieces], right: Sequence[Pieces], groups: NDArray[np.int64]
    ) -> torch.Tensor:
        """Cross-entropy both ways; what answers the same is no negative."""
        device = self.network.table.device
        with precision(device):
            questions, texts = self.network(left), self.network(right)
        # In full precision: rounded to bfloat16, scores of near candidates would be equal.
        scores = questions.float() @ texts.float().T / self._recipe.temperature
        numbers = torch.from_numpy(groups).to(device)
        own = torch.eye(len(numbers), dtype=torch.bool, device=device)
        scores = scores.masked_fill((numbers[:, None] == numbers[None, :]) & ~own, -1e4)
        labels = torch.arange(len(numbers), device=device)
        forth = functional.cross_entropy(scores, labels)
        return (forth + functional.cross_entropy(scores.T, labels)) / 2


def _thinned(pieces: Pieces, dropped: float, chance: np.random.Generator) -> Pieces:
    """Some of the pieces left out, never all."""
    if not dropped:
        return pieces
    kept = pieces[chance.random(len(pieces)) >= dropped]
    return kept if len(kept) else pieces
