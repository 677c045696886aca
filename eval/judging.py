"""What an answer is worth: its quotes, its support, its citations, what it says, whether it declines."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from statistics import fmean

from corpus.document import Document
from eval.likeness import bigrams
from eval.questions import Question, spans
from index.terms import normalised
from service.answer import Answer, Citation, Status

# A comma inside a figure parts its thousands; a full-width one ends it.
_HAN_DIGITS = "〇零一二两三四五六七八九十百千万亿"
_FIGURE = re.compile(rf"\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)*|[{_HAN_DIGITS}]+")
_DENIAL = re.compile(r"[不未无非免禁].")
_COVERED = 0.8
_CORRECTING = re.compile(r"不是：|与文件不符：")
_JUDGING = re.compile(r"^(?:不是|是的|与文件不符)：")
_OPENING = re.compile(r"^\w{1,3}，")

Span = tuple[str, int, int]


def judged(question: Question, answer: Answer, documents: Mapping[str, Document]) -> dict[str, float]:
    """The scores of an answer, 0 to 1 (`length` in characters); what does not apply is left out."""
    refused = answer.status is Status.REFUSED
    scores = {"false alarms": float(_alarmed(answer))} if not question.conflict else {}
    if not question.answerable:
        scores["true refusals"] = float(refused)
    else:
        scores["false refusals"] = float(refused)
        scores["key facts"] = float(says(said(answer), question.answer_keys))
        if question.type == "false_premise":
            scores["premises corrected"] = float(corrected(answer) and scores["key facts"])
        elif not refused:
            scores["wrong corrections"] = float(corrected(answer))
        scores |= _citations(question, answer, documents)
    if answer.citations:
        scores["quotes exact"] = fmean(exact(citation, documents) for citation in answer.citations)
    if not refused:
        scores["statements supported"] = _support(answer)
        scores["length"] = float(len(said(answer)))
    return scores


def said(answer: Answer) -> str:
    """The words of an answer, without the numbers of its citations."""
    return "".join(statement.text for statement in answer.statements)


def says(text: str, keys: Sequence[str]) -> bool:
    """Whether every key stands in a text, whatever the width, the case and the blanks.

    A figure at the edge of a key is a whole one: 3% is not in 13%.
    """
    folded = _blankless(text)
    return all(re.search(_whole(_blankless(key)), folded) for key in keys)


def corrected(answer: Answer) -> bool:
    """Whether an answer begins by saying that what was asserted is not so."""
    return any(_CORRECTING.match(statement.text) for statement in answer.statements)


def exact(citation: Citation, documents: Mapping[str, Document]) -> bool:
    """Whether a citation is what its document has at its offsets, and is not empty."""
    document = documents.get(citation.document.id)
    return (
        document is not None
        and 0 <= citation.start < citation.end <= len(document.text)
        and document.text[citation.start : citation.end] == citation.quote
    )


def supported(statement: str, quotes: Sequence[str]) -> bool:
    """Whether the words of a statement are those of the quotes.

    Its figures and its denials (不…, 未…, 无…) must be theirs, and four fifths of its bigrams, an
    opening word such as 同时 left aside. A denial that it drops is not seen. Counted here by other
    means than the service's own check.
    """
    statement = _JUDGING.sub("", statement)
    held = frozenset[str]().union(*map(bigrams, quotes))
    stated = bigrams(_OPENING.sub("", statement))
    for marks in (_figures, _denials):
        if not marks(statement) <= {mark for quote in quotes for mark in marks(quote)}:
            return False
    return len(stated & held) >= _COVERED * len(stated)


def _support(answer: Answer) -> float:
    """The share of statements that what they cite supports; 0 for an answer that states nothing."""
    quotes = {citation.number: citation.quote for citation in answer.citations}
    borne = [
        supported(statement.text, [quotes[number] for number in statement.citations if number in quotes])
        for statement in answer.statements
    ]
    return fmean(borne) if borne else 0.0


def _citations(question: Question, answer: Answer, documents: Mapping[str, Document]) -> dict[str, float]:
    """Precision: the share of citations that quote a gold; recall: the share of nuggets quoted."""
    golds = spans(question.gold, documents)
    cited = [_place(citation) for citation in answer.citations]
    quoted = {
        nugget
        for nugget, gold in zip(question.nuggets, golds, strict=True)
        if any(_overlap(gold, span) for span in cited)
    }
    found = {"citation recall": len(quoted) / len(set(question.nuggets))}
    if cited:
        found["citation precision"] = fmean(any(_overlap(gold, span) for gold in golds) for span in cited)
    if question.conflict:
        found["conflicts found"] = float(_shown(question, answer, golds))
    return found


def _shown(question: Question, answer: Answer, golds: Sequence[Span]) -> bool:
    """Whether one conflict that the answer shows sets values from two nuggets against each other."""
    cited = {citation.number: _place(citation) for citation in answer.citations}
    for conflict in answer.conflicts:
        met = set()
        for value in conflict.values:
            place = cited.get(value.citation)
            met |= {
                nugget
                for nugget, gold in zip(question.nuggets, golds, strict=True)
                if place is not None and _overlap(gold, place)
            }
        values = {value.value for value in conflict.values}
        if conflict.kind == "conflict" and len(met) >= 2 and len(values) >= 2:
            return True
    return False


def _alarmed(answer: Answer) -> bool:
    return any(conflict.kind == "conflict" for conflict in answer.conflicts)


def _overlap(one: Span, other: Span) -> bool:
    return one[0] == other[0] and one[1] < other[2] and other[1] < one[2]


def _place(citation: Citation) -> Span:
    return citation.document.id, citation.start, citation.end


def _figures(text: str) -> set[str]:
    folded = unicodedata.normalize("NFKC", text.replace("，", "；"))
    return {found.replace(",", "") for found in _FIGURE.findall(folded)}


def _denials(text: str) -> set[str]:
    return set(_DENIAL.findall(_blankless(text)))


def _blankless(text: str) -> str:
    return re.sub(r"\s", "", normalised(text))


def _whole(key: str) -> str:
    """A pattern for a key that is not part of a longer figure."""
    before = after = ""
    if key[:1].isdigit():
        before = r"(?<![\d.])"
    elif key[:1] in _HAN_DIGITS:
        before = rf"(?<![{_HAN_DIGITS}])"
    if key[-1:].isdigit():
        after = r"(?!\.?\d)"
    return before + re.escape(key) + after
