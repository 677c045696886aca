"""Weak supervision by the lexicon: official sentences, retold with what people say for their terms."""

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from index.lexicon import Lexicon
from index.training import sources

Sayings = Mapping[str, Sequence[str]]
"""What people say for each official term."""

_SENTENCE = re.compile(r"[^。；！？\n]+[。；！？]?")
_BREAKS = "，、：。；（）"
_SHORTEST, _LONGEST = 14, 160
_TERM = range(2, 15)
# A term in very many sentences teaches nothing more by being in so many pairs.
_MOST = 150
# What is kept of a sentence around the term: so many characters on either side at most.
_BEFORE, _AFTER = 20, 22


def sayings(lexicon: Lexicon, fields: Mapping[str, float]) -> Sayings:
    """What is said for every official term, by the descriptions and by the lexicon.

    `fields` gives the factors of the lexicon's fields; those below 1 are left out.
    """
    said: dict[str, dict[str, None]] = defaultdict(dict)
    for official, words in sources.described():
        said[official] |= dict.fromkeys(words)
    for row in lexicon.rows:
        if fields.get(row.field, 1.0) >= 1.0:
            for official in row.official:
                said[official][row.colloquial] = None
    return {official: tuple(words) for official, words in said.items() if len(official) in _TERM}


def substituted(texts: Iterable[str], said: Sayings, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Yield (a stretch of a sentence with its terms said otherwise, the sentence)."""
    heads = {official[:2] for official in said}
    uses: Counter[str] = Counter()
    for text in texts:
        for found in _SENTENCE.finditer(text):
            sentence = found.group().strip()
            if not _SHORTEST <= len(sentence) <= _LONGEST:
                continue
            spans = _terms(sentence, said, heads)
            for _ in range(min(len(spans), 1 if len(spans) < 3 else 2)):
                start, end = chance.choice(spans)
                if uses[sentence[start:end]] < _MOST:
                    uses[sentence[start:end]] += 1
                    yield _retold(sentence, (start, end), spans, said, chance), sentence


def _terms(sentence: str, said: Sayings, heads: set[str]) -> list[tuple[int, int]]:
    """Spans of the official terms in a sentence, the longest first at each place; they do not overlap."""
    found, place = [], 0
    while place < len(sentence) - 1:
        length = 0
        if sentence[place : place + 2] in heads:
            longest = min(_TERM[-1], len(sentence) - place)
            length = next((n for n in range(longest, 1, -1) if sentence[place : place + n] in said), 0)
        if length:
            found.append((place, place + length))
        place += length or 1
    return found


def _retold(
    sentence: str,
    term: tuple[int, int],
    spans: Iterable[tuple[int, int]],
    said: Sayings,
    chance: random.Random,
) -> str:
    """The stretch around one term, with that term, and most of the others, said otherwise."""
    left, right = _stretch(sentence, term)
    parts, place = [], left
    for start, end in spans:
        if start >= left and end <= right:
            words = sentence[start:end]
            if (start, end) == term or chance.random() < 0.7:
                words = chance.choice(said[words])
            parts += [sentence[place:start], words]
            place = end
    return "".join((*parts, sentence[place:right])).strip("，。；、 ")


def _stretch(sentence: str, term: tuple[int, int]) -> tuple[int, int]:
    start, end = term
    left = max(sentence.rfind(mark, 0, start) for mark in _BREAKS) + 1
    ends = [place for mark in _BREAKS if (place := sentence.find(mark, end)) >= 0]
    return max(left, start - _BEFORE), min([*ends, len(sentence), end + _AFTER])
