"""The commands for other people's benchmarks: `beir` and `score`."""

import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import fmean

import click
from ir_measures import Qrel, R, ScoredDoc

from corpus.errors import EvaluationError
from eval.beir import Benchmark, load_benchmark
from eval.memory import peak_megabytes
from eval.sampling import share
from eval.subject import indexed
from eval.tables import measures_table, runs_table, show
from eval.trec import MEASURES, Run, by_nugget, measured, read_qrels, read_run, scored, write_qrels, write_run
from eval.variants import LABELS, Ranker, Variant, ablations, ranker_of
from index import generation
from index.search import HybridSearcher
from service import wire
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
    settings = read_settings()
    encoder, reranker = wire.encoder_of(settings), wire.reranker_of(settings)
    runs: dict[Variant, Run] = {}
    with tempfile.TemporaryDirectory() as home, progress() as bar:
        began = time.perf_counter()
        indexing = bar.add_task("建索引", total=generation.encoded_texts(held.sources))
        searcher = indexed(
            encoder, held.sources, Path(home), lambda done: bar.advance(indexing, done), reranker
        )
        spent = {"建索引": time.perf_counter() - began}
        rankers = _rankers(searcher)
        searching = bar.add_task("检索", total=len(rankers) * len(held.questions))
        for variant, rank in rankers.items():
            began = time.perf_counter()
            runs[variant] = _run(rank, held, lambda: bar.advance(searching))
            spent[variant] = time.perf_counter() - began
    OUT.print(_cost(held, spent))
    show(runs_table({LABELS[variant]: _means(held, run) for variant, run in runs.items()}))
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
    OUT.print(_compared(found, judgments, run, qrels))
    if nuggets and {entry.iteration for entry in judgments} == {"0"}:
        raise EvaluationError(f"{qrels} 的第二列全是 0，没有写要点。请去掉 --nuggets。")
    if nuggets:
        found, judgments = by_nugget(found, judgments)
    scores = measured(found, judgments, _MEASURES).values()
    show(measures_table({name: share([held[name] for held in scores]) for name in _MEASURES}))


def _rankers(searcher: HybridSearcher) -> dict[Variant, Ranker]:
    """The whole search, and the legs that need no stored questions, each alone."""
    alone = ablations(searcher)
    return {Variant.FULL: ranker_of(searcher), **{leg: alone[leg] for leg in _LEGS}}


def _run(rank: Ranker, held: Benchmark, advance: Callable[[], None]) -> Run:
    """The best passages for each question; as in BEIR, a question that is a passage does not find itself."""
    run = {}
    for name, question in held.questions.items():
        found = rank(question, _DEPTH + 1)
        run[name] = [(passage, score) for passage, score in found if passage != name][:_DEPTH]
        advance()
    return run


def _means(held: Benchmark, run: Run) -> dict[str, float]:
    scores = measured(scored(run), held.qrels, _MEASURES).values()
    return {name: fmean(found[name] for found in scores) for name in _MEASURES}


def _cost(held: Benchmark, spent: dict[str, float]) -> str:
    each = spent[Variant.FULL] / len(held.questions)
    left_out = (
        f"（另有 {held.left_out} 题在 queries.jsonl 里没有可问的字，算作没找到）" if held.left_out else ""
    )
    return (
        f"{len(held.sources.clauses)} 段，{len(held.questions)} 题{left_out}："
        f"建索引 {spent['建索引']:.0f} 秒，检索每题 {each * 1e3:.0f} 毫秒，"
        f"内存峰值 {peak_megabytes():.0f} MB。"
    )


def _made(out: Path) -> None:
    """Make the folder before the work is done; one that holds anything but earlier runs is refused."""
    own = {"qrels.trec", *(f"{variant}.trec" for variant in (Variant.FULL, *_LEGS))}
    try:
        out.mkdir(parents=True, exist_ok=True)
        foreign = {path.name for path in out.iterdir()} - own
    except OSError as error:
        raise EvaluationError(f"结果写不到 {out}。请检查这个文件夹能否建立。") from error
    if foreign:
        raise EvaluationError(f"{out} 里有别的东西，不覆盖。请换一个文件夹。")


def _compared(found: Sequence[ScoredDoc], judgments: Sequence[Qrel], run: Path, qrels: Path) -> str:
    """Say which questions only one of the two files has.

    Raises:
        EvaluationError: they have none in common.
    """
    asked, judged = {entry.query_id for entry in found}, {entry.query_id for entry in judgments}
    if asked.isdisjoint(judged):
        raise EvaluationError(f"{run} 与 {qrels} 没有共同的题号。请检查是不是同一套题。")
    return f"结果里缺 {len(judged - asked)} 题，按 0 计；多出 {len(asked - judged)} 题，不计。"
