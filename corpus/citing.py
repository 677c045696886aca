"""How people name a clause, and which clause they mean: 第十二条第二款第三项, 三、（四）10."""

import re
from collections.abc import Sequence

from corpus.clause import Clause, Kind
from corpus.document import Document, in_title_marks
from corpus.marks import STATUTE, Mark, Style, mark_of, number_of

_HAN = "[一二三四五六七八九十百千零〇两]+"
_ARTICLE = re.compile(
    rf"第\s*(?P<article>{_HAN}|\d{{1,4}})\s*条(?:\s*之(?P<within>{_HAN}))?"
    rf"(?:\s*第\s*(?P<paragraph>{_HAN}|\d{{1,2}})\s*款)?(?:\s*第?\s*[（(]?(?P<item>{_HAN}|\d{{1,2}})[）)]?\s*项)?"
)
_OUTLINE = re.compile(
    rf"({_HAN}、|[（(]\s*{_HAN}\s*[）)]|\d{{1,3}}[.．、]|[（(]\s*\d{{1,3}}\s*[）)]|第\s*{_HAN}\s*[编章节]|专栏\s*\d{{1,3}})"
)
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

    An article is found whole, with its further 款 and 项; a 款 or 项 is found alone. Other
    citations give the marks from the outside in and may leave out outer ones: （四）10. Clauses
    of an annex are found where the annex is named, or where the text itself has no such clause.
    """
    annex = _ANNEX.search(words)
    rest = words[annex.end() :] if annex else words
    found = _matching(rest, clauses)
    inside = [clause for clause in found if _annex(clause) == (annex[1] if annex else None)]
    return inside or ([] if annex else found)


def _annex(clause: Clause) -> str | None:
    """The number of the annex a clause stands in, empty if it has none; None in the text itself."""
    found = _ANNEX.match(clause.path[0]) if clause.path else None
    return found[1] if found else None


def _matching(words: str, clauses: Sequence[Clause]) -> list[Clause]:
    article = _ARTICLE.search(words)
    if article:
        return [clause for clause in clauses if _in_article(clause, article)]
    marks = [mark for step in _OUTLINE.findall(words) if (mark := mark_of(step + "某"))]
    if not marks:
        return []
    wanted = [(mark.style, mark.number) for mark in marks]
    return [clause for clause in clauses if _chain(clause)[-len(wanted) :] == wanted]


def _chain(clause: Clause) -> list[tuple[Style, int]]:
    return [(mark.style, mark.number) for title in clause.path if (mark := mark_of(title + "某"))]


def _in_article(clause: Clause, named: re.Match[str]) -> bool:
    within = str(number_of(named["within"])) if named["within"] else ""
    number = number_of(named["article"])
    for place, title in enumerate(clause.path):
        mark = mark_of(title)
        if mark and mark.style is Style.ARTICLE and (mark.number, mark.within) == (number, within):
            return _in_paragraph(clause.path[place + 1 :], named)
    return False


def _in_paragraph(below: tuple[str, ...], named: re.Match[str]) -> bool:
    """Whether what stands below an article is the 款 and 项 that are named."""
    own = bool(below) and _PARAGRAPH.match(below[0]) is not None
    if named["paragraph"]:
        paragraph = number_of(named["paragraph"])
        if (number_of(below[0][1:-1]) if own else 1) != paragraph:
            return False
    if not named["item"]:
        return True
    items = [mark_of(title) for title in (below[1:] if own else below)]
    return bool(items) and items[0] is not None and items[0].number == number_of(named["item"])
