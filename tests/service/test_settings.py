from pathlib import Path

import pytest

from corpus.errors import SettingError
from service.settings import read_settings


def test_variables_override_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CEYIN_HOME", "/srv/ceyin")
    monkeypatch.setenv("CEYIN_PORT", "9000")
    settings = read_settings()
    assert (settings.home, settings.port) == (Path("/srv/ceyin"), 9000)
    assert (settings.encoder, settings.generator, settings.allow_download) == ("bundled", "none", False)
    assert settings.reranker == "none"
    assert (settings.generator_dtype, settings.generator_timeout) == ("float32", 30.0)


@pytest.mark.parametrize(
    ("url", "elsewhere"), [(None, False), ("", False), ("none", False), ("http://a/v1", True)]
)
def test_a_generator_is_elsewhere_only_where_an_address_is_given(
    monkeypatch: pytest.MonkeyPatch, url: str | None, elsewhere: bool
) -> None:
    if url is not None:
        monkeypatch.setenv("CEYIN_GENERATOR_URL", url)
    assert read_settings().elsewhere is elsewhere


def test_the_key_of_an_endpoint_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CEYIN_GENERATOR_KEY", "sk-secret")
    settings = read_settings()
    assert "sk-secret" not in repr(settings)
    assert settings.generator_key is not None
    assert settings.generator_key.get_secret_value() == "sk-secret"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CEYIN_PORT", "0"),
        ("CEYIN_PORT", "x"),
        ("CEYIN_ALLOW_DOWNLOAD", "perhaps"),
        ("CEYIN_GENERATOR_DTYPE", "int4"),
        ("CEYIN_GENERATOR_TIMEOUT", "0"),
    ],
)
def test_a_value_that_does_not_fit_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingError, match=f"{name} .*{value}"):
        read_settings()
