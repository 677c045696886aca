"""For which year a clause plans: printed in its sentences, or inherited from what stands above it."""

import re
from collections.abc import Iterable

from corpus.clause import Clause
from corpus.marks import number_of

_YEAR = re.compile(
    r"(?<![较比自从\d])\s*(?P<year>(?:19|20)\d{2})\s*年(?!\s*[-—至])"
    r"|(?<![较比])[“\"](?P<plan>十[一二三四五六七八九]?|二十)五[”\"](?:期间|末期|时期)"
)
_BASELINE = re.compile(r"(?:较|比|自|从|与|是|为|相当于)\s*$")
_AIM = re.compile("目标|指标")
_UNTIL = re.compile(r"(?:到|至)\s*((?:19|20)\d{2})\s*年[^。]{0,4}[：:]\s*$")
_OPENING = re.compile(r"(?:到|至)\s*((?:19|20)\d{2})\s*年")
Path = tuple[str, ...]


def plan_end(ordinal: str) -> int | None:
    """The last year of a five-year plan: 十三 (as in 十三五) is 2020; None before the tenth."""
    number = number_of(ordinal)
    return 2005 + 5 * (number - 10) if number >= 10 else None


def years_in(text: str) -> list[tuple[int, int]]:
    """The years a text plans for, as (offset, year); what it only compares with is left out."""
    found: list[tuple[int, int]] = []
    for match in _YEAR.finditer(text) if "年" in text or "五”" in text else ():
        if _BASELINE.search(text, max(0, match.start() - 8), match.start()):
            continue
        if match["year"]:
            found.append((match.start(), int(match["year"])))
        elif end := plan_end(match["plan"]):
            found.append((match.start(), end))
    return found


class PlannedYears:
    """Walks the clauses of one document and remembers the years that hold for those below."""

    def __init__(self, last: int | None) -> None:
        """`last` is the last year of the document's period."""
        self._last = last
        self._aims: dict[Path, int] = {}
        self._above: dict[Path, int] = {}
        self._sections: dict[Path, Path | None] = {}

    def aim(self, clause: Clause) -> Path | None:
        """The section on aims that a clause stands in: there a year holds past its sentence."""
        if clause.path not in self._sections:
            depths: Iterable[int] = (
                depth for depth, title in enumerate(clause.path, 1) if _AIM.search(title)
            )
            depth = next(iter(depths), 0)
            self._sections[clause.path] = clause.path[:depth] if depth else None
        return self._sections[clause.path]

    def inherited(self, clause: Clause) -> int | None:
        """The year set by a heading above (到2020年：), or the last one named among the aims."""
        for depth in range(len(clause.path), 0, -1):
            if clause.path[:depth] in self._above:
                return self._above[clause.path[:depth]]
        aim = self.aim(clause)
        return self._aims.get(aim, self._last) if aim is not None else None

    def learn(self, clause: Clause, years: list[tuple[int, int]]) -> None:
        """Remember what a clause says for those after it."""
        if not years:
            return
        aim = self.aim(clause)
        if aim is not None:
            self._aims[aim] = years[-1][1]
        governing = _UNTIL.search(clause.text) or (_OPENING.search(clause.path[-1]) if clause.path else None)
        if governing:
            self._above[clause.path] = int(governing[1])
