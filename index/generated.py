"""Questions that a model wrote for clauses: kept in a file of their own, a line a clause."""

import json
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from corpus.errors import LexiconError
from index.asked import Entry
from index.lines import locked, replaced


@dataclass(frozen=True, slots=True)
class Written:
    """What a model wrote for a clause: the questions that were kept, maybe none.

    `quote` is the clause's text, `offset` as in `Entry`; `generator` names the model, `wanted` is how
    many questions were asked for.
    """

    document: str
    quote: str
    offset: int
    generator: str
    wanted: int
    questions: tuple[str, ...]

    @property
    def place(self) -> tuple[str, str, int]:
        """Where the clause stands: what a line is known by."""
        return self.document, self.quote, self.offset

    @property
    def entries(self) -> list[Entry]:
        """Its questions as they are stored."""
        return [
            Entry(self.document, question, self.quote, self.offset, generated=True)
            for question in self.questions
        ]


_LINE = TypeAdapter(Written)


class GeneratedStore:
    """The file: lines are added behind, so that what a run has done is kept wherever it stops."""

    def __init__(self, path: Path) -> None:
        """Keep where the file lies; it is not read yet, and need not be there."""
        self._path = path

    def read(self) -> list[Written]:
        """What was written, in the order of the file; of lines about one clause the last stands.

        A last line that was cut off counts for nothing.

        Raises:
            LexiconError: the file cannot be read, or another line is not as `add` writes it; the message
                names its number.
        """
        try:
            lines = self._whole().splitlines()
        except OSError as error:
            raise LexiconError(f"生成的问法文件 {self._path} 读不了。请检查路径和权限。") from error
        found: dict[tuple[str, str, int], Written] = {}
        for number, line in enumerate(lines, start=1):
            try:
                row = _LINE.validate_json(line)
            except ValidationError as error:
                raise LexiconError(
                    f"生成的问法文件 {self._path} 第 {number} 行读不出来。"
                    "请改正，或运行 ceyin asked-as drop 把生成的问法全部去掉再重新生成。"
                ) from error
            found[row.place] = row
        return list(found.values())

    def entries(self) -> list[Entry]:
        """The stored questions; raises as `read`."""
        return [entry for row in self.read() for entry in row.entries]

    def add(self, rows: Iterable[Written]) -> None:
        """Put lines behind the others, safely on disk when this returns.

        Raises:
            CurationError: the file cannot be written.
        """
        lines = b"".join(json.dumps(asdict(row), ensure_ascii=False).encode() + b"\n" for row in rows)
        with locked(self._path), self._path.open("ab") as file:
            file.truncate(len(self._whole()))
            file.write(lines)
            file.flush()
            os.fsync(file.fileno())

    def drop(self, kept: Callable[[Written], bool]) -> Sequence[Written]:
        """Leave only the lines to be kept; return the others.

        Raises:
            CurationError: the file cannot be written.
            LexiconError: as `read`.
        """
        with locked(self._path):
            rows = self.read()
            dropped = [row for row in rows if not kept(row)]
            if dropped:
                lines = [_LINE.dump_json(row) + b"\n" for row in rows if kept(row)]
                replaced(self._path, b"".join(lines))
        return dropped

    def clear(self) -> None:
        """Drop everything, even what cannot be read; raises CurationError."""
        with locked(self._path):
            self._path.unlink(missing_ok=True)

    def _whole(self) -> bytes:
        """The lines that were written to their end."""
        held = self._path.read_bytes() if self._path.exists() else b""
        return held[: held.rfind(b"\n") + 1]
