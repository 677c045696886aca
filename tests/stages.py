"""Runs stages of training whole and broken off, and compares what they leave."""

from pathlib import Path

import pytest
import torch

from index.training.stepping import Place, Stage, Step, run


class CutOff:
    """A stage that is broken off before a step."""

    def __init__(self, stage: Stage, number: int) -> None:
        self.network = stage.network
        self.optimizer = stage.optimizer
        self._stage = stage
        self._number = number

    def __len__(self) -> int:
        return len(self._stage)

    def step(self, number: int) -> Step:
        if number == self._number:
            raise KeyboardInterrupt
        return self._stage.step(number)


def done(
    stage: Stage, folder: Path, fingerprint: str = "甲", every: float = -1.0
) -> tuple[dict[str, torch.Tensor], list[str]]:
    """The state that a stage leaves, and what was told; a checkpoint lies behind every step."""
    said: list[str] = []
    run(stage, "stage", fingerprint, Place(folder, every), said.append)
    return stage.network.state_dict(), said


def cut_off(stage: Stage, number: int, folder: Path, every: float = -1.0) -> None:
    with pytest.raises(KeyboardInterrupt):
        done(CutOff(stage, number), folder, every=every)


def same(one: dict[str, torch.Tensor], other: dict[str, torch.Tensor]) -> bool:
    return list(one) == list(other) and all(torch.equal(one[name], other[name]) for name in one)
