"""The sets that the generator learns to write from: what is written, and the text it is written from."""

import random
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from tokenizers import Tokenizer

from index.lexicon import Lexicon
from index.training import sources
from index.training.packing import Pack, Pair, pack
from index.training.sources import Asked
from index.training.substitution import sayings, substituted
from service.prompt import ANSWER, EVIDENCE, QUESTION

RETOLD = "<说>"
"""Opens the evidence told in everyday words."""

TITLE = "<题>"
"""Opens a headline of the evidence."""

MARKS = (EVIDENCE, QUESTION, ANSWER, RETOLD, TITLE)

LONGEST = 192
"""Pieces that a side of a pair keeps."""

_CHARACTERS = 320
_TEXT = "text-1-policy-laws.jsonl.xz"
_ASKING = {"policy_qa_2020", "lawyer_llama_q2law", "cmrc2018_trial"}
_TITLED = ("pairs-1-policy-law-qa.jsonl.xz", "pairs-3-title-body.jsonl.xz")


def marking(tokenizer: Tokenizer) -> Tokenizer:
    """The tokenizer with the pieces that part evidence, question and answer; they come last."""
    tokenizer.add_special_tokens(list(MARKS))
    return tokenizer


def packed(
    folder: Path,
    tokenizer: Tokenizer,
    lexicon: Lexicon,
    fields: Mapping[str, float],
    report: Callable[[str], None],
) -> Pack:
    """Everything that training reads, from the data under `folder`; `tokenizer` knows the marks.

    Of each pair the left side is what is written, its mark before it, the right side what it is
    written from. `fields` gives the factors of the lexicon's fields: those below 1 say too little.
    """
    sets = {
        "asked": list(_asked(folder)),
        "answered": list(_answered(folder)),
        "titled": list(_titled(folder)),
        "described": _told((official, words) for official, said in sources.described() for words in said),
        "lexicon": _told(
            (official, row.colloquial)
            for row in lexicon.rows
            if fields.get(row.field, 1.0) >= 1.0
            for official in row.official
        ),
        "substituted": _told(
            (sentence, retold)
            for retold, sentence in substituted(
                sources.official_texts(folder), sayings(lexicon, fields), random.Random(3)
            )
        ),
    }
    paragraphs = (row["text"] for row in sources.rows(folder / "data" / _TEXT))
    lines = (line for text in paragraphs for line in text.split("\n") if line.strip())
    return pack(tokenizer, lines, sets, LONGEST, report)


def _asked(folder: Path) -> Iterator[Pair]:
    """Questions and retellings with their passages; where a question ends, its answer would begin."""
    for row in _rows(folder):
        retold = row.quote == row.passage
        written = f"{RETOLD}{row.question}" if retold else f"{QUESTION}{row.question}{ANSWER}"
        yield written, row.passage[:_CHARACTERS], row.passage


def _answered(folder: Path) -> Iterator[Pair]:
    """Questions and the words that answer them, with their passages."""
    for row in _rows(folder):
        if row.quote != row.passage:
            written = f"{QUESTION}{row.question}{ANSWER}{row.quote}"
            yield written, row.passage[:_CHARACTERS], row.passage


def _rows(folder: Path) -> Iterator[Asked]:
    return (row for row in sources.asked(folder) if not row.held_out)


def _titled(folder: Path) -> Iterator[Pair]:
    """Plain questions and headlines with the text under them."""
    for name in _TITLED:
        for row in sources.rows(folder / "data" / name):
            mark = QUESTION if row["source"] in _ASKING else TITLE
            text = row["positive"][:_CHARACTERS]
            yield mark + row["query"], text, text


def _told(found: Iterator[tuple[str, str]]) -> list[Pair]:
    """Official words with the everyday ones."""
    return [(RETOLD + words, official, official) for official, words in found]
