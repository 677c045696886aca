"""Many questions from a file, answers to a file: all of it, or nothing."""

import contextlib
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus.errors import QuestionError
from index.filters import Filters
from service.answerer import Answerer
from service.question import understood


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a file, and the earlier ones that it follows on, oldest first."""

    id: str | int
    question: str
    history: tuple[str, ...] = ()


def read_questions(path: Path) -> list[Asked]:
    """Read JSON lines `{id, question, history, …}`, in order; `history` may be left out.

    Raises:
        QuestionError: there is no such file, or a line is not of this form or not answerable as
            it stands (blank, too long); the message names its number.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionError(f"题目文件 {path} 读不了。请检查路径，并存为 UTF-8 的 JSONL。") from error
    found = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        found.append(_asked(line, f"{path} 第 {number} 行"))
    if not found:
        raise QuestionError(f"题目文件 {path} 里没有题目。每行写一个含 id 和 question 的 JSON 对象。")
    return found


def _asked(line: str, where: str) -> Asked:
    try:
        row = json.loads(line)
        name, question, history = row["id"], row["question"], row.get("history", [])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise QuestionError(f"{where}不是含 id 和 question 的 JSON 对象，请改正。") from error
    if not isinstance(question, str) or not isinstance(name, str | int) or isinstance(name, bool):
        raise QuestionError(f"{where}的 question 应当是文字，id 应当是文字或整数，请改正。")
    if not isinstance(history, list) or not all(isinstance(earlier, str) for earlier in history):
        raise QuestionError(
            f'{where}的 history 应当是文字的列表，如 ["先前问过的话"]，早的在前；没有就不写。请改正。'
        )
    try:
        understood(question)
    except QuestionError as error:
        raise QuestionError(f"{where}：{error}") from error
    return Asked(name, question, tuple(history))


def answer_all(
    answerer: Answerer,
    questions: list[Asked],
    out: Path,
    advance: Callable[[], None],
    filters: Filters | None = None,
) -> None:
    """Answer every question into `out`, a line each in their order; `advance` is called after each.

    The file appears only when it is whole.
    """
    partial = out.parent / f".{out.name}.{os.getpid()}.partial"
    try:
        with partial.open("w", encoding="utf-8") as file:
            for line in _lines(answerer, questions, filters):
                file.write(line + "\n")
                advance()
        partial.replace(out)
    except OSError as error:
        raise QuestionError(f"结果写不到 {out}。请检查文件夹是否存在、可写，文件名是否过长。") from error
    finally:
        with contextlib.suppress(OSError):
            partial.unlink()


def _lines(answerer: Answerer, questions: list[Asked], filters: Filters | None) -> Iterator[str]:
    for asked in questions:
        hits, *_, answer = map(asdict, answerer.stages(asked.question, filters, asked.history))
        row = {"id": asked.id, "question": asked.question, "hits": hits["hits"], "answer": answer}
        yield json.dumps(row, ensure_ascii=False)
