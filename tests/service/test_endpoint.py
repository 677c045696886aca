import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import ModelError, SettingError
from index.search import HybridSearcher
from service import wire
from service.answer import Status
from service.answerer import Answerer
from service.composer import Composer
from service.endpoint import Endpoint
from service.freehand import FreehandComposer
from service.generator import NoGenerator
from service.prompt import ASKING
from service.settings import Settings

LEAVE = "从研究所出来创业，原来的人事关系能保留几年？"
QUOTE = "可在3年内保留人事（劳动）关系和相关待遇"
SENTENCE = (
    f"对携带科技成果或利用自身专业优势离岗创业的，经本人申请、所在单位同意，{QUOTE}，兼职期间工作成果双方互认"
)


def said(text: object) -> bytes:
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": text}}]}).encode()


@dataclass
class Fake:
    """What the fake endpoint answers, and what it was sent."""

    body: bytes = said("好")
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    pause: float = 0.0
    pieces: int = 1
    asked: list[tuple[str, dict[str, str], Any]] = field(default_factory=list)
    url: str = ""


@pytest.fixture(name="fake")
def local_endpoint() -> Iterator[Fake]:
    fake = Fake()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["content-length"]))
            fake.asked.append(
                (self.path, {name.lower(): held for name, held in self.headers.items()}, json.loads(sent))
            )
            self.send_response(fake.status)
            for name, held in fake.headers.items():
                self.send_header(name, held)
            self.send_header("content-length", str(len(fake.body)))
            self.end_headers()
            size = max(1, -(-len(fake.body) // fake.pieces))
            for start in range(0, len(fake.body), size):
                time.sleep(fake.pause)
                try:
                    self.wfile.write(fake.body[start : start + size])
                except OSError:
                    return

        def do_GET(self) -> None:
            fake.asked.append((self.path, {}, None))
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    fake.url = f"http://127.0.0.1:{server.server_port}/v1"
    yield fake
    server.shutdown()
    server.server_close()


def test_a_message_is_sent_as_the_interface_wants_it(fake: Fake) -> None:
    endpoint = Endpoint(fake.url + "/", "qwen3-4b", "sk-1")
    assert endpoint.name == "qwen3-4b"
    assert endpoint.reply("问") == "好"
    ((path, headers, body),) = fake.asked
    assert path == "/v1/chat/completions"
    assert headers["authorization"] == "Bearer sk-1"
    assert body == {
        "model": "qwen3-4b",
        "messages": [{"role": "user", "content": "问"}],
        "max_tokens": 1024,
        "stream": False,
        "temperature": 0,
        "seed": 0,
    }


def test_without_a_key_none_is_sent(fake: Fake) -> None:
    Endpoint(fake.url, "m").reply("问")
    assert "authorization" not in fake.asked[0][1]


def test_questions_are_asked_for_one_passage_at_a_time_each_with_a_seed_of_its_own(fake: Fake) -> None:
    fake.body = said("<think>想</think>1. 能拿多少？\n2. 能拿多少？\n3. 谁来管？\n4. 多久？")
    assert Endpoint(fake.url, "m").ask(["甲款", "乙款"], 2, 7) == [["能拿多少？", "谁来管？"]] * 2
    bodies = [body for _, _, body in fake.asked]
    told = ASKING.format(count=2)
    assert [body["messages"][0]["content"] for body in bodies] == [f"{told}\n\n甲款", f"{told}\n\n乙款"]
    assert [(body["seed"], body["temperature"], body["top_p"]) for body in bodies] == [
        (7, 1.0, 0.9),
        (8, 1.0, 0.9),
    ]


def test_a_reply_without_words_is_no_fault_and_no_question(fake: Fake) -> None:
    fake.body = said(None)
    assert Endpoint(fake.url, "m").ask(["甲", "乙"], 2, 1) == [[], []]
    assert Endpoint(fake.url, "m").reply("问") == ""


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"rubbish",
        b"\xff\xfe",
        b"[]",
        b'{"error": "x"}',
        b'{"choices": []}',
        b'{"choices": [{"text": "x"}]}',
        said([1]),
    ],
)
def test_rubbish_is_said_to_be_rubbish(fake: Fake, body: bytes) -> None:
    fake.body = body
    with pytest.raises(ModelError, match=f"生成器接口 {fake.url} 返回的"):
        Endpoint(fake.url, "m").reply("问")


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (500, "返回了 HTTP 500。请看那台机器的日志"),
        (401, "返回了 HTTP 401。请检查 CEYIN_GENERATOR_KEY"),
        (404, "返回了 HTTP 404。请检查 CEYIN_GENERATOR_URL（多半以 /v1 结尾）"),
    ],
)
def test_an_error_status_is_told_with_what_to_do(fake: Fake, status: int, message: str) -> None:
    fake.status = status
    with pytest.raises(ModelError) as caught:
        Endpoint(fake.url, "m", "sk-secret").reply("问")
    assert message in str(caught.value)
    assert "sk-secret" not in str(caught.value)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(fake: Fake, status: int) -> None:
    fake.status, fake.headers = status, {"location": fake.url + "/elsewhere"}
    with pytest.raises(ModelError, match=f"HTTP {status}，转到别处的地址不会跟去"):
        Endpoint(fake.url, "m").reply("问")
    assert [path for path, _, _ in fake.asked] == ["/v1/chat/completions"]


