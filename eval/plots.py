"""The plots of a report, as SVG."""

import io
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.ticker import ScalarFormatter

from eval.figures import Figures
from eval.risk import Bin, Point
from eval.sampling import Estimate
from eval.variants import Variant

_CUTS = (1, 3, 5, 10)
_STYLE = Path(__file__).with_suffix(".mplstyle")


def recall_at(figures: Figures, labels: Mapping[str, str]) -> str:
    """Recall at each cut, one line per way to retrieve; what is left without a leg is dashed."""
    canvas, axes = _axes(7.5, 4.2)
    for place, (variant, label) in enumerate(labels.items()):
        held = [figures[variant][f"R@{cut}"].mean for cut in _CUTS]
        axes.plot(
            _CUTS,
            held,
            label=label,
            color=mpl.colormaps["tab20"](place),
            linestyle="--" if variant.startswith("without") else "-",
            linewidth=2.5 if variant == Variant.FULL else 1.2,
            marker="o",
            markersize=3,
        )
    axes.set(xticks=_CUTS, xlabel="前 k 条", ylabel="答案在其中的比例", ylim=(0, 1.03))
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False, fontsize=8)
    return _svg(canvas)


def risk_over_coverage(points: Sequence[Point], chosen: Point) -> str:
    """Risk over coverage; `chosen` is where the thresholds lie."""
    canvas, axes = _axes(5.2, 3.6)
    axes.step([0.0, *(p.coverage for p in points)], [0.0, *(p.risk for p in points)], where="pre")
    axes.plot(chosen.coverage, chosen.risk, marker="o", color="tab:red", linestyle="none", label="现在的阈值")
    axes.set(xlabel="作答的比例", ylabel="作答中答错的比例", xlim=(0, 1.02), ylim=(0, 1))
    axes.legend(frameon=False)
    return _svg(canvas)


def reliability(bins: Sequence[Bin], error: float) -> str:
    """The share answerable over confidence, with 95% intervals and counts; `error` is the ECE."""
    canvas, axes = _axes(5.2, 3.6)
    axes.plot([0, 1], [0, 1], color="grey", linestyle="--", linewidth=1, label="名副其实")
    means = [(held.confidence, held.answerable.mean) for held in bins]
    below = [held.answerable.mean - held.answerable.low for held in bins]
    above = [held.answerable.high - held.answerable.mean for held in bins]
    axes.errorbar(
        [x for x, _ in means],
        [y for _, y in means],
        yerr=[below, above],
        marker="o",
        markersize=4,
        linewidth=1.2,
        elinewidth=0.8,
        label=f"题目（平均校准误差 {error:.3f}）",
    )
    for spot, held in zip(means, bins, strict=True):
        axes.annotate(str(held.answerable.count), spot, (4, -10), textcoords="offset points", fontsize=7)
    axes.set(xlabel="把握", ylabel="有依据的比例", xlim=(0, 1.02), ylim=(0, 1.02))
    axes.legend(frameon=False, loc="upper left")
    return _svg(canvas)


def histogram(milliseconds: Mapping[str, Sequence[float]]) -> str:
    """How long searches and answers took, on a logarithmic scale."""
    canvas, axes = _axes(5.2, 3.6)
    spent = [value for values in milliseconds.values() for value in values]
    bins = np.geomspace(min(spent, default=1.0), max(spent, default=10.0) * 1.01, 50).tolist()
    for label, values in milliseconds.items():
        axes.hist(values, bins=bins, alpha=0.6, label=label)
    axes.set(xscale="log", xlabel="毫秒", ylabel="题数")
    axes.xaxis.set_major_formatter(ScalarFormatter())
    axes.legend(frameon=False)
    return _svg(canvas)


def bars(groups: Mapping[str, Mapping[str, Estimate]], names: Mapping[str, str]) -> str:
    """One bar per kind of question and figure, with 95% intervals."""
    kinds = [kind for kind, held in groups.items() if any(name in held for name in names)]
    canvas, axes = _axes(7.5, 0.42 * len(kinds) + 1)
    height = 0.8 / len(names)
    for place, (name, label) in enumerate(names.items()):
        rows = [row for row, kind in enumerate(kinds) if name in groups[kind]]
        held = [groups[kinds[row]][name] for row in rows]
        ends = [[one.mean - one.low for one in held], [one.high - one.mean for one in held]]
        spots = [row + (place - (len(names) - 1) / 2) * height for row in rows]
        axes.barh(
            spots, [one.mean for one in held], height, xerr=ends, label=label, error_kw={"linewidth": 0.8}
        )
    axes.set(yticks=range(len(kinds)), yticklabels=kinds, xlim=(0, 1.02))
    axes.invert_yaxis()
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False)
    return _svg(canvas)


def _axes(width: float, height: float) -> tuple[Canvas, Axes]:
    with style.context(["default", _STYLE]):
        canvas = Canvas(figsize=(width, height), layout="constrained")
        return canvas, canvas.add_subplot()


def _svg(canvas: Canvas) -> str:
    drawn = io.StringIO()
    with style.context(["default", _STYLE]), warnings.catch_warnings():
        # The font that places the text need not have the characters that the reader's font shows.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        canvas.savefig(drawn, format="svg", metadata={"Date": None, "Creator": None})
    return drawn.getvalue().split("?>", 1)[-1].split('.dtd">', 1)[-1]
