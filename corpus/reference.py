"""What a clause refers to: another article, another document."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Reference:
    """A mention of something citable; `start` and `end` count the document's text.

    `kind` says which: an article of this document or of the one named before it, a 发文字号, or
    a title in 《》. `title` is the document that an article is said to be in, empty for its own.
    """

    kind: Literal["article", "number", "title"]
    text: str
    start: int
    end: int
    title: str = ""
