"""The cue words of questions, kept in `cues.toml`."""

import re
import tomllib
from functools import cache
from pathlib import Path


def cued(kind: str, question: str) -> bool:
    """Whether a normalised question, or a part of one, has a cue of a kind."""
    return _cues()[kind].search(question) is not None


def cut(kind: str, question: str) -> list[str]:
    """A question cut where its cues of a kind stand, the cues left out."""
    return _cues()[kind].sub("\n", question).split("\n")


@cache
def _cues() -> dict[str, re.Pattern[str]]:
    path = Path(__file__).parent / "cues.toml"
    cues: dict[str, list[str]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return {kind: re.compile("|".join(found)) for kind, found in cues.items()}
