"""Questions with the clauses that answer them, companies with the clauses that apply to them."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar, Literal, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from corpus.clause import Clause
from corpus.document import Document
from corpus.errors import EvaluationError

FOLDER = Path(__file__).parent
ELSEWHERE = "policies"
"""The folder of a set with `documents` and `profiles.jsonl` of their own."""

Split = Literal["tune", "report"]
Difficulty = Literal["easy", "medium", "hard"]
Type = Literal[
    "number",
    "unit",
    "eligibility",
    "list",
    "definition",
    "procedure",
    "paraphrase",
    "several",
    "box",
    "cross",
    "unanswerable",
    "false_premise",
    "robust",
]
Persona = Literal["official", "enterprise", "researcher", "resident", "harness"]


_EXACT = ConfigDict(extra="forbid", strict=True)


@dataclass(frozen=True, slots=True)
class Gold:
    """Words that stand once in a document's canonical text.

    Where every gold is needed, those with the same `part` say the same: one of them is enough.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _EXACT

    document: str
    quote: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what answers it: any of its golds, or, with `need` all, every one.

    `answer_keys` is what a right answer must say; with `conflict`, the golds give different figures
    for the same thing.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _EXACT

    id: str
    question: str
    type: Type
    persona: Persona
    difficulty: Difficulty
    answerable: bool
    gold: tuple[Gold, ...]
    need: Literal["any", "all"]
    answer_keys: tuple[str, ...]
    conflict: bool
    split: Split

    @property
    def nuggets(self) -> tuple[str, ...]:
        """For each gold, the name of what it gives: golds of one name are alternatives."""
        if self.need == "any":
            return ("1",) * len(self.gold)
        return tuple(gold.part or str(place) for place, gold in enumerate(self.gold, start=1))


@dataclass(frozen=True, slots=True)
class Lure:
    """A clause that seems to apply and does not, because of one thing."""

    __pydantic_config__: ClassVar[ConfigDict] = _EXACT

    document: str
    quote: str
    because: Literal["region", "kind", "period", "condition"]


@dataclass(frozen=True, slots=True)
class Profile:
    """An applicant in its own words, on a day, with what applies to it and what only seems to."""

    __pydantic_config__: ClassVar[ConfigDict] = _EXACT

    id: str
    description: str
    region: str
    kind: str
    on: date
    applies: tuple[Gold, ...]
    seems: tuple[Lure, ...]
    difficulty: Difficulty
    split: Split


@dataclass(frozen=True, slots=True)
class EvaluationSet:
    """What is judged by: questions and profiles, of one split or of both.

    `elsewhere` are profiles over other documents, which lie beside them.
    """

    questions: tuple[Question, ...]
    profiles: tuple[Profile, ...]
    elsewhere: tuple[Profile, ...] = ()

    def of(self, split: Split) -> "EvaluationSet":
        """The part of one split."""
        return EvaluationSet(
            tuple(question for question in self.questions if question.split == split),
            tuple(profile for profile in self.profiles if profile.split == split),
            tuple(profile for profile in self.elsewhere if profile.split == split),
        )

    @property
    def digest(self) -> str:
        """Names the set: equal for equal contents only."""
        rows = [*map(asdict, self.questions), *map(asdict, (*self.profiles, *self.elsewhere))]
        return hashlib.sha256(json.dumps(rows, default=str).encode()).hexdigest()[:16]


def load_set(folder: Path = FOLDER) -> EvaluationSet:
    """Read `questions/*.jsonl` in file order and, where they are, the two `profiles.jsonl`.

    Raises:
        EvaluationError: there are no questions, a line is not of the form of `Question` or `Profile`, or
            an id is there twice or is no word.
    """
    questions = [
        row for path in sorted((folder / "questions").glob("*.jsonl")) for row in _rows(path, Question)
    ]
    if not questions:
        raise EvaluationError(f"{folder / 'questions'} 里没有题目。请放入 .jsonl 文件，每行一题。")
    held = EvaluationSet(tuple(questions), *map(_profiles, (folder, folder / ELSEWHERE)))
    _check_names(held)
    return held


def _profiles(folder: Path) -> tuple[Profile, ...]:
    path = folder / "profiles.jsonl"
    return tuple(_rows(path, Profile)) if path.exists() else ()


def _check_names(held: EvaluationSet) -> None:
    """Ids name rows in files of columns: each is a word of its own, and there once; so is a part."""
    ids = [row.id for row in held.questions] + [row.id for row in (*held.profiles, *held.elsewhere)]
    for name, count in Counter(ids).items():
        if count > 1:
            raise EvaluationError(f"编号 {name} 用了 {count} 次。请给每道题、每份描述各自的编号。")
    parts = [part for question in held.questions for part in question.nuggets]
    for name in (*ids, *parts):
        if name.split() != [name]:
            raise EvaluationError(f"编号或 part “{name}”是空的，或含有空白，请改正。")


def spans(golds: Iterable[Gold | Lure], documents: Mapping[str, Document]) -> list[tuple[str, int, int]]:
    """Where each quote stands, as (document id, start, end) of the canonical text.

    Raises:
        EvaluationError: a quote is not in its document, or is there more than once.
    """
    found = []
    for gold in golds:
        if gold.document not in documents:
            there = "、".join(sorted(documents))
            raise EvaluationError(
                f"没有编号为 {gold.document} 的文件，有的是：{there}。用 --documents 指明题目所引的文件。"
            )
        text = documents[gold.document].text
        if text.count(gold.quote) != 1:
            raise EvaluationError(
                f"“{gold.quote[:30]}”在 {gold.document} 里出现 {text.count(gold.quote)} 次，应当恰好一次。"
            )
        start = text.find(gold.quote)
        found.append((gold.document, start, start + len(gold.quote)))
    return found


def touched(
    golds: Iterable[Gold | Lure], documents: Mapping[str, Document], clauses: Iterable[Clause]
) -> list[frozenset[str]]:
    """For each quote, the ids of the clauses that it touches; errors as in `spans`."""
    held = list(clauses)
    return [
        frozenset(
            clause.id
            for clause in held
            if clause.document_id == document and clause.start < end and start < clause.end
        )
        for document, start, end in spans(golds, documents)
    ]


_TOLD = 5
_Row = TypeVar("_Row", Question, Profile)


def _rows(path: Path, kind: type[_Row]) -> list[_Row]:
    reader = TypeAdapter(kind)
    found = []
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError(f"题目文件 {path} 读不了。请检查路径，并存为 UTF-8。") from error
    wrong = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            found.append(reader.validate_json(line))
        except ValidationError as error:
            wrong += [f"第 {number} 行{_reason(fault)}" for fault in error.errors()]
    if wrong:
        more = f"（共 {len(wrong)} 处）" if len(wrong) > _TOLD else ""
        raise EvaluationError(f"{path}：{'；'.join(wrong[:_TOLD])}{more}。写法见 eval/README.md。")
    return found


def _reason(fault: ErrorDetails) -> str:
    """Where a line is wrong and why, in Chinese."""
    if fault["type"] == "json_invalid":
        return "不是一个完整的 JSON 对象"
    field = "的 " + ".".join(map(str, fault["loc"]))
    if fault["type"] == "literal_error":
        return f"{field} 不能是 {fault['input']}，要用 README 列出的几种"
    return field + {"missing": " 没有写", "unexpected_keyword_argument": " 没有这个字段，是不是写错了"}.get(
        fault["type"], " 写得不对"
    )
