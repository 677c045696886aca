"""The last gate: what is not in the documents, byte for byte, is not said."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from corpus.document import Document, in_title_marks
from corpus.naming import plain_title
from service.answer import Citation, Statement
from service.numerals import NUMERAL, folded, value_of
from service.quantities import Quantity, mentions, quantities, states
from service.wording import changed_denials, unknown_units

_DATA = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_OPENINGS: list[str] = _DATA["openings"]
_MOST_JOINTS = 4
_STOPS = "。；！？;!?"
_PHRASE = re.compile(r"(?:[^,。;:!?]|(?<=[0-9])[,:](?=[0-9]))+")
_TITLE = re.compile("《((?:[^《》]|《[^《》]*》){1,200})》")
_LONGEST = 5000
"""Characters; no statement that is not all quotes is longer."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A text as it is compared: folded, its numbers, and its frame, which has a NUL for each numeral."""

    text: str
    quantities: frozenset[Quantity]
    frame: str
    values: tuple[Decimal | str, ...]


@lru_cache(maxsize=64)
def _read(text: str) -> _Read:
    plain = folded(text)
    return _Read(
        plain,
        frozenset(mention.quantity for mention in mentions(plain)),
        NUMERAL.sub("\0", plain),
        tuple(value_of(numeral) for numeral in NUMERAL.findall(plain)),
    )


def quote_holds(citation: Citation, documents: Mapping[str, Document]) -> bool:
    """Whether the quote stands in its document at its offsets, character for character."""
    document = documents.get(citation.document.id)
    return (
        document is not None
        and bool(citation.quote)
        and 0 <= citation.start < citation.end <= len(document.text)
        and document.text[citation.start : citation.end] == citation.quote
    )


def faults(statement: Statement, citations: Mapping[int, Citation]) -> tuple[str, ...]:
    """Why what a statement cites does not support it, in Chinese; nothing where it does.

    What is all quotes, in the order in which they are cited, between openings and stops, is supported.
    Of any other wording every number, 文号, unit and title must be theirs and every denial be kept.
    Whether it says the same in other respects is not seen.
    """
    if not statement.citations:
        return ("没有引用任何引文",)
    if missing := [number for number in statement.citations if number not in citations]:
        return tuple(f"引用的 [{number}] 不在引文里" for number in dict.fromkeys(missing))
    cited = [citations[number] for number in dict.fromkeys(statement.citations)]
    openings = _openings(cited)
    quotes = [citation.quote for citation in cited]
    if _places(statement.text, quotes, openings) is not None:
        return ()
    if len(statement.text) > _LONGEST:
        return (f"不是逐字引文，又超过 {_LONGEST} 字，没法核对",)
    return tuple(dict.fromkeys(_own_words(statement.text, cited, openings)))


def supported(statement: Statement, citations: Mapping[int, Citation]) -> bool:
    """Whether a statement cites something and what it cites bears it out, as `faults` judges."""
    return not faults(statement, citations)


def verified(
    statements: tuple[Statement, ...], citations: tuple[Citation, ...], documents: Mapping[str, Document]
) -> tuple[tuple[Statement, ...], tuple[Citation, ...]]:
    """The statements that hold, and the citations that they use; the others are dropped."""
    holding = {citation.number: citation for citation in citations if quote_holds(citation, documents)}
    kept = tuple(statement for statement in statements if supported(statement, holding))
    used = {number for statement in kept for number in statement.citations}
    return kept, tuple(citation for number, citation in holding.items() if number in used)


def _openings(cited: Sequence[Citation]) -> list[str]:
    """What may stand before a quote of these citations."""
    origins = [citation.document for citation in cited]
    titles = [in_title_marks(origin.title) for origin in origins]
    titles += [f"{in_title_marks(origin.title)}（{origin.number}）" for origin in origins if origin.number]
    return [*_OPENINGS, *(f"依据{title}：" for title in dict.fromkeys(titles))]


def _opened(text: str, openings: Sequence[str]) -> str:
    """A text without the openings in front of it."""
    return text[max(_joints(text, 0, openings)) :]


