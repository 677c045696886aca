"""Trained weights on their way: in pieces small enough to travel."""

import hashlib
import json
from dataclasses import asdict
from pathlib import Path

import torch
from safetensors.torch import load, save
from tokenizers import Tokenizer

from index.training.network import Network, network_of
from index.training.recipe import Shape
from index.training.sources import TrainingDataError

PIECE = 16_000_000
"""Bytes of a piece at most."""

_LIST = "pieces.json"


def scatter(network: Network, shape: Shape, tokenizer: str, folder: Path, size: int = PIECE) -> None:
    """Write the weights in half precision, in pieces of at most `size` bytes, with a list of them."""
    folder.mkdir(parents=True, exist_ok=True)
    for stale in folder.glob("weights.*"):
        stale.unlink()
    whole = save({name: value.half().cpu().contiguous() for name, value in network.state_dict().items()})
    names = []
    for place, start in enumerate(range(0, len(whole), size)):
        names.append(f"weights.{place:02}")
        (folder / names[-1]).write_bytes(whole[start : start + size])
    (folder / "tokenizer.json").write_text(tokenizer, encoding="utf-8")
    held = {"pieces": names, "sha256": hashlib.sha256(whole).hexdigest(), "shape": asdict(shape)}
    (folder / _LIST).write_text(json.dumps(held, indent=1), encoding="utf-8")


def gather(folder: Path) -> tuple[Network, Tokenizer]:
    """The network and the tokenizer that `scatter` wrote.

    Raises:
        TrainingDataError: a piece is missing or altered.
    """
    try:
        held = json.loads((folder / _LIST).read_text(encoding="utf-8"))
        whole = b"".join((folder / name).read_bytes() for name in held["pieces"])
        tokenizer = _tokenizer((folder / "tokenizer.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError) as error:
        raise TrainingDataError(f"{folder} 里的权重不全，请把训练留下的文件全部拷来。") from error
    if hashlib.sha256(whole).hexdigest() != held["sha256"]:
        raise TrainingDataError(f"{folder} 里的权重与清单不符，请重新拷贝。")
    shape = Shape(**held["shape"])
    start = torch.zeros(tokenizer.get_vocab_size(), shape.dimension)
    network = network_of(start, shape)
    network.load_state_dict({name: value.float() for name, value in load(whole).items()})
    return network.eval(), tokenizer


def _tokenizer(text: str) -> Tokenizer:
    try:
        return Tokenizer.from_str(text)
    except Exception as error:  # the library raises nothing narrower
        raise ValueError("no tokenizer") from error
