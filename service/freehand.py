"""The endpoint's composer: a model elsewhere writes freely, and what is not word for word is dropped."""

import logging
import re
from collections.abc import Sequence
from typing import Protocol

from corpus.clause import Clause
from corpus.errors import ModelError
from service.composer import CONNECTIVES, MOST, Draft, Writer, fitting, repeats, unused_connectives
from service.evidence import Evidence
from service.generator import unthought
from service.spans import Span
from service.verbatim import folded, quoted

_LOG = logging.getLogger(__name__)
_SHOWN = 2000
_SHORTEST = 4
_LINE = re.compile(r"(?P<words>.+?)[\[【](?P<number>\d{1,2})[\]】][。.；;！!？?]?")
_STOPS = "。.；;！!？?"
_ORDER = (
    "请只根据下面编号的条文回答问题，最多写 {most} 行。每行从一条条文里逐字照抄一段能回答问题的原话，"
    "要抄到意思完整，不改字、不省略、不合并、不加解释；行末用方括号写上那条条文的编号，例如：……[2]。"
    "问的是某一年、某个地方的，别的年份、别的地方的话不要抄。没有能回答的就什么都不写。"
)


class Correspondent(Protocol):
    """A model that replies to a message."""

    name: str

    def reply(self, message: str) -> str:
        """What it writes; raises ModelError where nothing comes back."""
        ...


class FreehandComposer:
    """Has an answer written by a model that nothing constrains, and keeps the lines that hold.

    A line holds if its words stand word for word in the clause that it names; the sentences that they
    stand in are quoted, whole. Where none does, or the model does not reply, the `otherwise` composer
    writes. A line that is dropped leaves no gap: it had no
    basis, so that what is left is a whole answer.
    """

    def __init__(self, correspondent: Correspondent, otherwise: Writer) -> None:
        """Keep the parts."""
        self._correspondent = correspondent
        self._otherwise = otherwise

    def compose(self, question: str, evidence: list[Evidence]) -> list[Draft]:
        """The statements that hold, in the order in which they were written."""
        if not evidence:
            return []
        clauses = shown(question, evidence)
        try:
            reply = unthought(self._correspondent.reply(message(question, clauses)))
        except ModelError as error:
            _LOG.warning("%s这一题改由自带的办法从条文里挑句子。", error)
            return self._otherwise.compose(question, evidence)
        lines = [line for line in reply.split("\n") if line.strip()]
        drafts = held(lines, clauses)
        if not drafts:
            _LOG.warning(
                "生成器 %s 写的 %d 行没有一行与条文逐字相符，这一题改由自带的办法从条文里挑句子。",
                self._correspondent.name,
                len(lines),
            )
            return self._otherwise.compose(question, evidence)
        if len(drafts) < len(lines):
            _LOG.info("生成器 %s 写了 %d 行，留下 %d 行。", self._correspondent.name, len(lines), len(drafts))
        return drafts


def shown(question: str, evidence: list[Evidence]) -> list[Clause]:
    """The clauses of the hits that an answer may be from, and those that their spans stand in."""
    clauses = [
        clause
        for one in fitting(question, evidence)
        for clause in (one.hit.clause, *(span.clause for span in one.spans))
    ]
    return list({clause.id: clause for clause in clauses}.values())


def message(question: str, clauses: Sequence[Clause]) -> str:
    """What the model is told: what to do, the numbered clauses, the question."""
    texts = [f"[{number}] {clause.text[:_SHOWN].strip()}" for number, clause in enumerate(clauses, start=1)]
    return "\n\n".join((_ORDER.format(most=MOST), *texts, f"问题：{question}"))


def held(lines: Sequence[str], clauses: Sequence[Clause]) -> list[Draft]:
    """The statements of the lines that hold, at most `MOST`, nothing said twice."""
    drafts: list[Draft] = []
    for line in lines:
        connective, span = _read(line, clauses)
        if span is None or len(drafts) == MOST or repeats(span.text, drafts):
            continue
        follows = connective or unused_connectives(drafts)[0]
        drafts.append(Draft(follows if drafts else "", span))
    return drafts


def _read(line: str, clauses: Sequence[Clause]) -> tuple[str, Span | None]:
    """The connective that opens a line, maybe empty, and what it quotes; None where that does not hold."""
    found = _LINE.fullmatch(folded(line))
    if not found or not 1 <= int(found["number"]) <= len(clauses):
        return "", None
    clause = clauses[int(found["number"]) - 1]
    connective = next((text for text in CONNECTIVES if found["words"].startswith(folded(text))), "")
    words = found["words"][len(folded(connective)) :].rstrip(_STOPS)
    place = quoted(words, clause) if len(words) >= _SHORTEST else None
    if place is None:
        return connective, None
    start, end = place
    return connective, Span(clause, start, end, clause.text[start - clause.start : end - clause.start], 0.0)
