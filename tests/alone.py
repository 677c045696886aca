"""Runs a training module in a process of its own, and tells what it imported."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.imports import imports_of

_ROOT = Path(__file__).parents[1]
_LAYERS = {"corpus", "index", "service", "eval"}
# What a lent machine has; the last is there for the type checker alone.
NEEDED = {"torch", "transformers", "tokenizers", "safetensors", "click", "numpy", "_typeshed"}
FORBIDDEN = {"jieba", "tantivy", "faiss", "sentence_transformers", "fastapi"}
# Runs the module as `python -m` would, and tells at the end what it has imported.
_RUN = """
import json, runpy, sys
name = sys.argv.pop(1)
runpy.run_module(name, run_name="__main__")
print(json.dumps(sorted(sys.modules)))
"""


@dataclass(frozen=True, slots=True)
class Ran:
    """The lines that a module printed, all modules it imported, and the packages that ours name."""

    told: Sequence[str]
    imported: set[str]
    named: set[str]

    @property
    def ours(self) -> set[str]:
        """The modules of this project among those imported."""
        return _ours(self.imported)


def alone(module: str, options: Sequence[str]) -> Ran:
    """Run a module with some options; it must end well."""
    done = subprocess.run(
        [sys.executable, "-c", _RUN, module, *options],
        cwd=_ROOT,
        env={**os.environ, "HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    *told, modules = done.stdout.splitlines()
    imported = set(json.loads(modules))
    named = set().union(*(imports_of(_place_of(name)) for name in _ours(imported) | {module}))
    return Ran(told, imported, named - _LAYERS - set(sys.stdlib_module_names))


def _ours(modules: set[str]) -> set[str]:
    return {name for name in modules if name.split(".")[0] in _LAYERS}


def _place_of(module: str) -> Path:
    path = _ROOT / module.replace(".", "/")
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
