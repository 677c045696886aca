"""Families of models that are known: how they pool, and what they want put before a text."""

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict

PATH = Path(__file__).parent / "families.toml"

Pooling = Literal["cls", "mean", "lasttoken"]


class _Family(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    names: str
    types: tuple[str, ...]


class EncoderFamily(_Family):
    """Encoders that take the same instructions and pooling; see `families.toml`."""

    pooling: Pooling
    query: str = ""
    passage: str = ""
    end: str = ""


class RerankerFamily(_Family):
    """Causal rerankers that are asked by the same chat template."""

    template: str


class Families(BaseModel):
    """The whole table."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    encoder: tuple[EncoderFamily, ...]
    reranker: tuple[RerankerFamily, ...]

    @classmethod
    def load(cls, path: Path = PATH) -> "Families":
        """Read a table of the form of `families.toml`."""
        return cls.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))


_Kind = TypeVar("_Kind", bound=_Family)


def encoder_family(names: Iterable[str], kind: str) -> EncoderFamily | None:
    """The family of an encoder that goes by these names, of this `model_type`; None if unknown."""
    return _first(_shipped().encoder, names, kind)


def reranker_family(names: Iterable[str], kind: str) -> RerankerFamily | None:
    """The family of a causal reranker, likewise."""
    return _first(_shipped().reranker, names, kind)


def _first(families: Sequence[_Kind], names: Iterable[str], kind: str) -> _Kind | None:
    lowered = [name.lower() for name in names]
    fitting = (family for family in families if kind in family.types)
    return next((one for one in fitting if any(re.search(one.names, name) for name in lowered)), None)


@cache
def _shipped() -> Families:
    return Families.load()
