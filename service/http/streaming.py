"""An answer as Server-Sent Events, worked out only while its client listens."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

from anyio import from_thread, to_thread
from fastapi import Request
from pydantic import TypeAdapter
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.requests import ClientDisconnect

from service.answer import Answer, Hits, Said
from service.answerer import Stage
from service.http import problems

EVENTS: dict[type, str] = {Hits: "hits", Said: "statement", Answer: "answer", problems.Problem: "error"}
_SHAPES: dict[type, TypeAdapter[Any]] = {kind: TypeAdapter(kind) for kind in EVENTS}

RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "回答；stream 为 true 时是事件流：hits、每句一个 statement、answer；出错是 error。",
        "content": {"text/event-stream": {"schema": {"type": "string"}}},
    }
}


def stay(request: Request) -> None:
    """Stop where the client left while its request waited for a thread; called in that thread.

    Raises:
        ClientDisconnect: the client left.
    """
    if from_thread.run(request.is_disconnected):
        raise ClientDisconnect


def streamed(request: Request, stages: Iterator[Stage], top_k: int) -> EventSourceResponse:
    """The response of an event for each stage, `top_k` of the clauses found at most.

    The first stage is worked out here and may raise: no event is sent before it.
    """
    first = next(stages)
    if isinstance(first, Hits):
        first = Hits(first.hits[:top_k], first.generation)
    return EventSourceResponse(_events(request, first, stages))


async def _events(request: Request, first: Stage, rest: Iterator[Stage]) -> AsyncIterator[ServerSentEvent]:
    """Each stage is one turn in a worker thread; between the turns nothing is held but the connection."""
    yield _event(first)
    try:
        while not await request.is_disconnected():
            stage = await to_thread.run_sync(next, rest, None)
            if stage is None:
                return
            yield _event(stage)
    except Exception as error:
        yield _event(problems.problem_of(error, f"{request.method} {request.url.path}"))


def _event(told: Stage | problems.Problem) -> ServerSentEvent:
    kind = type(told)
    return ServerSentEvent(_SHAPES[kind].dump_json(told).decode(), event=EVENTS[kind])
