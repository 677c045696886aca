"""The sets of pairs that the encoder learns from, by name."""

import random
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from tokenizers import Tokenizer

from index.lexicon import Lexicon
from index.training import sources
from index.training.packing import Pack, Pair, pack
from index.training.substitution import sayings, substituted

LONGEST = 128
"""Pieces that a side of a pair keeps."""

_SENTENCE = re.compile(r"[^。；！？\n]+[。；！？]?")
_CONTEXTS = 120_000
# How many characters of a long text are one side: what a window of the index has, with some to spare.
_WINDOW = 200
# A paragraph of running text has so many characters at least.
_PARAGRAPH = 9


def packed(
    folder: Path,
    tokenizer: Tokenizer,
    lexicon: Lexicon,
    fields: Mapping[str, float],
    report: Callable[[str], None],
) -> Pack:
    """Everything that training reads, from the data under `folder`.

    `fields` gives the factors of the lexicon's fields: those below 1 say too little to learn from.
    """
    paragraphs = (
        line.strip()
        for text in sources.texts(folder)
        for line in text.split("\n")
        if len(line.strip()) >= _PARAGRAPH
    )
    sets = {
        "asked": list(_asked(folder)),
        "described": [
            (words, official, official) for official, said in sources.described() for words in said
        ],
        "lexicon": [
            (row.colloquial, official, official)
            for row in lexicon.rows
            if fields.get(row.field, 1.0) >= 1.0
            for official in row.official
        ],
        "substituted": [
            (retold, sentence, sentence)
            for retold, sentence in substituted(
                sources.official_texts(folder), sayings(lexicon, fields), random.Random(3)
            )
        ],
        "weak": [
            (query, positive[:_WINDOW], positive[:_WINDOW]) for query, positive in sources.weak_pairs(folder)
        ],
        "context": _contexts(folder),
    }
    return pack(tokenizer, paragraphs, sets, LONGEST, report)


def _asked(folder: Path) -> Iterator[Pair]:
    """A question with the words that answer it, and with their passage."""
    for row in sources.asked(folder):
        if not row.held_out:
            for text in dict.fromkeys((row.quote, row.passage[: 2 * _WINDOW])):
                yield row.question, text, row.passage


def _contexts(folder: Path) -> list[Pair]:
    """Sentences paired with the sentence after them, from all of the text."""
    found: list[Pair] = []
    for text in sources.texts(folder):
        for line in text.split("\n"):
            sentences = [match.group().strip() for match in _SENTENCE.finditer(line)]
            fit = [sentence for sentence in sentences if 14 < len(sentence) < 150]
            found += [(one, other, other) for one, other in zip(fit[::2], fit[1::2], strict=False)]
    random.Random(7).shuffle(found)
    return found[:_CONTEXTS]
