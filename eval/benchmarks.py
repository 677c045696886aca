"""The commands for other people's benchmarks: `beir` and `score`."""

import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import click
from ir_measures import R

from corpus.errors import EvaluationError
from eval.beir import Benchmark, load_benchmark
from eval.memory import peak_megabytes
from eval.sampling import Estimate, estimate
from eval.subject import indexed
from eval.tables import measures_table, runs_table, show
from eval.trec import MEASURES, Run, by_nugget, measured, read_qrels, read_run, scored, write_qrels, write_run
from eval.variants import Ranker, Variant, ablations, ranker_of
from index import generation
from index.search import HybridSearcher
from service.settings import read_settings
from service.terminal import OUT, progress

_PATH = click.Path(path_type=Path)
_DEPTH = 100
_MEASURES = {**MEASURES, "R@100": R @ 100}
_LEGS = (Variant.LEXICAL, Variant.DENSE)


@click.command("beir", help="跑一个 BEIR 格式的检索基准（corpus.jsonl、queries.jsonl、qrels/）。")
@click.argument("folder", type=_PATH, metavar="文件夹")
@click.option("--split", default="test", metavar="名称", help="用 qrels/ 里的哪一份，默认 test")
@click.option("--out", type=_PATH, metavar="文件夹", help="检索结果（TREC 格式）写到这个文件夹")
def beir(folder: Path, split: str, out: Path | None) -> None:
    """Index a benchmark's passages, ask its questions, print the measures."""
    held = load_benchmark(folder, split)
    if out:
        _made(out)
    with tempfile.TemporaryDirectory() as home, progress() as bar:
        began = time.perf_counter()
        indexing = bar.add_task("建索引", total=generation.encoded_texts(held.sources))
        searcher = indexed(
            read_settings(), held.sources, Path(home), lambda done: bar.advance(indexing, done)
        )
        built = time.perf_counter()
        rankers = _rankers(searcher)
        searching = bar.add_task("检索", total=len(rankers) * len(held.questions))
        runs = {
            variant: _run(rank, held, lambda: bar.advance(searching)) for variant, rank in rankers.items()
        }
        each = (time.perf_counter() - built) / len(runs) / len(held.questions)
    measures = {variant: measured(scored(run), held.qrels, _MEASURES) for variant, run in runs.items()}
    show(runs_table({variant: _means(found) for variant, found in measures.items()}))
    OUT.print(
        f"{len(held.sources.clauses)} 段，{len(held.questions)} 题：建索引 {built - began:.0f} 秒，"
        f"检索每题 {each * 1e3:.0f} 毫秒，内存峰值 {peak_megabytes():.0f} MB。"
    )
    if out:
        write_qrels(out / "qrels.trec", held.qrels)
        for variant, run in runs.items():
            write_run(out / f"{variant}.trec", run, f"ceyin-{variant}")
        OUT.print(f"检索结果在 {out}。")


@click.command("score", help="给任何人的 TREC 检索结果打分；QRELS 可以是 TREC 或 BEIR 格式。")
@click.argument("run", type=_PATH, metavar="RUN")
@click.argument("qrels", type=_PATH, metavar="QRELS")
@click.option("--nuggets", is_flag=True, help="QRELS 第二列是要点：同一要点的条款找到一个就够")
def score(run: Path, qrels: Path, *, nuggets: bool) -> None:
    """Print the measures of a run."""
    found, judgments = read_run(run), read_qrels(qrels)
    if nuggets:
        found, judgments = by_nugget(found, judgments)
    show(measures_table(_means(measured(found, judgments, _MEASURES))))


def _rankers(searcher: HybridSearcher) -> dict[Variant, Ranker]:
    """The whole search, and the legs that need no stored questions, each alone."""
    alone = ablations(searcher)
    return {Variant.FULL: ranker_of(searcher), **{leg: alone[leg] for leg in _LEGS}}


def _run(rank: Ranker, held: Benchmark, advance: Callable[[], None]) -> Run:
    run = {}
    for name, question in held.questions.items():
        run[name] = rank(question, _DEPTH)
        advance()
    return run


def _made(out: Path) -> None:
    """Make the folder before the work is done."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EvaluationError(f"结果写不到 {out}。请检查这个文件夹能否建立。") from error


def _means(per_question: Mapping[str, Mapping[str, float]]) -> dict[str, Estimate]:
    return {name: estimate([held[name] for held in per_question.values()]) for name in _MEASURES}
