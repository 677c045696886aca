"""`ceyin`: ask, search, match, index, parse, verify, serve."""

import errno
import gc
import json
import socket
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from corpus.errors import IndexMismatchError, IndexMissingError, QuestionError, SettingError
from index import generation
from index.filters import Filters
from index.leg import Leg
from service import batch, parsing, wire
from service.answerer import Answerer
from service.curating import asked_group
from service.generating import drop_asked, generate_asked
from service.matching.command import match
from service.restricting import filters_of, restricting
from service.settings import Settings, read_settings
from service.show import show_answer, show_hits
from service.terminal import CONTEXT, ERR, OUT, Chinese, progress, run
from service.verifying import verify

_FILE = click.Path(path_type=Path)


@click.group(cls=Chinese, context_settings=CONTEXT, help="策引：用平常话问政策，得到逐字引用条款的回答。")
def app() -> None:
    """Hold the commands together."""


@app.command(help="提问，得到带引文的回答；--batch 回答一个文件里的全部问题。")
@click.argument("question", metavar="[问题]", required=False)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@click.option("--history", multiple=True, metavar="问题", help="先前问过的话，可写几次，早的在前")
@click.option(
    "--batch",
    "questions",
    type=_FILE,
    metavar="文件",
    help="题目文件，每行一个 {id, question}，可加 history",
)
@click.option("--out", type=_FILE, metavar="文件", help="结果文件，与 --batch 同用")
@restricting
def ask(
    question: str | None,
    questions: Path | None,
    out: Path | None,
    *,
    history: tuple[str, ...],
    as_json: bool,
    without: tuple[Leg, ...],
    **filters: str | int | datetime,
) -> None:
    """Answer one question, or a file of them."""
    if (question is None) == (questions is None) or (questions is None) != (out is None):
        raise SettingError("请给一个问题，或用 --batch 题目.jsonl --out 结果.jsonl。")
    if questions is not None and history:
        raise SettingError("--history 只用于单个问题；--batch 请在题目文件的每行里写 history。")
    if questions is not None and out is not None:
        _ask_all(questions, out, filters_of(filters), without)
        return
    answer = _load(read_settings(), without).answer(question or "", filters_of(filters), history)
    if as_json:
        _print_json(asdict(answer))
    else:
        show_answer(OUT, answer)


@app.command(help="检索条款，最好的在前。")
@click.argument("question", metavar="问题")
@click.option("--top-k", type=click.IntRange(1, 100), default=10, metavar="个数", help="要几个条款，默认 10")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@restricting
def search(
    question: str, top_k: int, *, as_json: bool, without: tuple[Leg, ...], **filters: str | int | datetime
) -> None:
    """Show the best clauses for a question."""
    answerer = _load(read_settings(), without)
    hits = answerer.search(question, top_k, filters_of(filters))
    if as_json:
        _print_json({"hits": [asdict(hit) for hit in hits], "generation": answerer.generation.id})
    else:
        show_hits(OUT, hits)


@app.command(help="建立索引。不指明文件夹，就用上次的文件夹；从没建过，就用自带的五份文件。")
@click.option("--documents", type=_FILE, metavar="文件夹", help="放政策文件的文件夹")
@click.option("--if-needed", is_flag=True, help="已有合用的索引就不再建")
def index(documents: Path | None, *, if_needed: bool) -> None:
    """Build the index of a folder of documents."""
    settings = read_settings()
    if if_needed and _fits(settings, documents):
        OUT.print("索引已是最新，不用重建。")
        return
    encoder = wire.encoder_of(settings)
    sources = wire.sources_of(documents or _indexed_folder(settings), settings.home)
    with progress() as bar:
        task = bar.add_task("建立索引", total=generation.encoded_texts(sources))
        name = wire.build_index(settings, sources, encoder, lambda done: bar.advance(task, done))
    count = sum(clause.searchable for clause in sources.clauses)
    OUT.print(f"索引 {name}：{len(sources.documents)} 份文件，{count} 个条款，{len(sources.asked)} 条问法。")
    if not if_needed:
        OUT.print("正在运行的服务要重启才会用新索引。")


