"""Trained weights on their way: in pieces small enough to travel."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from safetensors.torch import load, save
from tokenizers import Tokenizer

from index.training.sources import TrainingDataError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

PIECE = 16_000_000
"""Bytes of a piece at most."""

_LIST = "pieces.json"


@dataclass(frozen=True, slots=True)
class Trained:
    """What training left: the weights of a network by name, its shape in plain values, its tokenizer."""

    weights: Mapping[str, torch.Tensor]
    shape: Mapping[str, Any]
    tokenizer: Tokenizer


def scatter(
    network: torch.nn.Module, shape: "DataclassInstance", tokenizer: str, folder: Path, size: int = PIECE
) -> None:
    """Write the weights in half precision, in pieces of at most `size` bytes, with a list of them.

    Of weights that are tied one is written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for stale in folder.glob("weights.*"):
        stale.unlink()
    untied = {value.data_ptr(): name for name, value in reversed(network.state_dict().items())}
    state = {name: value for name, value in network.state_dict().items() if name in untied.values()}
    whole = save({name: value.half().cpu().contiguous() for name, value in state.items()})
    names = []
    for place, start in enumerate(range(0, len(whole), size)):
        names.append(f"weights.{place:02}")
        (folder / names[-1]).write_bytes(whole[start : start + size])
    (folder / "tokenizer.json").write_text(tokenizer, encoding="utf-8")
    listed = {"pieces": names, "sha256": hashlib.sha256(whole).hexdigest(), "shape": asdict(shape)}
    (folder / _LIST).write_text(json.dumps(listed, indent=1), encoding="utf-8")


def gather(folder: Path) -> Trained:
    """The weights, the shape and the tokenizer that `scatter` wrote.

    Raises:
        TrainingDataError: a piece is missing or altered.
    """
    try:
        held = json.loads((folder / _LIST).read_text(encoding="utf-8"))
        whole = b"".join((folder / name).read_bytes() for name in held["pieces"])
        tokenizer = _tokenizer((folder / "tokenizer.json").read_text(encoding="utf-8"))
        digest, shape = held["sha256"], held["shape"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise TrainingDataError(f"{folder} 里的权重不全，请把训练留下的文件全部拷来。") from error
    if hashlib.sha256(whole).hexdigest() != digest:
        raise TrainingDataError(f"{folder} 里的权重与清单不符，请重新拷贝。")
    weights = {name: value.float() for name, value in load(whole).items()}
    return Trained(weights, shape, tokenizer)


def _tokenizer(text: str) -> Tokenizer:
    try:
        return Tokenizer.from_str(text)
    except Exception as error:  # the library raises nothing narrower
        raise ValueError("no tokenizer") from error
