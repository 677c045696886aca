"""One HTML page that shows an evaluation: figures, plots, and the questions that failed."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from corpus.errors import EvaluationError
from eval import plots
from eval.figures import (
    ANSWERS,
    KINDS,
    MATCHING,
    RETRIEVAL,
    chosen_of,
    curve_of,
    figures_of,
    groups_of,
    reliability_of,
)
from eval.results import Results, Row
from eval.risk import area, calibration_error
from eval.sampling import percentiles
from eval.variants import LABELS, Variant

_TEMPLATES = Path(__file__).parent / "templates"
_STATUSES = {"answered": "作答", "partial": "部分作答", "refused": "拒答"}
_BARS = {"R@5": "R@5", "key facts": "关键事实"}


def write_report(results: Results, out: Path) -> None:
    """Write the page; it needs no other file.

    Raises:
        EvaluationError: it cannot be written.
    """
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(page(results), encoding="utf-8")
    except OSError as error:
        raise EvaluationError(f"报告写不到 {out}。请检查文件夹是否可写。") from error


def page(results: Results) -> str:
    """The page's HTML; the same results give the same page."""
    rows = results.rows
    figures = figures_of(rows)
    labels = {str(variant): label for variant, label in LABELS.items() if "R@1" in figures.get(variant, {})}
    spent_by = {"检索": results.timings.search, "回答": results.timings.answer}
    points, chosen, bins = curve_of(rows), chosen_of(rows), reliability_of(rows)
    error = calibration_error(bins)
    groups = {KINDS[kind]: held for kind, held in groups_of(rows, "type").items()}
    template = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined
    ).get_template("report.html")
    return template.render(
        setup=results.setup,
        statuses=_STATUSES,
        shown=(*RETRIEVAL, *ANSWERS, *MATCHING),
        retrieval=RETRIEVAL,
        figures=figures,
        labels=labels,
        area=area(points),
        chosen=chosen,
        error=error,
        recall=plots.recall_at(figures, labels) if labels else "",
        risk=plots.risk_over_coverage(points, chosen),
        reliability=plots.reliability(bins, error),
        latency=plots.histogram(spent_by),
        bars=plots.bars(groups, _BARS),
        latencies={label: percentiles(spent) for label, spent in spent_by.items()},
        peak=results.timings.peak_megabytes,
        failures=[(row, wrong) for row in rows if (wrong := failings(row))],
    )


def failings(row: Row) -> list[str]:
    """What went wrong with a question, in Chinese; nothing, empty list."""
    scores = row.scores.get(Variant.FULL, row.scores.get(Variant.NEW_DOCUMENT, {}))
    wrong = {
        "前 5 条里没有（或不全）": scores.get("R@5", 1.0) < 1,
        "误拒": scores.get("false refusals") == 1,
        "该拒未拒": scores.get("true refusals") == 0,
        "缺关键事实": scores.get("key facts") == 0 and scores.get("false refusals") == 0,
        "引文有误": scores.get("quotes exact", 1.0) < 1,
        "有话没有引文支持": scores.get("statements supported", 1.0) < 1,
        "冲突没有指出": scores.get("conflicts found") == 0,
        "误报冲突": scores.get("false alarms") == 1,
        "适用的条款没有列全": scores.get("matching recall", 1.0) < 1,
        "把似是而非的说成适用": scores.get("matching lures", 0.0) > 0,
    }
    return [fault for fault, there in wrong.items() if there]
