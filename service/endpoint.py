"""A generator elsewhere in the house: an OpenAI-compatible endpoint, the only host that is spoken to."""

import json
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from corpus.errors import ModelError
from service.generator import questions_in, unthought
from service.prompt import ASKING

if TYPE_CHECKING:
    from httpx2 import Response

_LARGEST = 1 << 20
_LONGEST_REPLY = 1024
_CHECK = "请检查 CEYIN_GENERATOR_URL 和那台机器。"
_REMEDIES = {
    401: "请检查 CEYIN_GENERATOR_KEY。",
    403: "请检查 CEYIN_GENERATOR_KEY。",
    404: "请检查 CEYIN_GENERATOR_URL（多半以 /v1 结尾）和 CEYIN_GENERATOR（那里的模型名）。",
}


class Endpoint:
    """Speaks `POST {url}/chat/completions`: no redirects, no proxies, nothing from the environment."""

    def __init__(self, url: str, model: str, key: str | None = None, timeout: float = 30.0) -> None:
        """Make ready; nothing is sent yet.

        `timeout` is in seconds: for connecting, for each wait for something to read, and for all of the
        reply's text.

        Raises:
            ModelError: the URL or the key cannot be used.
        """
        import httpx2

        self._url = _checked(url)
        if key and not (key.isascii() and key.isprintable()):
            raise ModelError("CEYIN_GENERATOR_KEY 里有空行、汉字一类不能放进请求的字符。请重新复制密钥。")
        self._timeout = timeout
        self._client = httpx2.Client(
            headers={"authorization": f"Bearer {key}"} if key else {},
            timeout=timeout,
            trust_env=False,
            follow_redirects=False,
        )
        self.name = self.fingerprint = model

    def reply(self, message: str) -> str:
        """What the model replies, as far as it can be had always the same.

        Raises:
            ModelError: nothing that can be read comes back in time.
        """
        return self._completed(message, temperature=0, seed=0)

    def ask(self, passages: Sequence[str], count: int, seed: int) -> list[list[str]]:
        """Up to `count` questions of each passage, see `Asker`; that a seed counts is up to the endpoint."""
        found = []
        for place, passage in enumerate(passages):
            message = f"{ASKING.format(count=count)}\n\n{passage}"
            reply = self._completed(message, temperature=1.0, top_p=0.9, seed=seed + place)
            found.append(questions_in(unthought(reply).split("\n"), count))
        return found

    def _completed(self, message: str, **sampling: float) -> str:
        """The text of one completion; raises ModelError."""
        import httpx2

        asked = {
            "model": self.name,
            "messages": [{"role": "user", "content": message}],
            "max_tokens": _LONGEST_REPLY,
            "stream": False,
            **sampling,
        }
        deadline = time.monotonic() + self._timeout
        try:
            with self._client.stream("POST", f"{self._url}/chat/completions", json=asked) as response:
                return self._text(self._received(response, deadline))
        except httpx2.TimeoutException as error:
            raise self._slow() from error
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise self._error(f"连不上（{type(error).__name__}）", _CHECK) from error

    def _received(self, response: "Response", deadline: float) -> bytes:
        """The body of a response, if it is a good one that comes in time and is not too large."""
        if response.status_code != 200:
            remedy = _REMEDIES.get(response.status_code, "请看那台机器的日志。")
            moved = "，转到别处的地址不会跟去" if response.is_redirect else ""
            raise self._error(f"返回了 HTTP {response.status_code}{moved}", remedy)
        body = bytearray()
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > _LARGEST:
                raise self._error("返回的内容超过 1 MB", "请看那台机器的日志。")
            if time.monotonic() > deadline:
                raise self._slow()
        return bytes(body)

    def _text(self, body: bytes) -> str:
        try:
            found: Any = json.loads(body)
            text = found["choices"][0]["message"]["content"]
        except (ValueError, LookupError, TypeError) as error:
            raise self._error("返回的不是 OpenAI 兼容接口的 JSON", _CHECK) from error
        if text is None:
            # A model that thought too long, or may not say it.
            return ""
        if not isinstance(text, str):
            raise self._error("返回的 JSON 里没有文字（message.content）", "请看那台机器的日志。")
        return text

    def _slow(self) -> ModelError:
        return self._error(
            f"{self._timeout:g} 秒没有答完", "请检查那台机器，或把 CEYIN_GENERATOR_TIMEOUT 设大些。"
        )

    def _error(self, reason: str, remedy: str) -> ModelError:
        return ModelError(f"生成器接口 {self._url} {reason}。{remedy}")


def _checked(url: str) -> str:
    """A URL without the slash at its end; raises ModelError where it is none."""
    url = url.strip()
    wanted = "请写成 http://主机:端口/v1 的样子。"
    if "@" in url:
        raise ModelError(
            f"CEYIN_GENERATOR_URL 里不能写用户名和口令，密钥请写进 CEYIN_GENERATOR_KEY。{wanted}"
        )
    try:
        parts = urlsplit(url)
        known = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        known = False
    if not known:
        raise ModelError(f"CEYIN_GENERATOR_URL 的值 {url!r} 不是网址。{wanted}")
    if "?" in url or "#" in url:
        raise ModelError(f"CEYIN_GENERATOR_URL 的值 {url!r} 里不能有 ? 或 #。{wanted}")
    return url.rstrip("/")
