"""What people say → what documents say: the lexicon and its matches in a question."""

from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from corpus.errors import LexiconError
from index.terms import is_han, normalised, words

_BOUND_LENGTH = 2


@dataclass(frozen=True, slots=True)
class Expansion:
    """One colloquial term found in a question, its official terms (closest first) and its field."""

    colloquial: str
    official: tuple[str, ...]
    field: str


def read_lines(path: Path) -> list[str]:
    """The lines of a UTF-8 text file, with or without a byte-order mark.

    Raises:
        LexiconError: it cannot be read as UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"文件 {path} 读不了。请检查路径，并存为 UTF-8。") from error


class Lexicon:
    """Colloquial terms with their official ones, looked up in one direction."""

    def __init__(self, entries: dict[str, Expansion]) -> None:
        """Keep the entries by their colloquial term, normalised."""
        self._entries = entries
        self._longest = max(map(len, entries), default=0)

    @classmethod
    def load(cls, path: Path) -> "Lexicon":
        """Read `colloquial<TAB>official|official<TAB>field` lines; blank and `#` lines are skipped.

        A term given twice has the official terms of both lines and the field of the later one.

        Raises:
            LexiconError: a line does not have this form; the message names its number.
        """
        entries: dict[str, Expansion] = {}
        for number, line in enumerate(read_lines(path), start=1):
            if not line.strip() or line.startswith("#"):
                continue
            columns = line.split("\t")
            if len(columns) != 3 or not all(column.strip(" |") for column in columns):
                raise LexiconError(
                    f"词表 {path} 第 {number} 行不是“口语<TAB>正式说法|…<TAB>类别”三列，请改正。"
                )
            colloquial = normalised(columns[0].strip())
            official = tuple(normalised(term.strip()) for term in columns[1].split("|") if term.strip())
            if colloquial in entries:
                official = tuple(dict.fromkeys((*entries[colloquial].official, *official)))
            entries[colloquial] = Expansion(colloquial, official, columns[2].strip())
        return cls(entries)

    def expand(self, question: str) -> list[Expansion]:
        """The expansions of a normalised question, in order, longest match first, none overlapping.

        A term of up to two characters, or with a latin letter at its edge, counts only on word
        boundaries: 高企 is not in 提高企业, AI not in PAID.
        """
        bounds = {0, *accumulate(map(len, words(question)))}
        found: list[Expansion] = []
        start = 0
        while start < len(question):
            end = min(len(question), start + self._longest)
            while end > start and not self._matches(question, start, end, bounds):
                end -= 1
            if end > start:
                found.append(self._entries[question[start:end]])
            start = max(end, start + 1)
        return found

    def _matches(self, question: str, start: int, end: int, bounds: set[int]) -> bool:
        term = question[start:end]
        if term not in self._entries:
            return False
        if len(term) > _BOUND_LENGTH and is_han(term):
            return True
        return start in bounds and end in bounds
