"""Asked-as questions: what people ask that a clause answers, and the words that answer it."""

import bisect
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.canonical import canonical
from corpus.clause import Clause
from corpus.document import Document
from corpus.errors import LexiconError
from corpus.trace import canonical_offset
from index.lexicon import read_lines


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the clause that answers it and where in the document its answer stands.

    `start` and `end` count the document's text; `document.text[start:end]` answers.
    """

    question: str
    clause_id: str
    start: int
    end: int


def load_asked(path: Path, documents: Sequence[Document], clauses: Sequence[Clause]) -> list[Asked]:
    """Read JSON lines `{document, question, quote}` and tie each to the clause that holds its quote.

    `document` is a file name or a document id; lines for other documents, and quotes that the
    text does not hold, are left out. `offset`, where given, chooses among equal quotes.

    Raises:
        LexiconError: a line is no such object; the message names its number.
    """
    by_name = {name: document for document in documents for name in (document.id, document.source)}
    by_document: dict[str, list[Clause]] = defaultdict(list)
    for clause in clauses:
        by_document[clause.document_id].append(clause)
    found: list[Asked] = []
    for number, line in enumerate(read_lines(path), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            name, question, quote = str(row["document"]), str(row["question"]), str(row["quote"])
            offset = int(row.get("offset", 0))
        except (ValueError, KeyError, TypeError, OverflowError) as error:
            raise LexiconError(
                f"问法文件 {path} 第 {number} 行不是含 document、question、quote 的 JSON 对象，请改正。"
            ) from error
        document = by_name.get(name)
        start = _find(document, quote, offset) if document and quote.strip() else -1
        if document is None or start < 0:
            continue
        held = by_document[document.id]
        place = bisect.bisect_right(held, start, key=lambda clause: clause.start) - 1
        end = min(start + len(quote), held[place].end)
        found.append(Asked(question, held[place].id, start, end))
    return found


def _find(document: Document, quote: str, offset: int) -> int:
    """Where a quote from the file as received stands in the canonical text; -1 if it does not."""
    quote = canonical(quote)[0]
    start = document.text.find(quote, max(0, canonical_offset(document.repairs, offset) - 2))
    return start if start >= 0 else document.text.find(quote)
