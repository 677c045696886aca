import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import pytest
from fastapi.testclient import TestClient

from service.answerer import Answerer
from service.http.app import create_app
from service.matching.facts import Facts
from service.matching.matcher import Matcher

COUPON = "我在沈阳办了一家民营工厂，想申请创新券。"
THEN = "2019-06-01"


@pytest.fixture(scope="module")
def client(answerer: Answerer, matcher: Matcher) -> Iterator[TestClient]:
    with TestClient(create_app(answerer, matcher), raise_server_exceptions=False) as made:
        yield made


def test_an_applicant_gets_what_the_matcher_says(client: TestClient, matcher: Matcher) -> None:
    sent = {"profile": COUPON, "facts": {"employees": 12, "inside": True}, "as_of": THEN}
    response = client.post("/v1/match", json=sent)
    expected = matcher.match(COUPON, Facts(employees=12, inside=True), THEN)
    assert response.status_code == 200
    assert response.json() == json.loads(json.dumps(asdict(expected)))


def test_an_answer_has_the_fields_of_the_design(client: TestClient) -> None:
    body = client.post("/v1/match", json={"profile": COUPON}).json()
    assert set(body) == {
        "profile",
        "as_of",
        "understood",
        "matches",
        "questions",
        "notices",
        "generation",
    }
    assert body["as_of"] == "2026-11-21"
    assert set(body["understood"][0]) == {"key", "name", "value"}
    assert set(body["matches"][0]) == {
        "clause_id",
        "document",
        "path",
        "text",
        "verdict",
        "benefit",
        "quote",
        "start",
        "end",
        "conditions",
        "contact",
        "period",
        "over",
        "reason",
        "score",
    }
    assert set(body["matches"][0]["conditions"][0]) == {"text", "quote", "verdict", "reason", "start", "end"}
    assert {match["verdict"] for match in body["matches"]} <= {"applies", "unknown", "does_not_apply"}


def test_what_is_quoted_stands_in_the_document_as_it_is_served(client: TestClient) -> None:
    matches = client.post("/v1/match", json={"profile": COUPON, "as_of": THEN}).json()["matches"]
    match = next(match for match in matches if match["clause_id"] == "sy-kjyd-2019#3.8.30")
    text = client.get("/v1/documents/sy-kjyd-2019").json()["text"]
    assert text[match["start"] : match["end"]] == match["quote"]
    assert "创新券" in match["quote"]
    for condition in match["conditions"]:
        assert text[condition["start"] : condition["end"]] == condition["quote"]


def test_nonsense_is_an_answer_with_a_notice(client: TestClient) -> None:
    response = client.post("/v1/match", json={"profile": "啊啊啊啊今天天气好"})
    assert response.status_code == 200
    assert response.json()["matches"] == []
    assert response.json()["notices"][0].startswith("没有看懂是谁、在哪里、想要什么。")


@pytest.mark.parametrize(
    ("sent", "detail"),
    [
        ({}, "profile：缺少这一项。"),
        ({"profile": 5}, "profile：应当是文字。"),
        ({"profile": None}, "profile：应当是文字。"),
        ({"profile": COUPON, "top_k": 3}, "top_k：没有这一项，请检查名称。"),
        ({"profile": COUPON, "as_of": 2019}, "as_of：应当是文字。"),
        ({"profile": COUPON, "facts": []}, "facts：应当是 JSON 对象。"),
        ({"profile": COUPON, "facts": {"staff": 3}}, "facts.staff：没有这一项，请检查名称。"),
        ({"profile": COUPON, "facts": {"employees": -1}}, "facts.employees：太小了。"),
        ({"profile": COUPON, "facts": {"revenue": 1e10}}, "facts.revenue：太大了。"),
        ({"profile": " 。"}, "描述是空的。请写明在哪里、做什么、想要什么支持"),
        ({"profile": "大" * 4001}, "描述有 4001 个字，最多 4000 个。"),
        ({"profile": COUPON, "as_of": "昨天"}, "日期“昨天”读不懂。请写成 2019-06-01 这样。"),
        ({"profile": COUPON, "facts": {"region": "大连"}}, "表单里的地区是大连，描述里说的是沈阳。"),
        ({"profile": COUPON, "facts": {"region": "火星"}}, "不认识地区“火星”。"),
        ({"profile": COUPON, "facts": {"kinds": ["火星人"]}}, "表单里的“火星人”不在可选的范围里。"),
        ({"profile": "我们是高企", "facts": {"high_tech": False}}, "在是不是高新技术企业上说法相反。"),
        ({"profile": COUPON, "facts": {"founded": 2030}}, "成立年份2030不对"),
    ],
)
def test_a_wrong_request_is_a_problem_in_chinese(
    client: TestClient, sent: dict[str, Any], detail: str
) -> None:
    response = client.post("/v1/match", json=sent)
    assert (response.status_code, response.headers["content-type"]) == (422, "application/problem+json")
    body = response.json()
    assert (body["title"], body["status"]) == ("请求有误", 422)
    assert detail in body["detail"]


@pytest.mark.parametrize("sent", [b"{", b'{"profile": "\xff"}'])
def test_what_is_no_json_is_a_problem(client: TestClient, sent: bytes) -> None:
    response = client.post("/v1/match", content=sent, headers={"content-type": "application/json"})
    assert (response.status_code, response.headers["content-type"]) == (400, "application/problem+json")
    assert response.json()["title"] == "请求不是有效的 JSON"


def test_half_a_character_is_a_problem_and_no_failure(client: TestClient) -> None:
    for sent, detail in (
        (b'{"profile": "\\ud800a"}', "描述里有不完整的字符"),
        (b'{"profile": "a", "facts": {"region": "\\ud800"}}', "不认识地区“?”"),
        (b'{"profile": "a", "as_of": "\\ud800"}', "日期“?”读不懂"),
    ):
        response = client.post("/v1/match", content=sent, headers={"content-type": "application/json"})
        assert response.status_code == 422
        assert detail in response.json()["detail"]


def test_the_route_is_described_in_chinese(client: TestClient) -> None:
    described = client.get("/openapi.json").json()["paths"]["/v1/match"]["post"]
    assert (described["summary"], described["tags"]) == ("匹配扶持条款", ["匹配"])


def test_every_choice_that_is_listed_is_taken_in_the_form(client: TestClient, matcher: Matcher) -> None:
    choices = client.get("/v1/match/choices").json()
    assert (choices["wants"][:2], choices["kinds"][:2]) == (
        ["后补助、奖励", "税收优惠"],
        ["企业", "中小微企业"],
    )
    found = matcher.match("沈阳的情况", Facts.model_validate(choices), THEN)
    assert [trait.value for trait in found.understood if trait.key == "kinds"] == choices["kinds"]
    assert [trait.value for trait in found.understood if trait.key == "wants"] == choices["wants"]
