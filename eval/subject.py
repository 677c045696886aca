"""Puts together what is judged: indexes of the documents, with stored questions and without."""

from dataclasses import replace
from pathlib import Path

from eval.evaluation import Subject
from eval.variants import ablations, baselines
from index.dense import Advance
from index.generation import Sources
from index.search import HybridSearcher
from service import wire
from service.refusal import Refusal
from service.settings import Settings


def subject_of(settings: Settings, documents: Path, home: Path) -> Subject:
    """Index a folder of documents under `home`, twice, and load what is judged over it.

    The index in use is left alone: what is judged is the program with these documents.

    Raises:
        DocumentError, CatalogError: a document cannot be read.
        ModelError: a model cannot be loaded.
    """
    sources = wire.sources_of(documents)
    searcher = indexed(settings, sources, home / "full")
    bare = indexed(settings, replace(sources, asked=()), home / "bare")
    return subject_over(searcher, bare, settings, home)


def subject_over(searcher: HybridSearcher, bare: HybridSearcher, settings: Settings, home: Path) -> Subject:
    """What is judged over two searchers, `bare` without stored questions; baselines go under `home`."""
    return Subject(
        answerer=wire.answerer_over(searcher, settings),
        eager=wire.answerer_over(searcher, settings, refusal=Refusal.load().never()),
        bare=wire.answerer_over(bare, settings),
        rankers=baselines(searcher.generation, home / "baselines") | ablations(searcher),
    )


def indexed(
    settings: Settings, sources: Sources, home: Path, advance: Advance = lambda done: None
) -> HybridSearcher:
    """A searcher over an index of the sources, built under `home`; `advance` as in `generation.build`."""
    there = settings.model_copy(update={"home": home})
    wire.build_index(there, sources, wire.encoder_of(there), advance)
    return wire.searcher_of(there)


def parts_of(settings: Settings, subject: Subject) -> dict[str, str]:
    """What the figures depend on besides the program: the models and the thresholds."""
    encoder = wire.encoder_of(settings)
    refusal = Refusal.load()
    return {
        "编码器": f"{settings.encoder} {encoder.fingerprint[:12]}",
        "生成器": settings.generator,
        "拒答阈值": f"{refusal.stored.threshold}，没有问法时 {refusal.bare.threshold}",
        "条款": str(len(subject.answerer.generation.clauses)),
    }
