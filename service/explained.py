"""How much of what a question says a text accounts for: word for word, by the lexicon, by translation."""

from collections.abc import Mapping, Sequence

from index.lexicon import Expansion
from index.terms import information, normalised, pieces, words
from index.translation import Lifted, Shares, termwise

_LIKELY = 2.5
"""From this mean log-likelihood ratio on, a text is taken to say a word in other words."""


def weighed_words(question: str) -> Mapping[str, float]:
    """The distinct words of a normalised question with how much each says, in nats."""
    return {word: information(word) for word in words(question) if word.isalnum()}


def unexplained(
    held: Mapping[str, float], expansions: Sequence[Expansion], lifted: Lifted, told: tuple[str, Shares]
) -> float:
    """The share, 0 to 1, of a question's information that a text does not account for.

    `held` are the words of the question, `lifted` the question; `told` is the text and what it is made of.
    """
    text, shares = told
    plain = normalised(text)
    ratios = dict(zip(lifted.known, termwise(lifted, shares)[0].tolist(), strict=True))
    left = 0.0
    for word, says in held.items():
        official = (term for row in expansions if word in row.colloquial for term in row.official)
        if word in plain or any(term in plain for term in official):
            continue
        parts = set(pieces(word))
        if sum(ratios.get(part, 0.0) for part in parts) < _LIKELY * len(parts):
            left += says
    return left / (sum(held.values()) or 1.0)
