"""What people say → what documents say: the lexicon and its matches in a question."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from corpus.errors import LexiconError
from index.terms import is_han, normalised, words

_BOUND_LENGTH = 2
_FAULTS_SHOWN = 10
_OFF = ("-",)
_COLUMNS = ("口语", "正式说法", "类别")

_Fault = tuple[int, str]
"""(line number, what is wrong with the line)."""


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


def _rows(path: Path) -> tuple[list[tuple[int, Expansion]], list[_Fault]]:
    """The rows of a file with their line numbers, and the lines that are no row."""
    rows: list[tuple[int, Expansion]] = []
    faults: list[_Fault] = []
    for number, line in enumerate(read_lines(path), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        columns = [column.strip() for column in line.split("\t")]
        if len(columns) != len(_COLUMNS):
            faults.append((number, f"有 {len(columns)} 列"))
            continue
        official = tuple(normalised(term.strip()) for term in columns[1].split("|") if term.strip())
        filled = (columns[0].strip("|"), official, columns[2].strip("|"))
        empty = [name for name, column in zip(_COLUMNS, filled, strict=True) if not column]
        faults += [(number, f"的{name}是空的") for name in empty]
        if not empty:
            rows.append((number, Expansion(normalised(columns[0]), official, columns[2])))
    return rows, faults


def _site_faults(rows: Iterable[tuple[int, Expansion]], shipped: Mapping[str, Expansion]) -> list[_Fault]:
    """What is wrong with the rows of a site's file by themselves, beside each other, and as changes."""
    faults: list[_Fault] = []
    first: dict[str, int] = {}
    for number, row in rows:
        term = row.colloquial
        if first.setdefault(term, number) != number:
            faults.append((number, f"的“{term}”在第 {first[term]} 行已经写过，请只留一行"))
        if term in row.official:
            faults.append((number, f"的“{term}”不能又是口语又是它自己的正式说法"))
        if len(term) == 1 and is_han(term):
            faults.append((number, f"的“{term}”只有一个字，太宽，请写长一些"))
        if row.official == _OFF and term not in shipped:
            faults.append((number, f"要停用的“{term}”不在自带的词表里"))
    return faults


def _refuse(path: Path, faults: list[_Fault]) -> None:
    """Raise LexiconError with the first faults, in the order of their lines, if there is one."""
    if not faults:
        return
    faults = sorted(faults, key=lambda fault: fault[0])
    shown = "；".join(f"第 {number} 行{fault}" for number, fault in faults[:_FAULTS_SHOWN])
    rest = f"……等 {len(faults)} 处" if len(faults) > _FAULTS_SHOWN else ""
    raise LexiconError(
        f"词表 {path} 要改：{shown}{rest}。每行三列，用 Tab 隔开：口语、正式说法（几个就用 | 分开）、类别。"
    )


def _shipped(path: Path) -> dict[str, Expansion]:
    """The entries of a lexicon by itself; the rows of one term are merged."""
    rows, faults = _rows(path)
    _refuse(path, faults)
    entries: dict[str, Expansion] = {}
    for _, row in rows:
        held = entries.get(row.colloquial)
        official = tuple(dict.fromkeys((*held.official, *row.official))) if held else row.official
        entries[row.colloquial] = Expansion(row.colloquial, official, row.field)
    return entries


class Lexicon:
    """Colloquial terms with their official ones, looked up in one direction."""

    def __init__(self, entries: Mapping[str, Expansion]) -> None:
        """Keep the entries by their colloquial term, normalised."""
        self._entries = dict(entries)
        self._lengths: dict[str, list[int]] = {}
        for first, length in sorted({(term[0], len(term)) for term in entries}, reverse=True):
            self._lengths.setdefault(first, []).append(length)

    @classmethod
    def load(cls, path: Path) -> "Lexicon":
        """Read `colloquial<TAB>official|official<TAB>field` lines; blank and `#` lines are skipped.

        A term given twice has the official terms of both lines and the field of the later one.

        Raises:
            LexiconError: lines do not have this form; the message names their numbers.
        """
        return cls(_shipped(path))

    @property
    def rows(self) -> tuple[Expansion, ...]:
        """All entries."""
        return tuple(self._entries.values())

    def expand(self, question: str) -> list[Expansion]:
        """The expansions of a normalised question, in order, longest match first, none overlapping.

        A term of up to two characters, or with other than Han characters in it, counts only on word
        boundaries: 高企 is not in 提高企业, AI not in PAID. A longer one may stand inside a word
        (大数据 in 大|数据中心), but not cut two: 成本高 is not in 低成本|高性能.
        """
        bounds = {0, *accumulate(map(len, words(question)))}
        found: list[Expansion] = []
        start = 0
        while start < len(question):
            term = self._longest_at(question, start, bounds)
            if term:
                found.append(self._entries[term])
            start += max(1, len(term))
        return found

    def _longest_at(self, question: str, start: int, bounds: set[int]) -> str:
        """The longest term that counts at a place of the question; empty where none does."""
        for length in self._lengths.get(question[start], ()):
            term = question[start : start + length]
            if term in self._entries and _counts(term, start, bounds):
                return term
        return ""


def _counts(term: str, start: int, bounds: set[int]) -> bool:
    """Whether a term standing at `start` is meant there, by the word boundaries around it.

    To want both edges of a longer term on boundaries would lose more than it mends: of 10394
    matches in training questions 78 have an edge inside a word, and some 50 of them are right. Of
    60 that cut two words (in half a million matches, most in laws and news) some 35 are wrong.
    """
    end = start + len(term)
    if len(term) > _BOUND_LENGTH and is_han(term):
        return start in bounds or end in bounds or bounds.isdisjoint(range(start, end))
    return start in bounds and end in bounds


def lexicon_of(shipped: Path, site: Path) -> Lexicon:
    """The shipped lexicon with a site's own file, where there is one, laid over it.

    A site's row replaces the shipped row of its term, or is added; with `-` for official terms it
    switches the shipped row off.

    Raises:
        LexiconError: one of the files cannot be used as it is; the message names its lines.
    """
    entries = _shipped(shipped)
    if not site.exists():
        return Lexicon(entries)
    rows, faults = _rows(site)
    _refuse(site, faults + _site_faults(rows, entries))
    for _, row in rows:
        if row.official == _OFF:
            del entries[row.colloquial]
        else:
            entries[row.colloquial] = row
    return Lexicon(entries)
