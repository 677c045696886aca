import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.canonical import canonical, decode
from corpus.errors import DocumentError


def test_a_private_use_point_inside_a_number_becomes_a_decimal_point_and_is_recorded() -> None:
    text, repairs = canonical("比重达到2\ue0105％；拥有量达到7\ue01036件。")
    assert text == "比重达到2.5％；拥有量达到7.36件。"
    assert [(repair.kind, repair.start, repair.raw, repair.text) for repair in repairs] == [
        ("private-use", 5, "\ue010", "."),
        ("private-use", 15, "\ue010", "."),
    ]


def test_a_sentence_cut_by_a_page_end_is_joined() -> None:
    text, repairs = canonical("1.总目标。建成2025 战\n\n略的重要支点。\n\n2.具体目标。")
    assert text == "1.总目标。建成2025 战略的重要支点。\n\n2.具体目标。"
    assert [(repair.kind, repair.start, repair.raw_start) for repair in repairs] == [("line-break", 14, 14)]


@pytest.mark.parametrize(
    "text",
    [
        "一、总体思路\n2019年是开局之年。",
        "辽宁省人民政府\n2016年7月17日",
        "专栏 4：新材料\n\n有色金属材料。研发压铸、粉末等新材料\n\n新型化工材料。研发催化技术。",
        "各项工作。（责任单位：省科技厅）\n下一段。",
        "问题如下，主要是：\n一是投入不足。",
    ],
)
def test_lines_that_end_by_themselves_are_left_alone(text: str) -> None:
    assert canonical(text) == (text, ())


@given(st.text(alphabet="甲乙，。、\n *1\ue010专栏一", max_size=80))
def test_repairs_undo_to_the_raw_text(raw: str) -> None:
    text, repairs = canonical(raw)
    undone = text
    for repair in reversed(repairs):
        assert undone[repair.start : repair.start + len(repair.text)] == repair.text
        undone = undone[: repair.start] + repair.raw + undone[repair.start + len(repair.text) :]
    assert undone == raw


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_known_encodings_and_line_ends_decode_to_the_same_text(encoding: str) -> None:
    assert decode("第一条 总则。\r\n第二条\r".encode(encoding), "a.txt") == "第一条 总则。\n第二条\n"


@pytest.mark.parametrize("raw", [b"", b"  \n ", b"\x89PNG\r\n\x1a\n\x00\x00", bytes(range(256))])
def test_empty_and_binary_files_are_refused_by_name(raw: bytes) -> None:
    with pytest.raises(DocumentError, match=r"a\.txt"):
        decode(raw, "a.txt")


def test_markdown_headings_lose_their_hashes_and_open_clauses() -> None:
    text, repairs = canonical("# 某办法\n\n## 第一章 总则\n\n### 第一条 为了创新。\n")
    assert text == "某办法\n\n第一章 总则\n\n第一条 为了创新。\n"
    assert [(repair.kind, repair.raw) for repair in repairs] == [
        ("markup", "# "),
        ("markup", "## "),
        ("markup", "### "),
    ]


@pytest.mark.parametrize(
    ("raw", "mended"),
    [
        (
            "关于支持创新，加快发展的若干意见\n\n各市人民政府：",
            "关于支持创新，加快发展的若干意见\n\n各市人民政府：",
        ),
        ("**一、总体要求，明确目标。**\n按照要求推进。", "一、总体要求，明确目标。\n按照要求推进。"),
    ],
)
def test_a_title_or_a_bold_line_is_not_joined_to_what_follows(raw: str, mended: str) -> None:
    assert canonical(raw)[0] == mended


@pytest.mark.parametrize("raw", ["\xa0\xa0".encode(), "\ufeff".encode()])
def test_blanks_alone_are_an_empty_file_in_any_encoding(raw: bytes) -> None:
    with pytest.raises(DocumentError, match="空的"):
        decode(raw, "a.txt")


def test_a_form_feed_is_a_line_end() -> None:
    assert decode("第一页\x0c第二页".encode(), "a.txt") == "第一页\n第二页"
