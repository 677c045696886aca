"""The one place where the parts are put together."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from corpus.reader import read_folder
from corpus.splitter import split
from index import generation
from index.asked import load_asked
from index.dense import Advance
from index.encoder import BUNDLED as BUNDLED_ENCODER
from index.encoder import Encoder, load_encoder
from index.fusion import Fusion
from index.leg import Leg
from index.legs import Legs
from index.lexicon import Lexicon, lexicon_of
from index.manifest import inputs_of as inputs_of
from index.rerank import Reranker, load_reranker
from index.search import HybridSearcher
from service.answerer import Answerer
from service.composer import Composer
from service.evidence import Selector
from service.generator import BUNDLED as BUNDLED_GENERATOR
from service.generator import CausalGenerator, Generator, NoGenerator
from service.refusal import Confidence, Refusal
from service.settings import BUNDLED_MODEL, NO_MODEL, Settings

ROOT = Path(__file__).parents[1]
SEED_DOCUMENTS = ROOT / "corpus" / "documents"
LEXICON = ROOT / "index" / "lexicon.tsv"
ASKED = ROOT / "index" / "asked-as.jsonl"
# The bundled generator's say beside the evidence's own score; fitted on the tune questions.
BUNDLED_WEIGHT = 0.03
# A site's own generator is taken to read better than the bundled one; not fitted on any.
OWN_WEIGHT = 0.3


def encoder_of(settings: Settings) -> Encoder:
    """Load the configured encoder; raises ModelError."""
    model = str(BUNDLED_ENCODER) if settings.encoder == BUNDLED_MODEL else settings.encoder
    return load_encoder(model, allow_download=settings.allow_download)


def reranker_of(settings: Settings) -> Reranker | None:
    """Load the configured reranker, None where none is; raises ModelError."""
    if settings.reranker == NO_MODEL:
        return None
    return load_reranker(settings.reranker, allow_download=settings.allow_download)


def generator_of(settings: Settings) -> Generator:
    """Load the configured generator; raises ModelError."""
    if settings.generator == NO_MODEL:
        return NoGenerator()
    bundled = settings.generator == BUNDLED_MODEL
    return CausalGenerator(
        str(BUNDLED_GENERATOR) if bundled else settings.generator,
        weight=BUNDLED_WEIGHT if bundled else OWN_WEIGHT,
        allow_download=settings.allow_download,
    )


def asked_of(home: Path) -> Path:
    """Where a site's own asked-as questions lie."""
    return home / ASKED.name


def sources_of(folder: Path, site: Path | None = None) -> generation.Sources:
    """Read a folder of documents, cut them, and tie the asked-as questions to their clauses.

    `site` is a site's own questions, laid over the shipped ones.
    """
    documents = read_folder(folder)
    clauses = [clause for document in documents for clause in split(document)]
    return generation.Sources(
        folder=folder,
        inputs=inputs_of(folder, ASKED, *([site] if site else [])),
        documents=tuple(documents),
        clauses=tuple(clauses),
        asked=tuple(load_asked(ASKED, documents, clauses, site)),
        known=tuple(word for row in Lexicon.load(LEXICON).rows for word in (row.colloquial, *row.official)),
    )


def build_index(settings: Settings, sources: generation.Sources, encoder: Encoder, advance: Advance) -> str:
    """Build an index of the sources under `CEYIN_HOME`; return its id."""
    return generation.build(settings.home, sources, encoder, advance)


def searcher_of(home: Path, encoder: Encoder, reranker: Reranker | None = None) -> HybridSearcher:
    """Load the index under `home`; a reranker is asked about the first hits.

    Raises:
        IndexMissingError, IndexMismatchError: there is no index that fits.
    """
    lexicon = lexicon_of(LEXICON, home / LEXICON.name)
    legs = Legs(generation.load(home, encoder), encoder, lexicon, Fusion.load())
    return HybridSearcher(legs, reranker)


def answerer_over(
    searcher: HybridSearcher,
    generator: Generator,
    today: Callable[[], date] = date.today,
    refusal: Refusal | None = None,
) -> Answerer:
    """What answers from a searcher's hits; `today` decides which planning periods are over.

    `refusal` decides what is declined, by default as fitted.
    """
    loaded = searcher.generation
    return Answerer(
        generation=loaded,
        searcher=searcher,
        selector=Selector(loaded),
        composer=Composer(generator),
        confidence=Confidence(searcher),
        refusal=refusal or Refusal.load(),
        library=searcher.library,
        today=today,
    )


def answerer_of(
    settings: Settings, today: Callable[[], date] = date.today, without: Iterable[Leg] = ()
) -> Answerer:
    """Load everything that answering takes; `without` are the legs that a search leaves out.

    Raises:
        ModelError: a model cannot be loaded.
        IndexMissingError, IndexMismatchError: there is no index that fits.
    """
    searcher = searcher_of(settings.home, encoder_of(settings), reranker_of(settings))
    return answerer_over(searcher.without(without), generator_of(settings), today)
