import re
from itertools import pairwise
from typing import Any

import pytest

from corpus.vocabulary import words
from tests.service import test_page

try:
    from playwright.sync_api import Locator, Page, expect
except ImportError:
    pytest.skip("playwright is not installed", allow_module_level=True)

site, browser, page = test_page.site, test_page.browser, test_page.page

PROFILE = "我们是一家12人的软件公司，高新技术企业，想要创新券。"
MARKUP = '<img src=x onerror="window.hacked=1">'


@pytest.fixture
def form(page: Page) -> Page:
    """The page, turned to matching, on a day on which all the seed documents hold."""
    page.get_by_role("link", name="匹配扶持").click()
    page.get_by_label("按哪天判断").fill("2019-06-01")
    return page


def found(page: Page) -> Locator:
    return page.get_by_role("region", name="匹配结果")


def press(page: Page) -> None:
    page.get_by_role("button", name="看看哪些适用").click()


def match(page: Page, profile: str = PROFILE) -> None:
    page.get_by_label("描述").fill(profile)
    press(page)
    expect(found(page).get_by_role("heading", name="这样理解您的情况")).to_be_focused()


def clause(verdict: str, **changed: Any) -> dict[str, Any]:  # noqa: ANN401
    origin = {"id": "x", "title": "办法", "issuer": "省科技厅", "number": None, "date": "2018-06"}
    condition = {"text": "营收不超过100万元", "quote": "收入100万元以下", "reason": "", "start": 2, "end": 4}
    row: dict[str, Any] = {"clause_id": "x#1", "document": origin, "path": ["一、总则", "（一）补助"]}
    row |= {"verdict": verdict, "benefit": "创新券", "quote": "发放创新券", "start": 0, "end": 2}
    row |= {"conditions": [condition | {"verdict": outcome} for outcome in ("满足", "不满足", "需补充")]}
    row |= {"contact": "创服处", "period": "规划期2018年", "over": False, "reason": "符合：企业"}
    return row | changed


def reply(page: Page, **changed: Any) -> None:  # noqa: ANN401
    """Let the service answer every applicant with these matches."""
    matches = {"profile": PROFILE, "as_of": "2019-06-01", "generation": "g"}
    lists: dict[str, Any] = {"understood": [], "matches": [], "questions": [], "notices": []}
    page.route("**/v1/match", lambda route: route.fulfill(json=matches | lists | changed))


def test_a_description_gives_clauses_with_the_words_of_their_conditions(form: Page) -> None:
    form.get_by_label("地区", exact=True).fill("沈阳")
    match(form)
    expect(form.locator(".traits li").filter(has_text="地区")).to_contain_text("沈阳")
    vouchers = form.locator(".match").filter(has_text="推动科技创新券制度")
    expect(vouchers).to_contain_text("30.强化科技服务")
    vouchers.get_by_role("button", name="看原文：“沈阳市”").click()
    expect(form.get_by_role("dialog").locator("mark")).to_have_text("沈阳市")
    form.keyboard.press("Escape")
    expect(vouchers.get_by_role("button", name="看原文：“沈阳市”")).to_be_focused()
    assert form.url.endswith("/#match")


def test_a_corrected_region_changes_the_verdicts(form: Page) -> None:
    form.get_by_label("地区", exact=True).fill("大连")
    match(form)
    elsewhere = form.locator(".match").filter(has_text="推动科技创新券制度")
    expect(elsewhere.locator(".status")).to_have_text("不适用")
    expect(elsewhere).to_contain_text("地域不符：仅限沈阳市")
    found(form).get_by_role("button", name="更正地区").click()
    expect(form.get_by_label("地区", exact=True)).to_have_value("大连")
    form.keyboard.type("沈阳")
    form.keyboard.press("Enter")
    expect(form.locator(".traits li").filter(has_text="地区")).to_contain_text("沈阳")
    expect(elsewhere.locator(".status")).to_have_text(re.compile("^(适用|待确认)$"))
    expect(found(form)).not_to_contain_text("地域不符")


