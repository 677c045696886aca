"""Question–clause pairs, and which clauses of an index are their gold."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

from corpus.clause import Clause
from corpus.document import Document
from corpus.errors import QuestionError

FOLDER = Path(__file__).parent / "questions"

Split = Literal["tune", "report"]


@dataclass(frozen=True, slots=True)
class Gold:
    """Words of a document, as the file has them, that answer."""

    document: str
    quote: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question, what answers it, and how: with `need` all, every gold is needed."""

    id: str
    question: str
    type: str
    persona: str
    difficulty: str
    answerable: bool
    gold: tuple[Gold, ...]
    need: Literal["any", "all"]
    answer_keys: tuple[str, ...]
    conflict: bool
    split: Split


def load_questions(split: Split | None = None, folder: Path = FOLDER) -> list[Question]:
    """Every question of the JSON-lines files of a folder, in file order; of one split if asked."""
    reader = TypeAdapter(Question)
    found = [
        reader.validate_python(json.loads(line))
        for path in sorted(folder.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    return [question for question in found if split in (None, question.split)]


def gold_clauses(
    question: Question, documents: Mapping[str, Document], clauses: Iterable[Clause]
) -> list[frozenset[str]]:
    """For each gold, the ids of the clauses that its quote touches."""
    held = list(clauses)
    found = []
    for gold in question.gold:
        text = documents[gold.document].text if gold.document in documents else ""
        start = text.find(gold.quote)
        if start < 0:
            raise QuestionError(
                f"题目 {question.id} 所引的 {gold.document} 不在现在的索引里。评测要用自带的五份文件建索引："
                "ceyin index --documents corpus/documents。"
            )
        end = start + len(gold.quote)
        found.append(
            frozenset(
                clause.id
                for clause in held
                if clause.document_id == gold.document and clause.start < end and start < clause.end
            )
        )
    return found
