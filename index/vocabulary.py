"""What a corpus writes: its terms, looked up by sound and by look, and which characters it puts together."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from pypinyin import Style, pinyin

from index.terms import DICTIONARY, information, is_han, normalised, words

HAN = re.compile(r"[\u4e00-\u9fff\u3400-\u4dbf]+")
LATIN = re.compile(r"(?<![a-z0-9._@/+-])[a-z]{4,}(?![a-z0-9._@/+-])")
SHORTEST, LONGEST = 3, 8
"""How many characters a term has."""
FUNCTION_WORD = 8.0
"""In nats: a character that says less is a function word where it stands by itself."""

# Memory and time of learning: characters segmented, rows of words counted at once, terms kept.
_MOST_READ, _MOST_COUNTED, _MOST_TERMS = 1_500_000, 200_000, 50_000


@cache
def _syllable(character: str) -> str:
    return pinyin(character, style=Style.NORMAL)[0][0]


@cache
def _near_syllable(character: str) -> str:
    """The syllable with the sounds that speakers mix up folded: zh/z, ch/c, sh/s, n/l, f/h, -ng/-n."""
    syllable = _syllable(character)
    if syllable.startswith("f"):
        rest = syllable[1:]
        syllable = {"u": "hu", "ei": "hui", "en": "hun", "eng": "hong"}.get(rest, f"hu{rest}")
    syllable = re.sub("^([zcs])h", r"\1", syllable)
    syllable = re.sub("^n", "l", syllable)
    return re.sub("(?<=[ie]n)g$", "", syllable)


def sound(text: str) -> str:
    """The syllables of Han characters, without tones, each in its commonest reading."""
    return " ".join(map(_syllable, text))


def _near_sound(text: str) -> str:
    return " ".join(map(_near_syllable, text))


def _follows(lines: Iterable[str]) -> dict[str, str]:
    """For each Han character, those seen right after it."""
    pairs = {first + second for line in lines for run in HAN.findall(line) for first, second in pairwise(run)}
    after: defaultdict[str, list[str]] = defaultdict(list)
    for pair in sorted(pairs):
        after[pair[0]].append(pair[1])
    return {first: "".join(seconds) for first, seconds in after.items()}


def _spans(tokens: Sequence[str], known: set[str]) -> Iterator[str]:
    """Every word and row of words of a fitting length; with a function word only if it is known."""
    glue = [len(token) == 1 and information(token) < FUNCTION_WORD for token in tokens]
    for first in range(len(tokens)):
        span, glued = "", False
        for token, is_glue in zip(tokens[first:], glue[first:], strict=True):
            span, glued = span + token, glued or is_glue
            if len(span) > LONGEST:
                break
            if len(span) >= SHORTEST and (not glued or span in known):
                yield span


def _counted(lines: Sequence[str], known: set[str]) -> Counter[str]:
    """How often an even sample of the lines has each term; those seen once are forgotten on the way."""
    step = -(-sum(map(len, lines)) // _MOST_READ) or 1
    counts: Counter[str] = Counter()
    room = _MOST_COUNTED
    for run in (run for line in lines[::step] for run in HAN.findall(line)):
        counts.update(_spans(words(run), known))
        if len(counts) > room:
            counts = Counter({term: count for term, count in counts.items() if count > 1 or term in known})
            room = max(room, 2 * len(counts))
    return counts


def _learnt(lines: Sequence[str], known: Sequence[str]) -> dict[str, int]:
    """The most frequent terms, and what is known, which counts for one time more."""
    counts = _counted(lines, set(known))
    fitting = [term for term in known if is_han(term) and SHORTEST <= len(term) <= LONGEST]
    counts.update(fitting)
    frequent = {term: count for term, count in counts.most_common(_MOST_TERMS) if count > 1}
    return frequent | {term: 1 for term in fitting if counts[term] == 1}


class Vocabulary:
    """The terms and latin words of a corpus with their counts; what is known besides counts once."""

    def __init__(self, terms: dict[str, int], latin: dict[str, int], follows: dict[str, str]) -> None:
        """Keep the counts, and the characters seen right after each character."""
        self.terms, self.latin = terms, latin
        self._follows = follows
        self._sounding: defaultdict[str, list[str]] = defaultdict(list)
        self._looking: defaultdict[str, list[str]] = defaultdict(list)
        for term, count in terms.items():
            self._sounding[_near_sound(term)].append(term)
            if len(term) > SHORTEST and count > 1:
                for rest in {term, *(term[:place] + term[place + 1 :] for place in range(len(term)))}:
                    self._looking[rest].append(term)

    @classmethod
    def over(cls, texts: Iterable[str], known: Iterable[str]) -> "Vocabulary":
        """Learn from texts; a term is what they have twice, or once if it is also known."""
        lines = [normalised(line) for text in texts for line in text.splitlines()]
        others = list(dict.fromkeys(map(normalised, known)))
        language = (line.split(" ")[0] for line in DICTIONARY.read_text(encoding="utf-8").splitlines())
        return cls(
            terms=_learnt(lines, others),
            latin=dict(Counter(word for line in (*lines, *others) for word in LATIN.findall(line))),
            follows=_follows((*lines, *others, *language)),
        )

    @classmethod
    def load(cls, path: Path) -> "Vocabulary":
        """Read what `save` wrote."""
        return cls(**json.loads(path.read_text(encoding="utf-8")))

    def save(self, path: Path) -> None:
        """Write what was learnt as one JSON file."""
        learnt = {"terms": self.terms, "latin": self.latin, "follows": self._follows}
        path.write_text(json.dumps(learnt, ensure_ascii=False), encoding="utf-8")

    def odd(self, run: str) -> frozenset[int]:
        """The places of a Han run whose character and the next one nothing known has together."""
        pairs = enumerate(pairwise(run))
        return frozenset(
            place for place, (first, second) in pairs if second not in self._follows.get(first, "")
        )

    def sounding(self, text: str) -> Sequence[str]:
        """The terms that sound the same or nearly the same as a text."""
        return self._sounding.get(_near_sound(text), ())

    def looking(self, text: str) -> Sequence[str]:
        """The terms of four characters or more, seen twice, that are a text or have one more character."""
        return self._looking.get(text, ())
