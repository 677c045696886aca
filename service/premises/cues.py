"""The words by which premises are recognised, kept in `premise.toml`."""

import re
import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any


@cache
def _tables() -> dict[str, Any]:
    path = Path(__file__).parent / "premise.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def pattern(table: str, kind: str) -> re.Pattern[str]:
    """The patterns of a kind, any of which may match."""
    return re.compile("|".join(f"(?:{cue})" for cue in _tables()[table][kind]))


@cache
def opening(kind: str) -> str:
    """One of the closed list of openings."""
    return str(_tables()["openings"][kind])


@cache
def weights(table: str) -> dict[str, float]:
    """The weights and thresholds of a check."""
    return {name: float(weight) for name, weight in _tables()[table].items()}


@cache
def pairs(table: str) -> dict[str, str]:
    """Words and what they stand for."""
    return {str(word): str(meant) for word, meant in _tables()[table].items()}


@cache
def units() -> dict[str, tuple[str, Decimal]]:
    """What each unit measures, and how many of the measure's first unit it makes."""
    return {
        unit: (measure, Decimal(factor))
        for measure, held in _tables()["units"].items()
        for unit, factor in held.items()
    }
