"""Matches as a person reads them in a terminal."""

from rich.text import Text

from service.matching.result import Match, Matches, Outcome, Verdict
from service.show import origin_line
from service.terminal import Screen, visible

_VERDICTS = {
    Verdict.APPLIES: ("适用", "green"),
    Verdict.UNKNOWN: ("待确认", "yellow"),
    Verdict.DOES_NOT_APPLY: ("不适用", "red"),
}
_MARKS = {Outcome.MET: "✓", Outcome.UNMET: "✗", Outcome.OPEN: "?"}


def show_matches(screen: Screen, found: Matches) -> None:
    """Print what was understood, the clauses with their conditions, and what to add."""
    understood = "；".join(f"{trait.name}：{trait.value}" for trait in found.understood) or "没有看懂"
    _say(screen, f"按 {found.as_of} 查。您的情况：{understood}", "bold")
    for rank, match in enumerate(found.matches, start=1):
        _show(screen, rank, match)
    for query in found.questions:
        _say(screen, f"请补充：{query.question}（关系到 {query.decides} 条）", "yellow")
    for notice in found.notices:
        _say(screen, f"提示：{notice}", "yellow")


def _show(screen: Screen, rank: int, match: Match) -> None:
    label, colour = _VERDICTS[match.verdict]
    screen.print()
    _say(screen, f"{rank}. {label}　{match.benefit}", colour)
    _say(screen, f"   “{match.quote.strip()}”")
    _say(screen, f"   {origin_line(match.document)}，{' › '.join(match.path)}（{match.clause_id}）", "dim")
    for condition in match.conditions:
        reason = f"（{condition.reason}）" if condition.reason else ""
        # What the file does not print has no words to quote.
        quote = f"：“{condition.quote.strip()}”" if condition.quote else ""
        _say(screen, f"   {_MARKS[condition.verdict]} {condition.text}{reason}{quote}")
    _say(screen, f"   {match.reason}。联系：{match.contact}。时间：{match.period}。")


def _say(screen: Screen, text: str, style: str = "") -> None:
    screen.print(Text(visible(text), style=style))
