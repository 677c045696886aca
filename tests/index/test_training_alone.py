import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from index.training import train as alone
from index.training.weights import gather
from tests.imports import imports_of
from tests.index.packs import profiles, small

ROOT = Path(__file__).parents[2]
LAYERS = ("corpus", "index", "service", "eval")
NEEDED = {"torch", "transformers", "tokenizers", "safetensors", "click", "numpy"}
FORBIDDEN = {"jieba", "tantivy", "faiss", "sentence_transformers", "fastapi"}
# Runs the module as `python -m` would, and tells at the end what it has imported.
RUN = """
import json, runpy, sys
sys.argv[0] = "train"
runpy.run_module("index.training.train", run_name="__main__")
print(json.dumps(sorted(sys.modules)))
"""


def options(profile: str, folder: Path) -> list[str]:
    named = {"profiles": profiles(folder), "pack": folder / "pack.npz"}
    places = {name: folder / name for name in ("work", "out")}
    words = {"profile": profile, **named, **places}
    return [f"--{name}={word}" for name, word in words.items()]


def train(profile: str, folder: Path) -> list[str]:
    """Train on a tiny pack in a process of its own; the lines that it prints."""
    small().save(folder / "pack.npz")
    done = subprocess.run(
        [sys.executable, "-c", RUN, *options(profile, folder)],
        cwd=ROOT,
        env={**os.environ, "HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def place_of(module: str) -> Path:
    path = ROOT / module.replace(".", "/")
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


@pytest.mark.parametrize(("profile", "parts"), [("cpu", 1), ("gpu", 8)])
def test_training_runs_by_itself_where_there_is_little_else(profile: str, parts: int, tmp_path: Path) -> None:
    *told, modules = train(profile, tmp_path)
    assert told[-1] == f"权重已写入 {tmp_path / 'out'}。"
    imported = json.loads(modules)
    ours = {name for name in imported if name.split(".")[0] in LAYERS}
    assert {name for name in ours if not name.startswith("index.training.")} == {
        *("corpus", "corpus.errors", "index", "index.training"),
    }
    assert FORBIDDEN.isdisjoint(imported)
    named = set().union(*(imports_of(place_of(name)) for name in ours | {"index.training.train"}))
    assert named - set(LAYERS) - set(sys.stdlib_module_names) <= NEEDED

    network, tokenizer = gather(tmp_path / "out")
    assert tokenizer.to_str() == small().tokenizer
    assert len(network.state_dict()) == parts
    again = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    result = CliRunner().invoke(alone.train, options(profile, tmp_path))
    assert [line for line in result.output.splitlines() if "goes on after" in line] == (
        result.output.splitlines()[1:-1]
    )
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == again
