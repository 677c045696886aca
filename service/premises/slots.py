"""Levels, places, years and 文号 that a question asserts, held against those in their place in a clause."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice

from corpus.naming import issue_numbers
from index.cues import cued
from index.regions import kinship, regions_in
from service.premises.asked import CLAIMS, Asked, Place, Sentence, sentences_of
from service.premises.cues import pattern
from service.premises.finding import Finding, Kind, found_at
from service.premises.measures import measures
from service.premises.parts import Part

_LEVELS = ("world", "nation", "province", "city", "county")
_LEAST_HEAD = 3
_LONGEST_HEAD = 12
_BEFORE_HEAD = 10
_SURE = {Kind.LEVEL: 0.3, Kind.PLACE: 0.4, Kind.YEAR: 0.3, Kind.ISSUED: 0.25}
_CLEAR = 0.12
_LEAST_WORDS = 6
_NARROW = 0.85
_PARTICLES = "要的是在将应被把和与有"
_PHRASE = re.compile("[^，,：:]+")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年")


def slots(asked: Asked, places: Sequence[Place]) -> Iterator[Finding]:
    """What the clauses say to each level, place, year and 文号 that a question asserts."""
    sentences = sentences_of(places)
    local = [sentence for sentence in sentences if asked.local(sentence.place)]
    for part in asked.parts:
        if not part.asker and not part.tag:
            yield from _levels(asked, part, local)
            yield from _regions(asked, part, sentences)
            yield from _years(asked, part, local)
            yield from _issued(asked, part, places)


def _levels(asked: Asked, part: Part, sentences: Sequence[Sentence]) -> Iterator[Finding]:
    """省级检测中心, where the clause says 国家级…检测中心 and nowhere speaks of one of the other level.

    Asked who leads, a level only says which matter is meant.
    """
    if not part.confirming and cued("unit", asked.question):
        return
    for match in islice(_level().finditer(part.text), CLAIMS):
        head = _head(part.text[match.end() :], sentences)
        if not head:
            continue
        wording = asked.wording(None, part.start + match.start(), part.start + match.end())
        levels = sorted(
            (
                (wording.covered(_phrase(sentence.text, found.start())), sentence, found)
                for sentence in sentences
                for found in _levels_of(head, sentence.text)
            ),
            key=lambda level: -level[0],
        )
        if not levels or levels[0][2].lastgroup == match.lastgroup:
            continue
        fit, sentence, found = levels[0]
        # Both levels may have such a thing: the phrase that is clearly nearer to the question decides.
        alike = [other for other, _, level in levels if level.lastgroup == match.lastgroup]
        above = sentence.place.heading, sentence.place.clause.text
        if any(other > fit - _CLEAR for other in alike) or wording.covered(*above) < _SURE[Kind.LEVEL]:
            continue
        end = sentence.text.find(head, found.end()) + len(head)
        where = (sentence.start + found.start(), sentence.start + end)
        yield found_at(Kind.LEVEL, True, match[0] + head, part, sentence.place.clause, where)


def _phrase(text: str, place: int) -> str:
    """The words between commas around a place of a sentence."""
    return next((found[0] for found in _PHRASE.finditer(text) if found.end() > place), "")


def _head(rest: str, sentences: Sequence[Sentence]) -> str:
    """The longest stretch behind a level that clauses hold, too; empty where it is short."""
    named = re.match("[\u4e00-\u9fff]*", rest)
    words = named[0][:_LONGEST_HEAD] if named else ""
    for length in range(len(words), _LEAST_HEAD - 1, -1):
        if any(words[:length] in sentence.text for sentence in sentences):
            return words[:length].rstrip(_PARTICLES)
    return ""


def _levels_of(head: str, text: str) -> Iterator[re.Match[str]]:
    """The levels that a text gives to a thing: the last one before each mention, in the same phrase."""
    for mention in re.finditer(re.escape(head), text):
        before = list(_level().finditer(text, max(0, mention.start() - _BEFORE_HEAD), mention.start()))
        if before and not re.search("[，、和及]", text[before[-1].end() : mention.start()]):
            yield before[-1]


@cache
def _level() -> re.Pattern[str]:
    """A level, in the group of those that are the same."""
    groups = "|".join(f"(?P<{name}>{pattern('level', name).pattern})" for name in _LEVELS)
    return re.compile(f"(?:{groups})(?!以上)")


def _regions(asked: Asked, part: Part, sentences: Sequence[Sentence]) -> Iterator[Finding]:
    """设在沈阳, where what is said of the same names only 大连."""
    names = regions_in(part.text)
    if not names or pattern("form", "open").search(part.text):
        return
    name = "|".join(map(re.escape, names))
    joint = pattern("place", "joints").pattern
    lists = re.finditer(f"(?:{name})市?(?:(?:{joint})(?:{name})市?)*", part.text)
    for match in islice(lists, CLAIMS):
        if pattern("place", "before").search(part.text[: match.start()]) is None:
            continue
        fits = _fitting(asked, part, match, sentences)
        if not fits or fits[0][0] < _SURE[Kind.PLACE]:
            continue
        fit, best = fits[0]
        claimed = {region for region in names if region in match[0]}
        held = _narrowed(asked, part, match, best)
        strange = claimed - set(regions_in(held))
        rivals = {
            region
            for region in set(regions_in(held)) - set(asked.regions)
            # A province is no rival of its cities.
            if all(kinship(other, region) < 0 for other in strange)
        }
        above = f"{best.place.heading} {best.place.document.region}"
        close = [other.text for share, other in fits[1:] if share >= fit - _CLEAR]
        if not rivals or not strange or any(region in text for region in strange for text in (above, *close)):
            continue
        first = min(rivals, key=held.find)
        start = best.start + best.text.find(held) + held.find(first)
        where = (start, start + len(first))
        yield found_at(Kind.PLACE, True, match[0], part, best.place.clause, where)


def _fitting(
    asked: Asked, part: Part, claim: re.Match[str], sentences: Sequence[Sentence]
) -> list[tuple[float, Sentence]]:
    """The sentences by how well they fit what is said beside a claim, best first."""
    start, end = part.start + claim.start(), part.start + claim.end()
    own, whole = asked.wording(part, start, end), asked.wording(None, start, end)
    wordings = (own, whole) if len(own.weights) >= _LEAST_WORDS else (whole,)
    fits = [(max(wording.covered(found.text) for wording in wordings), found) for found in sentences]
    return sorted(fits, key=lambda fit: -fit[0])


def _narrowed(asked: Asked, part: Part, claim: re.Match[str], sentence: Sentence) -> str:
    """The phrase of a sentence that fits about as well as all of it; the sentence where none does."""
    wording = asked.wording(None, part.start + claim.start(), part.start + claim.end())
    least = _NARROW * wording.covered(sentence.text)
    return next(
        (found[0] for found in _PHRASE.finditer(sentence.text) if wording.covered(found[0]) >= least),
        sentence.text,
    )


def _years(asked: Asked, part: Part, sentences: Sequence[Sentence]) -> Iterator[Finding]:
    """2035年就该建成, where the only sentence about it says 到2050年."""
    # Beside a number the year only says which number is meant.
    asserts = part.confirming and next(measures(part.text), None) is None
    for match in islice(_YEAR.finditer(part.text), CLAIMS) if asserts else ():
        fits = _fitting(asked, part, match, sentences)
        if not fits or fits[0][0] < _SURE[Kind.YEAR]:
            continue
        fit, best = fits[0]
        named = list(_YEAR.finditer(best.text))
        close = [sentence for other, sentence in fits if other >= fit - _CLEAR]
        if len({found[1] for found in named}) != 1 or any(match[1] in found.text for found in close):
            continue
        where = (best.start + named[0].start(), best.start + named[0].end())
        yield found_at(Kind.YEAR, True, match[0], part, best.place.clause, where)


def _issued(asked: Asked, part: Part, places: Sequence[Place]) -> Iterator[Finding]:
    """国函〔2014〕65号, where the clause has 国函〔2016〕65号."""
    for number in issue_numbers(part.text)[:CLAIMS]:
        wording = asked.wording(None, part.end, part.end)
        for place in places:
            for other in issue_numbers(place.clause.text):
                near = (number.year == other.year) + (number.serial == other.serial)
                akin = number.who.endswith(other.who[-2:])
                if akin and near and wording.covered(place.heading, place.clause.text) >= _SURE[Kind.ISSUED]:
                    where = (place.clause.start + other.start, place.clause.start + other.end)
                    words = part.text[number.start + len(number.who) - len(other.who) : number.end]
                    yield found_at(Kind.ISSUED, near == 1, words, part, place.clause, where)
                    return
