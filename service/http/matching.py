"""The route that matches applicants with support."""

from typing import Annotated

from fastapi import FastAPI, Request
from pydantic import BaseModel, ConfigDict, Field

from corpus.vocabulary import words
from service.http import streaming
from service.matching.facts import Facts
from service.matching.matcher import Matcher
from service.matching.result import Matches

_EXAMPLE = "我们是大连一家12人的软件公司，想花钱请高校做检测，有没有补助？"


class MatchRequest(BaseModel):
    """An applicant in its own words, what it fills in, and the day on which it asks."""

    model_config = ConfigDict(extra="forbid")

    profile: Annotated[str, Field(strict=True, examples=[_EXAMPLE])]
    facts: Facts = Facts()
    as_of: Annotated[str | None, Field(strict=True, examples=["2019-06-01"])] = None


class Choices(BaseModel):
    """What the form may name: the kinds of support and of applicant, in Chinese."""

    wants: list[str]
    kinds: list[str]


def install(app: FastAPI, matcher: Matcher) -> None:
    """Add the route to an application."""

    @app.post(
        "/v1/match",
        summary="匹配扶持条款",
        tags=["匹配"],
        description="按申请人的情况，列出适用、待确认和看似相关而不适用的条款，每个条件附原文；"
        "facts 里写的优先于描述，as_of 是按哪一天判断。",
    )
    def match(request: Request, wanted: MatchRequest) -> Matches:
        """Match an applicant."""
        streaming.stay(request)
        return matcher.match(wanted.profile, wanted.facts, wanted.as_of)

    @app.get(
        "/v1/match/choices",
        summary="表单可选的项",
        tags=["匹配"],
        description="facts 的 wants 和 kinds 可以写的名称。",
    )
    def choices() -> Choices:
        """List what the form may name."""
        return Choices(
            wants=[word.name for word in words("benefits").values()],
            kinds=[word.name for word in words("kinds").values()],
        )
