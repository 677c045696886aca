"""What clauses cite: articles, 发文字号, titles in 《》."""

import re
from dataclasses import replace

from corpus.clause import Clause, Kind
from corpus.lines import ISSUE_NUMBER
from corpus.marks import Style, mark_of
from corpus.reference import Reference

_OWN = (Kind.TITLE, Kind.FRONT, Kind.CONTENTS, Kind.IMPRINT)
_HAN = "[一二三四五六七八九十百千零〇两]+"
_TITLE = re.compile(
    "(?<!以下简称)(?<!简称为)《(?:[^《》]|《[^《》]*》){2,80}》(?!(?:[和、]《[^》]+》)*等?(?:栏目|杂志|节目|一书))"
)
_INNER = re.compile("〈[^〈〉]{2,60}〉|(?<=[^》])《[^《》]{2,60}》(?=[^《》]{0,40}》)")
_NUMBER = re.compile(ISSUE_NUMBER)
_ARTICLE = re.compile(
    rf"第(?:{_HAN}|\d{{1,4}})条(?:之{_HAN})?(?:第{_HAN}款)?(?:第?[（(]?{_HAN}[）)]?(?:[、和至]第?[（(]{_HAN}[）)])*项)?"
)
_OWNER = re.compile(
    "(?P<title>《(?:[^《》]|《[^《》]*》){2,80}》)$|(?P<own>本[\u4e00-\u9fff]{1,3})$"
    "|(?P<law>[\u4e00-\u9fff]{1,12}(?:法|条例|规定|办法))$"
)
_LEADING = re.compile(
    "^.*(?:按照|依照|根据|违反|适用|符合|执行|遵守|和|与|及|或者|以及|对(?!外)|是|在|的|由|同)(?=..)"
)
_LISTED = re.compile(f"(?:[、和及与或至到]|或者|以及|第{_HAN}[款项])+")
_NAMED = re.compile("^.*(?:关于|印发|落实|贯彻|根据|按照|依照|依据|按|据|以|和|的|见|经)(?=.)")


def with_references(clauses: list[Clause]) -> list[Clause]:
    """Fill in what each clause refers to; a document's own title and number are no references."""
    return [
        replace(clause, references=found)
        if clause.kind not in _OWN and (found := references_of(clause.text, clause.start))
        else clause
        for clause in clauses
    ]


def references_of(text: str, start: int = 0) -> tuple[Reference, ...]:
    """References in a text, in order; `start` is added to their offsets."""
    found: list[Reference] = []
    if "《" in text:
        titles = [match for shape in (_TITLE, _INNER) for match in shape.finditer(text)]
        found += [Reference("title", match[0], match.start(), match.end()) for match in titles]
    if "号" in text:
        found += [_number(match) for match in _NUMBER.finditer(text)]
    if "条" in text:
        found += _articles(text)
    return tuple(
        replace(reference, start=reference.start + start, end=reference.end + start)
        for reference in sorted(found, key=lambda reference: reference.start)
    )


def _articles(text: str) -> list[Reference]:
    """Articles that are cited; those that a 、 joins to the one before are of the same law."""
    words = text.lstrip()
    mark = mark_of(words)
    own = len(text) - len(words) if mark is not None and mark.style is Style.ARTICLE else -1
    found: list[Reference] = []
    for match in _ARTICLE.finditer(text):
        if match.start() == own:
            continue
        reference = _article(text, match)
        alone = reference.text == match[0]
        if alone and found and _LISTED.fullmatch(text, found[-1].end, reference.start):
            reference = replace(reference, title=found[-1].title)
        found.append(reference)
    return found


def _number(match: re.Match[str]) -> Reference:
    words = _NAMED.sub("", match[0])
    return Reference("number", words, match.end() - len(words), match.end())


def _article(text: str, match: re.Match[str]) -> Reference:
    """An article with the law it is said to be in, if one is named right before it."""
    owner = _OWNER.search(text, max(0, match.start() - 84), match.start())
    if owner is None:
        return Reference("article", match[0], match.start(), match.end())
    law = _LEADING.sub("", owner["law"] or "")
    kept = owner["title"] or owner["own"] or law
    title = "" if kept.startswith("本") else kept.strip("《》")
    return Reference("article", kept + match[0], match.start() - len(kept), match.end(), title)
