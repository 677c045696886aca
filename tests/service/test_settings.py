from pathlib import Path

import pytest

from corpus.errors import SettingError
from service.settings import read_settings


def test_variables_override_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CEYIN_HOME", "/srv/ceyin")
    monkeypatch.setenv("CEYIN_PORT", "9000")
    settings = read_settings()
    assert (settings.home, settings.port) == (Path("/srv/ceyin"), 9000)
    assert (settings.encoder, settings.generator, settings.allow_download) == ("bundled", "bundled", False)
    assert settings.reranker == "none"


@pytest.mark.parametrize(
    ("name", "value"), [("CEYIN_PORT", "0"), ("CEYIN_PORT", "x"), ("CEYIN_ALLOW_DOWNLOAD", "perhaps")]
)
def test_a_value_that_does_not_fit_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingError, match=f"{name} .*{value}"):
        read_settings()
