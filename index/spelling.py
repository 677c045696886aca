"""Typos in a question, mended from the terms of the corpus that sound or look like what was typed."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.slips import Fit, Window, by_look, by_sound, windows
from index.terms import is_han, words
from index.vocabulary import HAN, LATIN, Vocabulary

_RUN = re.compile(f"{HAN.pattern}|{LATIN.pattern}")
# A term must be this many times as frequent as the next one that fits.
_CLEAR = 3
# More words of one character than this in a row are not one term with one slip.
_MOST_LOOSE = 5


@dataclass(frozen=True, slots=True)
class Correction:
    """What the question has, and the term it was taken for."""

    wrote: str
    meant: str


def _is_slip(wrote: str, meant: str) -> bool:
    """Whether a latin word a letter away is no other form; short ones only with two letters swapped."""
    if meant.startswith(wrote) or wrote.startswith(meant):
        return False
    swapped = sorted(wrote) == sorted(meant)
    return swapped or (min(len(wrote), len(meant)) > 5 and wrote[0] == meant[0])


class Speller:
    """Mends what neither the language nor the corpus knows, where a term they know fits it."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Mend from the terms of a vocabulary."""
        self._vocabulary = vocabulary

    @classmethod
    def over(cls, texts: Iterable[str], known: Iterable[str]) -> "Speller":
        """Learn the terms of texts; what is `known` besides is no typo, and may itself be meant."""
        return cls(Vocabulary.over(texts, known))

    @classmethod
    def load(cls, path: Path) -> "Speller":
        """Read what `save` wrote."""
        return cls(Vocabulary.load(path))

    def save(self, path: Path) -> None:
        """Write what was learnt as one JSON file."""
        self._vocabulary.save(path)

    def corrected(self, question: str) -> tuple[str, tuple[Correction, ...]]:
        """A normalised question without its typos, and what was changed, in order."""
        corrections: list[Correction] = []

        def mend(found: re.Match[str]) -> str:
            run = found.group()
            mended, place = "", 0
            for start, end, meant in self._han(run) if is_han(run) else self._latin(run):
                corrections.append(Correction(run[start:end], meant))
                mended += run[place:start] + meant
                place = end
            return mended + run[place:]

        return _RUN.sub(mend, question), tuple(corrections)

    def _latin(self, word: str) -> list[tuple[int, int, str]]:
        """Start, end and correction of a latin word, where one fits."""
        known = self._vocabulary.latin
        if word in known:
            return []
        near = process.extract(word, known.keys(), scorer=OSA.distance, score_cutoff=1, limit=None)
        fits = [meant for meant, *_ in near if known[meant] > 1 and _is_slip(word, meant)]
        return [(0, len(word), fits[0])] if len(fits) == 1 else []

    def _han(self, run: str) -> list[tuple[int, int, str]]:
        """Start, end and term of each correction of a Han run, in order; longer ones go first."""
        rows = windows(words(run), self._vocabulary.odd(run))
        found = [(window, fit) for window in rows if (fit := self._best(window))]
        chosen: list[tuple[int, int, str]] = []
        for window, fit in sorted(found, key=lambda pair: (-len(pair[0].text), pair[1].slip)):
            start, end = window.start, window.start + len(window.text)
            if all(end <= other[0] or other[1] <= start for other in chosen):
                chosen.append((start, end, fit.term))
        return sorted(chosen)

    def _best(self, window: Window) -> Fit | None:
        """The term that fits by far best, if it is sure."""
        counts = self._vocabulary.terms
        if window.text in counts or not (fits := list(self._fits(window))):
            return None
        weights = {fit.term: counts[fit.term] / _CLEAR**fit.slip for fit in fits}
        best, *rest = sorted(weights, key=lambda term: -weights[term])
        if rest and weights[best] < _CLEAR * weights[rest[0]]:
            return None
        return next((fit for fit in fits if fit.term == best and fit.sure), None)

    def _fits(self, window: Window) -> Iterator[Fit]:
        text = window.text
        # A term that the corpus does not have is only meant where the typo left no word whole.
        least = 1 if len(window.loose) == len(text) else 2
        for term in self._vocabulary.sounding(text):
            if self._vocabulary.terms[term] >= least and (fit := by_sound(window, term)):
                yield fit
        if not 0 < len(window.loose) <= _MOST_LOOSE:
            return
        for dropped in (None, *window.loose):
            rest = text if dropped is None else text[:dropped] + text[dropped + 1 :]
            for term in self._vocabulary.looking(rest):
                if fit := by_look(window, term, dropped):
                    yield fit
