"""What a language model is asked for: which of some texts comes next, and questions of its own."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

LONGEST_QUESTION = 40
"""A question that a model writes is dropped if it has more characters."""

_NUMBERING = re.compile(
    r"(?:[-*•·●]+|[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})(?:[）)、．:：]|[.](?!\d))|(?:问题?|[Qq])\s*\d*\s*[:：.])\s*"
)
_ANSWERING = re.compile(r"(?:答案?|据|[Aa])\s*\d*\s*[:：]")
_THOUGHT = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
_QUOTES = "\"'“”‘’「」*` "


@dataclass(frozen=True, slots=True)
class Task:
    """What is being answered: the question, the text to answer from, what is `written` already."""

    question: str
    evidence: str
    written: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A text that may be written next, and how likely it is before the model has its say.

    `prior` is a log-probability up to a constant: only differences between choices count.
    """

    text: str
    prior: float


class Generator(Protocol):
    """Goes on writing an answer, constrained to a closed list of texts."""

    name: str

    def generate(self, task: Task, choices: Sequence[Choice]) -> int:
        """The number of the choice written; there is at least one."""
        ...


class Asker(Protocol):
    """Writes questions of its own; `fingerprint` says which model, and which weights."""

    name: str

    @property
    def fingerprint(self) -> str:
        """What questions are marked with."""
        ...

    def ask(self, passages: Sequence[str], count: int, seed: int) -> list[list[str]]:
        """For each passage up to `count` distinct questions that it answers, drawn by lot.

        Each is one line of at most `LONGEST_QUESTION` characters; the same seed gives the same.

        Raises:
            ModelError: the model cannot be asked.
        """
        ...


class NoGenerator:
    """Writes the likeliest choice by prior alone."""

    name = "none"

    def generate(self, task: Task, choices: Sequence[Choice]) -> int:
        """The number of the choice with the highest prior, the first among equals."""
        return max(range(len(choices)), key=lambda place: choices[place].prior)


def unthought(text: str) -> str:
    """What a model wrote, without what it wrote to itself."""
    return _THOUGHT.sub("", text)


def questions_in(lines: Iterable[str], most: int) -> list[str]:
    """The distinct questions among lines, numbers and quotes taken off, at most so many."""
    found = dict.fromkeys(filter(None, map(_question_in, lines)))
    return list(found)[:most]


def _question_in(line: str) -> str:
    """The question on a line; empty where there is none."""
    text = " ".join(line.split()).strip(_QUOTES)
    while numbered := _NUMBERING.match(text):
        text = text[numbered.end() :].strip(_QUOTES)
    if len(text) > LONGEST_QUESTION or text.endswith((":", "：")) or _ANSWERING.match(text):
        return ""
    return text if any(letter.isalnum() for letter in text) else ""
