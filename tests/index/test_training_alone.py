from pathlib import Path

import pytest
from click.testing import CliRunner

from index.training import train
from index.training.weights import gather
from tests.alone import FORBIDDEN, NEEDED, alone
from tests.index.packs import profiles, small


def options(profile: str, folder: Path) -> list[str]:
    named = {"profiles": profiles(folder), "pack": folder / "pack.npz"}
    places = {name: folder / name for name in ("work", "out")}
    words = {"profile": profile, **named, **places}
    return [f"--{name}={word}" for name, word in words.items()]


@pytest.mark.parametrize(("profile", "parts"), [("cpu", 1), ("gpu", 8)])
def test_training_runs_by_itself_where_there_is_little_else(profile: str, parts: int, tmp_path: Path) -> None:
    small().save(tmp_path / "pack.npz")
    ran = alone("index.training.train", options(profile, tmp_path))
    assert ran.told[-1] == f"权重已写入 {tmp_path / 'out'}。"
    assert {name for name in ran.ours if not name.startswith("index.training.")} == {
        *("corpus", "corpus.errors", "index", "index.training"),
    }
    assert FORBIDDEN.isdisjoint(ran.imported)
    assert ran.named <= NEEDED

    left = gather(tmp_path / "out")
    assert left.tokenizer.to_str() == small().tokenizer
    assert len(left.weights) == parts
    again = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    result = CliRunner().invoke(train.train, options(profile, tmp_path))
    assert [line for line in result.output.splitlines() if "goes on after" in line] == (
        result.output.splitlines()[1:-1]
    )
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == again
