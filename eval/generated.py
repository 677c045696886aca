"""`ceyin-eval generated`: what questions that a model writes are worth to documents that have none."""

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import fmean
from typing import get_args

import click
from ir_measures import Qrel

from eval.evaluation import DEPTH, qrels_of
from eval.questions import FOLDER, Question, Split, load_set
from eval.subject import indexed
from eval.tables import runs_table, show
from eval.trec import MEASURES, by_nugget, measured, scored
from eval.variants import ranker_of
from index.asked import tied
from index.generated import GeneratedStore
from index.search import HybridSearcher
from service import wire
from service.asking import Questioner
from service.settings import read_settings
from service.terminal import OUT, progress

_HALF = "换说法 R@5"


@click.command("generated", help="给文件生成问法，量一量没有问法的新文件因此找得准多少（约几分钟）。")
@click.option(
    "--split", type=click.Choice(get_args(Split)), default="report", help="用哪一半题目，默认 report"
)
@click.option(
    "--per-clause", type=click.IntRange(1, 50), default=6, metavar="个数", help="每个条款最多留几个"
)
@click.option(
    "--weight", type=click.FloatRange(0, 1), default=0.5, metavar="几成", help="按人写的几成计，默认 0.5"
)
def measure_generated(split: Split, per_clause: int, weight: float) -> None:
    """Judge retrieval with and without generated questions, and with and without those of people."""
    settings = read_settings()
    encoder, asker = wire.encoder_of(settings), wire.asker_of(settings)
    stored = wire.sources_of(wire.SEED_DOCUMENTS)
    questions = [question for question in load_set(FOLDER).of(split).questions if question.answerable]
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        bare = replace(stored, asked=())
        searcher = indexed(encoder, bare, home / "bare")
        store = GeneratedStore(home / "generated.jsonl")
        questioner = Questioner(asker, searcher, store)
        documents = {document.id: document for document in bare.documents}
        job = questioner.job(documents, bare.clauses, per_clause)
        with progress() as bar:
            task = bar.add_task("写问法", total=len(job.clauses))
            for done, _ in questioner.run(job, documents, {}):
                bar.advance(task, done)
        written = tuple(tied(store.entries(), bare.documents, bare.clauses))
        OUT.print(f"{asker.name}：{len(job.clauses)} 个条款，留下 {len(written)} 条问法。")
        searchers = {
            "没有问法": searcher,
            "生成的问法": indexed(encoder, replace(bare, asked=written), home / "aided"),
            "人写的问法": indexed(encoder, stored, home / "stored"),
            "人写的和生成的": indexed(
                encoder, replace(stored, asked=(*stored.asked, *written)), home / "both"
            ),
        }
        qrels = qrels_of(questions, documents, bare.clauses)
        fusion = searcher.fusion.model_copy(update={"generated": weight})
        found = {name: figures(one.weighed(fusion), questions, qrels) for name, one in searchers.items()}
        show(runs_table(found))


def figures(
    searcher: HybridSearcher, questions: Sequence[Question], qrels: Sequence[Qrel]
) -> dict[str, float]:
    """The measures of a searcher over questions, and R@5 over paraphrases alone."""
    rank = ranker_of(searcher)
    run = {question.id: rank(question.question, DEPTH) for question in questions}
    scores = measured(*by_nugget(scored(run), qrels))
    said_otherwise = [question.id for question in questions if question.type == "paraphrase"]
    means = {name: fmean(scores[question.id][name] for question in questions) for name in MEASURES}
    return {**means, _HALF: fmean(scores[name]["R@5"] for name in said_otherwise)}
