"""Text to vectors, through sentence-transformers."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelError
from index.hub import stay_offline

Vectors = NDArray[np.float32]

BUNDLED = Path(__file__).parent / "models" / "encoder"


class Encoder(Protocol):
    """Turns texts into vectors; `name` says which model, `fingerprint` which weights."""

    name: str
    fingerprint: str
    dimension: int

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Encode texts as float32 rows of unit length, shape (len(texts), dimension)."""
        ...


def load_encoder(model: str, *, allow_download: bool = False) -> Encoder:
    """Load a sentence-transformers model from a folder, or from the hub's local cache.

    Raises:
        ModelError: it is not there, or cannot be loaded.
    """
    folder = Path(model)
    static = _static_part(folder)
    if static is not None:
        return StaticEncoder(folder, static)
    return SentenceEncoder(model, allow_download=allow_download)


def _static_part(folder: Path) -> Path | None:
    """Where the token vectors of a static model lie in its folder; None for any other model."""
    if not (folder / "modules.json").is_file():
        return None
    try:
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
        static = len(modules) == 1 and modules[0]["type"].endswith("StaticEmbedding")
        return folder / modules[0]["path"] if static else None
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(f"编码器 {folder} 的 modules.json 读不出来。请检查 CEYIN_ENCODER。") from error


class StaticEncoder:
    """A model that is one table of token vectors, mean-pooled.

    sentence-transformers reads the same folder and gives the same vectors; reading it here
    spares the five seconds that importing that library takes.
    """

    def __init__(self, folder: Path, part: Path) -> None:
        """Read `tokenizer.json` and `model.safetensors` of `part`, the module's place in the folder."""
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        try:
            self._tokenizer = Tokenizer.from_file(str(part / "tokenizer.json"))
            weights = load_file(part / "model.safetensors")["embedding.weight"]
        except Exception as error:
            raise ModelError(f"编码器 {folder} 读不出来，文件不全或已损坏。请检查 CEYIN_ENCODER。") from error
        self._tokenizer.no_padding()
        self._weights: Vectors = weights.astype(np.float32)
        self.dimension = self._weights.shape[1]
        self.name = folder.name if folder != BUNDLED else "bundled"
        self.fingerprint = fingerprint_of(folder)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Encode texts as float32 rows of unit length; a text without known tokens is a zero row."""
        rows = np.zeros((len(texts), self._weights.shape[1]), dtype=np.float32)
        for row, entry in enumerate(self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)):
            if entry.ids:
                rows[row] = self._weights[entry.ids].mean(axis=0)
        norms = np.linalg.norm(rows, axis=1, keepdims=True)
        unit: Vectors = rows / np.maximum(norms, 1e-12)
        return unit


class SentenceEncoder:
    """Any sentence-transformers model, by folder or hub name."""

    def __init__(self, model: str, *, allow_download: bool) -> None:
        """Load the model; from the network only where downloads are allowed."""
        stay_offline(allow_download=allow_download)
        from sentence_transformers import SentenceTransformer

        try:
            self._model = SentenceTransformer(model, device="cpu", local_files_only=not allow_download)
        except Exception as error:
            raise ModelError(
                f"编码器 {model} 加载不了：本机没有这个文件夹或已下载的模型，或者文件不全。"
                "请检查 CEYIN_ENCODER；默认不联网下载。"
            ) from error
        self.name = model
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        self.fingerprint = fingerprint_of(Path(model)) if Path(model).is_dir() else f"hub:{model}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Encode texts as float32 rows of unit length, shape (len(texts), dimension)."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        vectors: Vectors = self._model.encode(
            list(texts), normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
        ).astype(np.float32)
        return vectors


def fingerprint_of(folder: Path) -> str:
    """A hash of a model folder's files: the same weights and tokenizer give the same one."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".md"):
        digest.update(str(path.relative_to(folder)).encode())
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:16]
