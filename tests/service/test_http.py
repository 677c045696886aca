import json
import os
from collections.abc import Iterator

import pytest
from anyio import to_thread
from fastapi.testclient import TestClient

from service.answerer import Answerer
from service.http.app import create_app
from service.matching.matcher import Matcher

LEAVE = "从研究所出来创业，原来的人事关系能保留几年？"


@pytest.fixture(scope="module")
def client(answerer: Answerer, matcher: Matcher) -> Iterator[TestClient]:
    with TestClient(create_app(answerer, matcher), raise_server_exceptions=False) as made:
        yield made


def test_ask_gives_the_answer_of_the_design(client: TestClient) -> None:
    body = client.post("/v1/ask", json={"question": LEAVE}).json()
    assert set(body) == {
        "question",
        "status",
        "text",
        "statements",
        "citations",
        "conflicts",
        "notices",
        "confidence",
        "nearest",
        "generation",
    }
    assert body["status"] == "answered"
    assert set(body["citations"][0]) == {
        "number",
        "clause_id",
        "document",
        "path",
        "quote",
        "start",
        "end",
    }
    assert set(body["citations"][0]["document"]) == {
        "id",
        "title",
        "issuer",
        "number",
        "date",
        "sha256",
    }


def test_no_more_questions_are_worked_on_at_once_than_there_are_cores(client: TestClient) -> None:
    assert client.portal is not None

    async def threads() -> float:
        return to_thread.current_default_thread_limiter().total_tokens

    assert client.portal.call(threads) == os.cpu_count()


def test_search_gives_hits_and_the_generation(client: TestClient, answerer: Answerer) -> None:
    body = client.post("/v1/search", json={"question": LEAVE, "top_k": 3}).json()
    assert body["generation"] == answerer.generation.id
    assert len(body["hits"]) == 3
    assert set(body["hits"][0]) == {
        "clause_id",
        "document",
        "path",
        "text",
        "start",
        "end",
        "score",
        "why",
    }


def test_a_question_follows_on_those_before_it(client: TestClient) -> None:
    earlier = ["问" * 100_000, *["你好"] * 48, "高层次人才特殊支持“双千计划”是什么？"]
    followed = client.post("/v1/ask", json={"question": "那由谁牵头？", "history": earlier}).json()
    assert followed["question"] == "那由谁牵头？"
    assert [cited["clause_id"] for cited in followed["citations"]] == ["ln-cxqd-2017#2.6.u"]
    assert "省人力资源社会保障厅" in followed["text"]
    alone = client.post("/v1/ask", json={"question": "那由谁牵头？"}).json()
    assert "ln-cxqd-2017#2.6.u" not in [cited["clause_id"] for cited in alone["citations"]]


def test_filters_restrict_over_http(client: TestClient) -> None:
    body = client.post("/v1/search", json={"question": "企业", "filters": {"level": "市级"}}).json()
    assert {hit["document"]["id"] for hit in body["hits"]} == {"sy-kjyd-2019"}


def test_documents_are_listed_without_and_shown_with_their_text(client: TestClient) -> None:
    listed = client.get("/v1/documents").json()
    assert len(listed) == 5
    assert all("text" not in document for document in listed)
    shown = client.get("/v1/documents/ln-cxqd-2017").json()
    answer = client.post("/v1/ask", json={"question": LEAVE}).json()
    citation = answer["citations"][0]
    assert shown["text"][citation["start"] : citation["end"]] == citation["quote"]
    assert [repair["text"] for repair in shown["repairs"]] == [".", ".", "."]


def test_a_clause_is_shown_by_its_id(client: TestClient) -> None:
    body = client.get("/v1/clauses/ln-cgzh-2018%233.4.10").json()
    assert body["clause"]["lead_units"] == ["省科技厅"]
    assert body["document"]["date"] == "2018-06-06"
    assert body["cited"] == "《辽宁省实施科技成果转移转化三年行动计划（2018-2020年）》三、（四）10."
    assert [fact["value"] for fact in body["clause"]["facts"]] == ["4000", "7000"]


