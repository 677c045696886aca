"""A question cut at its commas and stops: which parts assert, and which of those ask to be confirmed."""

import re
from dataclasses import dataclass

from service.premises.cues import pattern

_PART = re.compile("[^,;?!。:]+")
_LONGEST_TAG = 14
_BEFORE_TAG = 6


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a question between commas; `start` counts the question.

    `asker` says that it tells about who asks, `confirming` that the question asks to have confirmed
    what it says, `tag` that it says nothing but that.
    """

    start: int
    text: str
    asker: bool = False
    confirming: bool = False
    tag: bool = False

    @property
    def end(self) -> int:
        """Where it ends in the question."""
        return self.start + len(self.text)


def parts_of(question: str) -> list[Part]:
    """The parts of a normalised question, in order."""
    found = [(match.start(), match[0]) for match in _PART.finditer(question)]
    tags = [_is_tag(text) for _, text in found]
    parts: list[Part] = []
    asker = False
    for place, (start, text) in enumerate(found):
        told = pattern("form", "told").search(text)
        if told or (start and question[start - 1] in "?!;。"):
            asker = False
        own = pattern("form", "asker").search(text)
        asker = asker or bool(own and not (told and told.start() < own.start()))
        described = not told and any(map(pattern("form", "eligible").search, _rest(found, place)))
        open_ = pattern("form", "open").search(text)
        asks = not open_ and pattern("form", "asking").search(text) is not None
        # What is taken for known is not asked.
        known = "既然" in text
        parts.append(
            Part(
                start,
                text,
                asker=asker or described,
                confirming=not known and (asks or any(tags[place + 1 :])),
                tag=tags[place],
            )
        )
    return parts


def _rest(found: list[tuple[int, str]], place: int) -> list[str]:
    """The parts behind one."""
    return [text for _, text in found[place + 1 :]]


def _is_tag(text: str) -> bool:
    """Whether a part says no more than 我没记错吧."""
    if len(text) > _LONGEST_TAG:
        return False
    return any(
        found.end() == len(text) and found.start() <= _BEFORE_TAG
        for found in pattern("form", "tag").finditer(text)
    )
