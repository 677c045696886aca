"""How a model is shown a question with its evidence, or a passage to ask about: one style a kind of model."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol

from service.generator import LONGEST_QUESTION, Task

EVIDENCE, QUESTION, ANSWER = "<据>", "<问>", "<答>"
"""What parts evidence, question and answer in the bundled model's texts."""

ASKING = (
    "请写出 {count} 个老百姓或企业会问、而下面这段政策条文能够回答的问题。用平常的口语，不照抄条文；"
    f"每行一个，不编号，不超过 {LONGEST_QUESTION} 个字，只写问题。"
)
"""Tells a model to write questions."""

_ANSWERING = "请只用下面条文里的原话回答问题，逐字照抄，不增不改，不加解释。"
# Nobody types these; they hold the places of texts while a template is filled in.
_HOLDS_EVIDENCE, _HOLDS_QUESTION = "\ue000", "\ue001"


class Role(Enum):
    """What may be done with a part of a prompt."""

    FRAME = "the prompt's own words: markers in them count"
    GIVEN = "from outside: a marker in it is plain text"
    EVIDENCE = "from outside likewise, and cut at its end where room is short"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a prompt."""

    role: Role
    text: str


Prompt = tuple[Part, ...]


class Style(Protocol):
    """How one kind of model is shown things.

    `several` says whether it writes several questions at one go, one a line; else it writes one, which
    ends at one of `stops` or where the model ends a text.
    """

    several: bool
    stops: tuple[str, ...]

    def answer(self, task: Task) -> Prompt:
        """What the model goes on from with the answer."""
        ...

    def ask(self, passage: str, count: int) -> Prompt:
        """What the model goes on from with `count` questions."""
        ...


class Marked:
    """The bundled model's way: markers of its own part the texts."""

    several = False
    stops: tuple[str, ...] = (ANSWER,)

    def __init__(self, opening: str) -> None:
        """Keep what opens a text."""
        self._opening = opening

    def answer(self, task: Task) -> Prompt:
        """Evidence, question, and what is written of the answer."""
        return (
            *self.ask(task.evidence, 1),
            Part(Role.GIVEN, task.question),
            Part(Role.FRAME, ANSWER),
            Part(Role.GIVEN, task.written),
        )

    def ask(self, passage: str, count: int) -> Prompt:
        """The passage; a question comes next, however many are wanted."""
        return (
            Part(Role.FRAME, self._opening + EVIDENCE),
            Part(Role.EVIDENCE, passage),
            Part(Role.FRAME, QUESTION),
        )


class Chat:
    """The way of a model that follows instructions: one message, in the model's own template."""

    several = True
    stops: tuple[str, ...] = ()

    def __init__(self, render: Callable[[str], str]) -> None:
        """Keep what fills a message into the template.

        Raises:
            ValueError: the template does not show the message as it is.
        """
        self._answering = _parted(
            render(f"{_ANSWERING}\n\n条文：{_HOLDS_EVIDENCE}\n\n问题：{_HOLDS_QUESTION}"),
            _HOLDS_EVIDENCE + _HOLDS_QUESTION,
        )
        self._render = render

    def answer(self, task: Task) -> Prompt:
        """The message, and what is written of the reply."""
        return (*_filled(self._answering, task.evidence, task.question), Part(Role.GIVEN, task.written))

    def ask(self, passage: str, count: int) -> Prompt:
        """The message."""
        shown = self._render(f"{ASKING.format(count=count)}\n\n{_HOLDS_EVIDENCE}")
        return _filled(_parted(shown, _HOLDS_EVIDENCE), passage)


class Plain:
    """The way of a model that only goes on with a text."""

    several = True
    stops: tuple[str, ...] = ()

    def __init__(self, opening: str) -> None:
        """Keep what opens a text."""
        self._opening = opening

    def answer(self, task: Task) -> Prompt:
        """Evidence, question, and what is written of the answer."""
        return (
            Part(Role.FRAME, f"{self._opening}据："),
            Part(Role.EVIDENCE, task.evidence),
            Part(Role.FRAME, "\n问："),
            Part(Role.GIVEN, task.question),
            Part(Role.FRAME, "\n答："),
            Part(Role.GIVEN, task.written),
        )

    def ask(self, passage: str, count: int) -> Prompt:
        """The passage, and that a list of questions comes next."""
        return (
            Part(Role.FRAME, f"{self._opening}据："),
            Part(Role.EVIDENCE, passage),
            Part(Role.FRAME, f"\n老百姓常问的、这段话能回答的 {count} 个问题，每行一个：\n问："),
        )


def style_of(tokenizer: Any) -> Style:  # noqa: ANN401
    """The style of a model, by what is in its tokenizer's files; errors as those of `Chat`."""
    if {EVIDENCE, QUESTION, ANSWER} <= tokenizer.get_added_vocab().keys():
        return Marked(tokenizer.bos_token or "")
    if tokenizer.chat_template:
        return Chat(lambda message: _rendered(tokenizer, message))
    opens = tokenizer.bos_token_id is not None and tokenizer("据")["input_ids"][0] == tokenizer.bos_token_id
    return Plain(tokenizer.bos_token if opens else "")


def _rendered(tokenizer: Any, message: str) -> str:  # noqa: ANN401
    """A message in the model's template, up to where its reply begins."""
    text: str = tokenizer.apply_chat_template(
        [{"role": "user", "content": message}],
        tokenize=False,
        add_generation_prompt=True,
        # Only templates that know of thinking look at this.
        enable_thinking=False,
    )
    return text


def _parted(shown: str, holders: str) -> list[str]:
    """A text cut at its placeholders, which are kept."""
    if any(shown.count(holder) != 1 for holder in holders):
        raise ValueError("the template leaves the message out, or repeats it")
    return re.split(f"([{holders}])", shown)


def _filled(parts: list[str], evidence: str, question: str = "") -> Prompt:
    """The parts of a prompt, texts in place of the placeholders."""
    texts = {
        _HOLDS_EVIDENCE: Part(Role.EVIDENCE, evidence),
        _HOLDS_QUESTION: Part(Role.GIVEN, question),
    }
    return tuple(texts.get(part) or Part(Role.FRAME, part) for part in parts)
