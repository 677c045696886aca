"""Who carries a clause out: 牵头单位, 配合单位, 责任单位, 责任处室, 由…牵头、…配合."""

import re
from dataclasses import replace

from corpus.clause import Clause, Kind
from corpus.marks import number_of

_ROLE = re.compile(
    "(牵头|主责|责任|配合|协同|参加|参与|协办|协助|主办|承办|负责|主管|落实)(?:单位|部门|处室|科室|机构|主体)(?:为?[：:]|为)"
    "|(?<=[（(〔【，；])(牵头|责任|配合)[：:]"
)
_NOTE = re.compile("(?:[，,；;]?(?:列|排)(?:在)?第一位[^，；]*?(?:牵头部门|牵头单位|牵头)|[，,]下同)")
_GOVERNING = re.compile(
    "(?:(?:以上|上述)(?:([一二两三四五六七八九十各]+)(?:项|条|款)|(?:任务|工作|措施|事项|政策))|本(?:章|节|部分)(?:所列)?各项)[^。]{0,12}?"
    "(?:(?:牵头|责任|配合|负责)(?:单位|部门)?[：:]|由.{2,60}(?:牵头|负责))"
)
_FIRST_LEADS = re.compile("(?:列|排)(?:在)?第一位.{0,6}牵头")
_STRETCH = re.compile(r"(?:[（(〔][^（()）〔〕\n]*[）)〕]|[^（()）〔〕【】\[\]。\n\u3000])*")
_SAID = re.compile(
    r"[（(〔]((?:[^（()）〔〕\n]|[（(][^（()）\n]*[）)]){2,200}?(?:牵头|负责|配合|参加|参与|落实|组织实施))[）)〕][。；]?\s*$"
)
_SAYS = re.compile(
    "^(?:(?:以上|上述|本)[^由]{1,12}由)?(?:由)?(.+?)(?:共同|联合|分别|按(?:照)?职责分工|具体)?(牵头|负责|配合|参加|参与|落实|组织实施)+$"
)
_GOVERNING_SAYS = re.compile(
    r"\s*((?:本(?:章|节|部分)(?:所列)?各项|(?:以上|上述)(?:[各一二两三四五六七八九十]+(?:项|条|款)|任务|工作|措施|事项|政策))[^。]*由[^。]+)。?\s*$"
)
_UNIT = re.compile("[厅委局办市部院政府心行会处科股学位门区县组团司队社校所站馆厂州盟旗署]$|[^）]）$")
_LED = re.compile(
    "由([^，。；由]{2,40}?)牵头(?:[^，。；]{0,6})?(?:，(?:会同)?([^。；]{2,60}?)(?:配合|参与|参加))?(?=[，。；）)]|$)"
)
_OTHERS = re.compile("(?:等(?:有关|相关)?(?:部门|单位|地方)?|按(?:照)?职责分工|分别)$")
_PLACE = re.compile("(?!各|相关|有关|全|本)[\u4e00-\u9fff]{2,5}[市县区州盟旗]$")
_OF_PLACE = re.compile("[\u4e00-\u9fff]{2,5}[市县区州盟旗]((?:人民)?政府|党委|管委会)$")
_ALONE = re.compile(r"\s*[（(〔【\[]?\s*(?:牵头|主责|责任|配合|负责)(?:单位|部门|处室|科室|主体)[：:][^。]*$")
_SUPPORTING = ("配合", "协同", "参加", "参与", "协办", "协助")
_ALL = 99
_NEAR = 50
"""How many clauses back the item of a line of units may stand."""


def governed_count(text: str) -> int:
    """How many siblings before it a line such as 以上三项工作牵头单位：… governs; 0 if none, 99 for 各项."""
    found = _GOVERNING.match(text.strip().lstrip("（(〔"))
    if found is None:
        return 0
    return _ALL if found[1] in (None, "各") else number_of(found[1].replace("各", ""))


def units_of(text: str, *, first_leads: bool = False) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Lead and supporting units named in a clause, in printed order, duplicates dropped.

    With `first_leads`, the first of the 责任单位 leads and the rest support; where a 牵头单位 is
    named, everyone else supports.
    """
    roles = _labelled(text) or _said(text) or _led(text)
    led = any(role in ("牵头", "主办") for role, _ in roles)
    lead: list[str] = []
    support: list[str] = []
    for role, names in roles:
        if role in _SUPPORTING or (led and role not in ("牵头", "主办")):
            support += names
        elif role == "责任" and first_leads:
            lead += names[:1]
            support += names[1:]
        else:
            lead += names
    return tuple(dict.fromkeys(lead)), tuple(dict.fromkeys(support))


def unit_span(clause: Clause) -> tuple[int, int] | None:
    """Where a clause prints its units, as (start, end) of the document's text, brackets left out."""
    role = _GOVERNING.search(clause.text) or _ROLE.search(clause.text)
    if role is not None:
        start = clause.start + role.start()
        return start, start + len(_stretch(clause.text, role.start()))
    said = _said_in(clause.text) if _said(clause.text) else None
    if said is not None:
        return clause.start + said.start(1), clause.start + said.end(1)
    led = _LED.search(clause.text) if _led(clause.text) else None
    return (clause.start + led.start(), clause.start + led.end()) if led else None


