"""How people name a clause, and which clause they mean: 第十二条第二款第三项, 三、（四）10."""

import re
from collections.abc import Sequence

from corpus.clause import Clause, Kind
from corpus.document import Document, in_title_marks
from corpus.marks import STATUTE, Mark, Style, mark_of
from corpus.place import chain_of, is_annexed, places_in

_ANNEX = re.compile(r"附\s*[件表录图]?\s*(\d{0,2})(?=$|[：:\s第一二三四五六七八九十（(])")
_PARAGRAPH = re.compile("^第[一二三四五六七八九十百千零]+款$")


def cited_form(document: Document, clause: Clause) -> str:
    """How an official would cite a clause: 《…行动计划》三、（四）10. or 《…条例》第十二条第二款第三项."""
    return in_title_marks(document.title) + _steps(clause) + _within(clause)


def _steps(clause: Clause) -> str:
    marks = [(title, mark_of(title)) for title in clause.path]
    styles = [mark.style for _, mark in marks if mark]
    if Style.ARTICLE in styles:
        # Chapters are not named with an article: 第十二条, not 第二章第十二条.
        marks = [
            (title, mark) for title, mark in marks if not mark or mark.style not in STATUTE - {Style.ARTICLE}
        ]
    return "".join(_step(title, mark, statute=Style.ARTICLE in styles) for title, mark in marks)


def _step(title: str, mark: Mark | None, *, statute: bool) -> str:
    if mark is None and (annex := _ANNEX.match(title)):
        return re.sub(r"\s", "", annex[0])
    if mark is None:
        return title if _PARAGRAPH.match(title) else f"“{title}”"
    printed = title[: mark.length].strip()
    if statute and mark.style is Style.HAN_BRACKET:
        return f"第{printed.strip('（()）〔〕')}项"
    return re.sub(r"\s", "", printed)


def _within(clause: Clause) -> str:
    """第2段 for an unnumbered paragraph; what else has no number is named by its kind."""
    tail = re.search(r"[#.]p(\d+)(?:~\d+)?(?:\+\d+)?$", clause.id)
    if tail is None or (clause.path and _PARAGRAPH.match(clause.path[-1])):
        return ""
    names = {Kind.PREAMBLE: "引言", Kind.CLOSING: "结语", Kind.SIGNATURE: "落款", Kind.ADDRESSEE: "主送机关"}
    return names.get(clause.kind, f"第{tail[1]}段" if clause.kind is Kind.PARAGRAPH else "")


def find_cited(words: str, clauses: Sequence[Clause]) -> list[Clause]:
    """The clauses of one document that a citation names, in order; empty if it names none.

    A place is found whole, with what stands below it; outer marks may be left out: （四）10.
    Clauses of an annex are found where the annex is named, or where the text itself has no such
    clause.
    """
    places = places_in(words)
    articles = (place for place in places if any(Style.ARTICLE in step.styles for step in place.steps))
    place = next(articles, places[0] if places else None)
    if place is None:
        return []
    chains = ((clause, chain_of(clause.path)) for clause in clauses)
    found = [(clause, chain) for clause, chain in chains if place.holds(chain)]
    own = [clause for clause, chain in found if is_annexed(chain) == place.annexed]
    return own or [clause for clause, _ in found]
