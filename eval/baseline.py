"""The figures that must not fall: read, compared, written."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.errors import EvaluationError
from eval.figures import BY_NAME, Figures
from eval.results import Judged
from eval.sampling import Estimate
from eval.variants import Variant

PATH = Path(__file__).parent / "baseline.toml"
_WHOLE = (Variant.FULL, Variant.NEW_DOCUMENT)
_ALONE = (Variant.LEXICAL, Variant.LEXICON, Variant.ASKED, Variant.DENSE)
# Of a single leg, enough to see that it is there and works.
_OF_LEGS = ("R@5", "MRR@10")
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
    """The marks per variant and figure, and the set they were measured on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    split: str
    digest: str
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
            "题目改过以后，请用 ceyin-eval run 和 ceyin-eval baseline 重写基准，并在 CHANGELOG 写明。"
        )


def falls(baseline: Baseline, judged: Judged, figures: Figures) -> list[Fall]:
    """The figures that fell; errors as in `same_set`."""
    same_set(baseline, judged.split, judged.digest)
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


def write_baseline(judged: Judged, figures: Figures, path: Path = PATH) -> None:
    """Take the figures of a run as the marks."""
    lines = [_HEAD, f'split = "{judged.split}"', f'digest = "{judged.digest}"']
    for variant in (*_WHOLE, *_ALONE):
        lines += ["", f"[figures.{variant}]"]
        for name, estimate in figures.get(variant, {}).items():
            if BY_NAME[name].up is not None and (variant in _WHOLE or name in _OF_LEGS):
                value, noise = round(estimate.mean, 4), round(estimate.error, 4)
                lines.append(f'"{name}" = {{ value = {value}, noise = {noise} }}')
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
