"""What a reader should know of the documents an answer cites."""

from collections.abc import Iterable, Mapping
from datetime import date

from corpus.document import Document, in_title_marks
from corpus.linking import Library
from corpus.validity import Status
from index.spelling import Correction
from service.answer import Citation

_INFERRED = {"title": "标题", "issuer": "发文机关", "date": "日期", "number": "文号"}


_SURE = 0.55
"""How far above the threshold, as a share of what lies above it, an answer needs no warning."""


def notices_on(corrections: Iterable[Correction]) -> tuple[str, ...]:
    """What a question was taken to say where it was mistyped."""
    return tuple(
        f"“{found.wrote}”按“{found.meant}”查找；如果不是这个意思，请改一改再问。" for found in corrections
    )


def unsure_of(confidence: float, threshold: float) -> tuple[str, ...]:
    """A warning on an answer that was nearly refused."""
    if confidence >= threshold + _SURE * (1 - threshold):
        return ()
    return (f"把握不大（{confidence:.2f}）：请核对引用的条款是否切合所问。",)


def notices_of(
    citations: tuple[Citation, ...], documents: Mapping[str, Document], library: Library, today: date
) -> tuple[str, ...]:
    """Notices on the cited documents, each once, in the order of the citations."""
    found: list[str] = []
    for citation in citations:
        document = documents[citation.document.id]
        if about := [*_force(document, library, today), *_later(document, library), *_unprinted(document)]:
            found.append(f"{in_title_marks(document.title)}：{'；'.join(about)}。")
        for repair in document.repairs:
            if repair.kind == "private-use" and citation.start <= repair.start < citation.end:
                shown = document.text[max(citation.start, repair.start - 4) : repair.start + 4]
                found.append(
                    f"引文 [{citation.number}] 中“{shown}”的小数点在原文件里是无法显示的字符，已修复。"
                )
    return tuple(dict.fromkeys(found))


def _force(document: Document, library: Library, today: date) -> list[str]:
    """That a document does not hold today, if so."""
    validity = library.validity(document.id)
    match library.status(document.id, today):
        case Status.PLAN_OVER if document.period:
            first, last = document.period
            years = f"{first}年" if first == last else f"{first}–{last}年"
            return [f"规划期（{years}）已过，请确认是否仍然适用"]
        case Status.EXPIRED:
            return [f"有效期到 {validity.ends}，已过，请确认是否仍然适用"]
        case Status.PENDING:
            return [f"自 {validity.starts} 起施行，现在还没有生效"]
        case Status.REPEALED:
            return ["已被库里的另一份文件废止，请以新文件为准"]
    return []


def _later(document: Document, library: Library) -> list[str]:
    """That there is a newer document of the same issuer on the same subject, if so."""
    newer = library.successor(document.id)
    if newer is None:
        return []
    return [f"同一机关后来又发了{in_title_marks(newer.title)}（{newer.date}），请核对是否以新文件为准"]


def _unprinted(document: Document) -> list[str]:
    """What of the document's description the file does not print, if anything."""
    labels = [label for field, label in _INFERRED.items() if field in document.inferred]
    return [f"原文没有印出{'、'.join(labels)}，这里写的是推定的"] if labels else []