def test_what_was_understood_is_put_into_the_field_that_corrects_it(form: Page) -> None:
    said = {"employees": "12人", "founded": "2015年", "high_tech": "有", "inside": "否"}
    pairs = [*said.items(), ("wants", "税收优惠"), ("wants", "创新券"), ("kinds", "企业")]
    reply(form, understood=[{"key": key, "name": key, "value": value} for key, value in pairs])
    match(form)
    for name in [*said, "wants"]:
        found(form).get_by_role("button", name=f"更正{name}").click()
    filled = {"人数": "12", "成立年份": "2015", "高新技术企业": "yes", "在园区内": "no"}
    for label, value in filled.items():
        expect(form.get_by_label(label)).to_have_value(value)
    expect(form.get_by_role("checkbox", checked=True)).to_have_count(2)
    expect(form.get_by_role("checkbox", name="税收优惠")).to_be_focused()
    found(form).get_by_role("button", name="更正kinds").click()
    expect(form.get_by_label("描述")).to_be_focused()


def test_what_is_to_be_added_leads_to_its_field_or_to_the_description(form: Page) -> None:
    zone = {"about": "zone", "question": "在园区里吗？", "decides": 4}
    reply(form, questions=[zone, {"about": "area", "question": "面积是多少？", "decides": 1}])
    match(form)
    asked = found(form).get_by_role("listitem")
    expect(asked).to_have_text(["在园区里吗？关系到 4 条", "面积是多少？关系到 1 条，请写进描述"])
    asked.get_by_role("button", name="在园区里吗？").click()
    expect(form.get_by_label("在园区内")).to_be_focused()
    asked.get_by_role("button", name="面积是多少？").click()
    expect(form.get_by_label("描述")).to_be_focused()


def test_clauses_stand_in_three_groups_with_all_that_is_said_of_them(form: Page) -> None:
    over = clause("does_not_apply", over=True, reason="已过期：规划期2018年已过", conditions=[])
    reply(form, matches=[clause("applies"), clause("unknown"), over], notices=["当地的文件还没有。"])
    match(form)
    headings = found(form).get_by_role("heading", level=2)
    expect(headings).to_have_text(["这样理解您的情况", "适用（1）", "待确认（1）", "不适用（1）"])
    first, last = form.locator(".match").first, form.locator(".match").last
    shown = [
        "适用创新券符合：企业发放创新券办法省科技厅，2018年6月一、总则 › （一）补助",
        "联系创服处时间规划期2018年",
    ]
    shown += [f"{mark}营收不超过100万元“收入100万元以下”" for mark in ("✓ 满足", "✗ 不满足", "? 需补充")]
    for said in shown:
        expect(first).to_contain_text(said)
    expect(first).not_to_contain_text("已过期")
    expect(last.get_by_text("已过期", exact=True)).to_be_visible()
    expect(last).to_contain_text("时间规划期2018年（已过期）")
    expect(form.locator(".notice")).to_have_text("当地的文件还没有。")


def test_the_form_is_sent_without_what_is_left_empty(form: Page) -> None:
    reply(form)
    form.get_by_label("人数").fill("12")
    form.get_by_label("在园区内").select_option("否")
    form.get_by_role("checkbox", name="创新券").check()
    with form.expect_request("**/v1/match") as request:
        match(form)
    facts = {"employees": 12, "inside": False, "wants": ["创新券"]}
    assert request.value.post_data_json == {"profile": PROFILE, "facts": facts, "as_of": "2019-06-01"}
    form.get_by_label("按哪天判断").fill("")
    with form.expect_request("**/v1/match") as request:
        press(form)
    assert '"as_of":null' in (request.value.post_data or "")


def test_an_empty_description_is_answered_with_advice(form: Page) -> None:
    form.get_by_label("描述").fill(" \n")
    press(form)
    expect(form.get_by_role("alert")).to_contain_text("描述是空的。请写明在哪里、做什么、想要什么支持")
    expect(form.get_by_label("描述")).to_be_focused()
    match(form)
    expect(form.locator("#alert")).to_be_empty()


@pytest.mark.parametrize(("label", "value"), [("人数", "-3"), ("人数", "1.5"), ("成立年份", "15")])
def test_a_figure_that_cannot_be_is_not_sent(form: Page, label: str, value: str) -> None:
    form.get_by_label("描述").fill(PROFILE)
    form.get_by_label(label).fill(value)
    press(form)
    expect(form.get_by_role("alert")).to_contain_text(f"{label}要填")
    expect(form.get_by_label(label)).to_be_focused()
    expect(found(form)).to_be_empty()


