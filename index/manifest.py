"""What an index folder says of itself, and the checks made before one is trusted."""

import hashlib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.errors import IndexMismatchError
from corpus.vocabulary import PATH as VOCABULARY
from index import terms
from index.dense import Dense
from index.encoder import Encoder
from index.translation import BUNDLED as TRANSLATION

FORMAT = 7
"""Raised whenever the files of a generation change their form or clauses are cut differently."""

NAME = "manifest.json"
_REBUILD = "请运行 ceyin index 重建索引。"


class Measured(BaseModel):
    """How the vectors of an index are searched; `recall` of the best ten, against exact search."""

    kind: str
    recall: float | None
    probes: int | None


def measured(dense: Dense) -> Measured:
    """What was measured when an index of vectors was built."""
    return Measured(kind=dense.kind, recall=dense.recall, probes=dense.probes)


class Manifest(BaseModel):
    """What a generation was built from and by, and the sha256 of every file in it.

    `inputs` is the hash of the documents and asked-as questions; `source` the folder they were in.
    """

    model_config = ConfigDict(frozen=True)

    format: int
    terms: str
    encoder: str
    fingerprint: str
    dimension: int
    inputs: str
    source: str
    clauses: int
    vectors: dict[str, Measured]
    files: dict[str, str]


def terms_fingerprint() -> str:
    """What decides what is read out of a text: the terms, their translation, the words of support."""
    files = (terms.DICTIONARY, TRANSLATION, VOCABULARY)
    return "-".join([str(terms.VERSION), *(sha256_of(path)[:16] for path in files)])


def sha256_of(path: Path) -> str:
    """The sha256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def inputs_of(folder: Path, *asked: Path) -> str:
    """The hash of what an index is built from: a folder's documents, and those asked-as files that exist."""
    paths = sorted(path for path in folder.iterdir() if path.is_file() and path.name[0] != ".")
    joined = "".join(f"{path.name} {sha256_of(path)}\n" for path in (*paths, *filter(Path.exists, asked)))
    return hashlib.sha256(joined.encode()).hexdigest()


def digests(folder: Path) -> dict[str, str]:
    """The sha256 of every file under a folder that carries content, by relative path."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock")
    return {
        path.relative_to(folder).as_posix(): sha256_of(path) for path in sorted(files) if path.name != NAME
    }


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a generation folder.

    Raises:
        IndexMismatchError: there is none, or it does not parse.
    """
    try:
        return Manifest.model_validate_json((folder / NAME).read_bytes())
    except (OSError, ValidationError) as error:
        raise IndexMismatchError(f"索引 {folder} 的清单缺失或损坏。{_REBUILD}") from error


def check(folder: Path, manifest: Manifest, encoder: Encoder) -> None:
    """Make sure that a generation fits this program and encoder, and that no file has changed.

    Raises:
        IndexMismatchError: it does not; the message says in what.
    """
    if (manifest.format, manifest.terms) != (FORMAT, terms_fingerprint()):
        raise IndexMismatchError(f"索引 {folder} 由另一版本的程序或分词词典建立。{_REBUILD}")
    if manifest.fingerprint != encoder.fingerprint:
        raise IndexMismatchError(
            f"索引由编码器 {manifest.encoder} 建立，现在配置的是 {encoder.name}，"
            f"两者的向量不能混用。{_REBUILD}"
        )
    held = digests(folder)
    changed = sorted(name for name, digest in manifest.files.items() if held.get(name) != digest)
    if changed:
        raise IndexMismatchError(f"索引文件 {folder / changed[0]} 缺失或已改动。{_REBUILD}")