def test_a_part_of_a_clause_is_shown_with_the_clause_that_holds_it(client: TestClient) -> None:
    body = client.get("/v1/clauses/ln-kjgh-2016%233.1.1.e4").json()
    assert body["clause"]["id"] == "ln-kjgh-2016#3.1.1"
    part = next(part for part in body["clause"]["parts"] if part["id"] == "ln-kjgh-2016#3.1.1.e4")
    text = client.get("/v1/documents/ln-kjgh-2016").json()["text"]
    assert text[part["start"] : part["end"]].startswith("四是提升科技成果转化的服务能力。")


def test_health_readiness_and_the_api_page_answer(client: TestClient, answerer: Answerer) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    ready = client.get("/readyz").json()
    assert (ready["generation"], ready["documents"]) == (answerer.generation.id, 5)
    assert set(client.get("/openapi.json").json()["paths"]) == {
        "/v1/ask",
        "/v1/search",
        "/v1/match",
        "/v1/match/choices",
        "/v1/documents",
        "/v1/documents/{document_id}",
        "/v1/clauses/{clause_id}",
        "/healthz",
        "/readyz",
    }
    asked = client.get("/openapi.json").json()["paths"]["/v1/ask"]["post"]["responses"]["422"]
    assert asked["content"]["application/json"]["schema"]["$ref"].endswith("/Problem")
    page = client.get("/docs")
    assert "/swagger/swagger-ui-bundle.js" in page.text
    assert "https://" not in page.text
    assert client.get("/swagger/swagger-ui-bundle.js").status_code == 200


@pytest.mark.parametrize(
    ("body", "status", "detail"),
    [
        ({"question": ""}, 422, "空的"),
        ({"question": " \n "}, 422, "空的"),
        ({"question": "问" * 10_000}, 422, "10000"),
        ({}, 422, "question：缺少这一项"),
        ({"question": 5}, 422, "question：应当是文字"),
        ({"question": ["甲"]}, 422, "question：应当是文字"),
        ({"question": "甲", "top_k": "3"}, 422, "top_k：应当是整数"),
        ({"question": "甲", "top_k": 0}, 422, "top_k：太小了"),
        ({"question": "甲", "top_k": 101}, 422, "top_k：太大了"),
        ({"question": "甲", "filters": {"colour": "红"}}, 422, "filters.colour：没有这一项"),
        ({"question": "甲", "filters": {"year": "去年"}}, 422, "filters.year：应当是整数"),
        ({"question": "甲", "filters": {"document": "none"}}, 422, "document=none"),
        ({"question": "甲", "stream": "yes"}, 422, "stream：应当是 true 或 false"),
        ({"question": "", "stream": True}, 422, "空的"),
        ({"question": "甲", "stream": True, "filters": {"document": "none"}}, 422, "document=none"),
        ({"question": "甲", "history": "乙"}, 422, "history：应当是列表"),
        ({"question": "甲", "history": ["乙", 3]}, 422, "history.1：应当是文字"),
        ({"question": "甲", "history": ["乙"] * 51}, 422, "history：太多了"),
        ([1, 2], 422, "请求体：应当是 JSON 对象"),
    ],
)
def test_a_wrong_request_is_a_problem_in_chinese(
    client: TestClient, body: object, status: int, detail: str
) -> None:
    response = client.post("/v1/ask", json=body)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert (problem["type"], problem["status"]) == ("about:blank", status)
    assert detail in problem["detail"]


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe"])
def test_a_body_that_is_no_json_is_a_problem(client: TestClient, content: bytes) -> None:
    response = client.post("/v1/ask", content=content, headers={"content-type": "application/json"})
    assert response.status_code in (400, 422)
    assert response.headers["content-type"] == "application/problem+json"
    assert "JSON" in json.dumps(response.json(), ensure_ascii=False)


@pytest.mark.parametrize(
    ("path", "detail"),
    [
        ("/v1/documents/none", "没有编号为 none 的文件"),
        ("/v1/clauses/none%231", "没有编号为 none#1 的条款"),
        ("/v1/nowhere", "无法处理"),
        ("/static/../settings.py", "无法处理"),
    ],
)
def test_what_is_not_there_is_a_404(client: TestClient, path: str, detail: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert detail in response.json()["detail"]


def test_a_wrong_method_is_a_405(client: TestClient) -> None:
    response = client.get("/v1/ask")
    assert response.status_code == 405
    assert response.json()["title"] == "不支持这种请求方法"
