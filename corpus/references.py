"""What clauses cite: articles, 发文字号, titles in 《》."""

import re
from dataclasses import replace

from corpus.clause import Clause
from corpus.reference import Reference

_HAN = "[一二三四五六七八九十百千零〇两]+"
_TITLE = re.compile(
    "(?<!以下简称)(?<!简称为)《(?:[^《》]|《[^《》]*》){2,80}》(?!(?:[和、]《[^》]+》)*等?(?:栏目|杂志|节目|一书))"
)
_INNER = re.compile("〈[^〈〉]{2,60}〉|(?<=[^》])《[^《》]{2,60}》(?=[^《》]{0,40}》)")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,10}[〔\[［（(]\s*(?:19|20)\d{2}\s*[〕\]］）)]\s*第?\s*\d{1,5}\s*号")
_ARTICLE = re.compile(rf"第(?:{_HAN}|\d{{1,4}})条(?:之{_HAN})?(?:第{_HAN}款)?(?:第?[（(]?{_HAN}[）)]?项)?")
_OWNER = re.compile(
    "(?P<title>《(?:[^《》]|《[^《》]*》){2,80}》)$|(?P<own>本[\u4e00-\u9fff]{1,3})$"
    "|(?P<law>[\u4e00-\u9fff]{1,12}(?:法|条例|规定|办法))$"
)
_LEADING = re.compile(
    "^.*(?:按照|依照|根据|违反|适用|符合|执行|遵守|和|与|及|或者|以及|对|是|在|的|由|同)(?=.)"
)
_NAMED = re.compile("^.*(?:关于|印发|落实|贯彻|根据|按照|依照|依据|以|和|的)(?=.)")


def with_references(clauses: list[Clause]) -> list[Clause]:
    """Fill in what each clause refers to; the number that opens an article is no reference."""
    return [
        replace(clause, references=found) if (found := references_of(clause.text, clause.start)) else clause
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
        found += [
            _article(text, match) for match in _ARTICLE.finditer(text) if match.start() > _opening(text)
        ]
    return tuple(
        replace(reference, start=reference.start + start, end=reference.end + start)
        for reference in sorted(found, key=lambda reference: reference.start)
    )


def _opening(text: str) -> int:
    """Where the blanks before a clause end: an article number there is the clause's own."""
    return len(text) - len(text.lstrip())


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
