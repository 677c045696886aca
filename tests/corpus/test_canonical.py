import pytest

from corpus.canonical import canonical
from corpus.decoding import decode
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
    assert [(repair.kind, repair.start, repair.raw) for repair in repairs] == [("line-break", 14, "\n\n")]


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


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_known_encodings_and_line_ends_come_to_the_same_text(encoding: str) -> None:
    decoded, found = decode("第一条 总则。\r\n第二条\r".encode(encoding), "a.txt")
    assert found == encoding.removesuffix("-sig")
    assert canonical(decoded, found)[0] == "第一条 总则。\n第二条\n"


def test_decomposed_characters_are_composed_and_recorded() -> None:
    text, repairs = canonical("Caf\u0065\u0301和\uf900")
    assert text == "Cafeé和豈".replace("eé", "é")
    assert [(repair.kind, repair.raw, repair.text) for repair in repairs] == [
        ("nfc", "e\u0301", "é"),
        ("nfc", "\uf900", "豈"),
    ]


def test_front_matter_is_no_part_of_the_text() -> None:
    text, repairs = canonical(
        '---\ntitle: "某办法"\nstatus: 现行有效\ntags:\n- 法规\n---\n某办法\n第一条 为了。\n'
    )
    assert text == "某办法\n第一条 为了。\n"
    assert [repair.kind for repair in repairs] == ["front-matter"]


def test_a_markdown_table_becomes_rows_that_name_their_columns() -> None:
    text, _ = canonical("补助标准：\n| 类别 | 上限 |\n|---|---|\n| 设备 | 50万元 |\n| 人才 |  |\n\n完。")
    assert text == "补助标准：\n类别：设备；上限：50万元。\n类别：人才。\n\n完。"


def test_markdown_bullets_become_the_dashes_of_documents() -> None:
    assert canonical("主要任务：\n- 建平台。\n* 引人才。\n")[0] == "主要任务：\n——建平台。\n——引人才。\n"


def test_markdown_links_keep_their_words() -> None:
    assert canonical("见[某办法](https://x.cn/1)。")[0] == "见某办法。"


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
    assert canonical(decode("第一页\x0c第二页".encode(), "a.txt")[0])[0] == "第一页\n第二页"


def test_rows_of_a_table_keep_what_stands_beyond_the_header() -> None:
    text, _ = canonical("| 类别 | 上限 |\n|---|---|\n| 设备 | 50万元 | 须备案 |\n|  |  |\n")
    assert text.split("\n")[0] == "类别：设备；上限：50万元；须备案。"
    assert "\n。" not in text


def test_page_numbers_between_dashes_are_taken_out_and_their_page_ends_joined() -> None:
    text, repairs = canonical("努力推进，建设创新驱\n\n— 3 —\n\n动示范区。\n")
    assert text == "努力推进，建设创新驱动示范区。\n"
    assert [repair.kind for repair in repairs] == ["line-break"]


def test_front_matter_may_hold_lists_and_blank_lines() -> None:
    matter = "---\ntitle: 某法\ntags:\n  - a: b\n\n  - c: d\n---\n"
    assert canonical(matter + "第一条 为了。\n")[0] == "第一条 为了。\n"
    assert canonical("---\n第一条 为了。\n---\n")[0] == "---\n第一条 为了。\n---\n"


def test_what_cannot_be_seen_or_turns_the_writing_round_is_dropped_and_recorded() -> None:
    text, repairs = canonical("给予\u202e元万5\u202c补\u200b贴\xad。\n")
    assert text == "给予元万5补贴。\n"
    assert [(repair.kind, repair.raw) for repair in repairs] == [
        ("invisible", mark) for mark in "\u202e\u202c\u200b\xad"
    ]
