"""Answers given as JSON, as the service wrote them: one, or the lines of a batch."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from typing import BinaryIO

from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json

from corpus.errors import SettingError
from service.answer import Citation, Conflict, Statement, Status

LIMIT = 8 * 2**20
"""Bytes; no answer is larger."""
MOST = 1000
"""So many citations, statements or conflicts an answer has at most."""

_WANTED = "要的是 ceyin ask --json 或 /v1/ask 给出的一个回答，或者 ceyin ask --batch 的结果文件。"
_LARGEST = 10**9


@dataclass(frozen=True, slots=True)
class Given:
    """What is checked of an answer; its other fields are not looked at."""

    status: Status
    text: str
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    conflicts: tuple[Conflict, ...] = ()
    question: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the batch output, or an answer alone, which has no id."""

    answer: Given
    id: str | int | None = None
    question: str = ""


def read_answers(path: Path) -> list[Row]:
    """Read one answer, a line of the batch output, or a file of such lines.

    Raises:
        SettingError: the file cannot be read, or is none of these; the message names the line.
    """
    try:
        with path.open("rb") as file:
            rows = [_row(piece, where) for piece, where in _pieces(file, path)]
    except OSError as error:
        raise SettingError(f"{path} 读不了，请检查路径和权限。{_WANTED}") from error
    if not rows:
        raise SettingError(f"{path} 里没有回答。{_WANTED}")
    return rows


def _pieces(file: BinaryIO, path: Path) -> Iterator[tuple[bytes, str]]:
    """The JSON texts of a file with where they stand: its lines if the first is one, else all of it."""
    lines = _lines(file, path)
    number, first = next(lines, (0, b""))
    first = first.removeprefix(b"\xef\xbb\xbf")
    if first and not _is_json(first):
        rest = file.read(LIMIT + 1)
        if len(first) + len(rest) > LIMIT:
            raise SettingError(f"{path} 的第 {number} 行不是 JSON，全文又超过 {LIMIT >> 20} MB。{_WANTED}")
        yield first + rest, f"{path} "
    elif first:
        yield first, f"{path} 第 {number} 行"
        yield from ((line, f"{path} 第 {number} 行") for number, line in lines)


def _lines(file: BinaryIO, path: Path) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, with their numbers from 1."""
    for number in count(1):
        line = file.readline(LIMIT + 1)
        if len(line) > LIMIT:
            raise SettingError(f"{path} 第 {number} 行超过 {LIMIT >> 20} MB，不像是一个回答。{_WANTED}")
        if not line:
            return
        if not line.isspace():
            yield number, line


def _is_json(text: bytes) -> bool:
    try:
        from_json(text)
    except ValueError:
        return False
    return True


@cache
def _shapes() -> tuple[TypeAdapter[Row], TypeAdapter[Given]]:
    return TypeAdapter(Row), TypeAdapter(Given)


def _row(text: bytes, where: str) -> Row:
    try:
        plain = from_json(text)
    except ValueError as error:
        raise SettingError(f"{where}不是有效的 JSON（UTF-8）。{_WANTED}") from error
    rows, answers = _shapes()
    try:
        batch = isinstance(plain, dict) and "answer" in plain
        row = (
            rows.validate_json(text, strict=True) if batch else Row(answers.validate_json(text, strict=True))
        )
    except ValidationError as error:
        field = ".".join(map(str, error.errors(include_input=False)[0]["loc"]))
        raise SettingError(f"{where}不是回答：{field or '最外层'} 没有写，或类型不对。{_WANTED}") from error
    if (wrong := _excess(row)) is not None:
        raise SettingError(f"{where}的{wrong}，不像是一个回答。{_WANTED}")
    return row


def _excess(row: Row) -> str | None:
    """What an answer has too much of to be one, if anything."""
    answer = row.answer
    values = [value for conflict in answer.conflicts for value in conflict.values]
    if max(map(len, (answer.citations, answer.statements, answer.conflicts, values))) > MOST:
        return f"引文、语句或冲突超过 {MOST} 个"
    numbers = [
        *(citation.number for citation in answer.citations),
        *(number for statement in answer.statements for number in statement.citations),
        *(value.citation for value in values),
        row.id if isinstance(row.id, int) else 0,
    ]
    return "编号太大" if any(abs(number) > _LARGEST for number in numbers) else None
