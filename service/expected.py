"""What kind of answer a question expects, and whether a text holds one; the kinds are in `expected.toml`."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from index.cues import cued
from index.terms import normalised

_UNIT = "{unit}"
Pattern = re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Expected:
    """A kind of answer that a question expects; without a pattern no text is known to hold one.

    `name` is what it is called in Chinese.
    """

    kind: str
    name: str
    pattern: Pattern | None

    def held(self, text: str) -> bool:
        """Whether a normalised text holds something of this kind."""
        return self.pattern is not None and self.pattern.search(text) is not None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What kind of answer a question asks for."""

    unit: bool
    number: bool

    @classmethod
    def by(cls, question: str) -> "Wanted":
        """Read it off the cue words in the question."""
        unit = cued("unit", question)
        return cls(unit=unit, number=cued("number", question) and not unit)


def expected(question: str) -> tuple[Expected, ...]:
    """The kinds of answer that a normalised question expects, in the order of the file; mostly none."""
    found = []
    for kind, (name, asks, answers) in _kinds().items():
        asked = asks.search(question)
        if asked:
            groups = asked.groupdict()
            unit = groups.get("unit") or groups.get("few") or ""
            found.append(Expected(kind, name, _pattern(answers, unit) if answers else None))
    return tuple(found)


def unheld(wanted: tuple[Expected, ...], texts: Sequence[str]) -> tuple[Expected, ...]:
    """What is expected and none of the texts holds."""
    plain = [normalised(text) for text in texts] if wanted else []
    return tuple(kind for kind in wanted if not any(kind.held(text) for text in plain))


def lacking(wanted: tuple[Expected, ...], texts: Sequence[str]) -> float:
    """The share of what is expected that none of the texts holds, 0 to 1; 0 where nothing is expected."""
    return len(unheld(wanted, texts)) / len(wanted) if wanted else 0.0


@cache
def _pattern(answers: str, unit: str) -> Pattern:
    same = unit + "".join(row for row in _same() if unit and unit in row)
    return re.compile(answers.replace(_UNIT, f"[{same}]" if unit else ""))


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("expected.toml").read_text(encoding="utf-8"))


def _same() -> list[str]:
    rows: list[str] = _file()["same"]["units"]
    return rows


@cache
def _kinds() -> dict[str, tuple[str, Pattern, str]]:
    """Per kind, its name, what asks for it and what answers look like."""
    return {
        kind: (row["name"], re.compile("|".join(row["asks"])), "|".join(row["answers"]))
        for kind, row in _file().items()
        if kind != "same"
    }
