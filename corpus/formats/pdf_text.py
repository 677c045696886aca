"""The text layer of a PDF page: its characters, as pdfium has them, put into runs."""

import ctypes
import math
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from statistics import median

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped]

from corpus.formats.pdf_lines import SOFT_HYPHEN, Leaf, Run, lines_of

_SPACE = 0x20
_BREAKS = frozenset({0, 10, 13})
_BLANKS = frozenset({9, _SPACE, 0xA0, 0x3000})
# What pdfium writes for a hyphen at the end of a line, and what it may hand on as it is in the file.
_SIGNS = dict.fromkeys((0x02, 0xAD, 0xFFFE), SOFT_HYPHEN) | dict.fromkeys((9, 0xA0, 0x2028, 0x2029), " ")
_SAMPLES = 40
_QUARTER = math.pi / 2
# Within a run, characters leave the baseline and step back by no more than this, in points, and
# leap ahead by no more than this many of the page's usual font sizes.
_ON_BASELINE = 1.5
_STEP_BACK = 1.0
_LEAP = 2.5
# The sine of the steepest angle at which text still counts as level.
_LEVEL = 0.2
# A font of this size is not meant to be read, and nothing on a page stands this far out.
_SMALLEST = 0.5
_FURTHEST = 1e5

Glyph = tuple[int, float, float]


def leaf_of(page: pdfium.PdfPage) -> tuple[Leaf, int]:
    """The lines of a page, and how many characters were left out because they stand aslant."""
    with closing(page.get_textpage()) as text:
        layer = _TextLayer(text.raw, text.count_chars(), page.get_bbox())
        return layer.leaf()


class _TextLayer:
    """A text page that is open, turned so that most of its text is level."""

    def __init__(self, handle: object, count: int, bounds: tuple[float, float, float, float]) -> None:
        self._handle = handle
        self._bounds = bounds
        self._matrix = pdfium_c.FS_MATRIX()
        self._box = pdfium_c.FS_RECTF()
        sampled = [self._size_and_angle(index) for index in range(0, count, max(1, count // _SAMPLES))]
        quarters = Counter(round(angle / _QUARTER) % 4 for _, angle in sampled)
        self._turns = quarters.most_common(1)[0][0] if quarters else 0
        self._usual_size = median(size for size, _ in sampled) if sampled else 0.0
        self._glyphs = list(self._read_glyphs(count))

    def leaf(self) -> tuple[Leaf, int]:
        runs: list[Run] = []
        aslant = 0
        for first, end in self._spans():
            size, angle = self._size_and_angle(first)
            if abs(math.sin(angle - self._turns * _QUARTER)) > _LEVEL:
                aslant += end - first
            elif run := self._run(first, end, size):
                runs.append(run)
        left, bottom, right, top = self._bounds
        width, height = (min(max(1.0, side), _FURTHEST) for side in (right - left, top - bottom))
        if self._turns % 2:
            width, height = height, width
        return Leaf(width, height, lines_of(runs)), aslant

    def _size_and_angle(self, index: int) -> tuple[float, float]:
        matrix = self._matrix
        size = pdfium_c.FPDFText_GetFontSize(self._handle, index)
        if not pdfium_c.FPDFText_GetMatrix(self._handle, index, matrix):
            return size, 0.0
        angle = math.atan2(matrix.b, matrix.a)
        return size * math.hypot(matrix.c, matrix.d), 0.0 if math.isnan(angle) else angle

    def _read_glyphs(self, count: int) -> Iterator[Glyph]:
        """Every character and its origin; two calls for each of them, so kept lean."""
        handle, x, y = self._handle, ctypes.c_double(), ctypes.c_double()
        at_x, at_y = ctypes.byref(x), ctypes.byref(y)
        unicode_of, origin_of = pdfium_c.FPDFText_GetUnicode, pdfium_c.FPDFText_GetCharOrigin
        for index in range(count):
            origin_of(handle, index, at_x, at_y)
            yield unicode_of(handle, index), *self._turned(x.value, y.value)

    def _turned(self, x: float, y: float) -> tuple[float, float]:
        """A point as one sees it who holds the page so that its text is level."""
        left, bottom, right, top = self._bounds
        if self._turns == 0:
            return x - left, y - bottom
        if self._turns == 1:
            return y - bottom, right - x
        return (right - x, top - y) if self._turns == 2 else (top - y, x - left)

    def _spans(self) -> Iterator[tuple[int, int]]:
        """From where to where characters follow each other on one baseline."""
        first, last_x, last_y = None, 0.0, 0.0
        for index, (code, x, y) in enumerate(self._glyphs):
            broken = code in _BREAKS or (code == _SPACE and self._is_generated(index))
            step = x - last_x
            away = abs(y - last_y) > _ON_BASELINE or not -_STEP_BACK < step < _LEAP * self._usual_size
            if first is not None and (broken or away):
                yield first, index
                first = None
            if first is None and not broken:
                first = index
            last_x, last_y = x, y
        if first is not None:
            yield first, len(self._glyphs)

    def _is_generated(self, index: int) -> bool:
        return bool(pdfium_c.FPDFText_IsGenerated(self._handle, index))

    def _run(self, first: int, end: int, size: float) -> Run | None:
        """The characters of a span; None where they are blank or out of all measure."""
        text = _text(code for code, _, _ in self._glyphs[first:end])
        printed = [index for index in range(first, end) if self._glyphs[index][0] not in _BLANKS]
        if not text.strip() or not printed:
            return None
        _, left, baseline = self._glyphs[printed[0]]
        run = Run(text, left, self._right(printed[-1]), baseline, size)
        sane = all(abs(place) < _FURTHEST for place in (left, run.right, baseline))
        return run if sane and _SMALLEST < size < _FURTHEST else None

    def _right(self, index: int) -> float:
        box = self._box
        pdfium_c.FPDFText_GetLooseCharBox(self._handle, index, box)
        return max(self._turned(box.left, box.bottom)[0], self._turned(box.right, box.top)[0])


def _text(codes: Iterable[int]) -> str:
    """Characters as text: without control characters, soft hyphens only at its end."""
    signs = [_SIGNS.get(code) or chr(code) for code in codes if code in _SIGNS or _is_printed(code)]
    text = "".join(signs).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text[:-1].replace(SOFT_HYPHEN, "") + text[-1:]


def _is_printed(code: int) -> bool:
    """Whether a character is one, and none of those that control."""
    return _SPACE <= code < 0x7F or 0xA0 <= code <= sys.maxunicode