def _places(text: str, quotes: Sequence[str], openings: Sequence[str]) -> tuple[int, ...] | None:
    """Where the quotes stand in a text that is nothing else, in order; None where it is not.

    An opening may stand before each, and stops; between two something must, or 1 and 2家 would read
    as 12家.
    """
    ends: dict[int, tuple[int, ...]] = {0: ()}
    for place, quote in enumerate(quotes):
        begins = {
            begin: path
            for end, path in ends.items()
            for begin in _joints(text, end, openings)
            if place == 0 or begin > end
        }
        ends = {
            begin + len(quote): (*path, begin)
            for begin, path in begins.items()
            if text.startswith(quote, begin)
        }
    return next((path for end, path in ends.items() if not text[end:].strip(_STOPS)), None)


def _joints(text: str, start: int, openings: Sequence[str]) -> set[int]:
    """Where a quote may begin: at `start`, or behind a few stops and openings there."""
    found = last = {start}
    for _ in range(_MOST_JOINTS):
        last = {
            begin + len(joint)
            for begin in last
            for joint in (*openings, *_STOPS)
            if text.startswith(joint, begin)
        }
        found = found | last
    return found


def _own_words(text: str, cited: Sequence[Citation], openings: Sequence[str]) -> Iterator[str]:
    """What a text that is not all quotes says and its citations do not, as reasons in Chinese."""
    quotes = [_read(citation.quote) for citation in cited]
    titles = {plain_title(citation.document.title) for citation in cited}
    printed = "\n".join(quote.text for quote in quotes)
    for title in _TITLE.finditer(text):
        if plain_title(title[1]) not in titles and folded(title[1]) not in printed:
            yield f"{title[0]}不是所引的文件，引文里也没有"
    own = _opened(text, openings)
    said = _read(_TITLE.sub(lambda title: "" if plain_title(title[1]) in titles else title[0], own))
    if not said.text.strip(_STOPS):
        yield "没有内容"
    wrong = _unstated(said, quotes, [citation.document.number for citation in cited])
    wrong = wrong or [f"“{phrase}”照抄引文，数字却与引文不同" for phrase in _misplaced(said, quotes)]
    yield from wrong
    if not wrong and _misquotes(_read(text), quotes, openings):
        yield "照抄引文，数字却与引文不同"
    yield from (f"单位“{name}”不在引文里" for name in unknown_units(said.text, printed))
    yield from (f"“{words}”的肯定、否定与引文不同" for words in changed_denials(said.text, printed))


def _unstated(said: _Read, quotes: Sequence[_Read], issued: Iterable[str | None]) -> list[str]:
    """The numbers that neither the quotes nor the 文号 of their documents state, as reasons."""
    held = frozenset[Quantity]().union(
        *(quote.quantities for quote in quotes), *(quantities(number) for number in issued if number)
    )
    return [
        f"“{said.text[mention.start : mention.end]}”不在引文里"
        for mention in mentions(said.text)
        if not states(held, mention.quantity)
    ]


def _misplaced(said: _Read, quotes: Sequence[_Read]) -> Iterator[str]:
    """The phrases that the quotes have too, but nowhere with these numbers."""
    for words in _PHRASE.findall(said.text):
        phrase = _read(words)
        found = [values for quote in quotes for values in _instead(phrase, quote)]
        if found and phrase.values not in found:
            yield words


def _misquotes(said: _Read, quotes: Sequence[_Read], openings: Sequence[str]) -> bool:
    """Whether a text is all quotes but for its numbers."""
    frames = [quote.frame for quote in quotes]
    places = _places(said.frame, frames, [_read(opening).frame for opening in openings])
    if places is None:
        return False
    firsts = [said.frame.count("\0", 0, place) for place in places]
    return any(
        said.values[first : first + len(quote.values)] != quote.values
        for first, quote in zip(firsts, quotes, strict=True)
    )


def _instead(phrase: _Read, quote: _Read) -> Iterator[tuple[Decimal | str, ...]]:
    """The numbers that a quote has where it says a phrase, but for its numbers."""
    place = quote.frame.find(phrase.frame) if phrase.values else -1
    while place >= 0:
        first = quote.frame.count("\0", 0, place)
        yield quote.values[first : first + len(phrase.values)]
        place = quote.frame.find(phrase.frame, place + 1)
