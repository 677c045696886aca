"""Whom to turn to for what a clause grants."""

import re
from collections.abc import Mapping

from corpus.clause import Clause
from corpus.document import Document

_EXPLAINS = re.compile(
    "由([\u4e00-\u9fff（）()、]{3,30}?)(?:负责|会同[^。；]{2,30}?)?(?:具体)?(?:负责)?(?:的)?解释"
)
_APPLIES = re.compile(
    "(?<!面)向([\u4e00-\u9fff]{2,16}?(?:厅|局|委|办|部门|中心|管委会|公司))(?:提出|申请|申报|提交|报送)"
)


def contact_of(clause: Clause, document: Document, clauses: Mapping[str, Clause]) -> str:
    """Who leads it, to whom it says to apply, who explains the document, or who issued it."""
    holder = clauses.get(clause.governor or "", clause)
    units = clause.lead_units or holder.lead_units
    if units:
        return "、".join(units)
    for pattern, text in ((_APPLIES, clause.text), (_APPLIES, document.text), (_EXPLAINS, document.text)):
        found = pattern.search(text)
        if found:
            return found[1]
    return document.issuer or "文件没有写明"
