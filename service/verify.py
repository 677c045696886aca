"""The last gate: what is not in the documents, byte for byte, is not said."""

import re
import unicodedata
from collections.abc import Mapping

from corpus.document import Document
from service.answer import Citation, Statement

_NUMBER = re.compile(
    r"\d+(?:[.,]\d+)*%?|[一二三四五六七八九十百千万亿两〇零]+(?=[年月日个家项人名倍成条次万亿元％%])"
)
_DOCUMENT_NUMBER = re.compile(r"[〔\[(](\d{4})[〕\])](\d+)号")


def quote_holds(citation: Citation, documents: Mapping[str, Document]) -> bool:
    """Whether the quote stands in its document at its offsets, character for character."""
    document = documents.get(citation.document.id)
    return (
        document is not None
        and bool(citation.quote)
        and 0 <= citation.start < citation.end <= len(document.text)
        and document.text[citation.start : citation.end] == citation.quote
    )


def figures(text: str) -> set[str]:
    """The numbers and 文号 of a text, half-width, digit separators and blanks dropped."""
    folded = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    numbers = {found.replace(",", "") for found in _NUMBER.findall(folded)}
    return numbers | {f"{year}-{place}号" for year, place in _DOCUMENT_NUMBER.findall(folded)}


def supported(statement: Statement, citations: Mapping[int, Citation]) -> bool:
    """Whether a statement cites something and every figure in it occurs in what it cites."""
    quotes = [citations[number].quote for number in statement.citations if number in citations]
    held = set().union(*map(figures, quotes)) if quotes else set()
    return bool(quotes) and figures(statement.text) <= held


def verified(
    statements: tuple[Statement, ...], citations: tuple[Citation, ...], documents: Mapping[str, Document]
) -> tuple[tuple[Statement, ...], tuple[Citation, ...]]:
    """The statements that hold, and the citations that they use; the others are dropped."""
    holding = {citation.number: citation for citation in citations if quote_holds(citation, documents)}
    kept = tuple(
        statement
        for statement in statements
        if all(number in holding for number in statement.citations) and supported(statement, holding)
    )
    used = {number for statement in kept for number in statement.citations}
    return kept, tuple(citation for number, citation in holding.items() if number in used)
