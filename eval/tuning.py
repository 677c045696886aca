"""`ceyin-eval fit` and `ceyin-eval calibrate`: fit on the tune questions what is fitted."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from eval.applying import examples as matching_examples
from eval.applying import fit as fit_matching
from eval.applying import written as written_fit
from eval.beir import Benchmark, load_benchmark
from eval.calibrate import calibrate
from eval.calibrate import write as write_refusal
from eval.evidence import fit as fit_evidence
from eval.fitting import Example, elsewhere, examples, fit
from eval.fitting import write as write_weights
from eval.questions import ELSEWHERE, FOLDER, load_set
from eval.subject import indexed
from index.fusion import PATH as FUSION
from index.leg import Leg
from index.rerank import Reranker
from index.search import HybridSearcher
from service import wire
from service.composer import Composer
from service.evidence import PATH as EVIDENCE
from service.evidence import written
from service.generator import NoGenerator
from service.matching.matcher import PATH as MATCHING
from service.refusal import PATH as REFUSAL
from service.refusal import Refusal
from service.settings import read_settings
from service.terminal import OUT

_ROUNDS = 2
"""The best stored question of a clause is chosen by the weights: they are fitted once more on that."""


@click.command("fit", help="在 tune 题目上重新拟合各条腿的权重，写回 index/fusion.toml。")
@click.option(
    "--also",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="文件夹",
    help="BEIR 格式的别的文件和问题（用 qrels/dev.tsv），也照顾到；可写多次",
)
def fit_command(also: tuple[Path, ...]) -> None:
    """Fit the weights of the legs again."""
    questions = [question for question in load_set().of("tune").questions if question.answerable]
    benchmarks = [load_benchmark(folder, "dev") for folder in also]
    with _searcher() as searcher:
        counts = sum(example.counts for example in examples(questions, searcher)) if benchmarks else 0.0
        others = [found for benchmark in benchmarks for found in _others(benchmark, counts)]
        for _ in range(_ROUNDS):
            weights = fit([*examples(questions, searcher), *others])
            legs = searcher.fusion.legs.model_copy(update=weights)
            searcher = searcher.weighed(searcher.fusion.model_copy(update={"legs": legs}))
    write_weights(weights, FUSION)
    OUT.print(f"已写入 {FUSION}：" + "，".join(f"{name} {weight}" for name, weight in weights.items()) + "。")


@click.command("calibrate", help="在 tune 题目上重新拟合拒答模型，写回 service/refusal.toml。")
@click.option("--false-refusals", type=click.FloatRange(0, 1), default=0.01, help="误拒多大比例，默认 0.01")
def calibrate_command(false_refusals: float) -> None:
    """Fit the refusal model again."""
    questions = load_set().of("tune").questions
    with _searcher(wire.reranker_of(read_settings())) as searcher:
        models = [
            calibrate(
                questions, wire.answerer_over(one, Composer(NoGenerator())), false_refusals=false_refusals
            )
            for one in (searcher, searcher.without([Leg.ASKED]))
        ]
    write_refusal(Refusal(stored=models[0], bare=models[1]), REFUSAL)
    OUT.print(f"已写入 {REFUSAL}：阈值 {models[0].threshold}，没有问法时 {models[1].threshold}。")


@click.command("evidence", help="在 tune 题目上重新拟合挑引文的权重，写回 service/evidence.toml。")
def evidence_command() -> None:
    """Fit the weights by which quotes are picked."""
    questions = [question for question in load_set().of("tune").questions if question.answerable]
    with _searcher() as searcher:
        ways = (searcher, searcher.without([Leg.ASKED]))
        weights = fit_evidence(questions, [wire.answerer_over(one, Composer(NoGenerator())) for one in ways])
    EVIDENCE.write_text(written(weights), encoding="utf-8")
    OUT.print(f"已写入 {EVIDENCE}。之后请再运行 ceyin-eval calibrate：拒答看的是挑出来的引文。")


@click.command(
    "matching", help="在 tune 的企业描述上重新拟合匹配的权重，写回 service/matching/weights.toml。"
)
@click.option("--precision", type=click.FloatRange(0, 1), default=0.85, help="说适用的要有多准，默认 0.85")
def matching_command(precision: float) -> None:
    """Fit the weights by which clauses are said to apply."""
    held = load_set().of("tune")
    with _searcher() as searcher:
        found = matching_examples(held.profiles, wire.matcher_over(searcher))
    with _searcher(documents=FOLDER / ELSEWHERE / "documents") as searcher:
        found += matching_examples(held.elsewhere, wire.matcher_over(searcher))
    fitted = fit_matching(found, precision)
    MATCHING.write_text(written_fit(fitted), encoding="utf-8")
    OUT.print(f"已写入 {MATCHING}：概率 {fitted.applies} 起说适用。")


def _others(benchmark: Benchmark, counts: float) -> list[Example]:
    """A benchmark's examples, over an index of its own; they are the same in each round."""
    with tempfile.TemporaryDirectory() as home:
        searcher = indexed(wire.encoder_of(read_settings()), benchmark.sources, Path(home))
        return elsewhere(benchmark, searcher, counts)


@contextmanager
def _searcher(
    reranker: Reranker | None = None, documents: Path = wire.SEED_DOCUMENTS
) -> Iterator[HybridSearcher]:
    with tempfile.TemporaryDirectory() as home:
        sources = wire.sources_of(documents)
        yield indexed(wire.encoder_of(read_settings()), sources, Path(home), reranker=reranker)
