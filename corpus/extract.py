"""What a file says, paragraph by paragraph, before anything is mended."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Extract:
    r"""The text of a file: one paragraph a line, line ends `\n`.

    `pages` holds the offset in `text` where page 1, 2, … begins (empty where the format has no
    pages); `skipped` says in Chinese what was left out, such as 页眉页脚 24 行.
    """

    text: str
    pages: tuple[int, ...] = ()
    skipped: tuple[str, ...] = ()
