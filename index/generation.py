"""One built index on disk: written whole into a folder of its own, then pointed to."""

import os
import shutil
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter, ValidationError
from scipy.sparse import load_npz, save_npz

from corpus.clause import Clause
from corpus.document import Document
from corpus.errors import IndexMismatchError, IndexMissingError, SettingError
from index import terms
from index.asked import Asked
from index.bm25 import Bm25
from index.dense import Advance, Dense
from index.encoder import Encoder
from index.manifest import FORMAT, NAME, Manifest, check, digests, measured, read_manifest, terms_fingerprint
from index.spelling import Speller
from index.translation import Shares, bundled
from index.units import lexical_terms, told_as, windows_of

_POINTER = "CURRENT"
_Row = TypeVar("_Row")

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Sources:
    """What an index is built from.

    `inputs` is the hash of the files in `folder`; `known` are words that are no typos in a question,
    besides those of the documents.
    """

    folder: Path
    inputs: str
    documents: tuple[Document, ...]
    clauses: tuple[Clause, ...]
    asked: tuple[Asked, ...]
    known: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Generation:
    """A loaded index.

    `owners` gives the document number of each clause, `window_rows` and `asked_rows` the clause
    number of each window and stored question; `generated` says which of those a model wrote.
    """

    id: str
    documents: tuple[Document, ...]
    clauses: tuple[Clause, ...]
    asked: tuple[Asked, ...]
    lexical: Bm25
    questions: Bm25
    windows: Dense
    question_vectors: Dense
    owners: Rows
    window_rows: Rows
    asked_rows: Rows
    generated: NDArray[np.bool_]
    shares: Shares
    question_shares: Shares
    speller: Speller


def build(home: Path, sources: Sources, encoder: Encoder, advance: Advance) -> str:
    """Build a generation under `home` and point to it; return its id. A failure leaves the old one.

    `advance` hears the number of texts encoded, `encoded_texts(sources)` in all.

    Raises:
        SettingError: `home` cannot be written to.
    """
    name = uuid.uuid4().hex[:12]
    folder = home / "index" / name
    pointer = home / "index" / f"{_POINTER}.{name}"
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise SettingError(f"索引写不到 {home}。请检查 CEYIN_HOME 是否可写。") from error
    try:
        _write(folder, sources, encoder, advance)
        pointer.write_text(name, encoding="ascii")
        _sync(pointer)
        pointer.replace(home / "index" / _POINTER)
        _sync(home / "index")
    except BaseException:
        pointer.unlink(missing_ok=True)
        shutil.rmtree(folder, ignore_errors=True)
        raise
    _forget(home / "index", keep=name)
    return name


def encoded_texts(sources: Sources) -> int:
    """How many texts a build encodes."""
    return len(windows_of(sources.clauses)) + len(sources.asked)


def load(home: Path, encoder: Encoder) -> Generation:
    """Load the generation that `home` points to.

    Raises:
        IndexMissingError: there is none.
        IndexMismatchError: it is damaged, or of another program version or encoder.
    """
    checked(home, encoder)
    folder = current(home)
    documents, clauses = texts(home)
    asked = _read(folder / "asked.json", tuple[Asked, ...])
    numbers = {document.id: number for number, document in enumerate(documents)}
    rows = {clause.id: row for row, clause in enumerate(clauses)}
    return Generation(
        id=folder.name,
        documents=documents,
        clauses=clauses,
        asked=asked,
        lexical=Bm25.load(folder / "lexical"),
        questions=Bm25.load(folder / "questions"),
        windows=Dense.load(folder / "windows.faiss"),
        owners=_numbers(numbers[clause.document_id] for clause in clauses),
        window_rows=np.load(folder / "windows.npy"),
        asked_rows=_numbers(rows[question.clause_id] for question in asked),
        generated=np.array([question.generated for question in asked], dtype=np.bool_),
        question_vectors=Dense.load(folder / "questions.faiss"),
        shares=load_npz(folder / "windows.npz"),
        question_shares=load_npz(folder / "questions.npz"),
        speller=Speller.load(folder / "spelling.json"),
    )


def checked(home: Path, encoder: Encoder) -> Manifest:
    """The manifest of the generation in use, every file of it verified; errors as in `load`."""
    folder = current(home)
    manifest = read_manifest(folder)
    check(folder, manifest, encoder)
    return manifest


