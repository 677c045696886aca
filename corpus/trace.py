"""From a place in the canonical text back to the bytes of the file."""

from bisect import bisect_right
from collections.abc import Sequence

from corpus.document import Document, Repair


def raw_span(document: Document, start: int, end: int) -> tuple[int, int]:
    """The bytes of the file that a stretch of the canonical text was read from, as (start, end).

    For html, docx and pdf the bytes counted are those of the extracted text in UTF-8, as those
    formats keep no text of their own to point into.
    """
    return _raw_offset(document, start, after=True), _raw_offset(document, end, after=False)


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


def _raw_offset(document: Document, offset: int, *, after: bool) -> int:
    """The byte at a canonical offset; at a repair, the one behind it (`after`) or before it."""
    repairs = document.repairs
    place = bisect_right(repairs, offset, key=lambda repair: repair.start) - 1
    while place >= 0:
        repair = repairs[place]
        end = repair.start + len(repair.text)
        if offset >= end and (after or offset > end or repair.text):
            known = repair.raw_start + len(repair.raw.encode(document.encoding))
            return known + len(document.text[end:offset].encode(document.encoding))
        if offset > repair.start:
            # Inside a replacement: the whole of what was replaced belongs to it.
            return repair.raw_start + (0 if after else len(repair.raw.encode(document.encoding)))
        place -= 1
    return len(document.text[:offset].encode(document.encoding))
