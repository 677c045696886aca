"""Read the training data: xz shards of text and of (query, positive) pairs, and what was written for us."""

import hashlib
import json
import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import CeyinError

PAIRS = Path(__file__).parent / "pairs" / "question-pairs.jsonl"
"""Questions for passages of other policies, as they lie in the project."""


DESCRIBED = PAIRS.with_name("described.tsv")
"""What ordinary people call the official terms of policies and laws, as it lies in the project."""


WRITTEN = PAIRS.with_name("written.jsonl")
"""More questions for passages of other policies, and passages told in everyday words, a line a passage."""

_HELD_OUT = 10
"""One document in so many is never trained on: its questions judge what was trained."""


class TrainingDataError(CeyinError):
    """A training shard is not where it was looked for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A colloquial question, or a retelling, with the passage that answers and the words that do.

    `kind` is policy, report or law; `title` names the document that the passage stands in.
    """

    kind: str
    title: str
    passage: str
    question: str
    quote: str

    @property
    def held_out(self) -> bool:
        """Whether it is kept from training, as are all of its document."""
        return int(hashlib.sha256(self.title.encode()).hexdigest(), 16) % _HELD_OUT == 0


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the JSON objects of a `.jsonl` or `.jsonl.xz` file, in file order."""
    if not path.exists():
        raise TrainingDataError(f"找不到训练数据 {path}。请用 --data 指明数据目录。")
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def texts(folder: Path, characters: int | None = None) -> Iterator[str]:
    """Yield texts of every `text-*` shard in turn, about `characters` from each shard, or all."""
    for shard in sorted((folder / "data").glob("text-*.jsonl.xz")):
        left = characters
        for row in rows(shard):
            text = row["text"][:20_000] if characters else row["text"]
            yield text
            if left is not None:
                left -= len(text)
                if left <= 0:
                    break


def official_texts(folder: Path) -> Iterator[str]:
    """Yield the policies, laws and reports, without news and abstracts."""
    for row in rows(folder / "data" / "text-1-policy-laws.jsonl.xz"):
        if row["source"] != "csl_abstract":
            yield row["text"]


def question_pairs(folder: Path) -> list[dict[str, str]]:
    """Colloquial questions for passages: title, passage, question, quote."""
    return list(rows(folder / "question-pairs.jsonl"))


def asked(folder: Path) -> list[Asked]:
    """All questions and retellings written for passages of other policies, reports and laws."""
    keys = ("kind", "title", "passage", "question", "quote")
    return [Asked(*(row.get(key, "") for key in keys)) for row in question_pairs(folder)] + list(written())


def written(path: Path = WRITTEN) -> Iterator[Asked]:
    """Yield the questions and the retellings of `written.jsonl`; a retelling is of the whole passage."""
    with path.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            place = (row["kind"], row["title"], row["passage"])
            for question, quote in row["asked"]:
                yield Asked(*place, question, quote)
            for retold in row["retold"]:
                yield Asked(*place, retold, row["passage"])


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
