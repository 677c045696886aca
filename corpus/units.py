"""Who carries a clause out: 牵头单位, 配合单位, 责任单位, 责任处室."""

import re
from dataclasses import replace

from corpus.clause import Clause, Kind
from corpus.marks import number_of

_ROLE = re.compile("(牵头单位|牵头部门|责任单位|责任部门|责任处室|配合单位|配合部门)[：:]")
_NOTE = re.compile("(?:[，,；;]?(?:列|排)第一位[^，；]*?(?:牵头部门|牵头单位)|[，,]下同)")
_GOVERNING = re.compile("以上([一二两三四五六七八九十]+)(?:项|条)[^：:]{0,6}(?:牵头|责任)单位[：:]")
_FIRST_LEADS = re.compile("(?:列|排)第一位.{0,6}牵头")
_STRETCH = re.compile(r"(?:[（(〔][^（()）〔〕\n]*[）)〕]|[^（()）〔〕。\n])*")


def governed_count(text: str) -> int:
    """How many siblings before it a line such as 以上三项工作牵头单位：… governs; 0 if none."""
    found = _GOVERNING.match(text.strip().lstrip("（(〔"))
    return number_of(found[1]) if found else 0


def units_of(text: str, *, first_leads: bool = False) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Lead and supporting units named in a clause, in printed order, duplicates dropped.

    With `first_leads`, the first of the 责任单位 leads and the rest support.
    """
    lead: list[str] = []
    support: list[str] = []
    roles = list(_ROLE.finditer(text))
    ends = [*(role.start() for role in roles[1:]), len(text)]
    for role, end in zip(roles, ends, strict=False):
        names = _names(_stretch(text[:end], role.end()))
        if role[1].startswith("配合"):
            support += names
        elif role[1].startswith("责任") and first_leads:
            lead += names[:1]
            support += names[1:]
        else:
            lead += names
    return tuple(dict.fromkeys(lead)), tuple(dict.fromkeys(support))


def _names(stretch: str) -> list[str]:
    """Unit names in 省科技厅、省财政厅，各市); a bracket inside a name is kept."""
    cleaned = _NOTE.sub("", stretch)
    return [name.strip() for name in re.split("[、，,；;]", cleaned) if name.strip()]


def _stretch(text: str, start: int) -> str:
    """The text from `start` to the bracket that closes around it, the stop or the line end."""
    found = _STRETCH.match(text, start)
    return found[0].rstrip() if found else ""


def unit_span(clause: Clause) -> tuple[int, int] | None:
    """Where a clause prints its units, as (start, end) of the document's text, brackets left out."""
    role = _GOVERNING.search(clause.text) or _ROLE.search(clause.text)
    if role is None:
        return None
    start = clause.start + role.start()
    return start, start + len(_stretch(clause.text, role.start()))


def with_units(clauses: list[Clause]) -> list[Clause]:
    """Fill in the units of the clauses of one document; governed siblings get their governor's."""
    first_leads = False
    filled: list[Clause] = []
    for clause in clauses:
        # 列第一位者为牵头部门，下同 holds for its own clause and every later one.
        first_leads = first_leads or bool(_FIRST_LEADS.search(clause.text))
        lead, support = units_of(clause.text, first_leads=first_leads)
        filled.append(replace(clause, lead_units=lead, support_units=support))
    for position, clause in enumerate(filled):
        if clause.kind is not Kind.GOVERNING:
            continue
        depth = len(clause.path) + 1
        siblings = [
            place
            for place in range(position)
            if len(filled[place].path) == depth and filled[place].path[:-1] == clause.path
        ]
        for place in siblings[-governed_count(clause.text) :]:
            filled[place] = replace(
                filled[place],
                lead_units=clause.lead_units,
                support_units=clause.support_units,
                governor=clause.id,
            )
    return filled
