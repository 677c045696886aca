"""The documents that a question names: in the corpus, or cited by it."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from corpus.clause import Clause
from corpus.document import Document
from corpus.lines import HEADLINE
from corpus.naming import IssueNumber, issue_numbers, short_titles
from index.names import ANOTHER, OPENS, Names, key_of

MOST = 10
"""How many names of one question are looked up; a long text pasted may hold hundreds."""

_MARKED = re.compile("《((?:[^《》]|《[^《》]*》){2,80})》")
_BEFORE = re.compile(r"([\u4e00-\u9fff\d()-]{2,40})[的中里内之\s:,]{0,3}$")
# What may stand before 办法 or 意见 where no document is named: 这个管理办法.
_ANY = re.compile(
    "(?:.*(?:按照|依照|根据|依据|请问|查询))?"
    "(?:[本该这此那新个份部项一的哪查看问]|上述|哪些|什么|实施|管理|暂行|试行|工作|行动|若干|指导)*"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A document that a question names; `start` and `end` count the question.

    `documents` are the ids of those that bear the name; where none does, `rows` are the numbers of
    the clauses that cite it, in order.
    """

    start: int
    end: int
    documents: frozenset[str] = frozenset()
    rows: tuple[int, ...] = ()

    @property
    def found(self) -> bool:
        """Whether the corpus knows of the document."""
        return bool(self.documents or self.rows)


@dataclass(slots=True)
class _Issued:
    """The documents that bear a 发文字号 and the clauses that cite it."""

    documents: set[str] = field(default_factory=set)
    rows: list[int] = field(default_factory=list)


def _cited(clauses: Sequence[Clause]) -> dict[tuple[bool, str], list[int]]:
    """Which clauses cite a 发文字号 (True) or a title (False), by its text."""
    rows: dict[tuple[bool, str], list[int]] = defaultdict(list)
    for row, clause in enumerate(clauses):
        if clause.references and clause.searchable:
            for reference in clause.references:
                # Of 公司法第三条 it is the law that is cited.
                text = reference.title if reference.kind == "article" else reference.text
                if text:
                    rows[reference.kind == "number", text].append(row)
    return rows


def _is_any(name: str) -> bool:
    """Whether a name says no more than what kind of document it is."""
    kind = HEADLINE.search(name)
    return kind is not None and _ANY.fullmatch(name, 0, kind.start()) is not None


def _called(title: str) -> set[str]:
    """What a cited document is called; 《条例》 is short for another one in every text."""
    name = key_of(title)
    return {called for called in (name, *short_titles(name)) if called and not _is_any(called)}


def without(question: str, mentions: Sequence[Mention]) -> str:
    """The question with its names blanked out, as long as it was."""
    for mention in mentions:
        question = question[: mention.start] + "\0" * (mention.end - mention.start) + question[mention.end :]
    return question


def _apart(mentions: list[Mention]) -> list[Mention]:
    """The names in order, of those that overlap the longest."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda mention: mention.start - mention.end):
        if all(mention.end <= other.start or other.end <= mention.start for other in kept):
            kept.append(mention)
    return sorted(kept, key=lambda mention: mention.start)


def _joined(mentions: list[Mention], question: str) -> list[Mention]:
    """《…意见》(国发〔2016〕16号) names one document twice."""
    joined: list[Mention] = []
    for mention in mentions:
        last = joined[-1] if joined else None
        if last is not None and question[last.end : mention.start].strip() == "(":
            documents = last.documents | mention.documents
            rows = () if documents else tuple(sorted({*last.rows, *mention.rows}))
            joined[-1] = Mention(last.start, mention.end, documents, rows)
        else:
            joined.append(mention)
    return joined


class Mentions:
    """Finds the names of documents in a normalised question, by index."""

    def __init__(self, documents: Sequence[Document], clauses: Sequence[Clause]) -> None:
        """`clauses` are those of all the documents."""
        self._names = Names(documents)
        self._cited: dict[str, list[int]] = defaultdict(list)
        # By year and serial, then by who issued it.
        self._issued: dict[tuple[int, int], dict[str, _Issued]] = defaultdict(lambda: defaultdict(_Issued))
        for document in documents:
            for number in issue_numbers(document.number or ""):
                self._issued[number.year, number.serial][number.who].documents.add(document.id)
        for (numbered, text), rows in _cited(clauses).items():
            for number in issue_numbers(text) if numbered else ():
                self._issued[number.year, number.serial][number.who].rows += rows
            for name in () if numbered else _called(text):
                self._cited[name] += rows

    def find(self, question: str) -> list[Mention]:
        """The names in a question, in order: in 《》, by number, and titles typed without 《》."""
        marked = (
            Mention(*match.span())
            if ANOTHER.match(question, match.end())
            else self._titled(match[1], *match.span())
            for match in _MARKED.finditer(question)
        )
        numbers = (
            mention
            for number in issue_numbers(question)
            if (mention := self._numbered(number)).found or number.certain
        )
        spoken = (Mention(*name) for name in self._names.spoken(question))
        found = [*islice(marked, MOST), *islice(numbers, MOST), *islice(spoken, MOST)]
        return _joined(_apart(found), question)

    def before(self, question: str, end: int) -> Mention | None:
        """The document whose name, perhaps only the end of its title, stands right before a place.

        None if no document is named there: 这个办法第三条.
        """
        words = _BEFORE.search(question, max(0, end - 44), end)
        if words is None or not (HEADLINE.search(words[1]) or "修正案" in words[1]):
            return None
        for cut in range(len(words[1]) - 1):
            if OPENS.search(words[1][:cut]):
                mention = self._titled(words[1][cut:], words.start() + cut, words.end(1))
                if mention.found:
                    return mention
        return None if _is_any(words[1]) else Mention(words.start(), words.end(1))

    def _titled(self, title: str, start: int, end: int) -> Mention:
        documents = self._names.named(title)
        rows = () if documents else tuple(sorted(set(self._cited.get(key_of(title), ()))))
        return Mention(start, end, documents, rows)

    def _numbered(self, number: IssueNumber) -> Mention:
        issued = self._issued.get((number.year, number.serial), {})
        for who in sorted(issued, key=len, reverse=True):
            if number.who.endswith(who) and OPENS.search(number.who[: -len(who)]):
                held = issued[who]
                rows = () if held.documents else tuple(sorted(set(held.rows)))
                start = number.start + len(number.who) - len(who)
                return Mention(start, number.end, frozenset(held.documents), rows)
        return Mention(number.start, number.end)