def test_proxies_of_the_environment_are_not_asked(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    assert Endpoint(fake.url, "m").reply("问") == "好"


@pytest.mark.parametrize(("pause", "pieces"), [(1.0, 1), (0.15, 12)], ids=["silent", "dripping"])
def test_an_endpoint_that_is_slow_is_not_waited_for(fake: Fake, pause: float, pieces: int) -> None:
    fake.pause, fake.pieces = pause, pieces
    begun = time.monotonic()
    with pytest.raises(ModelError, match=r"0\.4 秒没有答完。.*CEYIN_GENERATOR_TIMEOUT"):
        Endpoint(fake.url, "m", timeout=0.4).reply("问")
    assert time.monotonic() - begun < 0.95


def test_a_reply_without_end_is_not_read_to_its_end(fake: Fake) -> None:
    fake.body = said("长" * (1 << 20))
    with pytest.raises(ModelError, match="超过 1 MB"):
        Endpoint(fake.url, "m").reply("问")


def test_an_endpoint_that_is_not_there_is_told() -> None:
    with closing(socket.socket()) as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/v1"
        with pytest.raises(
            ModelError, match=f"生成器接口 {url} 连不上（ConnectError）。请检查 CEYIN_GENERATOR_URL"
        ):
            Endpoint(url, "m").reply("问")


@pytest.mark.parametrize(
    "url",
    [
        "10.0.0.5:8000",
        "ftp://a/v1",
        "http://",
        "http://a:x/v1",
        "http://[::1/v1",
        "http://a/v1?k=1",
        "http://a/v1#x",
        " ",
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(ModelError, match=r"CEYIN_GENERATOR_URL 的值 .*请写成 http://主机:端口/v1 的样子"):
        Endpoint(url, "m")


@pytest.mark.parametrize("url", ["http://me:secret@a/v1", "me:secret@a"])
def test_a_password_in_the_address_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(ModelError, match="不能写用户名和口令") as caught:
        Endpoint(url, "m")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("key", ["钥匙", "a\nb"])
def test_a_key_that_cannot_be_sent_is_refused_and_not_repeated(key: str) -> None:
    with pytest.raises(ModelError, match="CEYIN_GENERATOR_KEY") as caught:
        Endpoint("http://a/v1", "m", key)
    assert key not in str(caught.value)


@pytest.fixture(name="searcher", scope="module")
def searcher_of_the_seed(home: Path) -> HybridSearcher:
    return wire.searcher_of(home, wire.encoder_of(Settings()))


def over(searcher: HybridSearcher, fake: Fake) -> Answerer:
    """What answers from the seed documents, its statements written by the endpoint."""
    composer = wire.composer_of(Settings(generator="m", generator_url=fake.url))
    assert isinstance(composer, FreehandComposer)
    return wire.answerer_over(searcher, composer)


def test_an_answer_by_the_endpoint_quotes_the_document(searcher: HybridSearcher, fake: Fake) -> None:
    fake.body = said(f"{QUOTE}[1]\n可以保留一辈子。[1]")
    answerer = over(searcher, fake)
    answer = answerer.answer(LEAVE)
    # What was dropped was never said to be an answer: what is left is not a part of one.
    assert (answer.status, answer.text) == (Status.ANSWERED, f"{SENTENCE}。[1]")
    (citation,) = answer.citations
    assert citation.quote == SENTENCE
    assert answerer.documents["ln-cxqd-2017"].text[citation.start : citation.end] == SENTENCE
    assert fake.asked[0][2]["messages"][0]["content"].endswith(
        "\n\n问题：从研究所出来创业,原来的人事关系能保留几年?"
    )


@pytest.mark.parametrize(
    "spoil",
    [
        lambda fake: setattr(fake, "body", said("可在30年内保留人事（劳动）关系和相关待遇[1]")),
        lambda fake: setattr(fake, "body", said(f"{QUOTE}[9]")),
        lambda fake: setattr(fake, "body", b"rubbish"),
        lambda fake: setattr(fake, "status", 500),
    ],
    ids=["misquotes", "names no clause", "rubbish", "fails"],
)
def test_whatever_the_endpoint_does_the_user_gets_an_answer(
    answerer: Answerer, searcher: HybridSearcher, fake: Fake, spoil: Callable[[Fake], None]
) -> None:
    spoil(fake)
    assert over(searcher, fake).answer(LEAVE).text == answerer.answer(LEAVE).text
    assert len(fake.asked) == 1


def test_the_settings_say_who_writes_answers_and_questions(fake: Fake) -> None:
    assert isinstance(wire.composer_of(Settings(generator="none")), Composer)
    assert isinstance(wire.generator_of(Settings()), NoGenerator)
    assert wire.generator_of(Settings(generator="bundled")).name == "bundled"
    elsewhere = Settings(generator="m", generator_url=fake.url, generator_key="sk-1")  # type: ignore[arg-type]
    fake.body = said("多久？")
    asker = wire.asker_of(elsewhere)
    assert (asker.name, asker.ask(["甲"], 1, 1)) == ("m", [["多久？"]])
    assert fake.asked[0][1]["authorization"] == "Bearer sk-1"
    # With none to write answers, the bundled one still writes questions.
    assert wire.asker_of(Settings(generator="none")).name == "bundled"


@pytest.mark.parametrize("generator", ["bundled", "none"])
def test_an_endpoint_whose_model_is_not_named_is_refused(generator: str) -> None:
    settings = Settings(generator=generator, generator_url="http://127.0.0.1:9/v1")
    for build in (wire.composer_of, wire.asker_of):
        with pytest.raises(SettingError, match=f"CEYIN_GENERATOR 却是 {generator}。.*模型名"):
            build(settings)


def test_by_default_no_connection_is_tried(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[object] = []

    def refuse(_: socket.socket, address: object) -> None:
        tried.append(address)
        raise OSError("没有网络")

    def unknown(host: str, *_: object, **__: object) -> None:
        refuse(socket.socket(), host)

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert wire.answerer_of(Settings(home=home)).answer(LEAVE).status is Status.ANSWERED
    wire.asker_of(Settings()).ask(["给予企业补贴。"], 1, 1)
    assert tried == []
    # The same that is refused here is what an endpoint would use.
    with pytest.raises(ModelError, match="连不上"):
        Endpoint("http://127.0.0.1:9/v1", "m").reply("问")
    assert tried == ["127.0.0.1"]
