"""Cut a clause into sentence windows: a long clause is found by the part that fits."""

import re
from collections.abc import Iterator

# A stop inside brackets ends nothing; marks that close after a stop go with it.
_SENTENCE = re.compile(r"(?:（[^（）\n]*）|[^。；！？\n])*[。；！？\n]+[”’」』）》]*|[^。；！？\n]+$")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the sentences of a text, in order; they tile it."""
    for found in _SENTENCE.finditer(text):
        yield found.span()


def windows(text: str, length: int = 90) -> list[str]:
    """Runs of whole sentences of about `length` characters that cover the text, in order."""
    found: list[str] = []
    begin = 0
    for _, end in sentences(text):
        if end - begin >= length:
            found.append(text[begin:end].strip())
            begin = end
    if text[begin:].strip():
        found.append(text[begin:].strip())
    return [window for window in found if window]
