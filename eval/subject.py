"""Puts together what is judged, over an index of its own."""

from dataclasses import replace
from pathlib import Path

from eval.evaluation import Subject
from eval.variants import ablations, baselines
from index import generation
from index.dense import Advance
from index.encoder import Encoder
from index.generation import Sources
from index.leg import Leg
from index.rerank import Reranker
from index.search import HybridSearcher
from service import wire
from service.composer import Writer
from service.refusal import Refusal
from service.settings import NO_MODEL, Settings


def subject_of(
    encoder: Encoder,
    composer: Writer,
    sources: tuple[Path, Path],
    home: Path,
    reranker: Reranker | None = None,
) -> Subject:
    """Index two folders under `home`, and put together what is judged over them.

    `sources` are the folder of documents, and that of the other documents that applicants are matched
    with, which need not be there.

    The index in use is left alone: what is judged is the program with these documents.

    Raises:
        DocumentError, CatalogError: a document cannot be read.
    """
    documents, others = sources
    searcher = indexed(encoder, wire.sources_of(documents), home / "index", reranker=reranker)
    subject = subject_over(searcher, composer, home / "baselines")
    if not others.is_dir():
        return subject
    elsewhere = indexed(encoder, wire.sources_of(others), home / "elsewhere", reranker=reranker)
    return replace(subject, elsewhere=wire.matcher_over(elsewhere))


def subject_over(searcher: HybridSearcher, composer: Writer, folder: Path) -> Subject:
    """What is judged over a searcher; the indexes of the baselines go into `folder`."""
    return Subject(
        answerer=wire.answerer_over(searcher, composer),
        eager=wire.answerer_over(searcher, composer, refusal=Refusal.load().never()),
        bare=wire.answerer_over(searcher.without([Leg.ASKED]), composer),
        rankers=baselines(searcher.generation, folder) | ablations(searcher),
        matcher=wire.matcher_over(searcher),
    )


def indexed(
    encoder: Encoder,
    sources: Sources,
    home: Path,
    advance: Advance = lambda done: None,
    reranker: Reranker | None = None,
) -> HybridSearcher:
    """A searcher over an index of the sources, built under `home`; `advance` as in `generation.build`."""
    generation.build(home, sources, encoder, advance)
    return wire.searcher_of(home, encoder, reranker)


def parts_of(settings: Settings, encoder: Encoder, documents: Path) -> dict[str, str]:
    """What the figures depend on besides the program: the documents, the models and the thresholds."""
    refusal = Refusal.load()
    return {
        "文件": wire.inputs_of(documents)[:12],
        "编码器": f"{settings.encoder} {encoder.fingerprint[:12]}",
        **({"重排器": settings.reranker} if settings.reranker != NO_MODEL else {}),
        "生成器": _generator_of(settings),
        "拒答阈值": f"{refusal.stored.threshold}，没有问法时 {refusal.bare.threshold}",
    }


def _generator_of(settings: Settings) -> str:
    """The generator as it is told apart: another precision or another host may write otherwise."""
    if settings.elsewhere:
        return f"{settings.generator} {settings.generator_url}"
    coarse = "" if settings.generator_dtype == "float32" else f" {settings.generator_dtype}"
    return settings.generator + coarse
