from pathlib import Path

import pytest

from tests.imports import imports_of

ROOT = Path(__file__).parents[1]
LAYERS = ("corpus", "index", "service", "eval")
# Where the heavy or the outer libraries may be imported; nowhere else.
HOMES = {
    "fastapi": ("service/http/",),
    "starlette": ("service/http/",),
    "sse_starlette": ("service/http/",),
    "uvicorn": ("service/cli.py",),
    "pypdfium2": ("corpus/formats/",),
    "selectolax": ("corpus/formats/",),
    "faiss": ("index/dense.py",),
    "tantivy": ("index/bm25.py",),
    "torch": (
        "index/transformer.py",
        "index/rerank.py",
        "service/causal.py",
        "service/quantised.py",
        "service/sampling.py",
        "service/weights.py",
        "index/training/",
        "service/training/",
    ),
    "transformers": (
        "index/checkpoint.py",
        "index/transformer.py",
        "index/rerank.py",
        "index/training/",
        "service/causal.py",
        "service/weights.py",
        "service/training/",
    ),
    "httpx2": ("service/endpoint.py",),
    "sentence_transformers": ("index/encoder.py", "index/rerank.py", "index/training/"),
    "sklearn": ("eval/applying.py", "eval/calibrate.py", "eval/logistic.py"),
    "matplotlib": ("eval/plots.py",),
    "jinja2": ("eval/report.py",),
}


def modules() -> list[str]:
    return sorted(
        path.relative_to(ROOT).as_posix() for layer in LAYERS for path in (ROOT / layer).rglob("*.py")
    )


@pytest.mark.parametrize("module", modules())
def test_a_module_imports_no_layer_outside_its_own(module: str) -> None:
    outer = LAYERS[LAYERS.index(module.split("/")[0]) + 1 :]
    assert not imports_of(ROOT / module) & set(outer)


@pytest.mark.parametrize("module", modules())
def test_a_library_is_imported_only_where_it_lives(module: str) -> None:
    strays = {
        name for name in imports_of(ROOT / module) if name in HOMES and not module.startswith(HOMES[name])
    }
    assert not strays


@pytest.mark.parametrize("module", modules())
def test_a_room_is_no_longer_than_250_lines(module: str) -> None:
    assert len((ROOT / module).read_text(encoding="utf-8").splitlines()) <= 250
