"""What an evaluation found, row by row, and the folder it is kept in."""

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from ir_measures import Qrel
from pydantic import TypeAdapter, ValidationError

from corpus.errors import EvaluationError
from eval.trec import Run, write_qrels, write_run

FORMAT = 1
REPORT = "report.html"
_HEAD = "results.json"
_RUNS = "runs"
Scores = dict[str, dict[str, float]]
"""Per variant, the scores of one question; what does not apply is left out."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A clause that was found, as much of it as tells what it is about."""

    clause_id: str
    path: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a question was answered: `right` if the key facts were said, refusing aside."""

    status: str
    confidence: float
    right: bool
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One question, or one profile (of type `matching`), with its scores and what was found."""

    id: str
    question: str
    type: str
    persona: str
    difficulty: str
    gold: tuple[str, ...]
    scores: Scores
    found: tuple[Seen, ...]
    outcome: Outcome | None = None


@dataclass(slots=True)
class Timings:
    """Milliseconds of each search and each answer, in order, and the peak of memory in MB."""

    search: list[float] = field(default_factory=list)
    answer: list[float] = field(default_factory=list)
    peak_megabytes: float = 0.0


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All that judging a set gives: the rows, and the runs and judgments they rest on."""

    rows: tuple[Row, ...]
    runs: Mapping[str, Run]
    qrels: tuple[Qrel, ...]
    timings: Timings


@dataclass(frozen=True, slots=True)
class Setup:
    """What was judged by what: `digest` names the set, `parts` the models and thresholds."""

    split: str
    digest: str
    parts: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Stamp:
    format: int
    rows: int
    setup: Setup


@dataclass(frozen=True, slots=True)
class Results:
    """An evaluation as it is kept; the runs beside it are for other programs."""

    setup: Setup
    rows: tuple[Row, ...]
    timings: Timings


def save(evaluation: Evaluation, setup: Setup, summary: object, folder: Path) -> None:
    """Put results in place of those that were there; all but `timings.json` is the same each time.

    `summary` goes to `figures.json`, for other programs. Other files in the folder stay, but for a
    report of the results that are replaced. `results.json` comes last: without it, nothing is whole.

    Raises:
        EvaluationError: it cannot be written, or holds something other than results.
    """
    reserve(folder)
    made = folder / f".new.{os.getpid()}"
    try:
        made.mkdir()
        _write(evaluation, setup, summary, made)
        for name in (_HEAD, _RUNS, REPORT):
            _drop(folder / name)
        for path in sorted(made.iterdir(), key=lambda path: path.name == _HEAD):
            path.replace(folder / path.name)
    except OSError as error:
        raise EvaluationError(f"结果写不到 {folder}。请检查文件夹是否可写。") from error
    finally:
        shutil.rmtree(made, ignore_errors=True)


def reserve(folder: Path) -> None:
    """Make sure, before the work, that results can be put into a folder; errors as in `save`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()) and _head(folder) is None:
            raise EvaluationError(f"{folder} 里有别的东西，不覆盖。请换一个文件夹。")
    except FileExistsError as error:
        raise EvaluationError(f"{folder} 是一个文件，不覆盖。请换一个文件夹。") from error
    except OSError as error:
        raise EvaluationError(f"结果写不到 {folder}。请检查文件夹是否可写。") from error


def load(folder: Path) -> Results:
    """Read what `save` wrote.

    Raises:
        EvaluationError: there are no whole results in the folder, or they are of another version.
    """
    head = _head(folder)
    if head is not None and head["format"] != FORMAT:
        raise EvaluationError(f"{folder} 的结果是另一个版本的。请用 ceyin-eval run 重新评测。")
    try:
        lines = (folder / "rows.jsonl").read_text(encoding="utf-8").split("\n")
        rows = tuple(TypeAdapter(Row).validate_json(line) for line in lines if line)
        timings = TypeAdapter(Timings).validate_json((folder / "timings.json").read_bytes())
        held = TypeAdapter(_Stamp).validate_python(head)
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        raise _incomplete(folder) from error
    if len(rows) != held.rows:
        raise _incomplete(folder)
    return Results(held.setup, rows, timings)


def _drop(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _head(folder: Path) -> dict[str, object] | None:
    """The object in `results.json`, if that is of ours, whatever its version."""
    try:
        head = json.loads((folder / _HEAD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return head if isinstance(head, dict) and "format" in head and "setup" in head else None


def _incomplete(folder: Path) -> EvaluationError:
    return EvaluationError(f"{folder} 里没有完整的评测结果。请先运行 ceyin-eval run --out {folder}。")


def _write(evaluation: Evaluation, setup: Setup, summary: object, folder: Path) -> None:
    texts = {
        _HEAD: _json(asdict(_Stamp(FORMAT, len(evaluation.rows), setup))),
        "figures.json": json.dumps(summary, ensure_ascii=False, indent=1) + "\n",
        "rows.jsonl": "".join(_json(asdict(row)) for row in evaluation.rows),
        "timings.json": _json(asdict(evaluation.timings)),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    write_qrels(folder / "qrels.trec", evaluation.qrels)
    (folder / _RUNS).mkdir()
    for variant, run in evaluation.runs.items():
        write_run(folder / _RUNS / f"{variant}.trec", run, f"ceyin-{variant}")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"
