"""The words by which support is recognised in clauses and in what applicants say, kept in `support.toml`."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

PATH = Path(__file__).with_name("support.toml")
_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_NEVER = re.compile("(?!)")


@dataclass(frozen=True, slots=True)
class Word:
    """A kind of support, applicant, certificate or figure: how clauses name it, how applicants say it.

    `within` are the keys of what it is one of as well. `unit` is that of a figure, else empty; `scales`
    says how many of it a word behind the figure stands for.
    """

    key: str
    name: str
    clause: re.Pattern[str]
    said: tuple[re.Pattern[str], ...]
    within: tuple[str, ...] = ()
    unit: str = ""
    scales: Mapping[str, float] = field(default_factory=dict)


def folded(text: str) -> str:
    """A text half-width and in lower case, character by character: offsets stay what they are."""
    half = text.translate(_HALF)
    lower = half.lower()
    return lower if len(lower) == len(half) else half


@cache
def words(table: str) -> Mapping[str, Word]:
    """The words of a table (benefits, kinds, statuses, measures), by their keys."""
    return {
        key: Word(
            key,
            row["name"],
            _any(row["clause"]),
            tuple(map(re.compile, row.get("said") or row.get("wanted") or ())),
            tuple(row.get("within", ())),
            row.get("unit", ""),
            row.get("scales", {}),
        )
        for key, row in _tables()[table].items()
    }


@cache
def cue(table: str, kind: str = "clause") -> re.Pattern[str]:
    """The patterns of a list, any of which may match."""
    return _any(_tables()[table][kind])


@cache
def upward(key: str) -> frozenset[str]:
    """A kind of applicant and all that it is one of as well."""
    return frozenset((key,)).union(*(upward(above) for above in words("kinds")[key].within))


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(PATH.read_text(encoding="utf-8"))


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns)) if patterns else _NEVER