@app.command(help="把一份文件切成条款，打印条款树；--check 逐份检查一个文件夹。")
@click.argument("file", metavar="[文件]", type=_FILE, required=False)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@click.option("--check", "folder", type=_FILE, metavar="文件夹", help="逐份报告修复、略去和可疑之处")
@click.option(
    "--on", "day", type=click.DateTime(["%Y-%m-%d"]), metavar="日期", help="按这一天判断是否有效，默认今天"
)
def parse(file: Path | None, folder: Path | None, day: datetime | None, *, as_json: bool) -> None:
    """Show how a file is cut."""
    if (file is None) == (folder is None):
        raise SettingError("请给一个文件，或用 --check 文件夹。")
    if folder is not None and as_json:
        raise SettingError("--check 只打印文字报告，不能与 --json 同用。")
    if folder is not None:
        _check(folder)
    elif file is not None:
        parsed = parsing.parse(file)
        today = (day or datetime.now()).date()
        if as_json:
            _print_json(parsing.as_json(parsed, today))
        else:
            parsing.show_tree(OUT, parsed, today)


@app.command(help="启动网页和接口服务。")
@click.option("--host", metavar="地址", help="监听的地址，默认取 CEYIN_HOST")
@click.option("--port", type=click.IntRange(1, 65535), metavar="端口", help="监听的端口，默认取 CEYIN_PORT")
def serve(host: str | None, port: int | None) -> None:
    """Serve the web page and the API."""
    import uvicorn

    from service.http.app import create_app

    settings = read_settings()
    host, port = host or settings.host, port or settings.port
    _check_free(host, port)
    with ERR.status("正在装载索引和模型……"):
        application = create_app(*wire.service_of(settings))
    # What requests leave behind in cycles is collected, what is loaded by now is not looked through.
    gc.freeze()
    gc.enable()
    OUT.print(f"策引已就绪：http://{host}:{port}（Ctrl+C 停止）")
    uvicorn.run(application, host=host, port=port, log_level="warning")


def _check(folder: Path) -> None:
    """Print what there is to say of each file; exit code 1 if one of them cannot be indexed."""
    fit = count = 0
    for checked in parsing.check_folder(folder):
        OUT.print(checked.name)
        for remark in checked.remarks:
            OUT.print(f"  {remark}")
        fit, count = fit + checked.fit, count + 1
    OUT.print(f"共 {count} 份，{fit} 份可以建索引。")
    if fit < count:
        raise SystemExit(1)


def _load(settings: Settings, without: tuple[Leg, ...] = ()) -> Answerer:
    with ERR.status("正在装载索引和模型……"):
        return wire.answerer_of(settings, without=without)


def _ask_all(questions: Path, out: Path, filters: Filters, without: tuple[Leg, ...]) -> None:
    rows = batch.read_questions(questions)
    if out.exists() and out.samefile(questions):
        raise QuestionError("结果文件不能就是题目文件。请换一个 --out。")
    answerer = _load(read_settings(), without)
    with progress() as bar:
        task = bar.add_task("回答", total=len(rows))
        batch.answer_all(answerer, rows, out, lambda: bar.advance(task), filters)
    OUT.print(f"{len(rows)} 个问题的回答已写入 {out}。")


def _fits(settings: Settings, documents: Path | None) -> bool:
    """Whether the index in use is sound and was built from the documents as they now are."""
    try:
        manifest = generation.checked(settings.home, wire.encoder_of(settings))
    except (IndexMissingError, IndexMismatchError):
        return False
    folder = Path(manifest.source)
    if documents is not None and documents.resolve() != folder:
        return False
    return not folder.is_dir() or manifest.inputs == wire.inputs_of(folder, settings.home)


def _indexed_folder(settings: Settings) -> Path:
    """The folder that the index in use was built from; the seed documents where there is no index."""
    return generation.source_of(settings.home) or wire.SEED_DOCUMENTS


def _check_free(host: str, port: int) -> None:
    """Make sure the port can be listened on before anything slow is loaded."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            reason = "端口已被占用" if error.errno == errno.EADDRINUSE else "地址或端口不可用"
            raise SettingError(
                f"{host}:{port} 不能监听：{reason}。请换一个端口：--port 8001 或 make run PORT=8001。"
            ) from error


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


asked_group.add_command(generate_asked)
asked_group.add_command(drop_asked)
app.add_command(verify)
app.add_command(match)
app.add_command(asked_group)
app.add_command(asked_group, "asked")


def main() -> None:
    """Run `ceyin`."""
    run(app)
