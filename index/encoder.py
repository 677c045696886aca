"""Text to vectors: a static table of tokens, a transformer, or whatever sentence-transformers loads."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import numpy as np

from corpus.errors import ModelError
from index.checkpoint import Checkpoint, located
from index.recipe import LONGEST, Recipe, recipe_of
from index.transformer import TransformerEncoder
from index.vectors import Vectors as Vectors
from index.vectors import unit

BUNDLED = Path(__file__).parent / "models" / "encoder"

# What a model does not depend on: cards, and weights for other programs.
_NOT_READ = (".md", ".onnx", ".gguf", ".h5", "onnx", "openvino")
_TRIAL = "企业有哪些补贴？"


class Encoder(Protocol):
    """Turns texts into vectors; `name` says which model, `fingerprint` which weights, used how."""

    name: str
    fingerprint: str
    dimension: int

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Encode texts as float32 rows of unit length, shape (len(texts), dimension), even of none."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Encode questions likewise, so that each is near the texts that answer it."""
        ...


def load_encoder(model: str, *, allow_download: bool = False) -> Encoder:
    """Load an encoder from a folder, or by hub name from the hub's local cache.

    Raises:
        ModelError: it is not there, is no encoder, or cannot be loaded.
    """
    found = located(model, "CEYIN_ENCODER", allow_download=allow_download)
    if found.folder == BUNDLED:
        found = replace(found, given="bundled")
    static = _static_part(found)
    if static is not None:
        return StaticEncoder(found, static)
    recipe = recipe_of(found)
    files = f"{fingerprint_of(found.folder)} {recipe.vectors}"
    fingerprint = hashlib.sha256(files.encode()).hexdigest()[:16]
    if recipe.pooling is None:
        return _tried(SentenceEncoder(found, recipe, fingerprint), found)
    return _tried(TransformerEncoder(found, recipe, fingerprint), found)


def _static_part(found: Checkpoint) -> Path | None:
    """Where the token vectors of a static model lie in its folder; None for any other model."""
    modules = found.modules
    static = len(modules) == 1 and modules[0][0].endswith("StaticEmbedding")
    return found.folder / modules[0][1] if static else None


def _tried(encoder: Encoder, found: Checkpoint) -> Encoder:
    """An encoder that has made a vector; a model of a wrong kind may load and only then fail."""
    try:
        encoder.encode_queries([_TRIAL])
    except ModelError:
        raise
    except Exception as error:
        raise found.refusal(
            f"它不能把一段文字变成一个向量（{type(error).__name__}）", "请换一个编码器，写进 CEYIN_ENCODER。"
        ) from error
    return encoder


class StaticEncoder:
    """A model that is one table of token vectors, mean-pooled.

    sentence-transformers reads the same folder and gives the same vectors; reading it here
    spares the five seconds that importing that library takes.
    """

    def __init__(self, found: Checkpoint, part: Path) -> None:
        """Read `tokenizer.json` and `model.safetensors` of `part`, the module's place in the folder."""
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        try:
            self._tokenizer = Tokenizer.from_file(str(part / "tokenizer.json"))
            weights = load_file(part / "model.safetensors")["embedding.weight"]
        except Exception as error:
            raise found.refusal("文件不全或已损坏") from error
        if self._tokenizer.get_vocab_size() > len(weights):
            raise found.refusal("分词器的词比权重多，两者不是一套")
        self._tokenizer.no_padding()
        self._weights: Vectors = weights.astype(np.float32)
        self.dimension = self._weights.shape[1]
        self.name = found.given
        self.fingerprint = fingerprint_of(found.folder)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Encode texts as float32 rows of unit length; a text without known tokens is a zero row."""
        rows = np.zeros((len(texts), self._weights.shape[1]), dtype=np.float32)
        for row, entry in enumerate(self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)):
            if entry.ids:
                rows[row] = self._weights[entry.ids].mean(axis=0)
        return unit(rows, self.name)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Encode questions, as any text: the table knows no instruction."""
        return self.encode(texts)


class SentenceEncoder:
    """A sentence-transformers model of other modules than a transformer and its pooling."""

    def __init__(self, found: Checkpoint, recipe: Recipe, fingerprint: str) -> None:
        """Load the model; raises ModelError."""
        from sentence_transformers import SentenceTransformer

        try:
            self._model = SentenceTransformer(
                str(found.folder), device="cpu", local_files_only=True, model_kwargs={"dtype": "float32"}
            )
        except Exception as error:
            raise found.refusal(
                f"sentence-transformers 加载不了（{type(error).__name__}），文件不全、已损坏，或模块不认得"
            ) from error
        self._model.max_seq_length = min(self._model.max_seq_length or LONGEST, recipe.longest)
        self._recipe = recipe
        self.name = found.given
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        self.fingerprint = fingerprint

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Encode texts as float32 rows of unit length, shape (len(texts), dimension)."""
        return self._rows(texts, self._recipe.passage)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Encode questions likewise, with the instruction that the model wants before them."""
        return self._rows(texts, self._recipe.query)

    def _rows(self, texts: Sequence[str], instruction: str) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        rows = self._model.encode(
            list(texts), prompt=instruction, convert_to_numpy=True, show_progress_bar=False
        )
        return unit(rows.astype(np.float32), self.name)


def fingerprint_of(folder: Path) -> str:
    """A hash of a model folder's files: the same weights and tokenizer give the same one.

    Hidden files, model cards and weights in forms that are not read do not count.
    """
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        place = path.relative_to(folder)
        if path.suffix in _NOT_READ or any(part[0] == "." or part in _NOT_READ for part in place.parts):
            continue
        digest.update(str(place).encode())
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:16]
