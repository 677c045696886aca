"""Errors as RFC 9457 problem details, in Chinese."""

import logging
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from corpus.errors import CeyinError, NotFoundError

_LOG = logging.getLogger(__name__)

_WRONG = {
    "missing": "缺少这一项",
    "string_type": "应当是文字",
    "int_type": "应当是整数",
    "int_parsing": "应当是整数",
    "int_from_float": "应当是整数",
    "bool_type": "应当是 true 或 false",
    "list_type": "应当是列表",
    "extra_forbidden": "没有这一项，请检查名称",
    "greater_than_equal": "太小了",
    "less_than_equal": "太大了",
    "too_long": "太多了",
    "model_attributes_type": "应当是 JSON 对象",
    "model_type": "应当是 JSON 对象",
    "literal_error": "不是允许的值",
}
_TITLES = {
    400: "请求不是有效的 JSON",
    404: "没有找到",
    405: "不支持这种请求方法",
    422: "请求有误",
    500: "服务内部出错",
}


class Problem(BaseModel):
    """The body of every error."""

    type: str
    title: str
    status: int
    detail: str


RESPONSES: dict[int | str, dict[str, Any]] = {422: {"model": Problem, "description": "请求有误"}}


def problem(status: int, detail: str) -> JSONResponse:
    """A problem-details response."""
    return _response(_problem(status, detail))


def problem_of(error: Exception, place: str) -> Problem:
    """What a client is told of an error; one that the user cannot mend is logged as met at `place`."""
    if isinstance(error, CeyinError):
        return _problem(404 if isinstance(error, NotFoundError) else 422, str(error))
    _LOG.error("%s", place, exc_info=error)
    return _problem(500, "服务内部出错，已记入日志。请稍后再试；反复出现请联系管理员。")


def install(app: FastAPI) -> None:
    """Answer every error of an app with a problem."""

    @app.exception_handler(CeyinError)
    @app.exception_handler(Exception)
    async def failed(request: Request, error: Exception) -> JSONResponse:
        return _response(problem_of(error, f"{request.method} {request.url.path}"))

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        return _invalid(error.errors())

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> JSONResponse:
        return problem(error.status_code, f"{request.method} {request.url.path} 无法处理。接口说明见 /docs。")

    @app.exception_handler(ClientDisconnect)
    async def left(request: Request, error: ClientDisconnect) -> Response:
        # Nobody reads it; 499 is how the access log of a proxy puts it.
        return Response(status_code=499)


def _problem(status: int, detail: str) -> Problem:
    title = _TITLES.get(status) or HTTPStatus(status).phrase
    # What a request wrote may hold half a character, which no response can be made of.
    whole = detail.encode(errors="replace").decode()
    return Problem(type="about:blank", title=title, status=status, detail=whole)


def _response(told: Problem) -> JSONResponse:
    return JSONResponse(told.model_dump(), told.status, media_type="application/problem+json")


def _invalid(errors: Sequence[Any]) -> JSONResponse:
    if any(error["type"] == "json_invalid" for error in errors):
        return problem(400, "请求体不是有效的 JSON。请检查引号、逗号和编码（UTF-8）。")
    parts = []
    for error in errors:
        field = ".".join(str(part) for part in error["loc"] if part != "body") or "请求体"
        parts.append(f"{field}：{_WRONG.get(error['type'], '值不对')}")
    return problem(422, "；".join(parts) + "。接口说明见 /docs。")
