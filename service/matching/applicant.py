"""What an applicant says of itself: where, who, how large, what it has, what it wants."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from corpus.errors import ProfileError
from corpus.vocabulary import cue, folded, upward, words
from index.counties import Place, places_in
from index.terms import normalised
from service.matching.claims import claims, denied, planned
from service.numerals import plain, value_of

LONGEST = 4000
"""Characters; a longer description is refused."""

_SENTENCE = re.compile("[^。！？；!?;\n]+[。！？；!?;]?")
_PHRASE = re.compile("[^，,]+")
_SHORT = 8
_PAUSE = re.compile("[，,。！？；!?;\n]")
_NUMERAL = re.compile(
    "(?<![0-9.])(?!百分之)[一二三四五六七八九十百千万两〇零]+(?=[个名位人家户年岁亩件项平多来余几万亿天月号]|分之)"
    "|(?<=百分之)[一二三四五六七八九十百两零]+"
)
_ELSEWHERE = re.compile("听说|朋友|人家|同行|卖给|销往|客户|外地|搬[离出]|他们|别的|从[^，,到来回]{0,4}$")


@dataclass(frozen=True, slots=True)
class Applicant:
    """An applicant as it is understood; what it does not say is missing.

    `kinds` and `wants` are keys of the vocabulary with the applicant's own words; `statuses` are the
    certificates that it says it has (true) or lacks; `measures` are figures in the vocabulary's units.
    `inside` says whether it is in a zone such as a 高新区. `asking` is what of its sentences wants something,
    all of them where none does (`asks` is false).
    """

    text: str
    on: date
    places: tuple[Place, ...]
    kinds: Mapping[str, str]
    wants: Mapping[str, str]
    statuses: Mapping[str, bool]
    measures: Mapping[str, float]
    inside: bool | None
    sentences: tuple[str, ...]
    asking: tuple[str, ...]
    asks: bool

    @property
    def known(self) -> bool:
        """Whether anything was understood of it."""
        return bool(self.places or self.kinds or self.wants or self.measures or self.statuses)

    @property
    def is_a(self) -> frozenset[str]:
        """All kinds of applicant that it is, those included that its own are one of."""
        return frozenset().union(*map(upward, self.kinds)) if self.kinds else frozenset()


def read(text: str, on: date) -> Applicant:
    """Understand a description on a day.

    Raises:
        ProfileError: it is blank or too long.
    """
    if len(text) > LONGEST:
        raise ProfileError(f"描述有 {len(text)} 个字，最多 {LONGEST} 个。请说得短一些。")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ProfileError("描述里有不完整的字符，读不了。请重新输入。") from error
    if not any(map(str.isalnum, text)):
        raise ProfileError("描述是空的。请写明在哪里、做什么、想要什么支持，例如：大连的软件公司，想贷款。")
    plain_text = _digits(folded(text))
    sentences = tuple(found[0].strip() for found in _SENTENCE.finditer(text) if len(found[0]) > 3)
    asking = tuple(one for one in sentences if cue("wanting", "said").search(folded(one)))
    outside = cue("zones", "outside").search(plain_text)
    inside = any(not planned(plain_text, found) for found in cue("zones", "inside").finditer(plain_text))
    told = claims(plain_text)
    return Applicant(
        text=text,
        on=on,
        places=tuple(_places(text)),
        kinds=_held(_said("kinds", plain_text), told),
        wants=_said("benefits", _digits(folded("\n".join(asking or sentences)))),
        statuses={key: held for key, held in told.items() if held is not None},
        measures=dict(_measures(plain_text, on)),
        inside=False if outside else inside or None,
        sentences=sentences or (text,),
        asking=tuple(map(_asked, asking)) or sentences or (text,),
        asks=bool(asking),
    )


def _asked(sentence: str) -> str:
    """A sentence from the first phrase on that wants something; whole where little would be left."""
    wants = (
        phrase.start()
        for phrase in _PHRASE.finditer(sentence)
        if cue("wanting", "said").search(folded(phrase[0]))
    )
    asked = sentence[next(wants, 0) :]
    return asked if len(asked) >= _SHORT else sentence


def _places(text: str) -> Iterator[Place]:
    """The places that it names, but for those of others; these too where there are none of its own."""
    text = normalised(text)
    found = places_in(text)
    own = [place for place in found if not _ELSEWHERE.search(_before(text, place.start))]
    yield from own or found


def _before(text: str, place: int) -> str:
    """The phrase in front of a place."""
    return _PAUSE.split(text[:place])[-1]


def _digits(text: str) -> str:
    """A text whose Han numerals before what they count are written in digits."""
    return _NUMERAL.sub(lambda found: plain(value_of(found[0])), text)


def _said(table: str, text: str) -> dict[str, str]:
    """What of a table a text says, with the words that say it; what it denies is left out."""
    found = {}
    for key, word in words(table).items():
        matches = (match for pattern in word.said for match in pattern.finditer(text))
        said = next((match[0] for match in matches if table != "kinds" or not denied(text, match)), None)
        if said is not None:
            found[key] = said
    return found


def _held(kinds: Mapping[str, str], told: Mapping[str, bool | None]) -> dict[str, str]:
    """The kinds without those whose certificate it lacks or only wants."""
    wanted = [key for key, held in told.items() if not held and key in kinds]
    named = {key for key in wanted if any(said.search(kinds[key]) for said in words("statuses")[key].said)}
    return {key: said for key, said in kinds.items() if key not in named}


def figure(value: float) -> str:
    """A figure in plain digits: 6000000, 12.5."""
    return plain(Decimal(str(round(value, 4))))


def _measures(text: str, on: date) -> Iterator[tuple[str, float]]:
    """The figures that a text states, of each what its first pattern that fits finds."""
    for key, word in words("measures").items():
        match = next((match for pattern in word.said for match in pattern.finditer(text)), None)
        if match is None:
            continue
        value = float(match["value"].replace(",", ""))
        scale = match.groupdict().get("scale")
        yield key, value * word.scales.get(scale or "", 1.0)
        if key == "founded" and 0 <= on.year - value < 200:
            yield "age", on.year - value
