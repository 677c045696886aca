"""What a question names exactly: a document, an article, the documents that cite another one."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby, islice

import numpy as np
from numpy.typing import NDArray

from corpus.clause import Clause, Kind
from corpus.document import Document
from corpus.marks import Style
from corpus.place import Place, Step, chain_of, is_annexed, places_in
from index.mentions import MOST, Mention, Mentions, without
from index.terms import normalised

_LIMIT = 50
"""How many clauses are named at most."""
_FIRST = 5
"""How many clauses stand for a document of which nothing but the name is given."""
_FRAMING = (Kind.FRONT, Kind.ADDRESSEE, Kind.SIGNATURE, Kind.ATTACHMENT)
_BESIDE = re.compile(r"[\0的中里内之\s:,)]{0,3}")
_ASIDE = re.compile(
    r"(?:[\W_]|是什么|是啥|什么|主要|内容|全文|原文|正文|文件|文本|政策|规定|查询|查找|查看|查|看|找|搜索|搜|一下|请问|请|帮|我想|我要|我"
    r"|给|讲|说|写|有|哪些|介绍|了解|的|了|呢|吗|这个|这份|关于|打开|下载|些|是|里|想)*+"
)


@dataclass(frozen=True, slots=True)
class Named:
    """What a question names exactly.

    `documents` are the ids of those that it names by title or number, `rows` the numbers of the
    clauses that it names, in document order.
    """

    documents: frozenset[str] = frozenset()
    rows: tuple[int, ...] = ()


class Exact:
    """Finds what a question names, by index."""

    def __init__(self, documents: Sequence[Document], clauses: Sequence[Clause]) -> None:
        """`clauses` are those of all the documents, those of one together."""
        self._clauses = clauses
        self._mentions = Mentions(documents, clauses)
        self._standing: dict[tuple[Style, int], list[int]] = defaultdict(list)
        self._opening: dict[str, list[int]] = defaultdict(list)
        for row, clause in enumerate(clauses):
            if not clause.searchable:
                continue
            for style, number, _ in chain_of(clause.path):
                self._standing[style, number].append(row)
            opening = self._opening[clause.document_id]
            if len(opening) < _FIRST and clause.kind not in _FRAMING:
                opening.append(row)

    def find(self, question: str, inside: NDArray[np.bool_] | None = None) -> Named:
        """What an understood question names; nothing, most often.

        `inside` says of every clause whether it may be named; None lets all through.
        """
        words = normalised(question)
        mentions = self._mentions.find(words)
        placed = list(self._placed(words, mentions))
        named = [*mentions, *(mention for _, mention in placed if mention is not None)]
        documents = frozenset[str]().union(*(mention.documents for mention in named))
        rows = [row for place, mention in placed for row in self._rows(place, mention, inside)]
        rows += [row for mention in named for row in mention.rows if inside is None or inside[row]]
        if not placed and not rows and _ASIDE.fullmatch(without(words, mentions)):
            openings = (opening for name, opening in self._opening.items() if name in documents)
            opening = chain.from_iterable(openings)
            rows = list(islice((row for row in opening if inside is None or inside[row]), _LIMIT))
        return Named(documents, tuple(sorted(list(dict.fromkeys(rows))[:_LIMIT])))

    def _placed(self, words: str, mentions: list[Mention]) -> Iterator[tuple[Place, Mention | None]]:
        """The places that a question names, each with the document it is said to be in, if any."""
        rest = without(words, mentions)
        for place in places_in(rest)[:MOST]:
            earlier = [mention for mention in mentions if mention.end <= place.start]
            nearest = next(iter(earlier[-1:] or mentions), None)
            if earlier and _BESIDE.fullmatch(rest, earlier[-1].end, place.start):
                yield place, nearest
            elif owner := self._mentions.before(rest, place.start):
                yield place, owner
            elif place.clear:
                yield place, nearest

    def _rows(self, place: Place, mention: Mention | None, inside: NDArray[np.bool_] | None) -> list[int]:
        """The clauses of a place in a document; in all of them where none is named."""
        if mention is not None and not mention.documents:
            return []
        first, *others = sorted((self._at(step) for step in place.steps if step.styles), key=len)
        held = sorted(set(first).intersection(*others)) if others else first
        allowed = (row for row in held if inside is None or inside[row])
        rows = (row for row in allowed if mention is None or self._document(row) in mention.documents)
        found = (row for _, own in groupby(rows, self._document) for row in self._within(place, own))
        return list(islice(found, _LIMIT))

    def _document(self, row: int) -> str:
        return self._clauses[row].document_id

    def _at(self, step: Step) -> list[int]:
        """The clauses in whose path a step may be."""
        if step.number is None:
            keys = [key for key in self._standing if key[0] in step.styles]
        else:
            keys = [(style, step.number) for style in step.styles]
        held = [rows for key in keys if (rows := self._standing.get(key))]
        return held[0] if len(held) == 1 else sorted({row for rows in held for row in rows})

    def _within(self, place: Place, rows: Iterable[int]) -> list[int]:
        """Those of one document's clauses that a place holds; its annexes' only if it has none else."""
        headings = [(row, chain_of(self._clauses[row].path)) for row in rows]
        found = [(row, above) for row, above in headings if place.holds(above)]
        own = [row for row, above in found if is_annexed(above) == place.annexed]
        return own or [row for row, _ in found]