def with_units(clauses: list[Clause]) -> list[Clause]:
    """Fill in the units of the clauses of one document; governed siblings get their governor's."""
    first_leads = False
    filled: list[Clause] = []
    for clause in clauses:
        # 列第一位者为牵头部门，下同 holds for its own clause and every later one.
        first_leads = first_leads or ("第一位" in clause.text and bool(_FIRST_LEADS.search(clause.text)))
        lead, support = units_of(clause.text, first_leads=first_leads)
        filled.append(replace(clause, lead_units=lead, support_units=support) if lead or support else clause)
    for position, clause in enumerate(filled):
        if clause.kind is Kind.GOVERNING:
            _govern(filled, position)
        elif clause.kind is Kind.PARAGRAPH and _ALONE.match(clause.text):
            _pass_up(filled, position)
    return filled


def _pass_up(clauses: list[Clause], position: int) -> None:
    """Give the units that a line of their own prints to the item it stands under."""
    line = clauses[position]
    for place in range(position - 1, max(-1, position - _NEAR), -1):
        holder = clauses[place]
        if holder.path == line.path and holder.kind in (Kind.ITEM, Kind.HEADING):
            if not holder.lead_units and not holder.support_units:
                clauses[place] = _given(holder, line)
            return
        if holder.path[: len(line.path)] != line.path:
            return


def _given(clause: Clause, governor: Clause) -> Clause:
    return replace(
        clause,
        lead_units=governor.lead_units,
        support_units=governor.support_units,
        governor=governor.id,
    )


def _govern(clauses: list[Clause], position: int) -> None:
    """Give the units of a governing line to the siblings before it."""
    governor = clauses[position]
    depth = len(governor.path) + 1
    siblings: list[int] = []
    for place in range(position - 1, -1, -1):
        if clauses[place].path[: depth - 1] != governor.path:
            break
        if len(clauses[place].path) == depth and clauses[place].kind in (Kind.ITEM, Kind.HEADING):
            siblings.append(place)
    for place in siblings[: governed_count(governor.text)]:
        clauses[place] = _given(clauses[place], governor)


def _labelled(text: str) -> list[tuple[str, list[str]]]:
    """The roles that are printed with a colon, each with its units."""
    roles = list(_ROLE.finditer(text)) if "：" in text or ":" in text else []
    ends = [role.start() for role in roles[1:]] + [len(text)] if roles else []
    return [
        (role[1] or role[2], _names(_stretch(text[:end], role.end())))
        for role, end in zip(roles, ends, strict=True)
    ]


def _said(text: str) -> list[tuple[str, list[str]]]:
    """The roles that a closing bracket says in words: （省科技厅牵头，省财政厅配合）."""
    found = _said_in(text)
    if found is None:
        return []
    roles: list[tuple[str, list[str]]] = []
    waiting: list[str] = []
    for segment in re.split("[，,；;]", found[1]):
        says = _SAYS.match(segment.strip())
        if says is None:
            waiting.append(segment)
            continue
        roles.append((says[2], _names("，".join([*waiting, says[1]]))))
        waiting = []
    units = [name for _, names in roles for name in names]
    return roles if all(_UNIT.search(name) for name in units) else []


def _led(text: str) -> list[tuple[str, list[str]]]:
    """The roles that a sentence says: …由市科技局牵头，市财政局配合。."""
    found = _LED.search(text) if "牵头" in text else None
    if found is None:
        return []
    roles = [("牵头", _names(found[1]))] + ([("配合", _names(found[2]))] if found[2] else [])
    return roles if all(_UNIT.search(name) for _, names in roles for name in names) else []


def _said_in(text: str) -> re.Match[str] | None:
    """The closing bracket, or the governing line, that says who does what."""
    if text.rstrip()[-1:] in "）)〕。；" and (found := _SAID.search(text)):
        return found
    return _GOVERNING_SAYS.match(text) if text.lstrip().startswith(("以上", "上述", "本")) else None


def _names(stretch: str) -> list[str]:
    """Unit names in 省科技厅、省财政厅，各市; a bracket inside a name is kept."""
    cleaned = _NOTE.sub("", stretch)
    names = [_OTHERS.sub("", name.strip()) for name in re.split("[、，,；;]|会同", cleaned)]
    # 完成时限：年底前 is no unit.
    names = [name for name in names if name and "：" not in name and ":" not in name]
    for place in range(len(names) - 2, -1, -1):
        # 沈阳市、大连市政府 are two governments that share their last word.
        shared = _OF_PLACE.match(names[place + 1])
        if shared and _PLACE.match(names[place]) and f"{names[place]}、" in cleaned:
            names[place] += shared[1]
    return names


def _stretch(text: str, start: int) -> str:
    """The text from `start` to the bracket that closes around it, the stop or the line end."""
    found = _STRETCH.match(text, start)
    return found[0].rstrip() if found else ""
