"""The one place where the parts are put together."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from corpus.errors import SettingError
from corpus.reader import read_folder
from corpus.splitter import split
from index import generation, manifest
from index.asked import merged, tied
from index.dense import Advance
from index.encoder import BUNDLED as BUNDLED_ENCODER
from index.encoder import Encoder, load_encoder
from index.fusion import Fusion
from index.generated import GeneratedStore
from index.leg import Leg
from index.legs import Legs
from index.lexicon import Lexicon, lexicon_of
from index.rerank import Reranker, load_reranker
from index.search import HybridSearcher
from service.answerer import Answerer
from service.causal import BUNDLED as BUNDLED_GENERATOR
from service.causal import CausalModel
from service.closeness import Closeness
from service.composer import Composer, Writer
from service.endpoint import Endpoint
from service.evidence import Selector, Weights
from service.freehand import FreehandComposer
from service.generator import Asker, Generator, NoGenerator
from service.matching.matcher import Fit, Matcher
from service.premise import Premises
from service.refusal import Confidence, Refusal
from service.settings import BUNDLED_MODEL, NO_MODEL, Settings

ROOT = Path(__file__).parents[1]
SEED_DOCUMENTS = ROOT / "corpus" / "documents"
LEXICON = ROOT / "index" / "lexicon.tsv"
ASKED = ROOT / "index" / "asked-as.jsonl"
# The bundled generator's say beside the evidence's own log-odds; on tune 0.2 changes nothing, more harms.
BUNDLED_WEIGHT = 0.1
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
    """Load the configured generator of this machine; raises ModelError."""
    return NoGenerator() if settings.generator == NO_MODEL else _causal_of(settings)


def composer_of(settings: Settings) -> Writer:
    """What writes answers, by the configured generator of this machine or by the endpoint.

    Raises:
        ModelError: a model cannot be loaded, or the endpoint's address is none.
        SettingError: the endpoint's model is not named.
    """
    if settings.elsewhere:
        return FreehandComposer(_endpoint_of(settings), Composer(NoGenerator()))
    return Composer(generator_of(settings))


def asker_of(settings: Settings) -> Asker:
    """What writes questions, the bundled generator where none is configured; errors as in `composer_of`."""
    if settings.elsewhere:
        return _endpoint_of(settings)
    own = settings.generator != NO_MODEL
    return _causal_of(settings if own else settings.model_copy(update={"generator": BUNDLED_MODEL}))


def _causal_of(settings: Settings) -> CausalModel:
    bundled = settings.generator == BUNDLED_MODEL
    return CausalModel(
        str(BUNDLED_GENERATOR) if bundled else settings.generator,
        weight=BUNDLED_WEIGHT if bundled else OWN_WEIGHT,
        dtype=settings.generator_dtype,
        allow_download=settings.allow_download,
    )


def _endpoint_of(settings: Settings) -> Endpoint:
    if settings.generator in (BUNDLED_MODEL, NO_MODEL):
        raise SettingError(
            f"设了 CEYIN_GENERATOR_URL，CEYIN_GENERATOR 却是 {settings.generator}。"
            "请把 CEYIN_GENERATOR 写成那里的模型名（一般在接口的 /models 里列着）。"
        )
    key = settings.generator_key.get_secret_value() if settings.generator_key else None
    return Endpoint(settings.generator_url, settings.generator, key, settings.generator_timeout)


def asked_of(home: Path) -> Path:
    """Where a site's own asked-as questions lie."""
    return home / ASKED.name


def generated_of(home: Path) -> Path:
    """Where the questions lie that a model wrote for a site's clauses."""
    return home / "generated.jsonl"


def inputs_of(folder: Path, home: Path | None = None) -> str:
    """The hash of what an index is built from: documents and stored questions, a site's own among them."""
    site = (asked_of(home), generated_of(home)) if home else ()
    return manifest.inputs_of(folder, ASKED, *site)


def sources_of(folder: Path, home: Path | None = None) -> generation.Sources:
    """Read a folder of documents, cut them, and tie the asked-as questions to their clauses.

    Under `home` lie a site's own questions, which are laid over the shipped ones.
    """
    # First: what is added while the rest is read makes the index out of date.
    inputs = inputs_of(folder, home)
    documents = read_folder(folder)
    clauses = [clause for document in documents for clause in split(document)]
    generated = GeneratedStore(generated_of(home)).entries() if home else []
    entries = merged(ASKED, asked_of(home) if home else None, documents, generated)
    return generation.Sources(
        folder=folder,
        inputs=inputs,
        documents=tuple(documents),
        clauses=tuple(clauses),
        asked=tuple(tied(entries, documents, clauses)),
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


def selector_over(searcher: HybridSearcher) -> Selector:
    """What picks quotes out of a searcher's hits."""
    return Selector(searcher.generation, Closeness(searcher), Weights.load())


def premises_over(searcher: HybridSearcher) -> Premises:
    """What holds the assertions of questions against a searcher's clauses."""
    loaded = searcher.generation
    return Premises(
        {document.id: document for document in loaded.documents},
        {clause.id: clause for clause in loaded.clauses},
        rarity=searcher.rarity,
        widen=searcher.lexicon.expand,
    )


def matcher_over(searcher: HybridSearcher, today: Callable[[], date] = date.today) -> Matcher:
    """What matches applicants with a searcher's clauses; `today` is the day of those who name none."""
    return Matcher(searcher, Closeness(searcher), Fit.load(), today)


def answerer_over(
    searcher: HybridSearcher,
    composer: Writer,
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
        selector=selector_over(searcher),
        composer=composer,
        confidence=Confidence(searcher),
        refusal=refusal or Refusal.load(),
        library=searcher.library,
        premises=premises_over(searcher),
        today=today,
    )


def answerer_of(
    settings: Settings, today: Callable[[], date] = date.today, without: Iterable[Leg] = ()
) -> Answerer:
    """Load everything that answering takes; `without` are the legs that a search leaves out.

    Raises:
        ModelError, SettingError: as in `composer_of`; an encoder or reranker cannot be loaded.
        IndexMissingError, IndexMismatchError: there is no index that fits.
    """
    return answerer_over(searching_of(settings).without(without), composer_of(settings), today)


def searching_of(settings: Settings) -> HybridSearcher:
    """Load the searcher that the settings ask for; errors as in `answerer_of`."""
    searcher = searcher_of(settings.home, encoder_of(settings), reranker_of(settings))
    return searcher.weighed(searcher.fusion.model_copy(update={"generated": settings.generated}))


def service_of(settings: Settings, today: Callable[[], date] = date.today) -> tuple[Answerer, Matcher]:
    """Load what answers and what matches, over the same index; errors as in `answerer_of`."""
    searcher = searching_of(settings)
    return answerer_over(searcher, composer_of(settings), today), matcher_over(searcher, today)
