"""Read the training data: xz shards of text and of (query, positive) pairs."""

import json
import lzma
from collections.abc import Iterator
from pathlib import Path

from corpus.errors import CeyinError

PAIRS = Path(__file__).parent / "pairs" / "question-pairs.jsonl"
"""Questions for passages of other policies, as they lie in the project."""


DESCRIBED = PAIRS.with_name("described.tsv")
"""What ordinary people call the official terms of policies and laws, as it lies in the project."""


class TrainingDataError(CeyinError):
    """A training shard is not where it was looked for."""


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the JSON objects of a `.jsonl` or `.jsonl.xz` file, in file order."""
    if not path.exists():
        raise TrainingDataError(f"找不到训练数据 {path}。请用 --data 指明数据目录。")
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def texts(folder: Path, characters: int) -> Iterator[str]:
    """Yield texts of every `text-*` shard in turn, about `characters` from each shard."""
    for shard in sorted((folder / "data").glob("text-*.jsonl.xz")):
        left = characters
        for row in rows(shard):
            text = row["text"][:20_000]
            yield text
            left -= len(text)
            if left <= 0:
                break


def question_pairs(folder: Path) -> list[dict[str, str]]:
    """Colloquial questions for passages: title, passage, question, quote."""
    return list(rows(folder / "question-pairs.jsonl"))


def weak_pairs(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield (query, positive) from every `pairs-*` shard."""
    for shard in sorted((folder / "data").glob("pairs-*.jsonl.xz")):
        for row in rows(shard):
            yield row["query"], row["positive"]


def described() -> Iterator[tuple[str, list[str]]]:
    """Yield official terms with what people say instead."""
    for line in DESCRIBED.read_text(encoding="utf-8").splitlines():
        official, said = line.split("\t")
        yield official, said.split("|")


def policy_questions(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the plain questions about policies among the weak pairs, with their answers."""
    for row in rows(folder / "data" / "pairs-1-policy-law-qa.jsonl.xz"):
        if row["source"] == "policy_qa_2020":
            yield row["query"], row["positive"]
