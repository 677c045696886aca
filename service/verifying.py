"""`ceyin verify`: whether answers in hand are borne out by the documents, without index or model."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from corpus.document import in_title_marks
from corpus.reader import read_folder
from index import generation
from service import wire
from service.answer import Origin
from service.checking import Finding, check
from service.given import Row, read_answers
from service.settings import read_settings
from service.terminal import OUT

_SHOWN = 60
_SHOWN_FAULT = 300
_PARTS = {
    "answer": "回答",
    "citation": "引文",
    "statement": "第 {} 句",
    "text": "正文",
    "conflict": "冲突 {}",
}


@dataclass(frozen=True, slots=True)
class Report:
    """What was found of one answer; where nothing is found there was nothing to check."""

    row: Row
    findings: tuple[Finding, ...]

    @property
    def holds(self) -> bool:
        """Whether everything holds."""
        return all(finding.holds for finding in self.findings)


@click.command(
    help="核对回答：引文是否与文件逐字相符，每句话是否有引文支持。不用索引和模型；有一处不符，退出码为 1。"
)
@click.argument("file", metavar="回答.json", type=click.Path(path_type=Path))
@click.option(
    "--documents",
    type=click.Path(path_type=Path),
    metavar="文件夹",
    help="放政策文件的文件夹，默认是建索引的那个",
)
@click.option("--json", "as_values", is_flag=True, help="输出 JSON")
def verify(file: Path, documents: Path | None, *, as_values: bool) -> None:
    """Check the answers in a file against the documents; exit code 1 where something does not hold."""
    rows = read_answers(file)
    folder = documents or generation.source_of(read_settings().home) or wire.SEED_DOCUMENTS
    reports = check_all(rows, folder)
    if as_values:
        click.echo(json.dumps(as_json(reports), ensure_ascii=False, indent=2))
    else:
        show_reports(OUT, reports)
    if not all(report.holds for report in reports):
        raise SystemExit(1)


def check_all(rows: Sequence[Row], folder: Path) -> list[Report]:
    """Check answers against the documents of a folder, which is not read where nothing is cited.

    Raises:
        DocumentError, CatalogError: as in `read_folder`.
    """
    cited = {citation.document.id for row in rows for citation in row.answer.citations}
    documents = {document.id: document for document in read_folder(folder)} if cited else {}
    origins = {name: Origin.of(documents[name]) for name in cited & documents.keys()}
    return [Report(row, check(row.answer, documents, origins)) for row in rows]


def as_json(reports: Sequence[Report]) -> dict[str, object]:
    """Reports as plain values."""
    return {
        "holds": all(report.holds for report in reports),
        "answers": [
            {
                "id": report.row.id,
                "question": report.row.question or report.row.answer.question,
                "holds": report.holds,
                "findings": [
                    {
                        "part": finding.part,
                        "number": finding.number,
                        "holds": finding.holds,
                        "faults": finding.faults,
                        **({"sha256_given": finding.sealed} if finding.part == "citation" else {}),
                    }
                    for finding in report.findings
                ],
            }
            for report in reports
        ],
    }


def show_reports(console: Console, reports: Sequence[Report]) -> None:
    """Print reports: a line for each citation and for whatever else fails, then how many there are."""
    for report in reports:
        _show(console, report)
    findings = [finding for report in reports for finding in report.findings]
    wrong = sum(not finding.holds for finding in findings)
    counts = (sum(finding.part == part for finding in findings) for part in ("citation", "statement"))
    summary = "共 {} 个回答，{} 条引文，{} 句话：".format(len(reports), *counts)
    console.print(Text(summary + (f"{wrong} 处不符。" if wrong else "没有不符的。"), style="bold"))


def _show(console: Console, report: Report) -> None:
    row = report.row
    if row.id is not None:
        console.print(
            Text(f"{_plain(str(row.id))}：{_plain(row.question or row.answer.question)}", style="cyan")
        )
    if not report.findings:
        console.print("拒答，没有引文，没有要核对的。")
    citations = iter(row.answer.citations)
    for finding in report.findings:
        if finding.part == "citation":
            citation = next(citations)
            name = f"[{finding.number}]"
            about = f"{in_title_marks(_plain(citation.document.title))}“{_plain(citation.quote)}”"
        else:
            name, about = _PARTS[finding.part].format(finding.number), ""
        if finding.part == "citation" or not finding.holds:
            console.print(_line(finding, name, about))


def _line(finding: Finding, name: str, about: str) -> Text:
    """A finding as it is read: [1] 相符：…, 第 2 句 不符：…."""
    if not finding.holds:
        said = "；".join((*filter(None, [about]), *(_plain(fault, _SHOWN_FAULT) for fault in finding.faults)))
        return Text(f"{name} 不符：{said}", style="red")
    unsealed = "" if finding.sealed else "（回答没写 sha256，没有核对文件改过没有）"
    return Text(f"{name} 相符：{about}{unsealed}", style="green")


def _plain(text: str, most: int = _SHOWN) -> str:
    """A text that may come from anywhere, fit for one line of a terminal."""
    shown = text if len(text) <= most else text[:most] + "……"
    return "".join(letter if letter.isprintable() else " " for letter in shown)
