"""A folder of files comes in, documents go out."""

import re
from pathlib import Path

from corpus.canonical import canonical
from corpus.catalog import Entry, read_catalog
from corpus.decoding import decode
from corpus.document import Document, Repair
from corpus.errors import CatalogError, DocumentError
from corpus.extract import Extract
from corpus.formats.sandbox import extract_file
from corpus.markup import front_fields
from corpus.printed import period_of, printed
from corpus.trace import canonical_offset

SUFFIXES = (".txt", ".md", ".html", ".htm", ".docx", ".pdf")
LIMIT = 8 * 2**20
"""Bytes; a text file that is larger is no policy document."""

LINES = 100_000
"""Lines; so many take ten seconds to cut."""

_PLAIN = (".txt", ".md")
# What systems and office programs leave in a folder: hidden files, thumbnails, lock files.
_STRAY = re.compile(r"\.|~\$|(?:Thumbs\.db|desktop\.ini|catalog\.toml)$", re.IGNORECASE)


def read_folder(folder: Path) -> list[Document]:
    """Read every document of a folder (not of its subfolders), in the order of their names.

    Raises:
        DocumentError: there is no folder or no document in it, or a file cannot be read.
        CatalogError: the catalog beside the documents is wrong.
    """
    files = files_of(folder)
    entries = read_catalog(folder)
    documents = [read_document(path, entries.get(path.name)) for path in files]
    ids = [document.id for document in documents]
    twice = sorted({name for name in ids if ids.count(name) > 1})
    if twice:
        raise CatalogError(
            f"文件夹 {folder} 里有两份文件的编号都是 {twice[0]}。请改文件名或在目录里另写编号。"
        )
    return documents


def files_of(folder: Path) -> list[Path]:
    """The document files of a folder, in the order of their names.

    Raises:
        DocumentError: there is no folder, or no file in it.
    """
    if not folder.is_dir():
        raise DocumentError(f"找不到文件夹 {folder}。请检查路径是否写对。")
    files = sorted(path for path in folder.iterdir() if path.is_file() and not _STRAY.match(path.name))
    if not files:
        raise DocumentError(f"文件夹 {folder} 里没有文件。请放入 {'、'.join(SUFFIXES)} 文件。")
    return files


def read_document(path: Path, entry: Entry | None = None) -> Document:
    """Read one file; what the catalog does not say is taken from the file, and else stays None.

    Raises:
        DocumentError: the file is of no known format, empty, too large, damaged or binary.
    """
    text, repairs, encoding, extract = _canonical(path)
    if not text.strip():
        raise DocumentError(f"文件 {path.name} 是空的。请换一份有内容的文件。")
    if text.count("\n") > LINES:
        raise DocumentError(f"文件 {path.name} 超过 {LINES} 行，不像是一份文件。请拆成几份后再试。")
    matter = _front_fields(repairs)
    found = printed(text)
    entry = entry or Entry(file=path.name)
    title = entry.title or matter.get("title") or found.title
    return Document(
        id=entry.id or re.sub(r"[^\w.-]+", "-", path.stem),
        title=title or path.stem,
        issuer=entry.issuer or found.issuer,
        number=entry.number or found.number,
        date=entry.date or _date(matter.get("publish_date")) or found.date,
        region=entry.region,
        level=entry.level,
        period=entry.period or period_of(title or path.stem),
        source=path.name,
        text=text,
        inferred=entry.inferred if title else (*entry.inferred, "title"),
        repairs=repairs,
        encoding=encoding,
        pages=tuple(canonical_offset(repairs, page) for page in extract.pages),
        skipped=extract.skipped,
    )


def _canonical(path: Path) -> tuple[str, tuple[Repair, ...], str, Extract]:
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise DocumentError(f"暂不支持 {path.name} 这种格式。请另存为 {'、'.join(SUFFIXES)}，或移出文件夹。")
    if suffix not in _PLAIN:
        extract, encoding = extract_file(path), "utf-8"
    else:
        decoded, encoding = decode(_read(path), path.name)
        extract = Extract(decoded)
    text, repairs = canonical(extract.text, encoding)
    return text, repairs, encoding, extract


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > LIMIT:
            raise DocumentError(
                f"文件 {path.name} 超过 {LIMIT // 2**20} MB，不像是一份文件。请拆成几份，或检查是不是放错了。"
            )
        return path.read_bytes()
    except OSError as error:
        raise DocumentError(f"文件 {path} 读不了，请检查权限。") from error


def _front_fields(repairs: tuple[Repair, ...]) -> dict[str, str]:
    matter = next((repair.raw for repair in repairs if repair.kind == "front-matter"), "")
    return front_fields(matter)


def _date(day: str | None) -> str | None:
    return day if day and re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", day) else None
