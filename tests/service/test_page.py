import json
import shutil
import socket
import threading
from collections.abc import Iterator

import pytest
import uvicorn

from service.answerer import Answerer
from service.http.app import create_app
from service.matching.matcher import Matcher

try:
    from playwright.sync_api import Browser, Page, Route, expect, sync_playwright
except ImportError:
    pytest.skip("playwright is not installed", allow_module_level=True)

QUESTION = "从研究所出来创业，原来的人事关系能保留几年？"
KEPT = "可在3年内保留人事（劳动）关系和相关待遇"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


@pytest.fixture(scope="module")
def site(answerer: Answerer, matcher: Matcher) -> Iterator[str]:
    # Bound here, so the port is known and a browser that comes early waits in the backlog.
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(
            uvicorn.Config(create_app(answerer, matcher), lifespan="off", log_level="warning")
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """The page, opened; whatever a test does with it, it asks no other host and no script fails."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, base_url=site)
    page = context.new_page()
    asked: list[str] = []
    failed: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.goto("/")
    expect(page.locator("#list li")).to_have_count(5)
    yield page
    context.close()
    assert [url for url in asked if not url.startswith(site)] == []
    assert failed == []


def ask(page: Page, question: str) -> None:
    page.get_by_label("问题").fill(question)
    page.get_by_label("问题").press("Enter")
    expect(page.get_by_role("region", name="回答").get_by_role("heading")).to_have_text(question)


def sent(page: Page, question: str) -> list[str]:
    """Ask, and give the earlier questions that were sent with it."""
    with page.expect_request("**/v1/ask") as request:
        ask(page, question)
    history: list[str] = json.loads(request.value.post_data or "")["history"]
    return history


def hold_first(page: Page) -> None:
    """Leave the first question without a reply."""
    held: list[Route] = []

    def handle(route: Route) -> None:
        if held:
            route.fallback()
        else:
            held.append(route)

    page.route("**/v1/ask", handle)


def scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


def test_a_question_is_answered_with_a_numbered_citation(page: Page) -> None:
    ask(page, QUESTION)
    answer = page.get_by_role("region", name="回答")
    expect(answer).to_contain_text(KEPT)
    expect(answer).to_contain_text("已回答")
    expect(answer).to_have_attribute("aria-busy", "false")
    expect(answer.get_by_role("button", name="[1]")).to_be_visible()
    source = page.get_by_role("region", name="出处").get_by_role("listitem").first
    expect(source).to_contain_text("中共辽宁省委、辽宁省人民政府，2017年3月1日")
    expect(source).to_contain_text("三、战略保障 › （三）完善有利于科技成果转化的制度 › 3．促进创新人才流动")


def test_clicking_a_citation_scrolls_to_the_highlighted_span(page: Page) -> None:
    ask(page, QUESTION)
    quote = page.locator("blockquote").first.inner_text()
    assert KEPT in quote
    page.get_by_role("button", name="[1]").click()
    mark = page.get_by_role("dialog").locator("mark")
    expect(mark).to_be_in_viewport(ratio=1)
    assert mark.text_content() == quote


def test_the_panel_says_what_the_document_does_not_print(page: Page) -> None:
    page.get_by_role("button", name="建设科技强省的实施意见").click()
    panel = page.get_by_role("dialog")
    expect(panel).to_contain_text("标题、发文机关、日期：原文未印出，系推定。")
    # The points of 2.5％, 7.36件 and 2.8％ are private-use characters in the file.
    expect(panel).to_contain_text("该文件有 3 处无法显示的小数点已修复。")


def test_offsets_count_characters_and_not_utf_16_units(page: Page) -> None:
    record = {"id": "x", "title": "甲", "issuer": None, "number": None, "date": None, "region": None}
    document = record | {"text": "𠮷林省𠮷市\n可保留三年。", "inferred": [], "repairs": []}
    page.route("**/v1/documents/x", lambda route: route.fulfill(json=document))
    page.goto("/?doc=x&at=6-11")
    expect(page.locator("mark")).to_have_text("可保留三年")


def test_escape_closes_the_document_and_gives_the_focus_back(page: Page) -> None:
    ask(page, QUESTION)
    page.get_by_role("button", name="[1]").click()
    expect(page.locator("mark")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("button", name="[1]")).to_be_focused()


def test_markup_in_a_question_is_shown_as_text(page: Page) -> None:
    ask(page, '<img src=x onerror="window.hacked=1">高新技术企业数量')
    expect(page.locator("img")).to_have_count(0)
    assert page.evaluate("window.hacked") is None


def test_a_blank_question_is_answered_with_advice(page: Page) -> None:
    page.get_by_label("问题").fill(" \n")
    page.get_by_role("button", name="提问").click()
    expect(page.get_by_role("alert")).to_have_text("请先写下要问的内容。")


def test_enter_that_ends_a_composition_does_not_ask(page: Page) -> None:
    page.get_by_label("问题").fill("gaoxin")
    page.get_by_label("问题").dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    expect(page.get_by_role("region", name="回答")).to_be_empty()
    page.get_by_label("问题").dispatch_event("keydown", {"key": "Enter"})
    expect(page.get_by_role("region", name="回答")).not_to_be_empty()


def test_a_refusal_shows_the_nearest_clauses(page: Page) -> None:
    origin = {"id": "ln-cgzh-2018", "title": "三年行动计划", "issuer": None, "number": None, "date": None}
    addressee = "各市人民政府，省政府各厅委、各直属机构："
    near = {"document": origin, "path": [], "text": addressee, "start": 1, "end": 21}
    refusal = {"question": "月球", "status": "refused", "text": "没有找到。", "confidence": 0.1}
    lists = {"statements": [], "citations": [], "conflicts": [], "notices": [], "nearest": [near]}
    page.route("**/v1/ask", lambda route: route.fulfill(json=refusal | lists))
    ask(page, "月球")
    expect(page.get_by_role("region", name="回答")).to_contain_text("未找到依据")
    expect(page.get_by_role("heading", name="最接近的条款")).to_be_visible()
    page.get_by_role("button", name="三年行动计划").last.click()
    expect(page.locator("mark")).to_have_text(addressee)


def test_a_problem_is_shown_in_the_words_of_the_service(page: Page) -> None:
    problem = {"type": "about:blank", "title": "请求有误", "status": 422, "detail": "问题不成句。"}
    page.route("**/v1/ask", lambda route: route.fulfill(status=422, body=json.dumps(problem)))
    page.get_by_label("问题").fill("？")
    page.get_by_label("问题").press("Enter")
    expect(page.get_by_role("alert")).to_have_text("问题不成句。")


def test_a_service_that_cannot_be_reached_is_reported(page: Page) -> None:
    page.route("**/v1/ask", lambda route: route.abort())
    page.get_by_label("问题").fill("高新技术企业")
    page.get_by_label("问题").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("连接不上服务")


def test_a_newer_question_supersedes_one_still_in_flight(page: Page) -> None:
    hold_first(page)
    page.get_by_label("问题").fill("高新技术企业数量")
    page.get_by_label("问题").press("Enter")
    expect(page.get_by_role("region", name="回答")).to_have_attribute("aria-busy", "true")
    with page.expect_event("requestfailed"):
        ask(page, QUESTION)
    expect(page.get_by_role("region", name="回答")).to_contain_text(KEPT)


def test_a_question_can_be_kept_to_one_document(page: Page) -> None:
    page.get_by_label("只查").select_option("沈阳市科学技术局2019年科技工作要点")
    with page.expect_request("**/v1/ask") as request:
        ask(page, "高新技术企业要突破多少家")
    sent = json.loads(request.value.post_data or "")
    assert sent["filters"] == {"document": "sy-kjyd-2019"}


def test_back_and_reload_bring_a_question_back(page: Page) -> None:
    ask(page, QUESTION)
    ask(page, "高新技术企业数量")
    page.go_back()
    heading = page.get_by_role("region", name="回答").get_by_role("heading")
    expect(heading).to_have_text(QUESTION)
    page.reload()
    expect(heading).to_have_text(QUESTION)
    expect(page.get_by_label("问题")).to_have_value(QUESTION)


def test_a_follow_up_is_sent_with_the_questions_before_it(page: Page) -> None:
    topic = page.get_by_role("button", name="换个话题")
    expect(topic).to_be_hidden()
    ask(page, QUESTION)
    ask(page, "高新技术企业数量")
    assert sent(page, "那谁牵头？") == [QUESTION, "高新技术企业数量"]
    heading = page.get_by_role("region", name="回答").get_by_role("heading")
    for return_to in (page.reload, page.go_back):
        return_to()
        expect(heading).to_have_text("那谁牵头？")
        assert sent(page, "还有呢？") == [QUESTION, "高新技术企业数量", "那谁牵头？"]


def test_a_new_topic_forgets_the_questions_before(page: Page) -> None:
    ask(page, QUESTION)
    page.get_by_role("button", name="换个话题").click()
    expect(page.get_by_label("问题")).to_be_focused()
    expect(page.get_by_label("问题")).to_have_value("")
    expect(page.get_by_role("region", name="回答")).to_be_empty()
    expect(page.get_by_role("button", name="换个话题")).to_be_hidden()
    assert sent(page, "高新技术企业数量") == []
    assert sent(page, "高新技术企业数量") == []
    page.go_back()
    page.go_back()
    expect(page.get_by_role("region", name="回答").get_by_role("heading")).to_have_text(QUESTION)
    assert sent(page, "那谁牵头？") == [QUESTION]


def test_more_than_ten_questions_before_are_not_sent(page: Page) -> None:
    for number in range(12):
        ask(page, f"高新技术企业数量{number}")
    assert sent(page, "那谁牵头？") == [f"高新技术企业数量{number}" for number in range(2, 12)]


def test_different_figures_are_shown_as_tables(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    ask(page, "到2020年研发经费支出占地区生产总值比重达到多少？")
    table = page.get_by_role("table").first
    expect(table.locator("caption")).to_contain_text("说法不一：")
    expect(page.get_by_role("table").last.locator("caption")).to_contain_text("口径不同：")
    row = table.get_by_role("row").nth(1)
    expect(row).to_contain_text("2.3%[4]辽宁省2020年省级")
    expect(row).to_contain_text("辽宁省实施科技成果转移转化三年行动计划（2018-2020年）二、总体目标")
    assert not scrolls_sideways(page)
    row.get_by_role("button").click()
    expect(page.locator("mark")).to_contain_text("比重力争达到2.3%")


def test_back_closes_the_document(page: Page) -> None:
    ask(page, QUESTION)
    page.get_by_role("button", name="[1]").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("region", name="回答")).to_contain_text(KEPT)


def test_the_answer_is_copied_with_its_citations(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, QUESTION)
    quote = page.locator("blockquote").first.inner_text()
    page.get_by_role("button", name="复制").click()
    expect(page.get_by_text("已复制。")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert f"问：{QUESTION}" in copied
    assert f"[1] “{quote}”\n中共辽宁省委、辽宁省人民政府关于贯彻" in copied
    assert "2017年3月1日，三、战略保障 › （三）完善有利于科技成果转化的制度" in copied


def test_a_phone_does_not_scroll_sideways(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    assert not scrolls_sideways(page)
    ask(page, QUESTION)
    assert not scrolls_sideways(page)
    page.get_by_role("button", name="[1]").click()
    expect(page.locator("mark")).to_be_in_viewport(ratio=1)
    assert not scrolls_sideways(page)
    assert page.get_by_role("dialog").bounding_box() == {"x": 0, "y": 0, "width": 360, "height": 740}
