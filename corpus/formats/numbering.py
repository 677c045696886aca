"""The numbers that Word generates, counted and printed the way Word does."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from corpus.formats.docx_tree import is_on
from corpus.formats.numerals import numeral

_DEEPEST_STYLE = 64
_LEVELS = 9
_LONGEST_TEMPLATE = 100
_COUNT = re.compile(r"\d{1,6}", re.ASCII)
_ASCII_END = re.compile(r"[!-~]$")
_PLACEHOLDER = re.compile(r"%([1-9])")
_DASH = re.compile("[-‐‑‒–—―─－﹣−]{1,2}")
_OFF = "0"


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list counts and prints; `restart` is the depth that sets it back, if told."""

    start: int
    number_format: str
    template: str
    suffix: str
    legal: bool
    restart: int | None
    style: str


@dataclass(frozen=True, slots=True)
class _List:
    """A `w:num`: its levels, the counters it shares, and where it alone starts anew."""

    shared: str
    levels: dict[int, _Level]
    starts: dict[int, int]
    linked: dict[str, int]

    def start(self, depth: int) -> int:
        return self.starts.get(depth, self.levels[depth].start if depth in self.levels else 1)


@dataclass(frozen=True, slots=True)
class _Style:
    """What a style says of numbering."""

    based_on: str | None
    number_id: str | None
    depth: int | None


@dataclass(slots=True)
class Numbering:
    """The lists of one document, and how far each has counted."""

    styles: dict[str, _Style] = field(default_factory=dict)
    lists: dict[str, _List] = field(default_factory=dict)
    default_style: str | None = None
    _counters: dict[str, dict[int, int]] = field(default_factory=dict)
    _restarted: set[tuple[str, int]] = field(default_factory=set)
    _inherited: dict[tuple[str | None, str | None], tuple[str, int] | None] = field(default_factory=dict)

    def next_number(self, properties: Element | None) -> str:
        """Count a paragraph with these `w:pPr`; return its number as printed, "" for none."""
        place = self._place(properties)
        if place is None:
            return ""
        number_id, depth = place
        counters = self._advanced(number_id, depth)
        return _printed(self.lists[number_id], depth, counters)

    def _place(self, properties: Element | None) -> tuple[str, int] | None:
        """The list and the level of a paragraph: its own, or those of its style chain."""
        style = _value(properties, "pStyle") or self.default_style
        own = properties.find("numPr") if properties is not None else None
        key = (style, _value(own, "numId"))
        if key not in self._inherited:
            self._inherited[key] = self._inherit(*key)
        place = self._inherited[key]
        depth = _integer(_value(own, "ilvl"))
        if place and depth is not None:
            place = (place[0], depth)
        return place if place and place[1] in self.lists[place[0]].levels else None

    def _inherit(self, style: str | None, number_id: str | None) -> tuple[str, int] | None:
        chain = list(self._chain(style))
        named = (each.number_id for _, each in chain)
        number_id = number_id or next((each for each in named if each), None)
        if number_id == _OFF or number_id not in self.lists:
            return None
        for name, each in chain:
            depth = self.lists[number_id].linked.get(name, each.depth)
            if depth is not None:
                return number_id, depth
        return number_id, 0

    def _chain(self, style: str | None) -> Iterator[tuple[str, _Style]]:
        """A style and those it is based on; a chain that bites its tail ends somewhere."""
        for _ in range(_DEEPEST_STYLE):
            if style is None or style not in self.styles:
                return
            yield style, self.styles[style]
            style = self.styles[style].based_on

    def _advanced(self, number_id: str, depth: int) -> dict[int, int]:
        """Count one more at a depth; what lies deeper starts again, what lies above has begun."""
        which = self.lists[number_id]
        counters = self._counters.setdefault(which.shared, {})
        anew = depth in which.starts and (number_id, depth) not in self._restarted
        self._restarted.add((number_id, depth))
        counters[depth] = which.start(depth) if anew or depth not in counters else counters[depth] + 1
        for above in range(depth):
            counters.setdefault(above, which.start(above))
        for deeper in range(depth + 1, _LEVELS):
            restart = which.levels[deeper].restart if deeper in which.levels else None
            if restart is None or depth < restart:
                counters.pop(deeper, None)
        return counters


