import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer

from index.encoder import StaticEncoder, load_encoder
from index.training.assembly import assemble, restored
from index.training.network import Network, network_of
from index.training.recipe import Shape
from index.training.sources import TrainingDataError
from index.training.weights import PIECE, Trained, gather, scatter
from tests.index.packs import SMALL, VOCABULARY, ids, lettered

FLAT = Shape(dimension=16)
TEXTS = ("abc", "q", "zyxwvut" * 3)


def network(shape: Shape) -> Network:
    torch.manual_seed(1)
    return network_of(torch.randn(VOCABULARY, shape.dimension), shape).eval()


def scattered(folder: Path, shape: Shape = FLAT, size: int = 500) -> Path:
    scatter(network(shape), shape, lettered().to_str(), folder, size)
    return folder


def trained(shape: Shape) -> Trained:
    return Trained(network(shape).state_dict(), asdict(shape), lettered())


def vectors(held: Network) -> torch.Tensor:
    with torch.no_grad():
        return held.forward([ids(text) for text in TEXTS])


@pytest.mark.parametrize("shape", [FLAT, SMALL], ids=["mean", "contextual"])
def test_pieces_are_at_most_so_large_and_give_the_same_network(shape: Shape, tmp_path: Path) -> None:
    scattered(tmp_path, shape)
    sizes = [path.stat().st_size for path in sorted(tmp_path.glob("weights.*"))]
    assert sizes[:-1] == [500] * (len(sizes) - 1)
    assert 0 < sizes[-1] <= 500
    found = gather(tmp_path)
    assert found.tokenizer.to_str() == lettered().to_str()
    assert found.shape == asdict(shape)
    expected = {name: value.half().float() for name, value in network(shape).state_dict().items()}
    assert found.weights.keys() == expected.keys()
    assert all(torch.equal(value, expected[name]) for name, value in found.weights.items())
    held = restored(found)
    assert not held.training
    assert torch.allclose(vectors(held), vectors(network(shape)), atol=5e-3)


class Tied(torch.nn.Module):
    """Reads and writes with one matrix, and has another one that is equal to it."""

    def __init__(self) -> None:
        super().__init__()
        self.read = torch.nn.Parameter(torch.eye(3))
        self.write = self.read
        self.other = torch.nn.Parameter(torch.eye(3))


def test_of_tied_weights_one_is_written_and_of_equal_ones_both(tmp_path: Path) -> None:
    assert list(Tied().state_dict()) == ["read", "write", "other"]
    scatter(Tied(), FLAT, lettered().to_str(), tmp_path)
    found = gather(tmp_path).weights
    assert sorted(found) == ["other", "read"]
    assert torch.equal(found["read"], torch.eye(3))


def test_a_piece_is_small_enough_to_travel() -> None:
    assert PIECE == 16_000_000


def test_pieces_of_an_earlier_run_are_taken_away(tmp_path: Path) -> None:
    scattered(tmp_path, size=100)
    scattered(tmp_path, size=1000)
    # 31 vectors of 16 halves are 992 bytes, and there is the head of the file.
    names = json.loads((tmp_path / "pieces.json").read_text(encoding="utf-8"))["pieces"]
    assert names == ["weights.00", "weights.01"]
    assert sorted(path.name for path in tmp_path.glob("weights.*")) == names


def missing(folder: Path) -> None:
    (folder / "weights.01").unlink()


def without_list(folder: Path) -> None:
    (folder / "pieces.json").unlink()


def without_tokenizer(folder: Path) -> None:
    (folder / "tokenizer.json").unlink()


def with_half_a_tokenizer(folder: Path) -> None:
    (folder / "tokenizer.json").write_text('{"version": ', encoding="utf-8")


def with_another_list(folder: Path) -> None:
    (folder / "pieces.json").write_text("{}", encoding="utf-8")


def with_a_list_of_nothing(folder: Path) -> None:
    (folder / "pieces.json").write_text('{"pieces": []}', encoding="utf-8")


def with_no_list(folder: Path) -> None:
    (folder / "pieces.json").write_text("[]", encoding="utf-8")


@pytest.mark.parametrize(
    "damage",
    [
        *(missing, without_list, without_tokenizer, with_half_a_tokenizer),
        *(with_another_list, with_a_list_of_nothing, with_no_list),
    ],
)
def test_weights_that_are_not_all_there_are_refused(damage: Callable[[Path], None], tmp_path: Path) -> None:
    damage(scattered(tmp_path))
    with pytest.raises(TrainingDataError, match="权重不全，请把训练留下的文件全部拷来"):
        gather(tmp_path)


def test_a_piece_that_was_altered_is_refused(tmp_path: Path) -> None:
    path = scattered(tmp_path) / "weights.01"
    whole = bytearray(path.read_bytes())
    whole[7] ^= 1
    path.write_bytes(whole)
    with pytest.raises(TrainingDataError, match="与清单不符，请重新拷贝"):
        gather(tmp_path)


def test_a_piece_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    path = scattered(tmp_path) / "weights.01"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(TrainingDataError, match="与清单不符"):
        gather(tmp_path)


@pytest.mark.parametrize("shape", [FLAT, SMALL], ids=["mean", "contextual"])
def test_the_model_folder_gives_the_network_s_vectors(shape: Shape, tmp_path: Path) -> None:
    assemble(gather(scattered(tmp_path / "weights", shape)), tmp_path / "model")
    encoder = load_encoder(str(tmp_path / "model"))
    assert isinstance(encoder, StaticEncoder) == (shape is FLAT)
    assert encoder.dimension == 16
    expected = vectors(network(shape)).numpy()
    np.testing.assert_allclose(encoder.encode(TEXTS), expected, atol=5e-3)
    np.testing.assert_allclose(encoder.encode_queries(TEXTS[:1]), expected[:1], atol=5e-3)


def test_the_model_folder_holds_half_precision_and_the_tokenizer(tmp_path: Path) -> None:
    from safetensors.torch import load_file

    assemble(trained(FLAT), tmp_path / "model")
    held = load_file(tmp_path / "model" / "model.safetensors")
    assert {name: value.dtype for name, value in held.items()} == {"embedding.weight": torch.float16}
    assert Tokenizer.from_file(str(tmp_path / "model" / "tokenizer.json")).get_vocab_size() == VOCABULARY


def test_a_model_of_another_kind_is_replaced_whole(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "README.md").write_text("卡", encoding="utf-8")
    (tmp_path / "model" / "notes.md").write_text("记", encoding="utf-8")
    assemble(trained(SMALL), tmp_path / "model")
    assemble(trained(FLAT), tmp_path / "model")
    assemble(trained(FLAT), tmp_path / "fresh")
    assert {path.name for path in (tmp_path / "model").iterdir()} == {
        "README.md",
        "notes.md",
        *(path.name for path in (tmp_path / "fresh").iterdir()),
    }
    one, two = (load_encoder(str(tmp_path / name)) for name in ("model", "fresh"))
    assert one.fingerprint == two.fingerprint
