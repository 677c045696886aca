"""Runs the steps of a stage: shows and saves the losses, and goes on where it was cut off."""

import csv
import os
import random
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import torch

_SHOWN = 50
_WARM = 0.05


@dataclass(frozen=True, slots=True)
class Place:
    """The folder of checkpoints and losses, and the seconds between two checkpoints."""

    folder: Path
    every: float = 60.0


@dataclass(frozen=True, slots=True)
class Step:
    """What a step learnt from, and its loss."""

    name: str
    loss: float


class Stateful(Protocol):
    """What an optimizer is here: something that remembers."""

    def state_dict(self) -> dict[str, Any]:
        """All that it remembers."""
        ...

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Remember that instead."""
        ...


class Stage(Protocol):
    """Steps that change a network; each depends on its number and the state only."""

    @property
    def network(self) -> torch.nn.Module:
        """What is trained."""
        ...

    @property
    def optimizer(self) -> Stateful:
        """What trains it."""
        ...

    def __len__(self) -> int:
        """How many steps."""
        ...

    def step(self, number: int) -> Step:
        """Do one step."""
        ...


def run(stage: Stage, name: str, fingerprint: str, place: Place, report: Callable[[str], None]) -> None:
    """Do all steps of a stage, or those left; the network is then as they leave it.

    The checkpoint is `NAME.pt` in the folder of `place`, the losses are `NAME.tsv`. A checkpoint of another
    `fingerprint` (another recipe, or other data) is not gone on with.
    """
    place.folder.mkdir(parents=True, exist_ok=True)
    path, record = (place.folder / f"{name}.{ending}" for ending in ("pt", "tsv"))
    done = _restored(stage, path, fingerprint)
    losses = _kept(record, done)
    if done:
        report(f"{name}: goes on after step {done} of {len(stage)}")
    elif path.is_file():
        report(f"{name}: begins anew, what {path} holds is of another recipe or other data")
    saved = time.monotonic()
    for number in range(done, len(stage)):
        step = stage.step(number)
        losses.append((number, step.name, f"{step.loss:.4f}"))
        if (number + 1) % _SHOWN == 0 or number + 1 == len(stage):
            report(f"{name} {number + 1}/{len(stage)} {_means(losses)}")
        if time.monotonic() - saved > place.every or number + 1 == len(stage):
            # The losses first: those of steps that no checkpoint holds are dropped when it goes on.
            _write(record, losses)
            _save(stage, path, fingerprint, number + 1)
            saved = time.monotonic()


def faded(number: int, steps: int) -> float:
    """The share of the learning rate at a step: up over the first steps, then down to near nothing."""
    warm = max(1, round(_WARM * steps))
    return min(1.0, (number + 1) / warm) * max(0.01, 1 - number / steps)


def rounds(rows: Sequence[int], passes: float, chance: random.Random) -> list[int]:
    """Rows in random order, as often as they are gone through; a part of a pass takes a part of them."""
    found: list[int] = []
    for share in [1.0] * int(passes) + [passes % 1]:
        mixed = list(rows)
        chance.shuffle(mixed)
        found += mixed[: round(share * len(mixed))]
    return found


def chosen_device() -> torch.device:
    """A GPU if there is one, set to do the same each time where it can; else the processor."""
    if not torch.cuda.is_available():
        return torch.device("cpu")
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
    torch.use_deterministic_algorithms(mode=True, warn_only=True)
    return torch.device("cuda")


def precision(device: torch.device) -> AbstractContextManager[object]:
    """bfloat16 products where the device is quick at them, else float32."""
    quick = device.type == "cuda" or any(torch.cpu.get_capabilities().get(name) for name in _QUICK)
    return torch.autocast(device.type, dtype=torch.bfloat16) if quick else nullcontext()


# Processors that multiply bfloat16 in hardware; others are three times slower at it than at float32.
_QUICK = ("amx_bf16", "avx512_bf16")


def _restored(stage: Stage, path: Path, fingerprint: str) -> int:
    """How many steps a checkpoint holds, its state taken over; 0 where none fits."""
    if not path.is_file():
        return 0
    # Both states are moved to where the network is, but for what the optimizer keeps on the processor.
    held = torch.load(path, map_location="cpu", weights_only=True)
    if held["fingerprint"] != fingerprint:
        return 0
    stage.network.load_state_dict(held["network"])
    if held["optimizer"]:
        stage.optimizer.load_state_dict(held["optimizer"])
    return int(held["steps"])


def _save(stage: Stage, path: Path, fingerprint: str, steps: int) -> None:
    """Write a checkpoint whole, or leave the old one; of a stage that is over, the network alone."""
    partial = path.with_suffix(".partial")
    state = {
        "fingerprint": fingerprint,
        "steps": steps,
        "network": stage.network.state_dict(),
        "optimizer": stage.optimizer.state_dict() if steps < len(stage) else None,
    }
    torch.save(state, partial)
    partial.replace(path)


def _kept(path: Path, steps: int) -> list[tuple[int, str, str]]:
    """The losses of the steps that a checkpoint holds."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        found = [(int(number), name, loss) for number, name, loss in csv.reader(lines, delimiter="\t")]
    return [row for row in found if row[0] < steps]


def _write(path: Path, losses: list[tuple[int, str, str]]) -> None:
    partial = path.with_suffix(".tsv.partial")
    with partial.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines, delimiter="\t", lineterminator="\n").writerows(losses)
    partial.replace(path)


def _means(losses: list[tuple[int, str, str]]) -> str:
    """The mean of the last losses by name."""
    last: dict[str, list[float]] = {}
    for _, name, loss in losses[-4 * _SHOWN :]:
        last.setdefault(name, []).append(float(loss))
    return " ".join(f"{name} {sum(held) / len(held):.3f}" for name, held in sorted(last.items()))
