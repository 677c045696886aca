"""Parts that are slow to make, made once: the index of the seed documents and what answers over it."""

from datetime import date
from pathlib import Path

import pytest

from service import wire
from service.answerer import Answerer
from service.matching.matcher import Matcher
from service.settings import Settings


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A `CEYIN_HOME` with the index of the seed documents, by the bundled encoder."""
    settings = Settings(home=tmp_path_factory.mktemp("home"), generator="none")
    sources = wire.sources_of(wire.SEED_DOCUMENTS)
    wire.build_index(settings, sources, wire.encoder_of(settings), lambda done: None)
    return settings.home


@pytest.fixture(scope="session")
def answerer(home: Path) -> Answerer:
    """What answers over that index, without a generator, on a day in 2026."""
    settings = Settings(home=home, generator="none")
    return wire.answerer_of(settings, today=lambda: date(2026, 11, 21))


@pytest.fixture(scope="session")
def matcher(home: Path) -> Matcher:
    """What matches applicants over that index, on that day."""
    searcher = wire.searching_of(Settings(home=home, generator="none"))
    return wire.matcher_over(searcher, today=lambda: date(2026, 11, 21))
