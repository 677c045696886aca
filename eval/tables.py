"""The tables that the commands print."""

import io
from collections.abc import Mapping, Sequence

from rich import box
from rich.console import Console
from rich.table import Table

from eval.baseline import Fall
from eval.difference import Difference
from eval.figures import (
    ANSWERS,
    BY_NAME,
    KINDS,
    MATCHING,
    RETRIEVAL,
    Figures,
    chosen_of,
    curve_of,
    reliability_of,
)
from eval.parsing import Agreement, Statutes
from eval.results import Row, Timings
from eval.risk import area, calibration_error
from eval.sampling import Estimate, percentiles
from eval.variants import LABELS, Variant
from service.terminal import OUT

_WIDEST = 200
_OF_KINDS = ("R@1", "R@5", "key facts", "citation precision", "true refusals", "false refusals")


def show(table: Table) -> None:
    """Print a table whole, however narrow the terminal is taken to be."""
    drawn = io.StringIO()
    Console(file=drawn, width=_WIDEST, markup=False, highlight=False).print(table)
    OUT.print("\n".join(line.rstrip() for line in drawn.getvalue().splitlines()))


def figures_table(figures: Figures, title: str) -> Table:
    """The product's figures with their 95% intervals, and those on documents just added."""
    table = _table("指标", "题数", "值", "95% 区间", "新文件", title=title)
    full, new = figures[Variant.FULL], figures[Variant.NEW_DOCUMENT]
    for figure in (*RETRIEVAL, *ANSWERS, *MATCHING):
        if figure.name in full:
            held = full[figure.name]
            bare = _number(new.get(figure.name))
            interval = f"{_text(held.low)}–{_text(held.high)}"
            table.add_row(figure.label, str(held.count), _number(held), interval, bare)
    return table


def variants_table(figures: Figures, paraphrases: Figures) -> Table:
    """Every way to retrieve: all questions, and R@5 of the paraphrases."""
    names = [figure.name for figure in RETRIEVAL]
    table = _table("检索方式", *names, "R@5 换说法", title="各条腿（全部、单用、去掉）")
    for variant, label in LABELS.items():
        if variant in figures:
            held = [_number(figures[variant].get(name)) for name in names]
            table.add_row(label, *held, _number(paraphrases.get(variant, {}).get("R@5")))
    return table


def kinds_table(groups: Figures, title: str) -> Table:
    """The product's figures per kind of question, with half the width of R@5's interval."""
    table = _table(title, "题数", *(BY_NAME[name].label for name in _OF_KINDS))
    for kind, held in groups.items():
        count = max(estimate.count for estimate in held.values())
        cells = [_number(held.get(name)) for name in _OF_KINDS]
        if "R@5" in held:
            cells[1] += f" ±{held['R@5'].half:.2f}"
        table.add_row(KINDS[kind], str(count), *cells)
    return table


def falls_table(fallen: Sequence[Fall]) -> Table:
    """What fell below the baseline."""
    table = _table("检索方式", "指标", "基准", "容许", "现在", title="低于基准的指标")
    called = KINDS | {str(variant): label for variant, label in LABELS.items()}
    for fall in fallen:
        variant = called.get(fall.variant, fall.variant)
        name = BY_NAME[fall.name].label if fall.name in BY_NAME else fall.name
        now = "没有量到" if fall.now is None else f"{fall.now:.4f}"
        table.add_row(variant, name, f"{fall.mark.value:.4f}", f"{fall.mark.noise:.4f}", now)
    return table


def differences_table(found: Sequence[Difference]) -> Table:
    """Two evaluations side by side."""
    table = _table("检索方式", "指标", "题数", "原来", "现在", "差（95% 区间）", "p", "结论")
    marks = {None: "", True: "变好", False: "变差"}
    for one in found:
        delta = f"{one.delta.mean:+.3f}（{one.delta.low:+.3f} 到 {one.delta.high:+.3f}）"
        table.add_row(
            LABELS[Variant(one.variant)],
            BY_NAME[one.name].label,
            str(one.delta.count),
            _text(one.old),
            _text(one.new),
            delta,
            f"{one.p:.3f}",
            marks[one.better],
        )
    return table


def corpus_table(found: dict[str, Agreement]) -> Table:
    """What was read from documents against the lists made by hand."""
    table = _table("核对", "应有", "读出", "查全", "查准")
    for name, agreement in found.items():
        rates = (f"{agreement.recall:.4f}", f"{agreement.precision:.4f}")
        table.add_row(name, f"{agreement.listed}", f"{agreement.read}", *rates)
    return table


def statutes_line(statutes: Statutes) -> str:
    """How statutes were read, and how fast."""
    return (
        f"{statutes.count} 部，{statutes.megabytes:.1f} MB，{statutes.clauses} 个条款，"
        f"最长 {statutes.longest} 字；"
        f"{statutes.megabytes / statutes.seconds:.2f} MB/秒，内存峰值 {statutes.peak_megabytes:.0f} MB"
    )


def runs_table(runs: Mapping[str, Mapping[str, float]]) -> Table:
    """The measures of several ways to retrieve, by their labels."""
    names = list(next(iter(runs.values())))
    table = _table("检索方式", *names)
    for label, means in runs.items():
        table.add_row(label, *(f"{means[name]:.4f}" for name in names))
    return table


def risk_line(rows: Sequence[Row]) -> str:
    """Where the thresholds lie between answering all and answering only what is sure.

    On a line of its own: how far confidence is off.
    """
    chosen, error = chosen_of(rows), calibration_error(reliability_of(rows))
    return (
        f"现在的阈值下作答 {chosen.coverage:.0%}，其中 {chosen.risk:.0%} 不对（没说出关键事实，或本不该答）；"
        f"风险–覆盖曲线下面积 {area(curve_of(rows)):.3f}。\n"
        f"平均校准误差（ECE）{error:.3f}：按把握分成十档，各档的把握与有依据的比例平均相差这么多。"
    )


def latency_line(timings: Timings) -> str:
    """How long searches and answers took."""
    shown = []
    for label, spent in (("检索", timings.search), ("回答", timings.answer)):
        half, most = percentiles(spent)
        shown.append(f"{label} p50 {half:.1f} 毫秒、p95 {most:.1f} 毫秒")
    return "；".join([*shown, f"评测进程内存峰值 {timings.peak_megabytes:.0f} MB"]) + "。"


def measures_table(means: dict[str, Estimate]) -> Table:
    """The measures of one run."""
    table = _table("指标", "题数", "值", "95% 区间")
    for name, held in means.items():
        table.add_row(name, str(held.count), f"{held.mean:.4f}", f"{held.low:.4f}–{held.high:.4f}")
    return table


def _table(*columns: str, title: str = "") -> Table:
    """Rows that stay on one line, in the form that a README takes."""
    table = Table(title=title or None, title_justify="left", title_style="bold", box=box.MARKDOWN)
    for place, column in enumerate(columns):
        table.add_column(column, no_wrap=True, justify="right" if place else "left")
    return table


def _number(estimate: Estimate | None) -> str:
    return "—" if estimate is None else _text(estimate.mean)


def _text(value: float) -> str:
    return f"{value:.3f}" if abs(value) <= 1 else f"{value:.0f}"
