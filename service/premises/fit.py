"""How well a stretch of a clause fits what a question talks about."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from index.terms import grams, held_share

_KEPT = 4096

Rarity = Callable[[str], float]
"""How much a bigram or word says; more is rarer."""


class Widened(Protocol):
    """A colloquial term of a question with its official terms, as `index.lexicon.Expansion` is one."""

    @property
    def colloquial(self) -> str:
        """As it is typed."""
        ...

    @property
    def official(self) -> tuple[str, ...]:
        """As documents have it."""
        ...


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a stretch of a question, by how much they say, and what else they are called."""

    weights: Mapping[str, float]
    widened: tuple[tuple[frozenset[str], tuple[str, ...]], ...]

    @classmethod
    def of(cls, text: str, rarity: Rarity, widened: Iterable[Widened] = ()) -> "Wording":
        """Weigh the words of a stretch."""
        weights = {gram: rarity(gram) for gram in grams(text)}
        return cls(
            weights,
            tuple(
                (frozenset(grams(term.colloquial)), term.official)
                for term in widened
                if term.colloquial in text
            ),
        )

    def covered(self, *texts: str) -> float:
        """The share of the words that texts hold together, by what they say; 0 to 1."""
        held = set().union(*map(_grams, texts))
        for colloquial, official in self.widened:
            if any(term in text for term in official for text in texts):
                held |= colloquial
        return held_share(self.weights, held)


def shared(text: str, question: str, rarity: Rarity, widened: Sequence[Widened] = ()) -> float:
    """The share of a text's words that a question holds; official terms count as what people call them."""
    weights = {gram: rarity(gram) for gram in _grams(text)}
    held = set(_grams(question))
    for term in widened:
        for official in term.official:
            if official in text:
                held |= _grams(official)
    return held_share(weights, held)


@lru_cache(maxsize=_KEPT)
def _grams(text: str) -> frozenset[str]:
    """The bigrams and words of a text; the same stretches of clauses are asked for again and again."""
    return frozenset(grams(text))
