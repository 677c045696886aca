import docx
import pytest
from docx.oxml import parse_xml

from tests.corpus.formats.word_files import (
    FIRST_LIST,
    SPACES,
    add,
    add_list,
    add_shared,
    add_style,
    add_xml,
    level,
    lines,
    numbers,
    with_levels,
)


def printed(number_format: str, value: int) -> str:
    document = with_levels(
        level(0, "%1、", number_format).replace('start w:val="1"', f'start w:val="{value}"')
    )
    add(document, "甲")
    return lines(document)[0].removesuffix("、甲")


@pytest.mark.parametrize(
    ("number_format", "value", "number"),
    [
        ("decimal", 12, "12"),
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 99, "九十九"),
        ("chineseCountingThousand", 101, "一百零一"),
        ("chineseCountingThousand", 1010, "一千零一十"),
        ("japaneseCounting", 23, "二十三"),
        ("japaneseCounting", 101, "百一"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("ideographTraditional", 3, "丙"),
        ("ideographDigital", 10, "一〇"),
        ("decimalEnclosedCircle", 20, "⑳"),
        ("decimalEnclosedCircleChinese", 1, "①"),
        ("decimalEnclosedCircle", 21, "21"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalZero", 7, "07"),
        ("lowerLetter", 28, "bb"),
        ("upperLetter", 3, "C"),
        ("lowerRoman", 4, "iv"),
        ("upperRoman", 1949, "MCMXLIX"),
        ("none", 5, ""),
        ("thaiCounting", 5, "5"),
    ],
)
def test_a_number_is_printed_in_its_format(number_format: str, value: int, number: str) -> None:
    assert printed(number_format, value) == number


def test_the_level_that_links_to_a_style_is_the_level_of_the_style() -> None:
    document = with_levels(
        level(0, "第%1章"), level(1, "第%2条", extra='<w:pStyle w:val="Article"/><w:lvlRestart w:val="0"/>')
    )
    add_style(document, "Article", None, numbers(None))
    for chapter, article in (("总则", "甲。"), ("附则", "乙。")):
        add(document, chapter)
        document.add_paragraph(article, style="Article")
    assert lines(document) == ["第一章总则", "第一条甲。", "第二章附则", "第二条乙。"]


def test_a_list_that_links_to_a_numbering_style_takes_its_levels_there() -> None:
    document = docx.Document()
    add_shared(document, 600, '<w:styleLink w:val="Official"/>' + level(0, "%1、"))
    add_shared(document, 601, '<w:numStyleLink w:val="Official"/>')
    add_list(document, 600, 600)
    add_list(document, 601, 601)
    style = f'<w:style {SPACES} w:type="numbering" w:styleId="Official"><w:name w:val="Official"/>'
    document.styles.element.append(parse_xml(f"{style}<w:pPr>{numbers(None, 600)}</w:pPr></w:style>"))
    add(document, "甲", number_id=601)
    add(document, "乙", number_id=600)
    assert lines(document) == ["一、甲", "二、乙"]


def test_number_id_zero_switches_the_number_of_a_style_off() -> None:
    document = with_levels(level(0, "第%1条"))
    article = add_style(document, "条", None, numbers(None))
    silent = add_style(document, "无号条", article, numbers(None, 0))
    document.add_paragraph("甲。", style=article)
    document.add_paragraph("乙。", style=silent)
    paragraph = document.add_paragraph("丙。", style=article)
    paragraph._p.get_or_add_pPr().append(parse_xml(numbers(0, 0)))
    document.add_paragraph("丁。", style=article)
    assert lines(document) == ["第一条甲。", "乙。", "丙。", "第二条丁。"]


def test_deeper_levels_start_again_when_a_shallower_one_advances() -> None:
    document = with_levels(level(0, "%1、"), level(1, "（%2）"), level(2, "%3．", "decimal"))
    for depth, text in (
        (0, "甲"),
        (1, "乙"),
        (2, "丙"),
        (2, "丁"),
        (1, "戊"),
        (2, "己"),
        (0, "庚"),
        (1, "辛"),
    ):
        add(document, text, depth)
    assert lines(document) == [
        "一、甲",
        "（一）乙",
        "1．丙",
        "2．丁",
        "（二）戊",
        "1．己",
        "二、庚",
        "（一）辛",
    ]


def test_a_level_told_to_restart_after_the_first_goes_on_after_the_second() -> None:
    document = with_levels(
        level(0, "%1、"), level(1, "（%2）"), level(2, "%3．", "decimal", '<w:lvlRestart w:val="1"/>')
    )
    for depth in (0, 1, 2, 1, 2, 0, 1, 2):
        add(document, "甲", depth)
    assert lines(document) == [
        "一、甲",
        "（一）甲",
        "1．甲",
        "（二）甲",
        "2．甲",
        "二、甲",
        "（一）甲",
        "1．甲",
    ]


def test_a_legal_level_prints_every_number_in_digits() -> None:
    document = with_levels(level(0, "第%1章"), level(1, "%1.%2", extra="<w:isLgl/><w:suff w:val='space'/>"))
    for depth, text in ((0, "总则"), (1, "目的"), (0, "附则"), (1, "期限")):
        add(document, text, depth)
    assert lines(document) == ["第一章总则", "1.1 目的", "第二章附则", "2.1 期限"]


def test_a_level_below_one_that_was_never_printed_counts_it_as_begun() -> None:
    document = with_levels(level(0, "%1", "decimal"), level(1, "%1.%2", "decimal"))
    for depth in (1, 1, 0):
        add(document, "甲", depth)
    assert lines(document) == ["1.1 甲", "1.2 甲", "2甲"]


def test_lists_of_one_shape_go_on_counting_unless_told_to_start_again() -> None:
    document = with_levels(level(0, "%1、"))
    add_list(document, 501, FIRST_LIST)
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    add_list(document, 502, FIRST_LIST, override)
    for number_id in (500, 501, 502, 502, 500):
        add(document, "甲", number_id=number_id)
    assert lines(document) == ["一、甲", "二、甲", "五、甲", "六、甲", "七、甲"]


def test_a_list_may_print_a_level_in_its_own_way() -> None:
    document = with_levels(level(0, "%1、"))
    override = f'<w:lvlOverride w:ilvl="0">{level(0, "（%1）", "decimal")}</w:lvlOverride>'
    add_list(document, 501, FIRST_LIST, override)
    add(document, "甲")
    add(document, "乙", number_id=501)
    assert lines(document) == ["一、甲", "（2）乙"]


@pytest.mark.parametrize(
    ("template", "suffix", "line"),
    [("%1.", "space", "1. 甲"), ("%1.", "tab", "1.甲"), ("%1、", "space", "1、甲"), ("%1", "nothing", "1甲")],
)
def test_a_blank_follows_a_number_only_where_word_sets_one_after_a_latin_mark(
    template: str, suffix: str, line: str
) -> None:
    document = with_levels(level(0, template, "decimal", f'<w:suff w:val="{suffix}"/>'))
    add(document, "甲")
    assert lines(document) == [line]


def test_a_number_never_runs_into_a_text_that_begins_with_a_digit() -> None:
    document = with_levels(level(0, "%1", "decimal"), level(1, "%1.%2", "decimal"))
    add(document, "2020 年目标", 1)
    assert lines(document) == ["1.1 2020 年目标"]


def test_bullets_are_dashes_or_dots() -> None:
    document = with_levels(level(0, "\uf0b7", "bullet"), level(1, "－", "bullet"))
    add(document, "甲", 0)
    add(document, "乙", 1)
    document.add_paragraph("丙", style="List Bullet")
    document.add_paragraph("丁", style="List Number")
    assert lines(document) == ["• 甲", "——乙", "• 丙", "1.丁"]


def test_an_empty_paragraph_counts_but_a_deleted_one_does_not() -> None:
    document = with_levels(level(0, "%1、"))
    add(document, "甲")
    add(document, "")
    deleted = f"<w:pPr>{numbers(0)}<w:rPr><w:del w:id='1'/></w:rPr></w:pPr>"
    add_xml(document, f"{deleted}<w:del w:id='2'><w:r><w:delText>乙</w:delText></w:r></w:del>")
    add(document, "丙")
    assert lines(document) == ["一、甲", "三、丙"]
