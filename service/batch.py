"""Many questions from a file, answers to a file: all of it, or nothing."""

import contextlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

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
    return [_asked(line, where) for where, line in lines_of(path, "question")]


def lines_of(path: Path, field: str) -> list[tuple[str, str]]:
    """The lines of a file that hold something, each with where it stands, in Chinese.

    Raises:
        QuestionError: there is no such file, or nothing in it.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionError(f"文件 {path} 读不了。请检查路径，并存为 UTF-8 的 JSONL。") from error
    found = [(f"{path} 第 {number} 行", line) for number, line in enumerate(lines, start=1) if line.strip()]
    if not found:
        raise QuestionError(f"文件 {path} 是空的。每行写一个含 id 和 {field} 的 JSON 对象。")
    return found


def row_of(line: str, where: str, field: str) -> dict[str, Any]:
    """The JSON object of a line, which has an id and a field.

    Raises:
        QuestionError: it has not.
    """
    try:
        row = json.loads(line)
        name, text = row["id"], row[field]
        json.dumps(row, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise QuestionError(f"{where}里有不完整的字符，读不了，请改正。") from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise QuestionError(f"{where}不是含 id 和 {field} 的 JSON 对象，请改正。") from error
    if not isinstance(text, str) or not isinstance(name, str | int) or isinstance(name, bool):
        raise QuestionError(f"{where}的 {field} 应当是文字，id 应当是文字或整数，请改正。")
    return dict(row)


def _asked(line: str, where: str) -> Asked:
    row = row_of(line, where, "question")
    name, question, history = row["id"], row["question"], row.get("history", [])
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
    """Answer every question into `out`, a line each in their order; `advance` is called after each."""
    write_whole(out, _lines(answerer, questions, filters), advance)


def write_whole(out: Path, lines: Iterable[str], advance: Callable[[], None]) -> None:
    """Write lines into a file that appears only when it is whole; `advance` is called after each.

    Raises:
        QuestionError: it cannot be written.
    """
    partial = out.parent / f".{out.name}.{os.getpid()}.partial"
    try:
        with partial.open("w", encoding="utf-8") as file:
            for line in lines:
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
