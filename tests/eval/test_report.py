import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from corpus.errors import EvaluationError
from eval.report import failings, page, write_report
from eval.results import Timings
from tests.eval.rows import ANSWERED, FINE, FOUND, MISSED, RESULTS, UNANSWERABLE

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FAILURE = re.compile(r'<details id="(.+?)">(.+?)</details>', re.DOTALL)


@pytest.fixture(scope="module")
def html() -> str:
    return page(RESULTS)


def failures(html: str) -> dict[str, str]:
    return dict(FAILURE.findall(html))


def test_the_questions_that_failed_are_listed_with_what_went_wrong(html: str) -> None:
    assert "没有做好的题目（3）" in html
    told = {name: re.findall(r'class="fault">(.+?)<', text) for name, text in failures(html).items()}
    assert told == {
        "q-missed": ["前 5 条里没有（或不全）", "缺关键事实"],
        "q-moon": ["该拒未拒"],
        "p-1": ["适用的条款没有列全"],
    }
    assert "q-fine" not in html
    assert "鸽子由谁来喂" not in html


def test_a_failure_shows_what_was_wanted_what_was_found_and_what_was_said(html: str) -> None:
    missed, moon, profile = failures(html).values()
    assert "<blockquote>必须持有A1驾照</blockquote>" in missed
    assert "二、车辆 › （一）校车" in missed
    assert "乙#2" in missed
    assert "漆成黄色。" in missed
    assert "文件里没有答案" in moon
    assert "广场上的鸽子由公园统一喂养。" in moon
    assert "什么也没有" in profile


@pytest.mark.parametrize(
    ("scores", "told"),
    [
        ({}, []),
        (FOUND | ANSWERED, []),
        ({"R@5": 0.5}, ["前 5 条里没有（或不全）"]),
        ({"false refusals": 1.0, "key facts": 0.0}, ["误拒"]),
        ({"true refusals": 1.0}, []),
        ({"true refusals": 0.0, "false alarms": 1.0}, ["该拒未拒", "误报冲突"]),
        ({"quotes exact": 0.5, "statements supported": 0.75}, ["引文有误", "有话没有引文支持"]),
        ({"conflicts found": 0.0}, ["冲突没有指出"]),
        ({"conflicts found": 1.0}, []),
        ({"matching recall": 1.0, "matching lures": 2.0}, ["把似是而非的说成适用"]),
    ],
)
def test_a_fault_is_told_by_the_scores_that_apply(scores: dict[str, float], told: list[str]) -> None:
    assert failings(replace(FINE, scores={"full": scores, "new-document": MISSED})) == told


def test_the_figures_are_those_of_the_rows(html: str) -> None:
    text = re.sub(r"<[^>]+>", " ", html)
    # Of the two questions that have answers, one was found and said.
    assert re.search(r"R@5\s+2\s+0\.500\s+0\.000–1\.000\s+1\.000", text)
    assert re.search(r"回答里有关键事实\s+2\s+0\.500\s", text)
    assert re.search(r"无依据的题拒答\s+1\s+0\.000\s+0\.000–0\.793\s+1\.000", text)
    assert re.search(r"适用的列在前十条\s+1\s+0\.500\s+0\.500–0\.500\s+—", text)
    assert re.search(r"只用条款的向量(\s+0\.000){6}", text)
    # Risks 0, 1/2 and 2/3 as the questions are added, the surest first.
    assert "平均风险 0.389" in text
    assert "作答 100%，其中 67%" in text
    # At 0.4, 0.6 and 0.9 one question each, of which the last two have answers: (0.4 + 0.4 + 0.1) / 3.
    assert "平均校准误差（ECE）0.300" in text
    assert "检索 p50 4 毫秒" in text
    assert "512 MB" in text


def test_the_page_has_five_plots_and_refers_to_nothing_outside_itself(html: str) -> None:
    assert html.count("<svg") == html.count("</svg>") == 5
    refers = re.findall(r"""(?:src|href|srcset|action)\s*=\s*["']?([^"'\s>]*)|url\(\s*["']?([^"')]*)""", html)
    assert refers
    assert all(target.startswith("#") for found in refers for target in found if target)
    assert not re.search(r"<(?:script|link|iframe|img|object)\b|@import", html)


def test_what_questions_and_clauses_say_is_text_and_no_markup(html: str) -> None:
    assert "&lt;script&gt;alert(1)&lt;/script&gt;校车司机要什么驾照 &amp; 几年？" in html
    assert "校车漆成黄色&lt;b&gt;。" in html
    assert "bundled &lt;1&gt;" in html


def test_the_same_results_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.html", "b/b.html"):
        write_report(RESULTS, tmp_path / name)
    written = (tmp_path / "a.html").read_bytes()
    assert written == (tmp_path / "b" / "b.html").read_bytes()
    assert written.decode().startswith("<!doctype html>")


def test_a_report_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match=re.escape(f"报告写不到 {tmp_path}")):
        write_report(RESULTS, tmp_path)


def test_results_of_one_question_that_has_no_answer_make_a_page() -> None:
    alone = page(replace(RESULTS, rows=(UNANSWERABLE,), timings=Timings([3.0], [30.0], 512.0)))
    assert "没有做好的题目（1）" in alone
    assert "各条腿" not in alone
    assert "回答 p50 30 毫秒，p95 30 毫秒" in alone


@pytest.fixture
def browser() -> Iterator["Browser"]:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("chromium is not installed")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def test_a_browser_shows_the_plots_and_a_click_opens_what_was_found(
    browser: "Browser", tmp_path: Path
) -> None:
    write_report(RESULTS, tmp_path / "report.html")
    address = (tmp_path / "report.html").as_uri()
    opened = browser.new_page(viewport={"width": 1280, "height": 800})
    asked: list[str] = []
    failed: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("console", lambda message: failed.append(message.text))
    opened.on("pageerror", lambda error: failed.append(str(error)))
    opened.goto(address)
    plots = opened.locator("svg")
    assert plots.count() == 5
    for place, words in enumerate(("答案在其中的比例", "现在的阈值", "名副其实", "毫秒", "关键事实")):
        plot = plots.nth(place)
        box = plot.bounding_box()
        assert plot.is_visible()
        assert box is not None
        assert box["height"] > 100
        assert plot.locator("text", has_text=words).first.is_visible()
    found = opened.get_by_text("校车漆成黄色<b>。")
    assert not found.is_visible()
    opened.get_by_text("校车司机要什么驾照").click()
    assert found.is_visible()
    assert asked == [address]
    assert failed == []
