"""Which documents a question hints at: by region, level, year, or words of a title."""

import math
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from corpus.document import Document
from index.regions import kinship, regions_in
from index.terms import grams, words

_YEAR = re.compile(r"(?<![\d.])(?:19|20)\d{2}(?![\d.%]|[万亿多余个家项人名元])")

PerDocument = NDArray[np.float64]
_Key = TypeVar("_Key", str, int)


@cache
def _levels() -> dict[str, list[str]]:
    return tomllib.loads((Path(__file__).parent / "levels.toml").read_text(encoding="utf-8"))


class Hints:
    """Scores documents by what a question says of them beside its subject."""

    def __init__(self, documents: Sequence[Document]) -> None:
        """Group the documents by what they can be hinted at with."""
        self._documents = documents
        self._regions = _places(document.region for document in documents)
        self._levels = _places(document.level for document in documents)
        self._years: dict[int, list[int]] = defaultdict(list)
        titles: dict[str, list[int]] = defaultdict(list)
        for place, document in enumerate(documents):
            for year in document.years:
                self._years[year].append(place)
            for gram in grams(document.title):
                titles[gram].append(place)
        self._titles = {gram: np.array(places) for gram, places in titles.items()}

    def of(self, question: str, named: frozenset[str]) -> dict[str, PerDocument]:
        """Per document, by the name of the hint's weight, how far a normalised question hints at it.

        Document: 1 for those that are `named`, by their ids. Region and level: 1 where the question
        names the document's own, -1 where it names another one. Year: 1 where the document is dated
        or plans for one that is named. Title: the share of the question's bigrams that stand in the
        title, rarer ones counting more.
        """
        return {
            "document": np.array([document.id in named for document in self._documents], dtype=np.float64),
            "region": self._region(question),
            "level": self._level(question),
            "year": self._year(question),
            "title": self._title(question),
        }

    def _region(self, question: str) -> PerDocument:
        named = regions_in(question)
        fit = {held: max(kinship(region, held) for region in named) for held in self._regions if named}
        return self._spread(self._regions, fit)

    def _level(self, question: str) -> PerDocument:
        bounds = {0, *accumulate(map(len, words(question)))}
        named = {
            level for level, cues in _levels().items() if any(_stands(cue, question, bounds) for cue in cues)
        }
        fit = {held: 1.0 if held in named else -1.0 for held in self._levels if named and held in _levels()}
        return self._spread(self._levels, fit)

    def _year(self, question: str) -> PerDocument:
        fit = {int(year): 1.0 for year in _YEAR.findall(question)}
        return self._spread(self._years, fit)

    def _title(self, question: str) -> PerDocument:
        scores = np.zeros(len(self._documents))
        total = 0.0
        for gram in grams(question):
            places = self._titles.get(gram)
            rarity = math.log(1 + len(self._documents) / (1 if places is None else len(places)))
            total += rarity
            if places is not None:
                scores[places] += rarity
        return scores / (total or 1.0)

    def _spread(self, places: Mapping[_Key, list[int]], fit: Mapping[_Key, float]) -> PerDocument:
        scores = np.zeros(len(self._documents))
        for key, score in fit.items():
            scores[places.get(key, [])] = score
        return scores


def _stands(cue: str, question: str, bounds: set[int]) -> bool:
    """Whether a cue stands in a question between word boundaries: there is no 市里 in 城市里."""
    starts = (found.start() for found in re.finditer(re.escape(cue), question))
    return any(start in bounds and start + len(cue) in bounds for start in starts)


def _places(values: Iterable[str | None]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for place, value in enumerate(values):
        if value:
            found[value].append(place)
    return found
