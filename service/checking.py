"""An answer in hand comes in with the documents it cites, what holds of it and what does not goes out."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from corpus.document import Document
from service.answer import Citation, Conflict, Origin, Statement, Status
from service.given import Given
from service.numerals import HAN
from service.quantities import quantities, states
from service.verify import faults, quote_holds

Part = Literal["answer", "citation", "statement", "text", "conflict"]

_NUMBERS = re.compile(r"((?:\[[0-9]{1,3}\])+)")
# What loses its sense where a quote begins or ends inside it.
_WHOLE = re.compile(rf"[0-9]{{1,3}}(?:,[0-9]{{3}})+(?![0-9])|\d+(?:[.．]\d+)*[百千万亿]*[%％‰]?|[{HAN}]+")
_AROUND = 24
_MOST_PIECES = 2000
_DENIALS = frozenset("不未无非禁没勿")
_RECORD = {"title": "标题", "issuer": "发文机关", "number": "文号", "date": "日期"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked; it holds where it has no faults.

    `number` is a citation's own; statements and conflicts are counted from 1, the answer and its text
    are 0. `sealed` says of a citation whether its document's sha256 was there to be compared.
    """

    part: Part
    number: int
    faults: tuple[str, ...]
    sealed: bool = True

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong with it."""
        return not self.faults


def check(
    answer: Given, documents: Mapping[str, Document], origins: Mapping[str, Origin]
) -> tuple[Finding, ...]:
    """Check an answer against documents and their records, by id.

    A refusal that cites nothing has nothing to check.
    """
    if answer.status is Status.REFUSED and not answer.statements and not answer.citations:
        return ()
    found = [*_answer(answer), *_citations(answer.citations, documents, origins)]
    good = {finding.number for finding in found if finding.part == "citation" and finding.holds}
    holding = {citation.number: citation for citation in answer.citations if citation.number in good}
    given = {citation.number for citation in answer.citations}
    for place, statement in enumerate(answer.statements, start=1):
        found.append(Finding("statement", place, _unborne(statement, holding, given)))
    found += _text(answer, holding, given)
    for place, conflict in enumerate(answer.conflicts, start=1):
        found.append(Finding("conflict", place, tuple(_unshown(conflict, holding, given))))
    return tuple(found)


def _answer(answer: Given) -> Iterator[Finding]:
    """That an answer cites nothing, or a refusal something."""
    if answer.status is Status.REFUSED:
        yield Finding("answer", 0, ("说是拒答，却有语句或引文",))
    elif not answer.citations:
        yield Finding("answer", 0, ("不是拒答，却没有引文",))


def _citations(
    citations: tuple[Citation, ...], documents: Mapping[str, Document], origins: Mapping[str, Origin]
) -> Iterator[Finding]:
    uses = Counter(citation.number for citation in citations)
    for citation in citations:
        wrong = [] if uses[citation.number] == 1 else ["这个编号用了不止一次"]
        document = documents.get(citation.document.id)
        if document is None:
            wrong.append(f"文件夹里没有编号为 {citation.document.id} 的文件")
        else:
            wrong += _misrecorded(citation.document, origins[document.id])
            wrong += _misquoted(citation, document)
        sealed = citation.document.sha256 is not None
        yield Finding("citation", citation.number, tuple(wrong), sealed)


def _misrecorded(given: Origin, held: Origin) -> Iterator[str]:
    """How what a citation says of its document differs from the document."""
    if given.sha256 is not None and given.sha256.lower() != held.sha256:
        yield "文件的正文与回答时的不同（sha256 不符）"
    for name, label in _RECORD.items():
        if (wrote := getattr(given, name)) != (has := getattr(held, name)):
            yield f"文件的{label}写的是“{wrote or '无'}”，文件夹里的是“{has or '无'}”"


def _misquoted(citation: Citation, document: Document) -> Iterator[str]:
    text, start, end = document.text, citation.start, citation.end
    if not citation.quote:
        yield "引文是空的"
    elif not 0 <= start < end <= len(text):
        yield f"起止位置不在正文的 0–{len(text)} 字里"
    elif not quote_holds(citation, {document.id: document}):
        place = text.find(citation.quote)
        there = f"在第 {place}–{place + len(citation.quote)} 字" if place >= 0 else "全文里没有"
        yield f"第 {start}–{end} 字不是这段话，这段话{there}"
    elif severed(text, start, end):
        yield "引文从一个数字中间、或紧接着否定词之后截断"


def severed(text: str, start: int, end: int) -> bool:
    """Whether a quote begins or ends within a number (5家 of 15家), or begins right behind a denial."""
    if start and text[start - 1] in _DENIALS:
        return True
    for edge in (start, end):
        first = max(0, edge - _AROUND)
        near = _WHOLE.finditer(text[first : edge + _AROUND])
        if any(number.start() < edge - first < number.end() for number in near):
            return True
    return False


def _unborne(statement: Statement, holding: Mapping[int, Citation], given: set[int]) -> tuple[str, ...]:
    """Why a statement does not hold; what does not hold itself bears nothing out."""
    fallen = [number for number in statement.citations if number in given and number not in holding]
    if fallen:
        return tuple(f"所引的 [{number}] 不成立" for number in dict.fromkeys(fallen))
    return faults(statement, holding)


def _text(answer: Given, holding: Mapping[int, Citation], given: set[int]) -> Iterator[Finding]:
    """What the text of an answer says beside its statements, and the numbers in it that are of no citation.

    A text that is its statements is checked with them.
    """
    marked = (
        statement.text + "".join(f"[{number}]" for number in statement.citations)
        for statement in answer.statements
    )
    if answer.text == "".join(marked):
        return
    pieces = [*_NUMBERS.split(answer.text), ""]
    if len(pieces) > _MOST_PIECES:
        yield Finding("text", 0, (f"与语句不同，引用标记又超过 {_MOST_PIECES // 2} 处",))
        return
    wrong = [
        fault
        for words, numbers in zip(pieces[::2], pieces[1::2], strict=True)
        if words.strip() or numbers
        for fault in _unborne(
            Statement(words.strip(), tuple(map(int, re.findall("[0-9]+", numbers)))), holding, given
        )
    ]
    yield Finding("text", 0, tuple(dict.fromkeys(wrong)))


def _unshown(conflict: Conflict, holding: Mapping[int, Citation], given: set[int]) -> Iterator[str]:
    """The values of a conflict that have no citation, or one that does not state them."""
    for value in conflict.values:
        citation = holding.get(value.citation)
        if citation is None:
            why = "不成立" if value.citation in given else "不在引文里"
            yield f"所引的 [{value.citation}] {why}"
            continue
        held = quantities(citation.quote)
        figures = {quantity.value for quantity in held}
        for quantity in quantities(value.value):
            if not (states(held, quantity) or (not quantity.unit and quantity.value in figures)):
                yield f"“{value.value}”不在引文 [{value.citation}] 里"