def source_of(home: Path) -> Path | None:
    """The folder of documents that the generation in use was built from; None if that is not known."""
    try:
        return Path(read_manifest(current(home)).source)
    except (IndexMissingError, IndexMismatchError):
        return None


def texts(home: Path) -> tuple[tuple[Document, ...], tuple[Clause, ...]]:
    """The documents and clauses of the generation in use, read without a model.

    Raises:
        IndexMissingError, IndexMismatchError: there is no index, or its texts cannot be read.
    """
    folder = current(home)
    try:
        documents = _read(folder / "documents.json", tuple[Document, ...])
        return documents, _read(folder / "clauses.json", tuple[Clause, ...])
    except (OSError, ValidationError) as error:
        raise IndexMismatchError(f"索引 {folder} 的文件缺失或损坏。请运行 ceyin index 重建索引。") from error


def current(home: Path) -> Path:
    """The folder of the generation in use.

    Raises:
        IndexMissingError: no index has been built under `home`.
    """
    pointer = home / "index" / _POINTER
    if not pointer.is_file():
        raise IndexMissingError(f"{home} 里还没有索引。请先运行 ceyin index。")
    return home / "index" / pointer.read_text(encoding="utf-8", errors="replace").strip()


def _write(folder: Path, sources: Sources, encoder: Encoder, advance: Advance) -> None:
    titles = {document.id: document.title for document in sources.documents}
    homes = {clause.id: clause.document_id for clause in sources.clauses}
    _save(folder / "documents.json", sources.documents, tuple[Document, ...])
    _save(folder / "clauses.json", sources.clauses, tuple[Clause, ...])
    _save(folder / "asked.json", sources.asked, tuple[Asked, ...])
    texts = ((clause.document_id, lexical_terms(clause, titles)) for clause in sources.clauses)
    Bm25.build(folder / "lexical", texts)
    questions = [asked.question for asked in sources.asked]
    owners = (homes[asked.clause_id] for asked in sources.asked)
    Bm25.build(folder / "questions", zip(owners, map(terms.terms, questions), strict=True))
    windows = windows_of(sources.clauses)
    np.save(folder / "windows.npy", _numbers(row for row, _ in windows))
    dense = Dense.build([text for _, text in windows], encoder.encode, advance)
    dense.save(folder / "windows.faiss")
    asked_dense = Dense.build(questions, encoder.encode_queries, advance)
    asked_dense.save(folder / "questions.faiss")
    told = (told_as(sources.clauses[row], text, titles) for row, text in windows)
    save_npz(folder / "windows.npz", bundled().shares(told), compressed=False)
    save_npz(folder / "questions.npz", bundled().shares(questions), compressed=False)
    people = [asked.question for asked in sources.asked if not asked.generated]
    speller = Speller.over((document.text for document in sources.documents), (*sources.known, *people))
    speller.save(folder / "spelling.json")
    manifest = Manifest(
        format=FORMAT,
        terms=terms_fingerprint(),
        encoder=encoder.name,
        fingerprint=encoder.fingerprint,
        dimension=encoder.dimension,
        inputs=sources.inputs,
        source=str(sources.folder.resolve()),
        clauses=len(sources.clauses),
        vectors={"windows": measured(dense), "questions": measured(asked_dense)},
        files=digests(folder),
    )
    (folder / NAME).write_text(manifest.model_dump_json(indent=1), encoding="utf-8")
    for path in sorted(folder.rglob("*")):
        _sync(path)


def _numbers(found: Iterable[int]) -> Rows:
    return np.fromiter(found, dtype=np.int64)


def _save(path: Path, rows: tuple[_Row, ...], kind: type[tuple[_Row, ...]]) -> None:
    path.write_bytes(TypeAdapter(kind).dump_json(rows))


def _read(path: Path, kind: type[tuple[_Row, ...]]) -> tuple[_Row, ...]:
    return TypeAdapter(kind).validate_json(path.read_bytes())


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _forget(folder: Path, *, keep: str) -> None:
    """Delete generations but the one in use and the newest one before it."""
    others = [path for path in folder.iterdir() if path.is_dir() and path.name != keep]
    for path in sorted(others, key=lambda path: path.stat().st_mtime)[:-1]:
        shutil.rmtree(path, ignore_errors=True)
