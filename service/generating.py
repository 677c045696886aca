"""`ceyin asked-as generate` and `drop`: questions that a model writes for clauses."""

import click

from corpus.errors import NotFoundError
from index.generated import GeneratedStore
from service import wire
from service.asking import Questioner
from service.curating import desk_of
from service.settings import read_settings
from service.terminal import OUT, progress

_UNCOUNTED = (
    "现在的设置不把它们计入检索：自带的生成器写的没有帮助（数字见 service/models/generator/README.md）。"
    "用了更好的生成器，请先用 ceyin-eval generated 量一量，再设 CEYIN_GENERATED=0.5。"
)
_DOCUMENT = click.option("--document", "document_id", metavar="编号", help="只管这一份文件")


@click.command(
    "generate",
    help="让生成器给条款写问法，能搜回条款的才留下；中断后再运行会接着写，换了生成器或要得更多会重写。",
)
@_DOCUMENT
@click.option(
    "--per-clause",
    type=click.IntRange(1, 50),
    default=6,
    metavar="个数",
    help="每个条款最多留几个，默认 6",
)
def generate_asked(document_id: str | None, per_clause: int) -> None:
    """Write questions for the clauses of the index in use, of one document or of all."""
    settings = read_settings()
    desk = desk_of(settings.home)
    if document_id is not None:
        desk.document(document_id)
    # What is written must be found by the clause's own words: generated questions say nothing here.
    searcher = wire.searcher_of(settings.home, wire.encoder_of(settings), wire.reranker_of(settings))
    questioner = Questioner(wire.asker_of(settings), searcher, desk.store.generated)
    documents = {document.id: document for document in desk.documents}
    chosen = [clause for clause in desk.clauses if document_id in (None, clause.document_id)]
    job = questioner.job(documents, chosen, per_clause)
    stored: dict[str, list[str]] = {}
    for asked in desk.asked(document_id)[0]:
        if not asked.generated:
            stored.setdefault(asked.clause_id, []).append(asked.question)
    if not job.clauses:
        OUT.print("这些条款都写过了。要重写，先运行 ceyin asked-as drop。")
        return
    kept = 0
    with progress() as bar:
        task = bar.add_task("写问法", total=len(job.clauses))
        for clauses, questions in questioner.run(job, documents, stored):
            bar.advance(task, clauses)
            kept += questions
    OUT.print(f"给 {len(job.clauses)} 个条款留下了 {kept} 条问法。运行 ceyin index 后生效。")
    if not settings.generated:
        OUT.print(_UNCOUNTED)


@click.command("drop", help="去掉全部生成的问法，或只去掉一份文件的；人写的不动。")
@_DOCUMENT
def drop_asked(document_id: str | None) -> None:
    """Drop what models wrote."""
    store = GeneratedStore(wire.generated_of(read_settings().home))
    if document_id is None:
        store.clear()
        OUT.print("生成的问法已全部去掉。运行 ceyin index 后生效。")
        return
    dropped = store.drop(lambda row: row.document != document_id)
    if not dropped:
        raise NotFoundError(f"没有给编号为 {document_id} 的文件生成过问法。")
    count = sum(len(row.questions) for row in dropped)
    OUT.print(f"文件 {document_id} 生成的 {count} 条问法已去掉。运行 ceyin index 后生效。")
