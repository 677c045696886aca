"""What kind of answer a question expects, and whether a text holds one; the kinds are in `expected.toml`."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from index.cues import cued
from index.regions import known_regions
from index.terms import normalised

_UNIT, _REGION = "{unit}", "{region}"
_FIGURE = re.compile(r"\d[\d.,]*")
Pattern = re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Expected:
    """A kind of answer that a question expects; without a pattern no text is known to hold one.

    `name` is what it is called in Chinese. `given` are the figures of the question: one that it names
    itself is not what it asks for.
    """

    kind: str
    name: str
    pattern: Pattern | None
    given: frozenset[str] = frozenset()

    def held(self, text: str) -> bool:
        """Whether a normalised text holds something of this kind."""
        if self.pattern is None:
            return False
        others = _FIGURE.sub(lambda figure: "" if figure[0] in self.given else figure[0], text)
        return self.pattern.search(others) is not None


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
    given = frozenset(_FIGURE.findall(question))
    for kind, (name, asks, answers) in _kinds().items():
        asked = asks.search(question)
        if asked:
            groups = asked.groupdict()
            unit = groups.get("unit") or groups.get("few") or ""
            found.append(Expected(kind, name, _pattern(answers, unit) if answers else None, given))
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
    places = "|".join(known_regions())
    return re.compile(answers.replace(_UNIT, f"[{same}]" if unit else "").replace(_REGION, f"(?:{places})"))


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
