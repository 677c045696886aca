import time

import pytest

from corpus.errors import DocumentError
from corpus.formats.html import extract


def lines(body: str) -> list[str]:
    return extract(f'<meta charset="utf-8"><body>{body}'.encode(), "页.html").text.split("\n")


def test_each_block_is_a_line_in_reading_order() -> None:
    body = "<h1>关于印发办法的通知</h1><div>各市：<p>第一段。</p>接着<section>第二段。</section></div>末尾"
    assert lines(body) == ["关于印发办法的通知", "各市：", "第一段。", "接着", "第二段。", "末尾"]


def test_a_br_ends_the_line_and_inline_elements_do_not() -> None:
    assert lines("<p>一<b>二</b><br/>三<span>四</span><sup>2</sup>H<sub>2</sub>O</p>") == ["一二", "三四2H2O"]


def test_a_source_line_break_is_nothing_between_chinese_and_a_blank_elsewhere() -> None:
    assert lines("<p>加快\n  建设<b>\n示范区</b>，R&amp;D\nand 5\n亿元</p>") == [
        "加快建设示范区，R&D and 5 亿元"
    ]


def test_blanks_collapse_and_indents_go() -> None:
    assert lines("<p>　　&nbsp;一、  总体　要求&nbsp;　</p><p>\u200b第一条&nbsp;总则</p>") == [
        "一、 总体　要求",
        "第一条 总则",
    ]


def test_preformatted_lines_stay_lines() -> None:
    assert lines("<pre>第一行\n　第二行</pre>") == ["第一行", "第二行"]


def test_what_is_no_text_of_the_page_is_left_out_and_named() -> None:
    page = "<nav>导航</nav><p>正文</p><p hidden>藏</p><p style='display: none'>藏</p><script>x()</script>"
    assert extract(page.encode(), "页").text == "正文"
    assert extract(page.encode(), "页").skipped == ("导航与脚本",)
    assert extract("<p>正文</p><nav></nav><script src='x'></script>".encode(), "页").skipped == ()


def test_the_header_of_an_article_is_its_own_and_that_of_the_page_is_not() -> None:
    assert lines("<header>某某网</header><article><header><h1>标题</h1></header>正文</article>") == [
        "标题",
        "正文",
    ]


def test_a_form_around_the_whole_page_does_not_swallow_it() -> None:
    assert lines("<form id='aspnetForm'><p>第一条 为了发展，制定本办法。</p></form>") == [
        "第一条 为了发展，制定本办法。"
    ]
    assert lines("<p>第一条 为了发展，制定本办法。</p><form>搜索</form>") == ["第一条 为了发展，制定本办法。"]


def test_list_numbers_are_restored() -> None:
    assert lines("<ol start=3><li>甲<li>乙<li value=9>丙<li>丁</ol>") == ["3.甲", "4.乙", "9.丙", "10.丁"]
    assert lines("<ol reversed><li>甲<li>2019年</ol>") == ["2.甲", "1. 2019年"]


@pytest.mark.parametrize(
    ("attributes", "marks"),
    [
        ("type=A start=26", ["Z.", "AA."]),
        ("type=a", ["a.", "b."]),
        ("type=I start=9", ["IX.", "X."]),
        ("style='list-style-type: lower-roman'", ["i.", "ii."]),
        ("style='list-style: cjk-ideographic inside' start=10", ["十、", "十一、"]),
        ("style='list-style-type:simp-chinese-informal' start=20", ["二十、", "二十一、"]),
        ("style='list-style-type:trad-chinese-informal' start=101", ["一百零一、", "一百零二、"]),
        ("style='list-style-type:none'", ["", ""]),
        ("start=-1", ["-1.", "0."]),
        ("start=99999999999", ["1.", "2."]),
    ],
)
def test_list_numbers_are_written_as_the_list_says(attributes: str, marks: list[str]) -> None:
    assert lines(f"<ol {attributes}><li>甲<li>乙</ol>") == [f"{marks[0]}甲", f"{marks[1]}乙"]


def test_an_item_with_a_number_of_its_own_gets_no_other() -> None:
    assert lines("<ol><li>（一）甲<li>1．乙<li>丙</ol>") == ["（一）甲", "1．乙", "3.丙"]


def test_bullets_become_dashes_unless_the_item_has_a_mark() -> None:
    assert lines(
        "<ul><li>甲<li>——乙<li>- 丙<li>一、丁<li>·戊</ul><ul style='list-style:none'><li>己</ul>"
    ) == [
        *("——甲", "——乙", "- 丙", "一、丁", "·戊"),
        "己",
    ]


def test_only_the_first_line_of_an_item_is_marked_and_lists_nest() -> None:
    assert lines("<ol><li><p>甲</p><p>续</p><ul><li>子</ul>尾<li>乙</ol>") == [
        "1.甲",
        "续",
        "——子",
        "尾",
        "2.乙",
    ]


TABLE = "<table><tr><td>序号<td>任务<br>名称<td>单位"


