"""A file as its clauses: what `ceyin parse` prints."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from corpus.catalog import Entry, read_catalog
from corpus.citing import cited_form
from corpus.clause import Clause, Kind
from corpus.document import Document
from corpus.errors import DocumentError
from corpus.fact import Fact
from corpus.oddities import oddities
from corpus.reader import files_of, read_document
from corpus.splitter import split
from corpus.trace import Trace, page_of
from corpus.validity import Validity, status_on, validity_of

_REPAIRS = {
    "private-use": "小数点复原",
    "line-break": "断行接回",
    "page-number": "去掉页码",
    "markup": "去掉标记符号",
    "table": "表格改成逐行文字",
    "front-matter": "去掉文件头信息",
    "line-end": "换行符统一",
    "nfc": "字符合并",
    "invisible": "去掉不可见字符",
}
_KINDS = {
    Kind.TITLE: "标题",
    Kind.FRONT: "版头",
    Kind.CONTENTS: "目录",
    Kind.ADDRESSEE: "主送机关",
    Kind.PREAMBLE: "引言",
    Kind.HEADING: "章节",
    Kind.ITEM: "条款",
    Kind.PARAGRAPH: "段落",
    Kind.BULLET: "分项",
    Kind.GOVERNING: "分工",
    Kind.CLOSING: "结语",
    Kind.SIGNATURE: "落款",
    Kind.IMPRINT: "版记",
    Kind.ATTACHMENT: "附件",
}
_BEHIND = ("以上", "以下", "以内", "左右", "之内", "内", "上下", "多", "余")
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document with its clauses and what it says of its own force."""

    document: Document
    clauses: list[Clause]
    validity: Validity


def parse(path: Path) -> Parsed:
    """Read and cut one file; a catalog beside it is heeded.

    Raises:
        DocumentError: there is no such file or it cannot be read.
        CatalogError: the catalog beside it is wrong.
    """
    if not path.is_file():
        raise DocumentError(f"找不到文件 {path}。请检查路径；要检查整个文件夹，请用 --check。")
    return _parsed(path, read_catalog(path.parent).get(path.name))


def _parsed(path: Path, entry: Entry | None) -> Parsed:
    document = read_document(path, entry)
    clauses = split(document)
    return Parsed(document, clauses, validity_of(document, clauses))


def as_json(parsed: Parsed, day: date) -> dict[str, Any]:
    """A parsed document as plain values: clauses in order, each with its parent, page and bytes."""
    document, trace = parsed.document, Trace(parsed.document)
    described = {name: value for name, value in asdict(document).items() if name not in ("text", "pages")}
    return {
        "document": described,
        "validity": {**asdict(parsed.validity), "status": status_on(parsed.validity, day)},
        "text": document.text,
        "clauses": [
            {
                **asdict(clause),
                "cited": cited_form(document, clause),
                "parent": parent,
                "page": page_of(document, clause.start),
                "raw": trace.span(clause.start, clause.end),
            }
            for clause, parent in zip(parsed.clauses, parents(parsed.clauses), strict=True)
        ],
        "odd": oddities(document, parsed.clauses),
    }


def parents(clauses: Sequence[Clause]) -> list[str | None]:
    """For each clause the id of the one whose heading it stands under, or None at the top."""
    holders: dict[tuple[str, ...], str] = {}
    found: list[str | None] = []
    for clause in clauses:
        numbered = clause.kind in (Kind.ITEM, Kind.HEADING, Kind.BULLET) and not clause.continues
        above = clause.path[:-1] if numbered else clause.path
        own = holders.get(clause.path)
        if not numbered and (own is None or own == clause.id):
            above = clause.path[:-1]
        found.append(holders.get(above) if above else None)
        if numbered or clause.path not in holders:
            holders[clause.path] = clause.id
    return found


def show_tree(console: Console, parsed: Parsed, day: date) -> None:
    """Print the clause tree, a line for each clause, then what was mended and what looks odd."""
    document = parsed.document
    about = [document.number, document.issuer, document.date, status_on(parsed.validity, day)]
    console.print(Text(document.title, style="bold"))
    console.print(Text("，".join(part for part in about if part), style="dim"))
    for clause in parsed.clauses:
        _show_clause(console, document, clause)
    for line in _remarks(parsed):
        console.print(Text(line, style="yellow"))


def _show_clause(console: Console, document: Document, clause: Clause) -> None:
    words = " ".join(clause.text.split())
    shown = words if len(words) <= _SHOWN else f"{words[:_SHOWN]}……（{len(words)} 字）"
    paragraph = bool(clause.path) and clause.path[-1].startswith("第") and clause.path[-1].endswith("款")
    numbered = paragraph or clause.kind in (Kind.ITEM, Kind.HEADING, Kind.BULLET, Kind.ATTACHMENT)
    indent = "  " * max(len(clause.path) - numbered, 0)
    line = Text(f"{indent}{shown}")
    line.append(f"  {clause.id.partition('#')[2]} {_KINDS[clause.kind]}", style="dim")
    console.print(line)
    inner = indent + "    "
    for part in clause.parts:
        console.print(Text(f"{inner}{part.title}  {part.id.partition('#')[2]}", style="dim"))
    if clause.lead_units or clause.support_units:
        units = f"负责：{'、'.join(clause.lead_units)}"
        units += f"；配合：{'、'.join(clause.support_units)}" if clause.support_units else ""
        console.print(Text(inner + units, style="cyan"))
    for fact in clause.facts:
        console.print(Text(inner + _fact_line(fact), style="green"))
    for reference in clause.references:
        console.print(Text(f"{inner}引用：{reference.text}", style="magenta"))


def _fact_line(fact: Fact) -> str:
    words = fact.comparator.split("…")
    before = "".join(word for word in words if word not in _BEHIND)
    behind = "".join(word for word in words if word in _BEHIND)
    said = f"{fact.subject} {before}{fact.value}{fact.unit}{behind}".strip()
    about = "，".join(word for word in (f"{fact.year}年" if fact.year else "", fact.scope) if word)
    return f"数字：{said}（{about}）" if about else f"数字：{said}"


@dataclass(frozen=True, slots=True)
class Checked:
    """A file of a folder: whether it can be indexed, and what there is to say of it."""

    name: str
    fit: bool
    remarks: list[str]


def check_folder(folder: Path) -> Iterator[Checked]:
    """Check the files of a folder one by one; one that cannot be read is remarked on, not raised.

    Raises:
        DocumentError: there is no folder, or nothing in it.
        CatalogError: its catalog is wrong.
    """
    names: dict[str, str] = {}
    files, entries = files_of(folder), read_catalog(folder)
    for path in files:
        shown = "".join(character if character.isprintable() else "?" for character in path.name)
        try:
            parsed = _parsed(path, entries.get(path.name))
        except DocumentError as error:
            yield Checked(shown, False, [f"没有读入：{error}"])
            continue
        other = names.setdefault(parsed.document.id, shown)
        twice = (
            [] if other == shown else [f"编号与 {other} 相同，不能一起建索引。请改名，或在目录里另写编号。"]
        )
        yield Checked(shown, not twice, [*twice, f"{len(parsed.clauses)} 个条款", *_remarks(parsed)])


def _remarks(parsed: Parsed) -> list[str]:
    counts = Counter(_REPAIRS.get(repair.kind, repair.kind) for repair in parsed.document.repairs)
    lines = [f"已修复：{name} {count} 处" for name, count in counts.items()]
    lines += [f"已略去：{what}" for what in parsed.document.skipped]
    return lines + [f"可疑：{what}" for what in oddities(parsed.document, parsed.clauses)]
