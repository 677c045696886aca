"""The XML of a .docx, parsed to the few elements that are read; hostile XML stops early."""

import codecs
import re
from collections import Counter
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, TreeBuilder, XMLParser

_DEPTH_LIMIT = 128
_NAME_LIMIT = 10_000
_VALUE_LIMIT = 400
_SLICE = 1 << 20
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
# Markup between two `<` that is longer than this is an attribute flood, not a document.
_FLOOD = re.compile(rb"<[^<]{4194304}")

# Word's own names stand bare, those of other vocabularies behind a prefix.
_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "",
    "http://schemas.openxmlformats.org/package/2006/relationships": "",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m:",
    "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic:",
    "http://purl.oclc.org/ooxml/drawingml/picture": "pic:",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c:",
    "http://purl.oclc.org/ooxml/drawingml/chart": "c:",
    "http://schemas.openxmlformats.org/drawingml/2006/diagram": "dgm:",
    "http://purl.oclc.org/ooxml/drawingml/diagram": "dgm:",
    "urn:schemas-microsoft-com:vml": "v:",
}


def _words(names: str) -> frozenset[str]:
    return frozenset(names.split())


# Elements that stay in the tree; one that is named nowhere hands its children to what it stands in.
_KEPT = _words(
    "body p pPr pStyle numPr ilvl numId r vanish t tab ptab br cr noBreakHyphen sym fldChar txbxContent"
    " tbl tr tc tblHeader gridSpan gridBefore vMerge style basedOn abstractNum num lvl start numFmt"
    " lvlText suff isLgl lvlRestart lvlOverride startOverride abstractNumId numStyleLink styleLink"
    " Relationship"
)
_KEPT_ATTRIBUTES = _words("val type fldCharType styleId default abstractNumId numId ilvl char :Type :Target")
# Elements that go with all they hold: deletions, former formatting, a second telling of the same.
_REMOVALS = _words("del moveFrom")
_DROPPED = _REMOVALS | _words(
    "tabs rt sdtPr sdtEndPr pPrChange rPrChange tblPrChange trPrChange tcPrChange sectPrChange"
    " numberingChange tblStylePr mc:Fallback"
)
# Elements that go and are counted, by what a reader would call them.
_COUNTED = {
    "footnoteReference": "脚注",
    "endnoteReference": "尾注",
    "commentReference": "批注",
    "object": "嵌入对象",
    "altChunk": "嵌入对象",
    "pic:pic": "图片",
    "v:imagedata": "图片",
    "c:chart": "图表",
    "dgm:relIds": "图表",
    "m:oMath": "公式",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One XML part: the tree of what is read of it, and how often each thing left out stood in it."""

    root: Element
    left_out: Counter[str]


@dataclass(slots=True)
class Budget:
    """What all parts of one file may hold together: several times what 500 pages need."""

    elements: int = 3_000_000  # attributes included
    kept: int = 500_000
    characters: int = 10_000_000

    def is_spent(self) -> bool:
        """Whether one of the allowances is used up."""
        return self.elements < 0 or self.kept < 0 or self.characters < 0


class TooMuchError(Exception):
    """A part holds more than any document does."""


def is_on(switch: Element | None) -> bool:
    """Whether a yes-or-no element is there and does not say no."""
    return switch is not None and switch.get("val", "1") not in ("0", "false", "off")


def as_utf8(raw: bytes) -> bytes:
    """A part in UTF-8, so that what is looked for in its bytes is what the parser will see.

    Raises:
        ValueError: it is in an encoding that Office does not write.
    """
    if raw.startswith(_WIDE_MARKS):
        raw = raw.decode("utf-16").encode()
    if b"\0" in raw:
        raise ValueError("not in UTF-8 or in UTF-16 with a mark")
    return raw


def declares_entities(raw: bytes) -> bool:
    """Whether a part has a DOCTYPE or an entity declaration, which no Office file needs."""
    return _DECLARATION.search(raw) is not None


def parse(raw: bytes, budget: Budget) -> Part:
    """Parse one part as UTF-8, whatever encoding it names, and charge it to the budget.

    Raises:
        TooMuchError: the budget is spent, or the part is shaped to exhaust a parser.
        ParseError: the part is not well-formed XML.
    """
    if _FLOOD.search(raw):
        raise TooMuchError
    pruner = _Pruner(budget)
    parser = XMLParser(target=pruner, encoding="utf-8")
    for start in range(0, len(raw), _SLICE):
        parser.feed(raw[start : start + _SLICE])
    return Part(parser.close(), pruner.left_out)


@dataclass(slots=True)
class _Pruner:
    """Parser target that builds the tree of the kept elements, under their short names."""

    budget: Budget
    left_out: Counter[str] = field(default_factory=Counter)
    builder: TreeBuilder = field(default_factory=TreeBuilder)
    short_names: dict[str, str] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=lambda: ["part"])
    dropped: int = 0
    prefixes: int = 0

    def __post_init__(self) -> None:
        self.builder.start("part", {})

    def start_ns(self, prefix: str, uri: str) -> None:
        self.prefixes += 1

    def end_ns(self, prefix: str) -> None:
        self.prefixes -= 1

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.budget.elements -= 1 + len(attributes)
        named = {self._short(key): value for key, value in attributes.items()} if attributes else {}
        name = self._place(self._short(tag))
        self.open.append(name)
        if name:
            self.budget.kept -= 1
            self.kept.append(name)
            kept = {key.lstrip(":"): named[key][:_VALUE_LIMIT] for key in named if key in _KEPT_ATTRIBUTES}
            self.builder.start(name, kept)
        if len(self.open) > _DEPTH_LIMIT or self.prefixes > _NAME_LIMIT or self.budget.is_spent():
            raise TooMuchError

    def end(self, tag: str) -> None:
        self.dropped -= bool(self.dropped)
        name = self.open.pop()
        if name:
            self.kept.pop()
            self.builder.end(name)

    def data(self, text: str) -> None:
        if self.kept[-1] != "t" or self.dropped:
            return
        self.builder.data(text)
        self.budget.characters -= len(text)
        if self.budget.is_spent():
            raise TooMuchError

    def close(self) -> Element:
        self.builder.end("part")
        return self.builder.close()

    def _place(self, name: str) -> str:
        """The name an element is kept under, "" for one that is not; counts and drops on the way."""
        if self.dropped:
            self.dropped += 1
        elif name in _KEPT:
            return name
        elif name in _REMOVALS and self.kept[-1] in ("pPr", "tr"):
            return "del"  # a remark that the paragraph mark or the row is deleted
        elif name in _DROPPED:
            self.dropped = 1
        elif name in _COUNTED:
            self.dropped = 1
            self.left_out[_COUNTED[name]] += 1
        return ""

    def _short(self, name: str) -> str:
        """`tab` for Word's own names, `mc:Fallback` or `:Type` for others."""
        short = self.short_names.get(name)
        if short is None:
            if len(self.short_names) >= _NAME_LIMIT:
                raise TooMuchError
            space, _, local = name.rpartition("}")
            short = self.short_names[name] = _PREFIXES.get(space[1:], "?:") + local if space else f":{local}"
        return short
