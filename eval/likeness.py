"""How alike two questions are, and which known ones a question is too like."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.terms import normalised

LIMIT = 0.6
"""From this Jaccard similarity of character bigrams on, two questions count as the same."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """A text, the known one it is like, and the Jaccard similarity of their bigrams, 0 to 1."""

    text: str
    known: str
    similarity: float


def bigrams(text: str) -> frozenset[str]:
    """The character bigrams of a text, normalised, punctuation and blanks left out."""
    folded = "".join(character for character in normalised(text) if character.isalnum())
    return frozenset(folded[place : place + 2] for place in range(max(1, len(folded) - 1)))


def likenesses(texts: Sequence[str], known: Iterable[str], limit: float = LIMIT) -> list[Likeness]:
    """For each text that some known one is like by `limit` or more, the one it is most like."""
    grams = [bigrams(text) for text in texts]
    holders: dict[str, list[int]] = defaultdict(list)
    for place, held in enumerate(grams):
        for gram in held:
            holders[gram].append(place)
    best: dict[int, Likeness] = {}
    for other in known:
        theirs = bigrams(other)
        shared = Counter(place for gram in theirs for place in holders.get(gram, ()))
        for place, count in shared.items():
            similarity = count / (len(grams[place]) + len(theirs) - count)
            if similarity >= limit and (place not in best or similarity > best[place].similarity):
                best[place] = Likeness(texts[place], other, similarity)
    return [best[place] for place in sorted(best)]
