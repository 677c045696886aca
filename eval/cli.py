"""`ceyin-eval`: judge the index and the answers, fit what is fitted."""

import json
import tempfile
from dataclasses import replace
from pathlib import Path

import click
from rich.table import Table

from eval import parsing
from eval.bench import bench
from eval.calibrate import calibrate, write
from eval.measure import Judged, by_type, figures, judge
from eval.questions import Split, load_questions
from service import wire
from service.refusal import PATH, Refusal
from service.settings import read_settings
from service.terminal import CONTEXT, OUT, Chinese, progress
from service.terminal import run as run_group


@click.group(cls=Chinese, context_settings=CONTEXT, help="策引评测：按题目–条款对给检索和回答打分。")
def app() -> None:
    """Hold the commands together."""


@app.command("run", help="跑一遍题目，打印各项指标。")
@click.option("--split", type=click.Choice(["tune", "report"]), default="report", help="用哪一半题目")
@click.option("--out", type=click.Path(path_type=Path), metavar="文件", help="逐题结果写到这个 JSONL 文件")
def judge_split(split: Split, out: Path | None) -> None:
    """Judge every question of a split."""
    answerer = wire.answerer_of(read_settings())
    questions = load_questions(split)
    with progress() as bar:
        task = bar.add_task("评测", total=len(questions))
        judged = judge(answerer, questions, lambda: bar.advance(task))
    table = Table("指标", "值", title=f"{split}：{len(questions)} 题")
    for name, value in (
        figures(judged, answerer) | {f"R@5 {k}": v for k, v in by_type(judged).items()}
    ).items():
        table.add_row(name, f"{value:.3f}")
    OUT.print(table)
    if out:
        out.write_text("".join(map(_line, judged)), encoding="utf-8")


def _line(entry: Judged) -> str:
    row = {
        "id": entry.question.id,
        "question": entry.question.question,
        "status": entry.answer.status,
        "confidence": entry.answer.confidence,
        "ranks": entry.ranks,
        "keys_present": entry.keys_present,
        "answer": entry.answer.text,
        "found": [hit.clause_id for hit in entry.hits[:5]],
    }
    return json.dumps(row, ensure_ascii=False) + "\n"


@app.command("calibrate", help="在 tune 题目上重新拟合拒答模型，写回 service/refusal.toml。")
@click.option("--false-refusals", type=click.FloatRange(0, 1), default=0.02, help="误拒多大比例，默认 0.02")
def fit(false_refusals: float) -> None:
    """Fit the refusal model again."""
    sources = wire.sources_of(wire.SEED_DOCUMENTS)
    models = []
    for stored in (sources, replace(sources, asked=())):
        with tempfile.TemporaryDirectory() as home:
            settings = read_settings().model_copy(update={"home": Path(home), "generator": "none"})
            wire.build_index(settings, stored, wire.encoder_of(settings), lambda done: None)
            answerer = wire.answerer_of(settings)
            models.append(calibrate(load_questions("tune"), answerer, false_refusals=false_refusals))
    write(Refusal(stored=models[0], bare=models[1]), PATH)
    OUT.print(f"已写入 {PATH}：阈值 {models[0].threshold}，没有问法时 {models[1].threshold}。")


@app.command("corpus", help="核对条款切分：责任单位、数字指标；--laws 再跑一遍法律法规。")
@click.option("--laws", type=click.Path(path_type=Path), metavar="文件", help="text-1-policy-laws.jsonl.xz")
def judge_corpus(laws: Path | None) -> None:
    """Judge what is read from documents against lists made by hand."""
    table = Table("核对", "应有", "读出", "查全", "查准")
    documents = parsing.read(wire.SEED_DOCUMENTS)
    found = {"责任单位（条款）": parsing.judge_units(documents)}
    found["有年份的数字"] = parsing.judge_targets(documents)
    found["没有年份的数字"] = parsing.judge_other_numbers(documents)
    if laws is not None:
        statutes = parsing.judge_statutes(laws)
        found["20 部法规的条"] = statutes.articles
    for name, agreement in found.items():
        table.add_row(
            name,
            f"{agreement.listed}",
            f"{agreement.read}",
            f"{agreement.recall:.4f}",
            f"{agreement.precision:.4f}",
        )
    OUT.print(table)
    if laws is not None:
        OUT.print(
            f"{statutes.count} 部，{statutes.megabytes:.1f} MB，{statutes.clauses} 个条款，"
            f"最长 {statutes.longest} 字；"
            f"{statutes.megabytes / statutes.seconds:.2f} MB/秒，内存峰值 {statutes.peak_megabytes:.0f} MB"
        )


@app.command("bench", help="测量建索引、启动、检索和回答的耗时与内存。")
def measure_speed() -> None:
    """Measure times and memory on this machine."""
    table = Table("指标", "值")
    for name, value in bench(read_settings()).items():
        table.add_row(name, value)
    OUT.print(table)


def main() -> None:
    """Run `ceyin-eval`."""
    run_group(app)
