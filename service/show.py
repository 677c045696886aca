"""Answers and hits as a person reads them in a terminal."""

from rich.box import SIMPLE
from rich.table import Table
from rich.text import Text

from corpus.document import in_title_marks
from service.answer import Answer, Citation, Conflict, Found, Origin, Status
from service.terminal import Screen, visible

_KINDS = {"conflict": "说法不一", "scope": "口径不同"}
_COLUMNS = ("数值", "范围", "年份", "级别", "文件", "条款")
_SET_IN = " " * 6


def origin_line(origin: Origin) -> str:
    """A document as it is cited: title, number, issuer, date."""
    parts = [in_title_marks(origin.title), origin.number, origin.issuer, origin.date]
    return "，".join(part for part in parts if part)


def show_answer(screen: Screen, answer: Answer) -> None:
    """Print an answer with conflicts, citations and notices, or a refusal with the nearest clauses."""
    _say(screen, answer.text, "bold" if answer.status is not Status.REFUSED else "")
    for conflict in answer.conflicts:
        _show_conflict(screen, conflict, answer.citations)
    for citation in answer.citations:
        _show_citation(screen, citation)
    for notice in answer.notices:
        _say(screen, f"提示：{notice}", "yellow")
    if answer.nearest:
        show_hits(screen, answer.nearest)
    _say(screen, f"把握 {answer.confidence:.2f}", "dim")


def show_hits(screen: Screen, hits: tuple[Found, ...] | list[Found]) -> None:
    """Print hits, best first."""
    for rank, hit in enumerate(hits, start=1):
        why = " ".join(f"{leg} {share:.2f}" for leg, share in hit.why.items())
        screen.print()
        _say(screen, f"{rank}. {hit.clause_id}（{hit.score:.2f} = {why}）", "cyan")
        _say(screen, f"   {origin_line(hit.document)}")
        _say(screen, f"   {' › '.join(hit.path)}（第 {hit.start}–{hit.end} 字）", "dim")
        _say(screen, f"   {hit.text}")


def _show_conflict(screen: Screen, conflict: Conflict, citations: tuple[Citation, ...]) -> None:
    """Print a table, folded to the width of the screen; the citations say more of each quote."""
    cited = {citation.number: citation for citation in citations}
    table = Table(box=SIMPLE)
    for name in _COLUMNS:
        table.add_column(name, overflow="fold")
    for value in conflict.values:
        source = cited[value.citation]
        cells = (
            f"{value.value} [{value.citation}]",
            value.scope or "",
            f"{value.year}年" if value.year else "",
            value.level or "",
            in_title_marks(source.document.title),
            source.path[-1] if source.path else "",
        )
        table.add_row(*(Text(visible(cell)) for cell in cells))
    screen.print()
    _say(screen, f"{_KINDS[conflict.kind]}：{conflict.indicator}", "yellow")
    screen.print(table, soft_wrap=False)


def _show_citation(screen: Screen, citation: Citation) -> None:
    screen.print()
    _say(screen, f"[{citation.number}] “{citation.quote}”", "green")
    _say(screen, f"    {origin_line(citation.document)}")
    place = " › ".join(citation.path)
    _say(screen, f"    {place}（{citation.clause_id}，第 {citation.start}–{citation.end} 字）", "dim")


def _say(screen: Screen, text: str, style: str = "") -> None:
    """Print a text whose further lines are set in, so that no line of a clause can pass for one of ours."""
    screen.print(Text(text.replace("\n", "\n" + _SET_IN), style=style))
