"""Writes questions for clauses with the configured generator, and keeps those that find their clause."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from rapidfuzz import fuzz

from corpus.clause import Clause
from corpus.document import Document
from corpus.errors import QuestionError
from index.asked import Pair, offset_of, pair_of
from index.filters import Filters
from index.generated import GeneratedStore, Written
from index.search import Searcher
from index.terms import is_han
from service.generator import LONGEST_QUESTION, Asker
from service.question import understood

_SHORTEST = 5
_ALIKE = 75.0
"""From so alike on, of 100, two questions are one."""

_FIRST = 5
"""A question is kept if its clause is among so many hits."""

_TRIED = 2
"""So many questions are written for each that is wanted: some do not find their clause."""

_BATCH = 16
_FRAGMENT = 40
_SEED = 1


@dataclass(frozen=True, slots=True)
class Job:
    """The clauses still to be asked about, and how many questions are wanted of each."""

    clauses: Sequence[Clause]
    wanted: int


def passage_of(clause: Clause) -> str:
    """What a generator is shown of a clause: its text, a short one under its heading."""
    text = clause.text.strip()
    heading = clause.path[-1] if clause.path else ""
    return f"{heading}\n{text}" if len(text) < _FRAGMENT and heading not in text else text


def sound(question: str) -> bool:
    """Whether a text can be a question: neither too short nor too long, and Chinese."""
    han = sum(map(is_han, question))
    return _SHORTEST <= len(question) <= LONGEST_QUESTION and 2 * han >= len(question)


def fresh(question: str, others: Iterable[str]) -> bool:
    """Whether a question is not nearly one of the others."""
    return all(fuzz.ratio(question, other) < _ALIKE for other in others)


class Questioner:
    """Has questions written and keeps the good ones."""

    def __init__(self, asker: Asker, searcher: Searcher, store: GeneratedStore) -> None:
        """Keep the parts; the searcher knows no generated question."""
        self._asker = asker
        self._searcher = searcher
        self._store = store

    def job(self, documents: Mapping[str, Document], clauses: Iterable[Clause], wanted: int) -> Job:
        """What is left to do for the searchable clauses; what this generator has done is not done again."""
        done = {
            row.place
            for row in self._store.read()
            if row.generator == self._asker.fingerprint and row.wanted >= wanted
        }
        left = [
            clause
            for clause in clauses
            if clause.searchable and _place(documents[clause.document_id], clause) not in done
        ]
        return Job(left, wanted)

    def run(
        self, job: Job, documents: Mapping[str, Document], stored: Mapping[str, Sequence[str]]
    ) -> Iterator[tuple[int, int]]:
        """Do a job, some clauses at a time; yield how many, and how many questions were stored for them.

        `stored` are the questions that clauses have already, by clause id. Of equal questions to a
        document the first is kept.
        """
        again = {_place(documents[clause.document_id], clause) for clause in job.clauses}
        held = (row for row in self._store.read() if row.place not in again)
        taken = {pair_of(row.document, question) for row in held for question in row.questions}
        for start in range(0, len(job.clauses), _BATCH):
            batch = job.clauses[start : start + _BATCH]
            written = self._asker.ask(list(map(passage_of, batch)), _TRIED * job.wanted, _SEED)
            rows = []
            for clause, questions in zip(batch, written, strict=True):
                found = self._kept(clause, questions, stored.get(clause.id, ()), taken)
                place = _place(documents[clause.document_id], clause)
                rows.append(
                    Written(*place, self._asker.fingerprint, job.wanted, tuple(islice(found, job.wanted)))
                )
            self._store.add(rows)
            yield len(rows), sum(len(row.questions) for row in rows)

    def _kept(
        self, clause: Clause, questions: Iterable[str], stored: Iterable[str], taken: set[Pair]
    ) -> Iterator[str]:
        """The questions that are sound, new and bring their clause back; they are `taken` then."""
        known = list(stored)
        for question in questions:
            pair = pair_of(clause.document_id, question)
            new = sound(question) and pair not in taken and fresh(question, known)
            if new and self._finds(question, clause):
                known.append(question)
                taken.add(pair)
                yield question

    def _finds(self, question: str, clause: Clause) -> bool:
        try:
            asked, _ = self._searcher.mended(understood(question))
        except QuestionError:
            return False
        hits = self._searcher.search(asked, _FIRST, Filters())
        return any(hit.clause.id == clause.id for hit in hits)


def _place(document: Document, clause: Clause) -> tuple[str, str, int]:
    """Where a clause stands, as it is stored."""
    return document.id, clause.text.strip(), offset_of(document, clause.start)
