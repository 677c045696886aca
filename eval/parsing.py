"""Judges the corpus: units and numbers of the seed documents, the articles of thousands of statutes."""

import json
import lzma
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.canonical import canonical
from corpus.clause import Clause, Kind
from corpus.document import Document
from corpus.errors import DocumentError
from corpus.fact import Fact
from corpus.marks import Style, mark_of
from corpus.reader import read_folder
from corpus.splitter import split
from eval.memory import peak_megabytes

GOLDEN = Path(__file__).parent / "golden"
"""Lists made by hand: targets, undated and background numbers, units, the articles of 20 statutes."""

_Read = dict[str, tuple[Document, list[Clause]]]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How a list made by hand and what was read agree."""

    listed: int
    read: int
    agreed: int

    @property
    def recall(self) -> float:
        """The share of what is listed that was read as it is listed."""
        return self.agreed / self.listed

    @property
    def precision(self) -> float:
        """The share of what was read that is listed so."""
        return self.agreed / self.read


def rows(name: str) -> list[dict[str, Any]]:
    """A list made by hand, one object a line."""
    return [json.loads(line) for line in (GOLDEN / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def read(folder: Path) -> _Read:
    """The documents of a folder with their clauses, by file name."""
    return {document.source: (document, split(document)) for document in read_folder(folder)}


def judge_targets(documents: _Read) -> Agreement:
    """Numbers with a planned year, listed and read."""
    return _judge_numbers(documents, rows("targets"), planned=True)


def judge_other_numbers(documents: _Read) -> Agreement:
    """Numbers without a planned year, listed (what is prescribed, what was achieved) and read."""
    return _judge_numbers(documents, rows("undated") + rows("background"), planned=False)


def _judge_numbers(documents: _Read, listed: list[dict[str, Any]], *, planned: bool) -> Agreement:
    """They agree if value, unit, comparator and year are equal and one subject contains the other."""
    used: set[tuple[str, int]] = set()
    for row in listed:
        document, clauses = documents[row["document"]]
        start = document.text.index(canonical(row["quote"])[0])
        for fact in (fact for clause in clauses for fact in clause.facts):
            key = (row["document"], fact.start)
            near = start <= fact.start <= start + len(row["quote"])
            if near and key not in used and _alike(fact, row):
                used.add(key)
                break
    since = min(row["year"] for row in rows("targets"))
    read = {
        (source, fact.start)
        for source, (_, clauses) in documents.items()
        for clause in clauses
        for fact in clause.facts
        if planned is (fact.year is not None and fact.year >= since)
    }
    return Agreement(len(listed), len(read | used), len(used))


def _alike(fact: Fact, row: dict[str, Any]) -> bool:
    named = bool(fact.subject) and (row["subject"] in fact.subject or fact.subject in row["subject"])
    said = (fact.comparator, fact.value, fact.unit, fact.year)
    return named and said == (row["comparator"], row["value"], row["unit"], row["year"])


def judge_units(documents: _Read) -> Agreement:
    """Clauses with units in the list against those read, both roles and all names equal."""
    listed: dict[str, tuple[list[str], list[str]]] = {}
    for row in rows("units"):
        clauses = documents[row["document"]][1]
        place = next(n for n, clause in enumerate(clauses) if clause.text.strip().startswith(row["clause"]))
        # The units of a bare heading are printed at the end of its one paragraph.
        place += clauses[place].kind is Kind.HEADING
        listed[clauses[place].id] = (row["lead"], row["support"])
    found = {
        clause.id: (list(clause.lead_units), list(clause.support_units))
        for _, clauses in documents.values()
        for clause in clauses
        if (clause.lead_units or clause.support_units) and clause.kind is not Kind.GOVERNING
    }
    return Agreement(len(listed), len(found), sum(found.get(name) == units for name, units in listed.items()))


@dataclass(frozen=True, slots=True)
class Statutes:
    """What a run over statutes showed; `articles` are of those checked by hand, `seconds` of one core."""

    count: int
    clauses: int
    megabytes: float
    seconds: float
    longest: int
    peak_megabytes: float
    articles: Agreement


def judge_statutes(path: Path) -> Statutes:
    """Cut every statute of a shard (`{"text", "source": "laws"}` a line, xz) and check the listed ones.

    Raises:
        DocumentError: there is no such file.
    """
    listed = {row["row"]: row for row in rows("law-lines")}
    size = count = clauses = longest = 0
    spent = 0.0
    agreed, wanted, found = 0, 0, 0
    for number, text in enumerate(_laws(path)):
        began = time.process_time()
        document = _document(text)
        cut = split(document)
        spent += time.process_time() - began
        size += len(text.encode())
        count, clauses = count + 1, clauses + len(cut)
        longest = max(longest, *(len(clause.text) for clause in cut), 0)
        if number in listed:
            expected, got = _listed_articles(text, listed[number]), _articles(cut)
            agreed += sum((expected & got).values())
            wanted, found = wanted + sum(expected.values()), found + sum(got.values())
    articles = Agreement(wanted, found, agreed)
    return Statutes(count, clauses, size / 1e6, spent, longest, peak_megabytes(), articles)


def _laws(path: Path) -> Iterator[str]:
    if not path.is_file():
        raise DocumentError(f"找不到文件 {path}。请指明 text-1-policy-laws.jsonl.xz。")
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["source"] == "laws":
                yield row["text"]


def _document(text: str) -> Document:
    mended, repairs = canonical(text)
    return Document("law", "", None, None, None, None, None, None, "law", mended, repairs=repairs)


def _listed_articles(text: str, row: dict[str, Any]) -> Counter[str]:
    lines = text.split("\n")
    quoted = Counter(lines[place].strip()[:25] for place in row["quoted"])
    return Counter(lines[place].strip()[:25] for place in row["articles"]) + quoted


def _articles(clauses: list[Clause]) -> Counter[str]:
    """How each clause that a 第…条 opens begins."""
    opened = (clause.text.strip() for clause in clauses if not clause.continues)
    return Counter(
        text.split("\n")[0][:25] for text in opened if (mark := mark_of(text)) and mark.style is Style.ARTICLE
    )
