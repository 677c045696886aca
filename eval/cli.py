"""`ceyin-eval`: judge retrieval and answers, compare and keep the figures, fit what is fitted."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

import click

from corpus.document import Document
from corpus.errors import EvaluationError
from corpus.reader import read_folder
from eval import benchmarks, parsing
from eval.baseline import PATH as BASELINE
from eval.baseline import Baseline, falls, gated, load_baseline, same_set, write_baseline
from eval.bench import bench
from eval.checks import faults, leaks, learnt
from eval.difference import changes, differences, remarks
from eval.evaluation import Subject, evaluate, steps
from eval.figures import BY_NAME, figures_of, groups_of, summary_of
from eval.generated import measure_generated
from eval.questions import ELSEWHERE, FOLDER, Split, load_set
from eval.results import REPORT, Results, Row, Setup, load, reserve, save
from eval.subject import parts_of, subject_of
from eval.tables import (
    corpus_table,
    differences_table,
    falls_table,
    figures_table,
    kinds_table,
    latency_line,
    risk_line,
    show,
    statutes_line,
    variants_table,
)
from eval.tuning import calibrate_command, evidence_command, fit_command, matching_command
from service import wire
from service.settings import read_settings
from service.terminal import CONTEXT, OUT, Chinese, progress
from service.terminal import run as run_group

_FOLDER = click.Path(path_type=Path)
RESULTS = Path("var") / "eval"
_DOCUMENTS = click.option(
    "--documents",
    type=_FOLDER,
    default=wire.SEED_DOCUMENTS,
    metavar="文件夹",
    help="题目所引的文件，默认自带的五份",
)
_SET = click.option(
    "--set",
    "folder",
    type=_FOLDER,
    default=FOLDER,
    metavar="文件夹",
    help="题目：其中的 questions/*.jsonl 和 profiles.jsonl",
)


@click.group(cls=Chinese, context_settings=CONTEXT, help="策引评测：按题目–条款对给检索和回答打分。")
def app() -> None:
    """Hold the commands together."""


@app.command("run", help="跑一遍题目：检索、回答、拒答、冲突、匹配，和去掉各条腿的对照。")
@click.option(
    "--split", type=click.Choice(get_args(Split)), default="report", help="用哪一半题目，默认 report"
)
@click.option("--out", type=_FOLDER, default=RESULTS, metavar="文件夹", help=f"结果写到哪里，默认 {RESULTS}")
@_DOCUMENTS
@_SET
@click.option("--baseline", type=_FOLDER, metavar="文件", help="有指标低于这份基准，退出码就是 1")
def judge(split: Split, out: Path, documents: Path, folder: Path, baseline: Path | None) -> None:
    """Judge every question of a split."""
    marks = load_baseline(baseline) if baseline else None
    settings = read_settings()
    held = load_set(folder).of(split)
    if not held.questions:
        raise EvaluationError(f"{folder} 里没有一道题属于 {split}。请在题目的 split 里写 tune 或 report。")
    reserve(out)
    if marks:
        same_set(marks, split, held.digest)
    with tempfile.TemporaryDirectory() as home, progress() as bar:
        task = bar.add_task("评测", total=None)
        encoder = wire.encoder_of(settings)
        composer, reranker = wire.composer_of(settings), wire.reranker_of(settings)
        sources = documents, folder / ELSEWHERE / "documents"
        subject = subject_of(encoder, composer, sources, Path(home), reranker)
        wrong = faults(held, _documents(subject))
        if wrong:
            raise EvaluationError(f"题目有 {len(wrong)} 处问题，例如 {wrong[0]} 全部见 ceyin-eval check。")
        bar.update(task, total=steps(subject, held))
        evaluation = evaluate(subject, held, lambda: bar.advance(task))
        setup = Setup(split, held.digest, parts_of(settings, encoder, documents))
    save(evaluation, setup, summary_of(evaluation.rows), out)
    _show(Results(setup, evaluation.rows, evaluation.timings))
    OUT.print(f"逐题结果在 {out}；ceyin-eval report {out} 写成网页。")
    if marks and _fallen(marks, setup, evaluation.rows):
        raise SystemExit(1)


def _documents(subject: Subject) -> dict[str, Document]:
    """The documents that a set quotes, by their ids."""
    matchers = [subject.matcher, *([subject.elsewhere] if subject.elsewhere else [])]
    return {document.id: document for matcher in matchers for document in matcher.generation.documents}


def _fallen(marks: Baseline, setup: Setup, rows: Sequence[Row]) -> bool:
    """Show what fell below the marks, if anything did."""
    for name in marks.parts:
        if marks.parts[name] != setup.parts.get(name):
            OUT.print(f"与定基准时不同：{name} {marks.parts[name]} → {setup.parts.get(name, '—')}")
    fallen = falls(marks, setup, gated(rows))
    if fallen:
        show(falls_table(fallen))
    else:
        OUT.print("没有指标低于基准。")
    return bool(fallen)


def _show(results: Results) -> None:
    figures = figures_of(results.rows)
    paraphrases = figures_of(row for row in results.rows if row.type == "paraphrase")
    count = sum(1 for row in results.rows if row.outcome)
    show(figures_table(figures, f"{results.setup.split}：{count} 题"))
    show(variants_table(figures, paraphrases))
    show(kinds_table(groups_of(results.rows, "type"), "类型"))
    show(kinds_table(groups_of(results.rows, "persona"), "提问的人"))
    OUT.print(risk_line(results.rows))
    OUT.print(latency_line(results.timings))


@app.command("report", help="把一次评测写成一个网页：图、表和没有做好的题目。")
@click.argument("folder", type=_FOLDER, metavar="[结果文件夹]", default=RESULTS)
@click.option("--out", type=_FOLDER, metavar="文件", help="网页写到哪里，默认放在结果文件夹里")
def show_report(folder: Path, out: Path | None) -> None:
    """Write the page of an evaluation."""
    from eval.report import write_report

    path = out or folder / REPORT
    write_report(load(folder), path)
    OUT.print(f"报告已写入 {path}。")


@app.command("diff", help="比较两次评测：哪些指标、哪些题目变好变差，是不是偶然。")
@click.argument("old", type=_FOLDER, metavar="原来的结果")
@click.argument("new", type=_FOLDER, metavar="现在的结果")
def compare(old: Path, new: Path) -> None:
    """Show what changed between two evaluations."""
    before, after = load(old), load(new)
    found = differences(before, after)
    if not found:
        raise EvaluationError(f"{old} 和 {new} 没有一道相同的题目，不能比较。")
    for remark in remarks(before, after):
        OUT.print(remark)
    moved = [one for one in found if one.moved]
    if moved:
        show(differences_table(moved))
    OUT.print(f"{len(moved)} 个指标有变动，{len(found) - len(moved)} 个没有。")
    OUT.print(f"比较了 {len(found)} 个指标，p 未作多重比较校正：平均每 20 个就有一个碰巧小于 0.05。")
    for change in changes(before, after):
        mark = "变好" if change.gain > 0 else "变差"
        label = BY_NAME[change.name].label
        OUT.print(
            f"{mark} {change.row.id} {label} {change.old:.2f} → {change.new:.2f}  {change.row.question}"
        )


@app.command("baseline", help="把一次评测的指标定为基准。")
@click.argument("folder", type=_FOLDER, metavar="[结果文件夹]", default=RESULTS)
@click.option("--out", type=_FOLDER, default=BASELINE, metavar="文件", help=f"默认 eval/{BASELINE.name}")
def mark_baseline(folder: Path, out: Path) -> None:
    """Take the figures of an evaluation as the baseline."""
    results = load(folder)
    if out.exists():
        marks = load_baseline(out)
        if (marks.split, marks.digest) == (results.setup.split, results.setup.digest):
            _fallen(marks, results.setup, results.rows)
    write_baseline(results.setup, gated(results.rows), out)
    OUT.print(f"基准已写入 {out}。")


@app.command("check", help="检查题目：引文是否唯一、关键词是否在答案里、是否与问法或训练数据重复。")
@_DOCUMENTS
@_SET
@click.option(
    "--data",
    type=_FOLDER,
    metavar="文件夹",
    help="训练数据的文件夹，给了就一起查重",
)
def check(documents: Path, folder: Path, data: Path | None) -> None:
    """Check a set; exit code 1 if it has faults."""
    held = load_set(folder)
    others = folder / ELSEWHERE / "documents"
    read = [*read_folder(documents), *(read_folder(others) if others.is_dir() else ())]
    found = faults(held, {document.id: document for document in read})
    found += leaks(held, learnt(wire.ASKED, data))
    for fault in found:
        OUT.print(fault)
    profiles = len(held.profiles) + len(held.elsewhere)
    OUT.print(f"{len(held.questions)} 题，{profiles} 份企业描述，{len(found)} 处问题。")
    if found:
        raise SystemExit(1)


app.add_command(calibrate_command)
app.add_command(fit_command)
app.add_command(evidence_command)
app.add_command(matching_command)


@app.command("corpus", help="核对条款切分：责任单位、数字指标；--laws 再跑一遍法律法规。")
@click.option("--laws", type=_FOLDER, metavar="文件", help="text-1-policy-laws.jsonl.xz")
def judge_corpus(laws: Path | None) -> None:
    """Judge what is read from documents against lists made by hand."""
    documents = parsing.read(wire.SEED_DOCUMENTS)
    found = {
        "责任单位（条款）": parsing.judge_units(documents),
        "有年份的数字": parsing.judge_targets(documents),
        "没有年份的数字": parsing.judge_other_numbers(documents),
    }
    if laws is None:
        show(corpus_table(found))
        return
    statutes = parsing.judge_statutes(laws)
    show(corpus_table(found | {"20 部法规的条": statutes.articles}))
    OUT.print(statutes_line(statutes))


@app.command("bench", help="测量建索引、启动、检索和回答的耗时与内存。")
def measure_speed() -> None:
    """Measure times and memory on this machine."""
    for name, value in bench(read_settings()).items():
        OUT.print(f"{name}：{value}")


for command in (benchmarks.beir, benchmarks.score, measure_generated):
    app.add_command(command)


def main() -> None:
    """Run `ceyin-eval`."""
    run_group(app)
