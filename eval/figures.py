"""The figures of an evaluation: means of the rows' scores, which way is better, what they are called."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Literal, get_args

from eval.results import Row
from eval.risk import Bin, Point, area, calibration_error, reliability, risk_coverage
from eval.sampling import Estimate, share
from eval.variants import Variant
from service.answer import Status

Field = Literal["type", "persona", "difficulty"]
GROUPED: tuple[Field, ...] = get_args(Field)
Figures = dict[str, dict[str, Estimate]]
"""Per variant (or kind of question), the estimate of each figure that applies."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A score averaged over the questions it applies to; `up` is whether more is better, None neither."""

    name: str
    label: str
    up: bool | None = True


RETRIEVAL = (
    Figure("R@1", "R@1"),
    Figure("R@3", "R@3"),
    Figure("R@5", "R@5"),
    Figure("R@10", "R@10"),
    Figure("MRR@10", "MRR@10"),
    Figure("nDCG@10", "nDCG@10"),
)
ANSWERS = (
    Figure("quotes exact", "引文逐字无误"),
    Figure("statements supported", "每句话都有引文支持"),
    Figure("citation precision", "引文查准（引的是答案）"),
    Figure("citation recall", "引文查全（答案都引到）"),
    Figure("key facts", "回答里有关键事实"),
    Figure("length", "回答字数", up=None),
    Figure("true refusals", "无依据的题拒答"),
    Figure("false refusals", "有依据的题误拒", up=False),
    Figure("premises corrected", "前提有误的题纠正"),
    Figure("wrong corrections", "没有错的题误纠", up=False),
    Figure("conflicts found", "冲突指出"),
    Figure("false alarms", "冲突误报", up=False),
)
MATCHING = (
    Figure("matching precision", "说适用的确实适用"),
    Figure("matching recall", "适用的列在前十条"),
    Figure("matching lures", "似是而非的被说成适用", up=False),
)
BY_NAME = {figure.name: figure for figure in (*RETRIEVAL, *ANSWERS, *MATCHING)}

KINDS = {
    "number": "数字",
    "unit": "责任单位",
    "eligibility": "能否享受",
    "list": "列举",
    "definition": "定义",
    "procedure": "程序",
    "paraphrase": "换说法",
    "several": "要几个条款",
    "box": "专栏",
    "cross": "跨文件",
    "unanswerable": "无依据",
    "false_premise": "前提有误",
    "robust": "字句粗糙",
    "official": "机关",
    "enterprise": "企业",
    "researcher": "科研人员",
    "resident": "居民",
    "harness": "书面",
}


def figures_of(rows: Iterable[Row]) -> Figures:
    """The estimate of every figure over the rows that have it, per variant."""
    values: dict[str, dict[str, list[float]]] = {}
    for row in rows:
        for variant, scores in row.scores.items():
            for name, score in scores.items():
                values.setdefault(variant, {}).setdefault(name, []).append(score)
    return {
        variant: {name: share(held[name]) for name in BY_NAME if name in held}
        for variant, held in values.items()
    }


def groups_of(rows: Sequence[Row], field: Field) -> Figures:
    """The figures of the product's own way, per type, persona or difficulty of the questions."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        if row.outcome:
            alone = replace(row, scores={Variant.FULL: row.scores[Variant.FULL]})
            groups.setdefault(getattr(row, field), []).append(alone)
    return {kind: figures_of(groups[kind])[Variant.FULL] for kind in sorted(groups)}


def curve_of(rows: Iterable[Row]) -> list[Point]:
    """Risk over coverage: an answer is right if the question has one and its key facts were said."""
    return risk_coverage([(row.outcome.confidence, row.outcome.right) for row in rows if row.outcome])


def reliability_of(rows: Iterable[Row]) -> list[Bin]:
    """Confidence against the share answerable; a question is answerable if it has a gold."""
    return reliability([(row.outcome.confidence, bool(row.gold)) for row in rows if row.outcome])


def chosen_of(rows: Iterable[Row]) -> Point:
    """Where the service's own thresholds lie; the confidence is that of the least sure answer."""
    outcomes = [row.outcome for row in rows if row.outcome]
    answered = [outcome for outcome in outcomes if outcome.status != Status.REFUSED]
    return Point(
        confidence=min((outcome.confidence for outcome in answered), default=1.0),
        coverage=len(answered) / max(1, len(outcomes)),
        risk=sum(not outcome.right for outcome in answered) / max(1, len(answered)),
    )


def summary_of(rows: Sequence[Row]) -> dict[str, object]:
    """Every figure, with its interval, for other programs."""
    points, bins = curve_of(rows), reliability_of(rows)
    return {
        "figures": _plain(figures_of(rows)),
        **{f"by {field}": _plain(groups_of(rows, field)) for field in GROUPED},
        "risk_coverage": [asdict(point) for point in points],
        "aurc": area(points),
        "chosen": asdict(chosen_of(rows)),
        "reliability": [asdict(held) for held in bins],
        "ece": calibration_error(bins),
    }


def _plain(figures: Figures) -> dict[str, dict[str, dict[str, float]]]:
    return {
        variant: {name: asdict(held) for name, held in found.items()} for variant, found in figures.items()
    }