def read_numbering(numbering: Element | None, styles: Element | None) -> Numbering:
    """The lists of a document, from its numbering part and its styles part."""
    read = Numbering()
    for style in styles.iter("style") if styles is not None else ():
        name, own = style.get("styleId", ""), style.find("pPr/numPr")
        read.styles[name] = _Style(
            _value(style, "basedOn"), _value(own, "numId"), _integer(_value(own, "ilvl"))
        )
        if style.get("type") == "paragraph" and style.get("default") in ("1", "true", "on"):
            read.default_style = name
    if numbering is not None:
        shared = {each.get("abstractNumId", ""): each for each in numbering.iter("abstractNum")}
        instances = {each.get("numId", ""): each for each in numbering.iter("num")}
        followed = _followed(shared, instances, read.styles)
        levels = {name: _levels(each) for name, each in shared.items()}
        for number_id, instance in instances.items():
            name = _value(instance, "abstractNumId") or ""
            name = followed.get(name, name)
            read.lists[number_id] = _list(instance, name, levels.get(name, {}))
    return read


def _followed(
    shared: dict[str, Element], instances: dict[str, Element], styles: dict[str, _Style]
) -> dict[str, str]:
    """The abstract lists that only link to a numbering style, each with the one it stands for."""
    defined = {_value(each, "styleLink"): name for name, each in shared.items()}
    links: dict[str, str] = {}
    for name, each in shared.items():
        link = _value(each, "numStyleLink")
        if link is None:
            continue
        instance = instances.get((styles[link].number_id if link in styles else None) or "")
        target = _value(instance, "abstractNumId")
        # A style that names the linking list itself says nothing; then the other end of the link counts.
        links[name] = target if target and target != name else defined.get(link, name)
    return links


def _list(instance: Element, shared: str, levels: dict[int, _Level]) -> _List:
    """A list: the levels of the abstract one, with its own overrides."""
    levels, starts = dict(levels), {}
    for override in instance.iter("lvlOverride"):
        levels |= _levels(override)
        start = _integer(_value(override, "startOverride"))
        if start is not None:
            starts[_integer(override.get("ilvl")) or 0] = start
    linked = {level.style: depth for depth, level in levels.items() if level.style}
    return _List(shared, levels, starts, linked)


def _levels(parent: Element) -> dict[int, _Level]:
    depths = ((_integer(each.get("ilvl")) or 0, each) for each in parent.findall("lvl"))
    return {depth: _level(each) for depth, each in depths if depth < _LEVELS}


def _level(level: Element) -> _Level:
    start = _integer(_value(level, "start"))
    return _Level(
        start=0 if start is None else start,
        number_format=_value(level, "numFmt") or "decimal",
        template=(_value(level, "lvlText") or "")[:_LONGEST_TEMPLATE],
        suffix=_value(level, "suff") or "tab",
        legal=is_on(level.find("isLgl")),
        restart=_integer(_value(level, "lvlRestart")),
        style=_value(level, "pStyle") or "",
    )


def _printed(which: _List, depth: int, counters: dict[int, int]) -> str:
    """The number as text, with the blank after it where Word puts one that Chinese needs too."""
    level = which.levels[depth]
    if level.number_format == "bullet":
        sign = level.template.strip()
        return "——" if _DASH.fullmatch(sign) else "• " if sign else ""

    def counted(found: re.Match[str]) -> str:
        at = int(found[1]) - 1
        if at > depth or at not in which.levels:
            return ""
        number_format = which.levels[at].number_format
        return numeral(counters[at], "decimal" if level.legal else number_format)

    number = _PLACEHOLDER.sub(counted, level.template)
    return f"{number} " if level.suffix == "space" and _ASCII_END.search(number) else number


def _value(parent: Element | None, name: str) -> str | None:
    """The value of a named child, None where there is no parent or no child."""
    child = parent.find(name) if parent is not None else None
    return None if child is None else child.get("val")


def _integer(value: str | None) -> int | None:
    return int(value) if value and _COUNT.fullmatch(value) else None
