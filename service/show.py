"""Answers and hits as a person reads them in a terminal."""

from rich.console import Console
from rich.text import Text

from corpus.document import in_title_marks
from service.answer import Answer, Citation, Found, Origin, Status


def origin_line(origin: Origin) -> str:
    """A document as it is cited: title, number, issuer, date."""
    parts = [in_title_marks(origin.title), origin.number, origin.issuer, origin.date]
    return "，".join(part for part in parts if part)


def show_answer(console: Console, answer: Answer) -> None:
    """Print an answer with its citations and notices, or a refusal with the nearest clauses."""
    console.print(Text(answer.text, style="bold" if answer.status is not Status.REFUSED else ""))
    for citation in answer.citations:
        _show_citation(console, citation)
    for notice in answer.notices:
        console.print(Text(f"提示：{notice}", style="yellow"))
    if answer.nearest:
        show_hits(console, answer.nearest)
    console.print(Text(f"把握 {answer.confidence:.2f}", style="dim"))


def show_hits(console: Console, hits: tuple[Found, ...] | list[Found]) -> None:
    """Print hits, best first."""
    for rank, hit in enumerate(hits, start=1):
        why = " ".join(f"{leg} {share:.2f}" for leg, share in hit.why.items())
        console.print()
        console.print(Text(f"{rank}. {hit.clause_id}（{hit.score:.2f} = {why}）", style="cyan"))
        console.print(Text(f"   {origin_line(hit.document)}"))
        console.print(Text(f"   {' › '.join(hit.path)}（第 {hit.start}–{hit.end} 字）", style="dim"))
        console.print(Text(f"   {hit.text}"))


def _show_citation(console: Console, citation: Citation) -> None:
    console.print()
    console.print(Text(f"[{citation.number}] “{citation.quote}”", style="green"))
    console.print(Text(f"    {origin_line(citation.document)}"))
    place = " › ".join(citation.path)
    console.print(
        Text(f"    {place}（{citation.clause_id}，第 {citation.start}–{citation.end} 字）", style="dim")
    )
