"""`ceyin asked-as`: the stored questions of clauses, listed, added and removed."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import click
from rich.text import Text

from corpus.clause import Clause
from corpus.document import Document
from corpus.errors import CurationError, NotFoundError
from index import generation
from index.asked import Asked, offset_of, place_of, tied
from index.curation import AskedStore, Outcome
from index.generated import GeneratedStore
from service import wire
from service.settings import read_settings
from service.terminal import OUT, Chinese

_SHOWN = 40
_NEXT = "运行 ceyin index 后生效。"
_OUTCOMES = {
    Outcome.ADDED: f"条款 {{}} 记下了问法“{{}}”。{_NEXT}",
    Outcome.MOVED: f"这个问题原来另有原话，现在改记到条款 {{}}：“{{}}”。{_NEXT}",
    Outcome.KEPT: "条款 {} 早已记着“{}”，没有改动。",
}
_CLAUSE = click.option("--clause", "clause_id", metavar="编号", required=True, help="条款编号")
_QUESTION = click.argument("question", metavar="问题")


@dataclass(frozen=True, slots=True)
class Desk:
    """What curating takes: the texts of the index in use, and the stored questions."""

    documents: tuple[Document, ...]
    clauses: tuple[Clause, ...]
    store: AskedStore

    def clause(self, clause_id: str) -> Clause:
        """The clause with an id; raises NotFoundError."""
        for clause in self.clauses:
            if clause.id == clause_id:
                return clause
        raise NotFoundError(f"没有编号为 {clause_id} 的条款。编号可从 ceyin search 的结果里抄。")

    def document(self, document_id: str) -> Document:
        """The document with an id; raises NotFoundError."""
        for document in self.documents:
            if document.id == document_id:
                return document
        known = "、".join(document.id for document in self.documents)
        raise NotFoundError(f"没有编号为 {document_id} 的文件。现有：{known}。")

    def asked(self, document_id: str | None) -> tuple[list[Asked], int]:
        """The stored questions, of one document or of all, tied to clauses; how many cannot be tied."""
        entries = [entry for entry in self.store.entries() if document_id in (None, entry.document)]
        found = tied(entries, self.documents, self.clauses)
        return found, len(entries) - len(found)


def desk_of(home: Path) -> Desk:
    """Read what curating takes, without a model; errors as in `generation.texts`."""
    documents, clauses = generation.texts(home)
    generated = GeneratedStore(wire.generated_of(home))
    return Desk(documents, clauses, AskedStore(wire.ASKED, wire.asked_of(home), documents, generated))


@click.group("asked-as", cls=Chinese, help="问法：人们会怎样问一个条款。列出、增加、去掉。")
def asked_group() -> None:
    """Hold the commands together."""


@asked_group.command("list", help="列出记着的问法，按条款排。")
@click.option("--clause", "clause_id", metavar="编号", help="只列这一个条款的")
@click.option("--document", "document_id", metavar="编号", help="只列这一份文件的")
def list_asked(clause_id: str | None, document_id: str | None) -> None:
    """Print the stored questions, those of a clause together, in the order of the text."""
    desk = desk_of(read_settings().home)
    if document_id is not None:
        desk.document(document_id)
    if clause_id is not None:
        desk.clause(clause_id)
    found, lost = desk.asked(document_id)
    by_clause: dict[str, list[Asked]] = defaultdict(list)
    for asked in found:
        if clause_id in (None, asked.clause_id):
            by_clause[asked.clause_id].append(asked)
    texts = {document.id: document.text for document in desk.documents}
    for clause in desk.clauses:
        if clause.id in by_clause:
            _show(clause, by_clause[clause.id], texts[clause.document_id])
    OUT.print(f"共 {sum(map(len, by_clause.values()))} 条问法，{len(by_clause)} 个条款。")
    if lost and clause_id is None:
        OUT.print(f"另有 {lost} 条的原话文件里已经没有，不起作用。")


@asked_group.command("add", help="给一个条款增加一种问法。")
@_CLAUSE
@_QUESTION
@click.option("--quote", metavar="原话", help="条款里回答它的原话，一字不差；不写就是整个条款")
def add_asked(clause_id: str, question: str, quote: str | None) -> None:
    """Store that a clause, or a quote of it, answers a question."""
    desk = desk_of(read_settings().home)
    clause = desk.clause(clause_id)
    document = desk.document(clause.document_id)
    quote = clause.text.strip() if quote is None else quote
    place = place_of(document, quote, offset_of(document, clause.start))
    if place is None or place[0] < clause.start or place[1] > clause.end:
        raise CurationError(f"条款 {clause_id} 里没有这段原话。请从条款原文里一字不差地抄。")
    outcome = desk.store.add(document.id, quote, question, offset=offset_of(document, place[0]))
    OUT.print(_OUTCOMES[outcome].format(clause_id, question.strip()))


@asked_group.command("remove", help="去掉一个条款的一种问法，自带的也可以。")
@_CLAUSE
@_QUESTION
def remove_asked(clause_id: str, question: str) -> None:
    """Store a question of a clause no longer."""
    desk = desk_of(read_settings().home)
    document = desk.clause(clause_id).document_id
    held = desk.store.find(document, question)
    places = tied([held] if held else [], desk.documents, desk.clauses)
    if places and places[0].clause_id != clause_id:
        raise CurationError(f"“{question}”记在条款 {places[0].clause_id}，不在 {clause_id}。请改用那个编号。")
    desk.store.remove(document, question)
    OUT.print(f"条款 {clause_id} 的问法“{question.strip()}”已去掉。{_NEXT}")


def _show(clause: Clause, questions: list[Asked], text: str) -> None:
    OUT.print(Text(clause.id, style="cyan"))
    for asked in questions:
        if asked.generated:
            OUT.print(f"  {asked.question}（生成的）")
            continue
        quote = " ".join(text[asked.start : asked.end].split())
        shown = quote if len(quote) <= _SHOWN else quote[:_SHOWN] + "……"
        OUT.print(f"  {asked.question}（原话：{shown}）")