def test_markup_is_shown_as_text_wherever_it_comes_from(form: Page) -> None:
    match(form, f"{MARKUP}大连的软件公司，想要创新券")
    expect(found(form)).to_contain_text(MARKUP)
    document = {"id": "x", "title": MARKUP, "issuer": MARKUP, "number": None, "date": "2018"}
    condition = {"text": MARKUP, "quote": MARKUP, "verdict": "满足", "reason": MARKUP, "start": 0, "end": 1}
    texts = dict.fromkeys(("benefit", "quote", "contact", "period", "reason"), MARKUP)
    hostile = clause("applies", document=document, path=[MARKUP], conditions=[condition], **texts)
    trait = {"key": "kinds", "name": MARKUP, "value": MARKUP}
    asked = {"about": "kinds", "question": MARKUP, "decides": 1}
    reply(form, matches=[hostile], understood=[trait], questions=[asked], notices=[MARKUP], profile=MARKUP)
    match(form)
    # The profile, two of the trait, the question, the notice, eight of the clause and three of the condition.
    assert (found(form).text_content() or "").count(MARKUP) == 16
    expect(form.locator("img")).to_have_count(0)
    assert form.evaluate("window.hacked") is None


def test_the_uses_are_switched_by_keyboard_and_stand_in_the_address(page: Page) -> None:
    page.get_by_role("link", name="匹配扶持").press("Enter")
    expect(page.get_by_role("link", name="匹配扶持")).to_have_attribute("aria-current", "page")
    expect(page).to_have_url(re.compile("/#match$"))
    expect(page.get_by_label("问题")).to_be_hidden()
    expect(page.get_by_label("描述")).to_be_visible()
    page.get_by_role("link", name="提问").press("Enter")
    expect(page).to_have_url(re.compile("/#ask$"))
    expect(page.get_by_label("描述")).to_be_hidden()
    page.go_back()
    expect(page.get_by_label("描述")).to_be_visible()


def test_an_answer_and_matches_stay_while_the_other_is_looked_at(form: Page) -> None:
    reply(form, matches=[clause("applies")])
    match(form)
    form.get_by_role("link", name="提问").click()
    test_page.ask(form, "高新技术企业数量")
    form.get_by_role("link", name="匹配扶持").click()
    expect(form.locator(".match")).to_be_visible()
    form.get_by_role("link", name="提问").click()
    expect(form.get_by_role("heading", name="高新技术企业数量")).to_be_visible()
    assert test_page.sent(form, "那谁牵头？") == ["高新技术企业数量"]


def test_back_and_reload_bring_matches_back_without_the_description_in_the_address(form: Page) -> None:
    reply(form, matches=[clause("applies")])
    form.get_by_role("checkbox", name="税收优惠").check()
    match(form)
    match(form, "另一家")
    assert form.url.endswith("/#match")
    form.go_back()
    expect(form.get_by_label("描述")).to_have_value(PROFILE)
    form.reload()
    expect(form.locator(".match")).to_be_visible()
    expect(form.get_by_label("描述")).to_have_value(PROFILE)
    expect(form.get_by_role("checkbox", name="税收优惠")).to_be_checked()


def test_every_field_has_a_name_and_every_id_is_one(form: Page) -> None:
    match(form)
    for field in form.locator("#applicant").locator("input, select, textarea").all():
        assert field.evaluate("field => field.labels.length") == 1
    expect(form.get_by_role("group", name="想要").get_by_role("checkbox")).to_have_count(
        len(words("benefits"))
    )
    ids = form.evaluate("[...document.querySelectorAll('[id]')].map(({ id }) => id)")
    assert sorted(set(ids)) == sorted(ids)
    for field in form.locator("[aria-describedby]").all():
        assert field.get_attribute("aria-describedby") in ids
    levels = form.evaluate("[...document.querySelectorAll('h1, main h2, h3')].map((h) => +h.tagName[1])")
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_a_phone_does_not_scroll_sideways_and_paper_shows_no_form(form: Page) -> None:
    form.set_viewport_size({"width": 360, "height": 740})
    assert not test_page.scrolls_sideways(form)
    reply(form, matches=[clause("applies", benefit="x" * 80)])
    match(form)
    assert not test_page.scrolls_sideways(form)
    form.emulate_media(media="print")
    expect(found(form).get_by_text(PROFILE)).to_be_visible()
    expect(form.locator(".match")).to_be_visible()
    expect(form.get_by_label("描述")).to_be_hidden()
