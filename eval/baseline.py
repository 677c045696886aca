"""The figures that must not fall: read, compared, written."""

import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.errors import EvaluationError
from eval.figures import BY_NAME, Figures, figures_of
from eval.results import Row, Setup
from eval.sampling import Estimate
from eval.variants import Variant

PATH = Path(__file__).parent / "baseline.toml"
_WHOLE = (Variant.FULL, Variant.NEW_DOCUMENT)
_ALONE = (Variant.LEXICAL, Variant.LEXICON, Variant.ASKED, Variant.DENSE)
_PARAPHRASE = "paraphrase"
# Of a single leg, enough to see that it is there and works; of the paraphrases, what they are for.
_OF_LEGS = ("R@5", "MRR@10")
_KEPT: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(map(str, _ALONE), _OF_LEGS),
    _PARAPHRASE: ("R@5", "MRR@10", "key facts"),
}
# The marks are written with four digits.
_ROUNDING = 5e-5
_HEAD = """\
# Figures that `make eval` must not fall below by more than their noise: the standard error of each,
# by bootstrap over the questions. Written by `ceyin-eval baseline`; do not edit by hand.
"""


class Mark(BaseModel):
    """A figure as it was, and how much it may vary; both 0 to 1."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    value: float
    noise: float


class Baseline(BaseModel):
    """The marks per variant (or kind of question) and figure, the set, and what was judged by it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    split: str
    digest: str
    parts: dict[str, str]
    figures: dict[str, dict[str, Mark]]


@dataclass(frozen=True, slots=True)
class Fall:
    """A figure that is worse than its mark by more than its noise; None where it was not measured."""

    variant: str
    name: str
    mark: Mark
    now: float | None


def load_baseline(path: Path = PATH) -> Baseline:
    """Read the marks.

    Raises:
        EvaluationError: the file is not there or is not of this form.
    """
    try:
        return Baseline.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, ValidationError) as error:
        raise EvaluationError(f"基准 {path} 读不了。请用 ceyin-eval baseline 重新写一份。") from error


def same_set(baseline: Baseline, split: str, digest: str) -> None:
    """Make sure that figures of a set can be held against the marks.

    Raises:
        EvaluationError: the marks are of another set.
    """
    if (split, digest) != (baseline.split, baseline.digest):
        raise EvaluationError(
            f"基准是在另一套题目上量的：{baseline.split} {baseline.digest}，现在是 {split} {digest}。"
            "题目改过以后，请用 ceyin-eval run 和 ceyin-eval baseline 重写基准。"
        )


def gated(rows: Sequence[Row]) -> Figures:
    """The figures that marks are made of: those of every variant, and of the paraphrases alone."""
    paraphrases = figures_of(row for row in rows if row.type == _PARAPHRASE)
    return {**figures_of(rows), _PARAPHRASE: paraphrases.get(Variant.FULL, {})}


def falls(baseline: Baseline, setup: Setup, figures: Figures) -> list[Fall]:
    """The figures that fell; errors as in `same_set`."""
    same_set(baseline, setup.split, setup.digest)
    fallen = []
    for variant, marks in baseline.figures.items():
        for name, mark in marks.items():
            estimate = figures.get(variant, {}).get(name)
            if estimate is None:
                fallen.append(Fall(variant, name, mark, None))
            elif _worse(name, mark, estimate) > mark.noise + _ROUNDING:
                fallen.append(Fall(variant, name, mark, estimate.mean))
    return fallen


def _worse(name: str, mark: Mark, estimate: Estimate) -> float:
    fallen = mark.value - estimate.mean
    return fallen if BY_NAME[name].up else -fallen


def write_baseline(setup: Setup, figures: Figures, path: Path = PATH) -> None:
    """Take the figures of a run, as `gated` gives them, as the marks.

    Raises:
        EvaluationError: retrieval was not measured, or the file cannot be written.
    """
    if "R@5" not in figures.get(Variant.FULL, {}):
        raise EvaluationError("这次评测没有一道有答案的题，不能作基准。")
    lines = [_HEAD, f'split = "{setup.split}"', f'digest = "{setup.digest}"', "", "[parts]"]
    lines += [f'"{name}" = {json.dumps(value, ensure_ascii=False)}' for name, value in setup.parts.items()]
    for variant in (*_WHOLE, _PARAPHRASE, *_ALONE):
        lines += ["", f"[figures.{variant}]"]
        for name, estimate in figures.get(variant, {}).items():
            if BY_NAME[name].up is not None and name in _KEPT.get(variant, BY_NAME):
                value, noise = round(estimate.mean, 4), round(estimate.error, 4)
                lines.append(f'"{name}" = {{ value = {value}, noise = {noise} }}')
    try:
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    except OSError as error:
        raise EvaluationError(f"基准写不到 {path}。请检查文件夹是否可写。") from error
