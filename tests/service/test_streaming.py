import json
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
import uvicorn
from fastapi.testclient import TestClient

from corpus.errors import ModelError
from index.search import HybridSearcher
from service import wire
from service.answer import Answer, Hits, Said, Status
from service.answerer import Answerer
from service.composer import Composer, Draft
from service.evidence import Evidence
from service.generator import NoGenerator
from service.http.app import create_app
from service.matching.matcher import Matcher
from service.settings import Settings

LEAVE = "从研究所出来创业，原来的人事关系能保留几年？"
FAR = "今天晚上吃什么好？"
CORES = os.cpu_count() or 1
SOON = 20.0


class Gated:
    """Writes as the composer does, but only once the gate is open; keeps what it was asked."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.seen: list[str] = []

    def compose(self, question: str, evidence: list[Evidence]) -> list[Draft]:
        self.seen.append(question)
        assert self.gate.wait(SOON)
        return Composer(NoGenerator()).compose(question, evidence)


class Failing:
    """Fails as it is told."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def compose(self, question: str, evidence: list[Evidence]) -> list[Draft]:
        raise self.error


class Days:
    """Says what day it is; an answer asks once, as the last thing but the conflicts."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self) -> date:
        self.asked += 1
        return date(2026, 11, 21)


@pytest.fixture(scope="module")
def searcher(home: Path) -> HybridSearcher:
    return wire.searcher_of(home, wire.encoder_of(Settings(home=home)))


@contextmanager
def serving(answerer: Answerer, matcher: Matcher) -> Iterator[uvicorn.Server]:
    """A server in a thread of its own; `server.config.port` is where it listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        server = uvicorn.Server(uvicorn.Config(create_app(answerer, matcher), port=port, log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield server
        server.should_exit = True
        thread.join(SOON)
        assert not thread.is_alive()


def send(server: uvicorn.Server, question: str, *, stream: bool) -> socket.socket:
    """A connection over which a question was asked."""
    body = json.dumps({"question": question, "stream": stream}).encode()
    head = (
        f"POST /v1/ask HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    )
    connection = socket.create_connection(("127.0.0.1", server.config.port), SOON)
    connection.sendall(f"{head}\r\nConnection: close\r\n\r\n".encode() + body)
    return connection


def read_until(connection: socket.socket, mark: bytes) -> bytes:
    """What comes over a connection up to a mark."""
    received = b""
    while mark not in received:
        part = connection.recv(65536)
        assert part, received
        received += part
    return received


def wait_for(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SOON
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def events(text: str) -> list[tuple[str, str]]:
    """The events of a stream, each as its name and its line of JSON."""
    found = []
    for block in text.removesuffix("\r\n\r\n").split("\r\n\r\n"):
        name, line = block.split("\r\n")
        found.append((name.removeprefix("event: "), line.removeprefix("data: ")))
    return found


def test_the_stages_are_what_is_found_what_is_said_and_the_answer(answerer: Answerer) -> None:
    hits, *said, last = answerer.stages(LEAVE)
    assert hits == Hits(tuple(answerer.search(LEAVE)), answerer.generation.id)
    assert last == answerer.answer(LEAVE)
    assert isinstance(last, Answer)
    assert [one.statement for one in said if isinstance(one, Said)] == list(last.statements)
    assert said[0] == Said(last.statements[0], last.citations[:1])


def test_a_refusal_says_nothing_between_what_is_found_and_the_answer(answerer: Answerer) -> None:
    hits, last = answerer.stages(FAR)
    assert isinstance(hits, Hits)
    assert isinstance(last, Answer)
    assert last.status is Status.REFUSED


def test_what_is_found_is_given_before_anything_is_written(searcher: HybridSearcher) -> None:
    writer = Gated()
    stages = wire.answerer_over(searcher, writer).stages(LEAVE)
    assert isinstance(next(stages), Hits)
    assert writer.seen == []


@pytest.mark.parametrize("question", [LEAVE, FAR, "到2020年研发经费支出占地区生产总值比重达到多少？"])
def test_a_stream_ends_with_the_answer_that_is_given_without_one(
    answerer: Answerer, matcher: Matcher, question: str
) -> None:
    with TestClient(create_app(answerer, matcher)) as client:
        whole = client.post("/v1/ask", json={"question": question}).json()
        found = client.post("/v1/search", json={"question": question}).json()
        streamed = client.post("/v1/ask", json={"question": question, "stream": True})
    assert streamed.headers["content-type"].startswith("text/event-stream")
    names, parts = zip(*[(name, json.loads(line)) for name, line in events(streamed.text)], strict=True)
    assert names == ("hits", *["statement"] * len(whole["statements"]), "answer")
    assert (parts[0], parts[-1]) == (found, whole)
    for part, statement in zip(parts[1:-1], whole["statements"], strict=True):
        cited = [one for one in whole["citations"] if one["number"] in statement["citations"]]
        assert part == {"statement": statement, "citations": cited}


def test_a_stream_shows_no_more_clauses_than_are_wanted(answerer: Answerer, matcher: Matcher) -> None:
    with TestClient(create_app(answerer, matcher)) as client:
        streamed = client.post("/v1/ask", json={"question": LEAVE, "stream": True, "top_k": 2})
    shown = json.loads(events(streamed.text)[0][1])["hits"]
    assert [hit["clause_id"] for hit in shown] == [hit.clause_id for hit in answerer.search(LEAVE, 2)]


@pytest.mark.parametrize(
    ("error", "status", "detail"),
    [
        (ModelError("接口没有回答。"), 422, "接口没有回答。"),
        (RuntimeError("坏了"), 500, "服务内部出错，已记入日志。请稍后再试；反复出现请联系管理员。"),
    ],
)
def test_a_later_error_is_an_event_with_the_body_of_a_problem(
    searcher: HybridSearcher,
    matcher: Matcher,
    error: Exception,
    status: int,
    detail: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    app = create_app(wire.answerer_over(searcher, Failing(error)), matcher)
    with TestClient(app, raise_server_exceptions=False) as client:
        streamed = client.post("/v1/ask", json={"question": LEAVE, "stream": True})
        plain = client.post("/v1/ask", json={"question": LEAVE})
    (first, _), (name, line) = events(streamed.text)
    assert (streamed.status_code, first, name) == (200, "hits", "error")
    problem = json.loads(line)
    assert (problem["status"], problem["detail"]) == (status, detail)
    assert (plain.status_code, plain.json()) == (status, problem)
    logged = [record for record in caplog.records if record.name == "service.http.problems"]
    assert len(logged) == (2 if status == 500 else 0)


def test_clients_that_leave_free_their_slots_and_nothing_more_is_worked_out(
    searcher: HybridSearcher, matcher: Matcher
) -> None:
    writer, today = Gated(), Days()
    with serving(wire.answerer_over(searcher, writer, today), matcher) as server:
        connections = [send(server, LEAVE, stream=True) for _ in range(CORES)]
        for connection in connections:
            # What is found comes while the rest is being worked out.
            assert b"statement" not in read_until(connection, b"event: hits")
        wait_for(lambda: len(writer.seen) == CORES)
        for connection in connections:
            connection.close()
        wait_for(lambda: not server.server_state.connections)
        writer.gate.set()
        with send(server, LEAVE, stream=True) as connection:
            assert b"event: statement" in read_until(connection, b"event: answer")
        wait_for(lambda: not server.server_state.connections)
    assert len(writer.seen) == CORES + 1
    assert today.asked == 1


@pytest.mark.parametrize("stream", [True, False])
def test_nothing_is_worked_out_for_a_client_that_left_before_its_turn(
    searcher: HybridSearcher, matcher: Matcher, stream: bool
) -> None:
    writer = Gated()
    with serving(wire.answerer_over(searcher, writer), matcher) as server:
        working = [send(server, LEAVE, stream=False) for _ in range(CORES)]
        wait_for(lambda: len(writer.seen) == CORES)
        waiting = send(server, "高新技术企业要达到多少家？", stream=stream)
        wait_for(lambda: len(server.server_state.connections) == CORES + 1)
        waiting.close()
        wait_for(lambda: len(server.server_state.connections) == CORES)
        writer.gate.set()
        for connection in working:
            with connection:
                assert b'"status":"answered"' in read_until(connection, b'"generation"')
    assert len(writer.seen) == CORES
