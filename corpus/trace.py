"""From a place in the canonical text back to the bytes of the file."""

from bisect import bisect_right
from collections.abc import Sequence

from corpus.document import Document, Repair

_STEP = 512


class Trace:
    """Finds the bytes of one document's file; made once for many places."""

    def __init__(self, document: Document) -> None:
        """Count the bytes of the text up to every so many characters."""
        self._document = document
        self._lengths = [0]
        for start in range(0, len(document.text), _STEP):
            block = document.text[start : start + _STEP]
            self._lengths.append(self._lengths[-1] + len(block.encode(document.encoding)))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The bytes that a stretch of the canonical text was read from, as (start, end).

        For html, docx and pdf the bytes counted are those of the extracted text in UTF-8, as
        those formats keep no text of their own to point into.
        """
        return self._raw(start, after=True), self._raw(end, after=False)

    def _raw(self, offset: int, *, after: bool) -> int:
        """The byte at a canonical offset; at a repair, the one behind it (`after`) or before it."""
        repairs, encoding = self._document.repairs, self._document.encoding
        place = bisect_right(repairs, offset, key=lambda repair: repair.start) - 1
        while place >= 0:
            repair = repairs[place]
            end = repair.start + len(repair.text)
            if offset >= end and (after or offset > end or repair.text):
                known = repair.raw_start + len(repair.raw.encode(encoding))
                return known + self._length(offset) - self._length(end)
            if offset > repair.start:
                # Inside a replacement: the whole of what was replaced belongs to it.
                return repair.raw_start + (0 if after else len(repair.raw.encode(encoding)))
            place -= 1
        return self._length(offset)

    def _length(self, offset: int) -> int:
        """How many bytes the canonical text takes up to an offset."""
        block = offset // _STEP
        rest = self._document.text[block * _STEP : offset]
        return self._lengths[block] + len(rest.encode(self._document.encoding))


def raw_span(document: Document, start: int, end: int) -> tuple[int, int]:
    """The bytes of the file that one stretch of the canonical text was read from."""
    return Trace(document).span(start, end)


def canonical_offset(repairs: Sequence[Repair], offset: int) -> int:
    """Where a character of the text before its repairs stands in the canonical text.

    Inside what a repair replaced it is the end of the replacement.
    """
    shift = 0
    for repair in repairs:
        start = repair.start - shift
        if start >= offset:
            break
        if start + len(repair.raw) > offset:
            return repair.start + len(repair.text)
        shift += len(repair.text) - len(repair.raw)
    return offset + shift


def page_of(document: Document, offset: int) -> int | None:
    """The page (from 1) that a character of the text stands on; None where the format has none."""
    return bisect_right(document.pages, offset) or None
