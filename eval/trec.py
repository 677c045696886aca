"""Runs and judgments in TREC's formats, and the measures of a run, by ir_measures."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from ir_measures import RR, Measure, Qrel, R, ScoredDoc, iter_calc, nDCG

from corpus.errors import EvaluationError

MEASURES: Mapping[str, Measure] = {
    "R@1": R @ 1,
    "R@3": R @ 3,
    "R@5": R @ 5,
    "R@10": R @ 10,
    "MRR@10": RR @ 10,
    "nDCG@10": nDCG @ 10,
}
_STEP = 1e-4

Run = Mapping[str, Sequence[tuple[str, float]]]
"""Per question, (clause, score) pairs, best first."""


def scored(run: Run) -> list[ScoredDoc]:
    """A run for ir_measures; equal scores are set apart by a little for each rank, in their order."""
    return [
        ScoredDoc(question, clause, score - rank * _STEP)
        for question, found in run.items()
        for rank, (clause, score) in enumerate(found)
    ]


def ranked(run: Iterable[ScoredDoc]) -> list[ScoredDoc]:
    """A run with its ranks, negated, for scores: every measure then orders ties in one way.

    The order is that of trec_eval: by score, and by the name, the later first, where scores are equal.
    """
    places: dict[str, int] = defaultdict(int)
    found = []
    for entry in sorted(run, key=lambda entry: (entry.score, entry.doc_id), reverse=True):
        places[entry.query_id] += 1
        found.append(ScoredDoc(entry.query_id, entry.doc_id, -places[entry.query_id]))
    return found


def measured(
    run: Iterable[ScoredDoc], qrels: Sequence[Qrel], measures: Mapping[str, Measure] = MEASURES
) -> dict[str, dict[str, float]]:
    """Per question that has judgments, each measure of a run; 0 where the run has nothing for it."""
    names = {measure: name for name, measure in measures.items()}
    found = {qrel.query_id: dict.fromkeys(measures, 0.0) for qrel in qrels}
    for metric in iter_calc(list(names), qrels, ranked(run)):
        found[metric.query_id][names[metric.measure]] = metric.value
    return found


def by_nugget(run: Iterable[ScoredDoc], qrels: Sequence[Qrel]) -> tuple[list[ScoredDoc], list[Qrel]]:
    """A run and its judgments in terms of nuggets, the things an answer needs.

    The second column of the judgments names the nugget that a clause holds; any clause that holds
    it will do, so that the first one found stands for the nugget and the others are worth nothing.
    Nuggets that one clause holds together are one.
    """
    groups = {question: _groups(held) for question, held in _nuggets(qrels).items()}
    met: set[tuple[str, str]] = set()
    renamed = []
    for entry in ranked(run):
        group = groups.get(entry.query_id, {}).get(entry.doc_id)
        if group is not None and (entry.query_id, group) not in met:
            met.add((entry.query_id, group))
            renamed.append(ScoredDoc(entry.query_id, group, entry.score))
        else:
            renamed.append(entry)
    nothing = dict.fromkeys(qrel.query_id for qrel in qrels if qrel.query_id not in groups)
    return renamed, [
        *(
            Qrel(question, group, 1)
            for question, held in groups.items()
            for group in sorted({*held.values()})
        ),
        *(Qrel(question, "", 0) for question in nothing),
    ]


def _nuggets(qrels: Iterable[Qrel]) -> dict[str, dict[str, set[str]]]:
    """Per question and nugget, the clauses that hold it."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for qrel in qrels:
        if qrel.relevance > 0:
            found[qrel.query_id][qrel.iteration].add(qrel.doc_id)
    return found


def _groups(nuggets: Mapping[str, set[str]]) -> dict[str, str]:
    """The name of each clause's nugget, those that share a clause made one."""
    merged: list[set[str]] = []
    for clauses in nuggets.values():
        apart = [group for group in merged if not group & clauses]
        merged = [*apart, clauses.union(*(group for group in merged if group & clauses))]
    return {clause: f"nugget {number}" for number, group in enumerate(merged, 1) for clause in group}


def write_run(path: Path, run: Run, tag: str) -> None:
    """Write `question Q0 clause rank score tag` lines, ranks from 1."""
    places: dict[str, int] = defaultdict(int)
    lines = []
    for question, clause, score in scored(run):
        places[question] += 1
        lines.append(f"{question} Q0 {clause} {places[question]} {score:.6f} {tag}\n")
    path.write_text("".join(lines), encoding="utf-8")


def write_qrels(path: Path, qrels: Iterable[Qrel]) -> None:
    """Write `question nugget clause relevance` lines."""
    lines = [f"{qrel.query_id} {qrel.iteration} {qrel.doc_id} {qrel.relevance}\n" for qrel in qrels]
    path.write_text("".join(lines), encoding="utf-8")


def read_run(path: Path) -> list[ScoredDoc]:
    """Read a TREC run; the order is that of the scores, as in trec_eval.

    Raises:
        EvaluationError: it cannot be read, a line is not of this form, or a clause is there twice.
    """
    run = []
    seen: set[tuple[str, str]] = set()
    for number, columns in _columns(path):
        if len(columns) != 6:
            raise EvaluationError(
                f"{path} 第 {number} 行不是 TREC 检索结果的六列“题号 Q0 条款号 名次 得分 名称”，请改正。"
            )
        question, _, clause, _, score, _ = columns
        try:
            run.append(ScoredDoc(question, clause, _finite(score)))
        except ValueError as error:
            raise EvaluationError(f"{path} 第 {number} 行的得分“{score}”不是数，请改正。") from error
        if (question, clause) in seen:
            raise EvaluationError(
                f"{path} 第 {number} 行：题目 {question} 的 {clause} 出现了两次，请删去一行。"
            )
        seen.add((question, clause))
    return run


def read_qrels(path: Path) -> list[Qrel]:
    """Read judgments: TREC's four columns, or BEIR's three with a heading line.

    Raises:
        EvaluationError: it cannot be read, a line is of neither form, or nothing is relevant.
    """
    qrels = []
    for number, columns in _columns(path):
        if number == 1 and columns[0] == "query-id":
            continue
        nugget = columns.pop(1) if len(columns) == 4 else "0"
        if len(columns) != 3:
            raise EvaluationError(
                f"{path} 第 {number} 行既不是 TREC 的四列“题号 要点 条款号 相关度”，"
                "也不是 BEIR 的三列，请改正。"
            )
        question, clause, relevance = columns
        try:
            qrels.append(Qrel(question, clause, int(_finite(relevance)), nugget))
        except ValueError as error:
            raise EvaluationError(
                f"{path} 第 {number} 行的相关度“{relevance}”不是一个数，请改正。"
            ) from error
    if not any(qrel.relevance > 0 for qrel in qrels):
        raise EvaluationError(f"{path} 里没有一条相关的条款，无从打分。请检查这份文件。")
    return qrels


def _columns(path: Path) -> list[tuple[int, list[str]]]:
    """The columns of each line that has any, with its number."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError(f"文件 {path} 读不了。请检查路径，并存为 UTF-8。") from error
    found = [(number, line.split()) for number, line in enumerate(lines, start=1) if line.strip()]
    if not found:
        raise EvaluationError(f"文件 {path} 是空的。请检查路径。")
    return found


def _finite(text: str) -> float:
    score = float(text)
    if not math.isfinite(score):
        raise ValueError(text)
    return score