def test_a_row_of_a_table_names_the_head_of_each_cell() -> None:
    rows = "<tr><td>1<td>建平台。<td>科技厅<tr><td>2<td><td>财政厅<tr><td><td><td></table>"
    assert lines(TABLE + rows) == [
        "序号：1；任务名称：建平台；单位：科技厅。",
        "序号：2；单位：财政厅。",
    ]


def test_a_cell_that_spans_rows_is_said_in_each_and_one_that_spans_columns_once() -> None:
    rows = "<tr><td>1<td>甲<td rowspan=2>科技厅<tr><td>2<td>乙"
    rows += "<tr><td>3<td colspan=2>待定<tr><td colspan=3>注</table>"
    assert lines(TABLE + rows) == [
        "序号：1；任务名称：甲；单位：科技厅。",
        "序号：2；任务名称：乙；单位：科技厅。",
        "序号：3；任务名称、单位：待定。",
        "注",
    ]


def test_titles_above_the_head_and_heads_of_two_rows_are_understood() -> None:
    table = (
        "<table><caption>表1</caption><tr><td colspan=3>主要指标"
        "<tr><td rowspan=2>指标<td colspan=2>2019年<tr><td>计划<td>实际<tr><td>投入<td>5<td>6</table>"
    )
    assert lines(table) == ["表1", "主要指标", "指标：投入；2019年计划：5；2019年实际：6。"]
    table = "<table><thead><tr><th>甲<th>乙<tr><th>丙<th>丁</thead><tbody><tr><td>1<td>2</table>"
    assert lines(table) == ["甲丙：1；乙丁：2。"]


@pytest.mark.parametrize(
    "table",
    [
        "<tr><td>甲<td>乙",
        "<tr><td>甲<tr><td>乙",
        "<tr><td>甲<td><tr><td><td>乙",
        "<tr><td>甲<td><table><tr><td>乙</table>",
    ],
)
def test_a_table_that_serves_the_layout_gives_its_blocks(table: str) -> None:
    assert lines(f"<table>{table}</table>") == ["甲", "乙"]


def test_a_long_first_row_makes_a_layout_table() -> None:
    long = "本办法自发布之日起施行。" * 3
    assert lines(f"<table><tr><td>{long}<td>甲<tr><td>乙<td>丙</table>") == [long, "甲", "乙", "丙"]


GB = "国务院办公厅关于印发工作方案的通知"


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ('<meta charset="gb2312">', "gb18030"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=GBK">', "gbk"),
        ('<?xml version="1.0" encoding="gb2312"?>', "gb18030"),
        ("<meta charset=big5>", "utf-16"),
        ("<meta charset=utf-8>", "utf-8-sig"),
        ("<meta charset=utf-8>", "gb18030"),
        ("<meta charset=iso-8859-1>", "gb18030"),
        ("", "utf-8"),
        ("", "gb18030"),
    ],
)
def test_the_encoding_is_found(declared: str, encoding: str) -> None:
    assert extract(f"{declared}<p>{GB}</p>".encode(encoding), "页").text == GB


def test_an_unknown_encoding_and_a_page_without_text_are_told() -> None:
    with pytest.raises(DocumentError, match="编码 x-klingon 不认识。请"):
        extract(b"<meta charset=x-klingon><p>a</p>", "页")
    with pytest.raises(DocumentError, match="编码认不出"):
        extract(b"<p>\xff\xff\xff</p>", "页")
    with pytest.raises(DocumentError, match="没有正文"):
        extract(b"<div id=app></div><script>app()</script>", "页")


def within_seconds(limit: float, source: str) -> str:
    began = time.monotonic()
    try:
        return extract(source.encode(), "页").text
    except DocumentError as error:
        return str(error)
    finally:
        assert time.monotonic() - began < limit


def test_deep_nesting_is_refused_or_read_without_recursion() -> None:
    assert "嵌套太深" in within_seconds(5, "<div>" * 100_000 + "字")
    assert within_seconds(5, "<div>" * 4_000 + "字") == "字"
    assert within_seconds(5, "<table><tr><td>" * 1_000 + "字") == "字"
    assert within_seconds(5, "<ul><li>" * 1_000 + "字") == "——字"


def test_spans_without_end_stay_bounded() -> None:
    bomb = "<table>" + "<tr><td colspan=1000000 rowspan=1000000>甲<td>乙" * 200 + "</table>"
    assert len(within_seconds(5, bomb)) < 1_000
    # A thousand cells that hang down over a thousand rows would make a million values.
    bomb = "<table><tr>" + "<td rowspan=1000>甲" * 1_000 + "<tr><td>" * 1_000 + "</table>"
    assert len(within_seconds(5, bomb)) < 10_000
    # A long value is said once, not in each of the rows it spans.
    bomb = "<table><tr><td>丙<td>丁<tr><td rowspan=5000>" + "长" * 5_000 + "<td>乙" + "<tr><td>乙" * 5_000
    assert len(within_seconds(10, bomb)) < 50_000


def test_entities_that_a_page_declares_are_not_expanded() -> None:
    bomb = '<!DOCTYPE html [<!ENTITY a "哈哈"><!ENTITY b "&a;&a;&a;">]><html><body><p>&b;字</p></body></html>'
    assert "哈哈哈" not in within_seconds(5, bomb)
