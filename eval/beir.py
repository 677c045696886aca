"""A retrieval benchmark in BEIR's form, as documents of this project."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ir_measures import Qrel

from corpus.clause import Clause, Kind
from corpus.document import Document
from corpus.errors import EvaluationError
from eval.trec import read_qrels
from index.generation import Sources
from service.question import LONGEST


@dataclass(frozen=True, slots=True)
class Benchmark:
    """Passages as one-clause documents, the questions by id, and which passages answer them."""

    sources: Sources
    questions: dict[str, str]
    qrels: tuple[Qrel, ...]

    @property
    def left_out(self) -> int:
        """How many judged questions cannot be asked; they count as not found."""
        return len({qrel.query_id for qrel in self.qrels}) - len(self.questions)


def load_benchmark(folder: Path, split: str) -> Benchmark:
    """Read `corpus.jsonl`, `queries.jsonl` and `qrels/SPLIT.tsv`.

    Only questions with something relevant are asked, cut at the length that the service takes.

    Raises:
        EvaluationError: a file is not there, a line is not of its form, or nothing is left to ask.
    """
    path = folder / "qrels" / f"{split}.tsv"
    if not path.is_file():
        there = "、".join(sorted(other.stem for other in (folder / "qrels").glob("*.tsv"))) or "（无）"
        raise EvaluationError(f"没有 {path}。{folder} 里有的是：{there}，用 --split 指明。")
    qrels = read_qrels(path)
    judged = {qrel.query_id for qrel in qrels if qrel.relevance > 0}
    texts = {name: row["text"][:LONGEST] for name, row in _rows(folder / "queries.jsonl")}
    questions = {name: text for name, text in texts.items() if name in judged and any(map(str.isalnum, text))}
    if not questions:
        raise EvaluationError(
            f"{folder} 的 queries.jsonl 与 qrels/{split}.tsv 没有共同的题号。请检查这两个文件。"
        )
    documents, clauses = [], []
    for name, row in _rows(folder / "corpus.jsonl"):
        text = row["text"]
        title = row.get("title", "")
        documents.append(Document(name, title, None, None, None, None, None, None, "corpus.jsonl", text))
        clauses.append(Clause(name, name, (), Kind.PARAGRAPH, 0, len(text), text))
    relevant = {qrel.doc_id for qrel in qrels if qrel.relevance > 0}
    if relevant.isdisjoint(clause.id for clause in clauses):
        raise EvaluationError(
            f"{folder} 的 corpus.jsonl 里没有 qrels/{split}.tsv 所判的段落。请检查这两个文件。"
        )
    sources = Sources(folder, "", tuple(documents), tuple(clauses), ())
    return Benchmark(sources, questions, tuple(qrel for qrel in qrels if qrel.query_id in judged))


def _rows(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """The id and the fields of each line; ids must be words of their own, and there only once."""
    seen = set()
    try:
        with path.open(encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, start=1):
                if not line.strip():
                    continue
                row = _row(line)
                if row is None:
                    raise EvaluationError(f"{path} 第 {number} 行不是含 _id 和 text 的 JSON 对象，请改正。")
                name = row["_id"]
                if name in seen or name.split() != [name]:
                    raise EvaluationError(f"{path} 第 {number} 行的 _id “{name}” 重复，或含有空白，请改正。")
                seen.add(name)
                yield name, row
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError(f"文件 {path} 读不了。请检查路径，并存为 UTF-8。") from error


def _row(line: str) -> dict[str, str] | None:
    try:
        row = json.loads(line)
        json.dumps(row, ensure_ascii=False).encode()  # half a surrogate pair is no character
    except ValueError:
        return None
    if not isinstance(row, dict) or not isinstance(row.get("text"), str) or "_id" not in row:
        return None
    return {"_id": str(row["_id"]), "title": str(row.get("title") or ""), "text": row["text"]}
