"""What looks wrong in a document that was read: for a person to check against the original."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from corpus.clause import Clause, Kind
from corpus.document import Document
from corpus.headings import holds
from corpus.marks import INLINE, Style, mark_of, opening_mark

LONG = 1500
"""Characters; a clause longer than this is one sentence that never stops."""

_STRANGE = re.compile("[\ue000-\uf8ff\ufffd]")
_LATIN = re.compile("(?<=[\u4e00-\u9fff] )[a-z]{2,}(?= [\u4e00-\u9fff])")
_HEADINGS = {Style.PART, Style.CHAPTER, Style.SECTION, Style.HAN, Style.HAN_BRACKET}
_UNNUMBERED = {*INLINE, Style.BULLET, Style.BOX}


def oddities(document: Document, clauses: Sequence[Clause]) -> list[str]:
    """Sentences in Chinese on numbers left out, overlong clauses, empty headings, strange characters."""
    if not clauses:
        return ["没有找到条款"]
    found = [*_gaps(clauses), *_long(clauses), *_empty_headings(clauses), *_strange(clauses)]
    if "title" in document.inferred:
        found.append("文件里没有标题，用的是文件名或目录里写的")
    if not any(clause.kind in (Kind.ITEM, Kind.HEADING, Kind.BULLET) for clause in clauses):
        found.append("没有认出任何编号，全文按段落切分")
    return found


def _gaps(clauses: Sequence[Clause]) -> Iterator[str]:
    """Numbers that do not follow the one before them of the same style under the same heading."""
    last: dict[tuple[tuple[str, ...], Style, str], int] = {}
    running: dict[Style, int] = {}
    for clause in clauses:
        mark = opening_mark(clause.text.lstrip()) if clause.kind in (Kind.ITEM, Kind.HEADING) else None
        if mark is None or mark.style in _UNNUMBERED or clause.continues:
            continue
        above = () if mark.style is Style.ARTICLE else clause.path[:-1]
        key = (above, mark.style, mark.within if mark.style is Style.DECIMAL else "")
        expected = {last.get(key, 0) + 1, running.get(mark.style, 0) + 1, 1}
        expected |= {last[key]} if mark.within and key in last else set()
        if mark.number not in expected:
            yield f"{clause.id}：编号不连续，“{clause.text.strip()[: mark.length]}”前面缺一项或顺序不对"
        last[key] = running[mark.style] = mark.number


def _long(clauses: Sequence[Clause]) -> Iterator[str]:
    for clause in clauses:
        if len(clause.text) > LONG:
            yield f"{clause.id}：一句话长 {len(clause.text)} 字，可能缺句号或是表格"


def _empty_headings(clauses: Sequence[Clause]) -> Iterator[str]:
    """Headings that nothing stands under, where most of their siblings have something."""
    siblings = Counter(clause.path[:-1] for clause in clauses if clause.kind in (Kind.ITEM, Kind.HEADING))
    headings = Counter(clause.path[:-1] for clause in clauses if clause.kind is Kind.HEADING)
    for place, clause in enumerate(clauses):
        mark = mark_of(clause.text.lstrip())
        bare = (
            mark is not None
            and mark.style in _HEADINGS
            and clause.path
            and clause.path[-1] == clause.text.strip()
        )
        if clause.kind is not Kind.ITEM or not bare:
            continue
        above = clause.path[:-1]
        if headings[above] * 2 > siblings[above] - 1 and not holds(clauses, place):
            yield f"{clause.id}：“{clause.path[-1]}”是标题，下面没有内容"


def _strange(clauses: Sequence[Clause]) -> Iterator[str]:
    for clause in clauses:
        if found := _STRANGE.search(clause.text):
            yield f"{clause.id}：有认不出的字符 U+{ord(found[0]):04X}，请对照原文"
        if found := _LATIN.search(clause.text):
            yield f"{clause.id}：中文里夹着“{found[0]}”，可能是转换时出的错"
