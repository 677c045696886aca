"""Text to index terms: character unigrams and bigrams, jieba words, latin words and numbers."""

import logging
import math
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Protocol, cast

import jieba

DICTIONARY = Path(__file__).parent / "dictionary.txt"
"""Words and their frequencies: those of jieba's own dictionary that occur twenty times or more.

The whole dictionary takes a second to load; without its rare words R@5 moved by less than a point.
"""

VERSION = 1
"""Raised whenever the terms of a text change, so that an older index is rebuilt."""

_RUN = re.compile(
    r"[a-z][a-z0-9&+.-]*[a-z0-9+]|[a-z]|\d+(?:\.\d+)?(?:%|[a-z]+)?|[\u4e00-\u9fff\u3400-\u4dbf]+"
)
_HAN = re.compile(r"[\u4e00-\u9fff\u3400-\u4dbf]+$")


class _Segmenter(Protocol):
    FREQ: dict[str, int]
    total: int

    def lcut(self, sentence: str, cut_all: bool, HMM: bool) -> list[str]: ...  # noqa: N803


@cache
def _segmenter() -> _Segmenter:
    jieba.setLogLevel(logging.WARNING)
    segmenter = jieba.Tokenizer(str(DICTIONARY))
    segmenter.initialize()
    return cast("_Segmenter", segmenter)


def normalised(text: str) -> str:
    """NFKC, lower case; spaces between Han and other characters dropped."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return re.sub(r"(?<=[^\x00-\x7f])\s+|(?<!\s)\s+(?=[^\x00-\x7f])", "", folded)


def words(text: str) -> list[str]:
    """Jieba words of normalised text, punctuation included, in order; joined they give the text."""
    return _segmenter().lcut(text, cut_all=False, HMM=False)


def information(word: str) -> float:
    """How much a word says, in nats: rare words of the language say more than common ones."""
    segmenter = _segmenter()
    return math.log(segmenter.total / max(1, segmenter.FREQ.get(word, 1)))


def is_han(word: str) -> bool:
    """Whether a word is made of Han characters only."""
    return bool(_HAN.match(word))


def bigrams(run: str) -> list[str]:
    """Character bigrams of a Han run; the run itself when it is one character."""
    return [run[place : place + 2] for place in range(len(run) - 1)] or [run]


def pieces(text: str) -> list[str]:
    """Han characters and bigrams, latin words and numbers of a text, repeats kept, none across lines."""
    found: list[str] = []
    for run in _runs(text):
        found += _pieces(run)
    return found


def terms(text: str) -> list[str]:
    """The pieces of a text and its `w:` words of two characters and more, repeats kept."""
    found: list[str] = []
    for run in _runs(text):
        found += _pieces(run)
        if is_han(run) and len(run) > 1:
            found += [f"w:{word}" for word in words(run) if len(word) > 1]
    return found


def _runs(text: str) -> Iterator[str]:
    for line in text.splitlines():
        yield from _RUN.findall(normalised(line))


def _pieces(run: str) -> list[str]:
    if not is_han(run):
        return [run]
    return [*run, *bigrams(run)] if len(run) > 1 else [run]


def grams(text: str) -> list[str]:
    """The distinct bigrams, latin words and numbers of a text, in order."""
    return list(dict.fromkeys(piece for piece in pieces(text) if len(piece) > 1 or not is_han(piece)))


def held_share(weights: Mapping[str, float], held: Collection[str]) -> float:
    """The share of weighed terms that are held, by their weights, 0 to 1; 0 where there are none."""
    total = sum(weights.values())
    return sum(weight for term, weight in weights.items() if term in held) / total if total else 0.0
