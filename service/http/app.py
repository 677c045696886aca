"""Routes: a request comes in, the answerer's own types go out."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

from anyio import to_thread
from fastapi import FastAPI, Request
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import FileResponse, HTMLResponse
from fastapi.staticfiles import StaticFiles
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response
from swagger_ui_bundle import swagger_ui_path

from corpus.citing import cited_form
from corpus.clause import Clause
from corpus.document import Document
from corpus.errors import NotFoundError
from corpus.linking import Link
from index.filters import Filters
from service.answer import Answer, Hits, Origin
from service.answerer import Answerer
from service.http import matching, problems, streaming
from service.matching.matcher import Matcher

STATIC = Path(__file__).parents[1] / "static"
_EXAMPLE = "从研究所出来创业，原来的人事关系能保留几年？"


class _Fresh(StaticFiles):
    """Files that a browser asks after each time, so that an upgrade is seen at once."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:  # noqa: ANN401
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = "no-cache"
        return response


class SearchRequest(BaseModel):
    """A question, how many clauses are wanted, and which documents to look in."""

    model_config = ConfigDict(extra="forbid")

    question: Annotated[str, Field(strict=True, examples=[_EXAMPLE])]
    top_k: Annotated[int, Field(strict=True, ge=1, le=100)] = 10
    filters: Filters = Filters()


class AskRequest(SearchRequest):
    """A question to be answered, as it follows on earlier ones, the oldest first.

    `top_k` does not change the answer, only how many clauses the first event of a stream shows.
    """

    history: Annotated[list[Annotated[str, Field(strict=True)]], Field(max_length=50)] = []
    stream: Annotated[bool, Field(strict=True)] = False


class ClauseResponse(BaseModel):
    """A clause, how an official cites it, where it comes from, and what it cites that the corpus holds."""

    clause: Clause
    cited: str
    document: Origin
    links: tuple[Link, ...]


@asynccontextmanager
async def _one_thread_a_core(_: FastAPI) -> AsyncIterator[None]:
    """Let so many questions be worked on at once as there are cores; more threads only wait for each other.

    With 20 clients on two cores, FastAPI's own 40 threads answer 50 searches a second, two answer 99.
    """
    to_thread.current_default_thread_limiter().total_tokens = os.cpu_count() or 1
    yield


def create_app(answerer: Answerer, matcher: Matcher) -> FastAPI:
    """The application over a loaded answerer and matcher."""
    app = FastAPI(
        title="策引",
        version=version("ceyin"),
        description="用平常话问政策，得到逐字引用条款的回答。",
        responses=problems.RESPONSES,
        docs_url=None,
        redoc_url=None,
        lifespan=_one_thread_a_core,
    )
    problems.install(app)
    _questions(app, answerer)
    matching.install(app, matcher)
    _corpus(app, answerer)
    _operations(app, answerer)
    app.mount("/static", _Fresh(directory=STATIC), name="static")
    return app


def _questions(app: FastAPI, answerer: Answerer) -> None:
    @app.post(
        "/v1/ask",
        summary="提问",
        tags=["问答"],
        description="回答一个问题，每句话都附引文；没有依据就拒答，并列出最接近的条款。"
        "history 是先前问过的话，早的在前。stream 为 true 时先给找到的条款，再逐句给，最后给整个回答。",
        response_model=Answer,
        responses=streaming.RESPONSES,
    )
    def ask(request: Request, wanted: AskRequest) -> Answer | Response:
        """Answer a question."""
        streaming.stay(request)
        given = wanted.question, wanted.filters, wanted.history
        if wanted.stream:
            return streaming.streamed(request, answerer.stages(*given), wanted.top_k)
        return answerer.answer(*given)

    @app.post(
        "/v1/search", summary="检索条款", tags=["问答"], description="找出最能回答问题的条款，最好的在前。"
    )
    def search(request: Request, wanted: SearchRequest) -> Hits:
        """Search for clauses."""
        streaming.stay(request)
        hits = answerer.search(wanted.question, wanted.top_k, wanted.filters)
        return Hits(tuple(hits), answerer.generation.id)


def _corpus(app: FastAPI, answerer: Answerer) -> None:
    clauses = {part.id: clause for clause in answerer.generation.clauses for part in clause.parts}
    clauses |= {clause.id: clause for clause in answerer.generation.clauses}

    @app.get("/v1/documents", summary="文件列表", tags=["文件"], description="列出全部文件，不含正文。")
    def documents() -> list[dict[str, Any]]:
        """List the documents."""
        return [
            {name: value for name, value in asdict(document).items() if name not in ("text", "repairs")}
            for document in answerer.generation.documents
        ]

    @app.get(
        "/v1/documents/{document_id}",
        summary="一份文件的全文",
        tags=["文件"],
        description="取一份文件，含正文和读入时的修复记录；引文的起止位置按正文的字符（码点）计。",
    )
    def document(document_id: str) -> Document:
        """Show one document."""
        found = answerer.documents.get(document_id)
        if found is None:
            raise NotFoundError(f"没有编号为 {document_id} 的文件。请先用 GET /v1/documents 查看编号。")
        return found

    @app.get(
        "/v1/clauses/{clause_id:path}",
        summary="一个条款",
        tags=["文件"],
        description="取一个条款和它引用的条款、文件；编号里的 # 在网址里写作 %23。条款内分项的编号取到整条。",
    )
    def clause(clause_id: str) -> ClauseResponse:
        """Show one clause; a part's id gives the clause that holds it."""
        found = clauses.get(clause_id)
        if found is None:
            raise NotFoundError(f"没有编号为 {clause_id} 的条款。编号里的 # 在网址里要写作 %23。")
        held = answerer.documents[found.document_id]
        return ClauseResponse(
            clause=found,
            cited=cited_form(held, found),
            document=answerer.origins[held.id],
            links=answerer.library.links(found),
        )


def _operations(app: FastAPI, answerer: Answerer) -> None:
    @app.get("/healthz", summary="进程是否活着", tags=["运维"])
    async def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @app.get(
        "/readyz",
        summary="是否可以回答",
        tags=["运维"],
        description="索引装好之后才开始监听，所以能应答就是可用；附索引编号和规模。",
    )
    async def readyz() -> dict[str, str | int]:
        """Say that the index is loaded: nothing listens before it is."""
        generation = answerer.generation
        return {
            "status": "ready",
            "generation": generation.id,
            "documents": len(generation.documents),
            "clauses": sum(clause.searchable for clause in generation.clauses),
        }

    @app.get("/", include_in_schema=False)
    def page() -> FileResponse:
        return FileResponse(STATIC / "index.html", headers={"Cache-Control": "no-cache"})

    app.mount("/swagger", StaticFiles(directory=swagger_ui_path), name="swagger")

    @app.get("/docs", include_in_schema=False)
    def docs() -> HTMLResponse:
        return get_swagger_ui_html(
            openapi_url="/openapi.json",
            title="策引接口说明",
            swagger_js_url="/swagger/swagger-ui-bundle.js",
            swagger_css_url="/swagger/swagger-ui.css",
            swagger_favicon_url="/swagger/favicon-32x32.png",
        )
