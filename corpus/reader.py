"""A folder of files comes in, documents go out."""

import re
from pathlib import Path

from corpus.canonical import canonical, decode
from corpus.catalog import Entry, read_catalog
from corpus.document import Document
from corpus.errors import CatalogError, DocumentError
from corpus.marks import mark_of

SUFFIXES = (".txt", ".md")
_CATALOG = "catalog.toml"
_TITLE_WORDS = re.compile(
    "(?:意见|办法|规定|条例|通知|方案|计划|规划|纲要|要点|细则|措施|决定|法|公告|报告)(?:[（(].*[）)])?$"
)


def read_folder(folder: Path) -> list[Document]:
    """Read every document of a folder (not of its subfolders), in the order of their names.

    Raises:
        DocumentError: there is no folder or no document in it, or a file cannot be read.
        CatalogError: the catalog beside the documents is wrong.
    """
    if not folder.is_dir():
        raise DocumentError(f"找不到文件夹 {folder}。请用 --documents 指明放文件的文件夹。")
    entries = read_catalog(folder)
    files = sorted(
        path for path in folder.iterdir() if path.is_file() and path.name[0] != "." and path.name != _CATALOG
    )
    if not files:
        raise DocumentError(f"文件夹 {folder} 里没有文件。请放入 {'、'.join(SUFFIXES)} 文件。")
    documents = [read_document(path, entries.get(path.name)) for path in files]
    ids = [document.id for document in documents]
    twice = sorted({name for name in ids if ids.count(name) > 1})
    if twice:
        raise CatalogError(
            f"文件夹 {folder} 里有两份文件的编号都是 {twice[0]}。请改文件名或在目录里另写编号。"
        )
    return documents


def read_document(path: Path, entry: Entry | None = None) -> Document:
    """Read one file; what the catalog does not say stays None, the title is found or inferred.

    Raises:
        DocumentError: the file is of no known format, empty or binary.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise DocumentError(f"暂不支持 {path.name} 这种格式。请另存为 {'、'.join(SUFFIXES)}，或移出文件夹。")
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise DocumentError(f"文件 {path} 读不了，请检查权限。") from error
    text, repairs = canonical(decode(raw, path.name))
    if not text.strip():
        raise DocumentError(f"文件 {path.name} 是空的。请换一份有内容的文件。")
    entry = entry or Entry(file=path.name)
    printed = _printed_title(text)
    inferred = entry.inferred if entry.title or printed else (*entry.inferred, "title")
    return Document(
        id=entry.id or re.sub(r"[^\w.-]+", "-", path.stem),
        title=entry.title or printed or path.stem,
        issuer=entry.issuer,
        number=entry.number,
        date=entry.date,
        region=entry.region,
        level=entry.level,
        period=entry.period,
        source=path.name,
        text=text,
        inferred=inferred,
        repairs=repairs,
    )


def _printed_title(text: str) -> str | None:
    """The first short line that reads like the title of an official document."""
    for line in text.splitlines()[:20]:
        title = line.strip().strip("#").strip()
        if mark_of(title):
            return None
        if 4 < len(title) <= 60 and "。" not in title and _TITLE_WORDS.search(title):
            return title
    return None
