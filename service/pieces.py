"""Prompts as the numbers of pieces: what comes from outside is never read as a marker."""

import re
from collections.abc import Sequence
from threading import Lock
from typing import Any

from service.prompt import Part, Prompt, Role


class Pieces:
    """A tokenizer, as prompts need it."""

    def __init__(self, tokenizer: Any) -> None:  # noqa: ANN401
        """Keep the tokenizer, and learn its markers."""
        self._tokenizer = tokenizer
        # A call may set the tokenizer anew, which may not be done while it is in use.
        self._lock = Lock()
        added = tokenizer.added_tokens_decoder.values()
        markers = {
            token.content
            for token in added
            if len(token.content) > 1 and (token.special or re.fullmatch(r"<.+>", token.content, re.DOTALL))
        }
        longest_first = sorted(map(re.escape, markers), key=len, reverse=True)
        self._marker = re.compile("|".join(longest_first)) if markers else None
        self.special = frozenset(tokenizer.all_special_ids) - {tokenizer.unk_token_id}
        self.padding = next(
            (one for one in (tokenizer.pad_token_id, tokenizer.eos_token_id) if one is not None), 0
        )

    def plain(self, text: str) -> list[int]:
        """A text from outside; where it looks like a marker, it is read letter by letter."""
        parts = []
        start = 0
        while self._marker and (found := self._marker.search(text, start)):
            parts.append(text[start : found.start() + 1])
            start = found.start() + 1
        return [piece for piece in self._read([*parts, text[start:]]) if piece not in self.special]

    def prompt(self, prompt: Prompt, room: int) -> list[int]:
        """A prompt in at most so many pieces: evidence is cut first; what nothing else holds, in front."""
        parts = [self._part(part) for part in prompt]
        over = max(0, sum(map(len, parts)) - room)
        for place, part in enumerate(prompt):
            if part.role is Role.EVIDENCE:
                kept = max(0, len(parts[place]) - over)
                over -= len(parts[place]) - kept
                parts[place] = parts[place][:kept]
        return [piece for part in parts for piece in part][over:]

    def text(self, pieces: Sequence[int]) -> str:
        """What the pieces say."""
        with self._lock:
            said: str = self._tokenizer.decode(
                list(pieces), skip_special_tokens=True, clean_up_tokenization_spaces=False
            )
        return said

    def numbers(self, markers: Sequence[str]) -> list[int]:
        """The pieces that markers are."""
        return [self._tokenizer.convert_tokens_to_ids(marker) for marker in markers]

    def _part(self, part: Part) -> list[int]:
        return self._read([part.text]) if part.role is Role.FRAME else self.plain(part.text)

    def _read(self, texts: list[str]) -> list[int]:
        with self._lock:
            rows = self._tokenizer(texts, add_special_tokens=False, verbose=False)["input_ids"]
        return [piece for row in rows for piece in row]
