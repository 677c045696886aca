"""What the documents of a corpus are called, and which ones a name means."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence

from corpus.document import Document
from corpus.lines import HEADLINE
from corpus.naming import OMITTED, STATUTES, plain_title, short_titles

_COUNTRY = "中华人民共和国"
_KEPT = re.compile(rf"{_COUNTRY}|[{OMITTED}\s]|(.)", re.DOTALL)
# (试行) and (2018-2020年) may be left out, the (三) of an amendment not.
_TAIL = re.compile(r"\((?![一二三四五六七八九十]+\))[^()]*\)$")
_ISSUED = re.compile("关于印发(.{4,})的通知$")
# What may stand before the name of a law: there is no 合同法 in 劳动合同法.
OPENS = re.compile(
    "(?:^|[^\u4e00-\u9fff]|[按照据和与跟及或在的对查看问找是有以把由见于从叫为]|依照|根据|依据|查询|请问|关于|文件|文号"
    "|了解|解读|学习|引用|参照|违反|触犯|适用|符合|执行|遵守|落实|贯彻|什么|哪些|一下|我国|中国)$"
)
"""How what stands before a name ends, where the name does not begin further left."""
_ISSUER = re.compile("(?:政府|[厅局委部院办会省市县区])$")
ANOTHER = re.compile("(?:实施)?(?:条例|细则|办法|意见|方案)|实施规定|的?若干|修正案|施行法|司法解释|的解释")
"""What makes the name of another document of the one that it stands behind: 民法典的解释."""
_VERSION = re.compile(r"\((?:19|20)\d{2}")
_NOT_STATUTES = ("办法", "方法", "做法", "说法", "用法")
_FRAGMENT = 4
"""The fewest characters that may stand for the title that they end."""


def key_of(title: str) -> str:
    """The form in which titles are compared."""
    return plain_title(unicodedata.normalize("NFKC", title).lower()).replace(_COUNTRY, "")


def _is_statute(name: str) -> bool:
    return name.endswith(STATUTES) and not name.endswith(_NOT_STATUTES)


def _is_spoken(name: str) -> bool:
    """Whether it names a document without 《》 too: 实施方案 may be any, 知识产权 is none."""
    if _is_statute(name) or len(name) >= 10:
        return True
    return len(name) >= 6 and HEADLINE.search(name) is not None


def _squashed(text: str) -> tuple[str, list[int]]:
    """A normalised text as `key_of` has titles, and where each character of it stood."""
    kept = [(found.start(), found[1]) for found in _KEPT.finditer(text) if found[1]]
    plain = "".join(character for _, character in kept)
    return plain_title(plain), [place for place, _ in kept]


class Names:
    """The documents by their titles, with and without what is left out of a title."""

    def __init__(self, documents: Sequence[Document]) -> None:
        """A name that several documents bear means them all; a short one must mean one title."""
        full: dict[str, list[str]] = defaultdict(list)
        bare: dict[str, list[str]] = defaultdict(list)
        short: dict[str, set[str]] = defaultdict(set)
        for document in documents:
            title = key_of(document.title)
            untailed = _TAIL.sub("", title)
            full[title].append(document.id)
            if untailed != title:
                bare[untailed].append(document.id)
            if issued := _ISSUED.search(untailed):
                bare[issued[1]].append(document.id)
            for name in short_titles(untailed):
                short[name].add(untailed)
        named = {**bare, **full}
        certain = {name: named[min(titles)] for name, titles in short.items() if len(titles) == 1}
        self._named = {**certain, **named}
        self._named.pop("", None)
        self._short = short.keys()
        self._endings = "\n".join(["", *named, ""])
        lengths: dict[str, set[int]] = defaultdict(set)
        for name in self._named:
            if _is_spoken(name):
                lengths[name[:2]].add(len(name))
        self._lengths = {opening: sorted(found, reverse=True) for opening, found in lengths.items()}

    def named(self, title: str) -> frozenset[str]:
        """The documents that a name in 《》 means: by their titles, or by how only one title ends."""
        name = key_of(title)
        return frozenset(self._named.get(name) or self._ending(name))

    def spoken(self, text: str) -> Iterator[tuple[int, int, frozenset[str]]]:
        """The names that stand in a normalised text without 《》: start, end and documents of each."""
        plain, places = _squashed(text)
        at = 0
        while at < len(plain):
            name = self._at(plain, at)
            if name:
                yield places[at], places[at + len(name) - 1] + 1, frozenset(self._named[name])
            at += max(1, len(name))

    def _at(self, plain: str, start: int) -> str:
        """The longest name that stands in a text at a place, empty if none does."""
        for length in self._lengths.get(plain[start : start + 2], ()):
            name = plain[start : start + length]
            if (
                name in self._named
                and _is_spoken(name)
                and self._stands_alone(name, plain[max(0, start - 4) : start], plain[start + length :])
            ):
                return name
        return ""

    def _stands_alone(self, name: str, before: str, after: str) -> bool:
        """Whether a name is not a stretch of a longer one."""
        if ANOTHER.match(after) or (_VERSION.match(after) and not _is_statute(name)):
            return False
        if name.startswith("关于"):
            return not _ISSUER.search(before)
        return not (_is_statute(name) or name in self._short) or OPENS.search(before) is not None

    def _ending(self, name: str) -> list[str]:
        """The documents of the one title that ends with a name: 行动计划, but not 环境保护法."""
        if len(name) < _FRAGMENT or _is_statute(name) or "\n" in name:
            return []
        end = self._endings.find(name + "\n")
        if end < 0 or self._endings.find(name + "\n", end + 1) >= 0:
            return []
        return self._named[self._endings[self._endings.rfind("\n", 0, end) + 1 : end + len(name)]]
