import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.table import Table

from tests.corpus.formats.word_files import (
    SPACES,
    add,
    add_style,
    add_xml,
    level,
    lines,
    numbers,
    read,
    with_levels,
)


def test_a_number_comes_from_the_style_a_style_is_based_on() -> None:
    document = with_levels(level(0, "第%1条"))
    article = add_style(document, "条", None, numbers(None))
    plain = add_style(document, "条正文", add_style(document, "条中间", article))
    document.add_paragraph("为了规范管理，制定本办法。", style=plain)
    document.add_paragraph("本办法适用于全市。")
    document.add_paragraph("市科技局负责实施。", style=article)
    assert lines(document) == [
        "第一条为了规范管理，制定本办法。",
        "本办法适用于全市。",
        "第二条市科技局负责实施。",
    ]


def run(content: str) -> str:
    return f"<w:r>{content}</w:r>"


def said(text: str) -> str:
    return run(f'<w:t xml:space="preserve">{text}</w:t>')


def add_table(document: Document, *rows: tuple[str, ...]) -> Table:
    table: Table = document.add_table(len(rows), len(rows[0]))
    for place, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(place, column).text = text
    return table


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (f'<w:ins w:id="1">{said("增加的")}</w:ins>{said("字")}', "增加的字"),
        (f'<w:del w:id="1">{run("<w:delText>删去的</w:delText>")}</w:del>{said("字")}', "字"),
        (
            f'<w:moveFrom w:id="1">{said("移走的")}</w:moveFrom><w:moveTo w:id="2">{said("字")}</w:moveTo>',
            "字",
        ),
        (f'{said("见")}<w:hyperlink w:anchor="a">{said("附件")}</w:hyperlink>', "见附件"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{said('填')}</w:sdtContent></w:sdt>{said('写')}", "填写"),
        (f'<w:smartTag w:element="d"><w:smartTagPr/>{said("今年")}</w:smartTag>', "今年"),
        (f'<w:fldSimple w:instr="PAGE">{said("3")}</w:fldSimple>{said("页")}', "3页"),
        (run("<w:t>一</w:t><w:tab/><w:t>二</w:t><w:noBreakHyphen/><w:t>三</w:t>"), "一 二-三"),
        (run('<w:t>一</w:t><w:br w:type="page"/><w:t>二</w:t><w:lastRenderedPageBreak/>'), "一二"),
        (run('<w:t>第</w:t><w:sym w:font="宋体" w:char="00D7"/>'), "第×"),
        (f"<w:pPr><w:tabs><w:tab w:val='left' w:pos='9'/></w:tabs></w:pPr>{said('　　字　')}", "字"),
    ],
)
def test_the_text_of_a_paragraph_is_what_a_reader_sees(content: str, line: str) -> None:
    document = docx.Document()
    add_xml(document, content)
    assert lines(document) == [line]


def test_of_a_field_only_the_result_is_read_and_of_a_nested_one_too() -> None:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    code = run("<w:instrText>IF </w:instrText>")
    inner = mark("begin") + code + mark("separate") + said("条件") + mark("end")
    document = docx.Document()
    add_xml(document, said("前") + mark("begin") + code + inner + mark("separate") + said("果") + mark("end"))
    add_xml(document, mark("begin") + code)
    add_xml(document, said("后"))
    assert lines(document) == ["前果", "后"]


def test_a_line_break_ends_a_line() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("辽宁省人民政府")
    paragraph.add_run().add_break(WD_BREAK.LINE)
    paragraph.add_run("关于印发方案的通知")
    assert lines(document) == ["辽宁省人民政府", "关于印发方案的通知"]


def test_a_paragraph_whose_mark_is_deleted_goes_on_in_the_next() -> None:
    document = docx.Document()
    add_xml(document, f'<w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>{said("前半句，")}')
    add_xml(document, said("后半句。"))
    assert lines(document) == ["前半句，后半句。"]


def test_a_text_box_follows_its_paragraph_and_is_read_once() -> None:
    inner = f"<w:txbxContent><w:p>{said('专栏 1')}</w:p></w:txbxContent>"
    choice = f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{inner}</wps:txbx></w:drawing></mc:Choice>'
    fallback = f"<mc:Fallback><w:pict><v:textbox>{inner}</v:textbox></w:pict></mc:Fallback>"
    document = docx.Document()
    add_xml(document, run(f"<mc:AlternateContent>{choice}{fallback}</mc:AlternateContent>") + said("正文"))
    document.add_paragraph("下一段")
    assert lines(document) == ["正文", "专栏 1", "下一段"]


def test_what_is_left_out_is_said() -> None:
    document = docx.Document()
    document.sections[0].footer.paragraphs[0].text = "— 1 —"
    marks = run('<w:footnoteReference w:id="2"/>') + run('<w:footnoteReference w:id="3"/>')
    picture = run("<w:drawing><a:graphic><pic:pic/></a:graphic></w:drawing>")
    formula = "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>"
    hidden = run("<w:rPr><w:vanish/></w:rPr><w:t>看不见</w:t>")
    add_xml(
        document, said("正文") + marks + run('<w:endnoteReference w:id="2"/>') + picture + formula + hidden
    )
    extract = read(document)
    assert extract.text == "正文"
    assert extract.skipped == (
        "页眉页脚",
        "脚注 2 条",
        "尾注 1 条",
        "图片 1 幅",
        "公式 1 个",
        "隐藏文字 1 处",
    )
    assert extract.pages == ()


def test_a_table_row_names_the_column_of_each_value_and_leaves_empty_ones_out() -> None:
    document = docx.Document()
    document.add_paragraph("前")
    add_table(
        document, ("指标", "单位：", "目标"), ("研发投入", "亿元", "120。"), ("企业", "", "300"), ("", "", "")
    )
    document.add_paragraph("后")
    assert lines(document) == [
        "前",
        "指标：研发投入；单位：亿元；目标：120。",
        "指标：企业；目标：300。",
        "后",
    ]


def test_a_merged_cell_is_said_once_across_and_again_in_each_row_down() -> None:
    document = docx.Document()
    table = add_table(
        document, ("类别", "任务", "单位"), ("人才", "引进", "甲"), ("", "培养", ""), ("合计", "", "3")
    )
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(2, 1).merge(table.cell(2, 2))
    table.cell(3, 0).merge(table.cell(3, 1))
    assert lines(document) == [
        "类别：人才；任务：引进；单位：甲。",
        "类别：人才；任务、单位：培养。",
        "类别、任务：合计；单位：3。",
    ]


def test_a_header_of_two_rows_and_a_title_across_are_understood() -> None:
    document = docx.Document()
    rows = (
        ("表1", "", ""),
        ("指标", "目标", ""),
        ("", "2015年", "2020年"),
        ("一、投入", "", ""),
        ("强度", "1", "2"),
    )
    table = add_table(document, *rows)
    for first, last in (((0, 0), (0, 2)), ((1, 0), (2, 0)), ((1, 1), (1, 2)), ((3, 0), (3, 2))):
        table.cell(*first).merge(table.cell(*last))
    assert lines(document) == ["表1", "一、投入", "指标：强度；目标2015年：1；目标2020年：2。"]


def test_rows_marked_as_header_are_the_header() -> None:
    document = docx.Document()
    table = add_table(document, ("年份", "年份"), ("上年", "本年"), ("1", "2"))
    for row in table.rows[:2]:
        row._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {SPACES}/>"))
    assert lines(document) == ["年份上年：1；年份本年：2。"]


@pytest.mark.parametrize(
    "rows",
    [
        (("甲", "乙"),),
        (("甲",), ("乙",)),
        (("甲", ""), ("", "乙")),
        (("甲", "乙" + "长" * 30), ("丙", "丁")),
    ],
)
def test_a_table_that_only_sets_text_in_place_gives_its_paragraphs(rows: tuple[tuple[str, ...], ...]) -> None:
    document = docx.Document()
    add_table(document, *rows)
    assert lines(document) == [text for row in rows for text in row if text]


def test_lines_of_a_cell_are_joined_without_a_blank_in_chinese() -> None:
    document = docx.Document()
    add_table(document, ("单位", "联系人"), ("市科技\n局", "Li\nLei"))
    assert lines(document) == ["单位：市科技局；联系人：Li Lei。"]


def test_numbers_in_cells_are_generated_too() -> None:
    document = with_levels(level(0, "%1", "decimal"))
    table = add_table(document, ("序号", "任务"), ("", "甲"), ("", "乙"))
    for row in (1, 2):
        table.cell(row, 0).paragraphs[0]._p.get_or_add_pPr().append(parse_xml(numbers(0)))
    add(document, "丙")
    assert lines(document) == ["序号：1；任务：甲。", "序号：2；任务：乙。", "3丙"]


def test_a_table_in_a_table_gives_its_lines_in_reading_order() -> None:
    document = docx.Document()
    outer = add_table(document, ("外", ""))
    inner = outer.cell(0, 1).add_table(2, 2)
    for place, text in enumerate("甲乙丙丁"):
        inner.cell(place // 2, place % 2).text = text
    outer.cell(0, 1).add_paragraph("后")
    assert lines(document) == ["外", "甲：丙；乙：丁。", "后"]


def test_a_row_struck_out_as_a_change_is_gone() -> None:
    document = docx.Document()
    table = add_table(document, ("甲", "乙"), ("1", "2"), ("3", "4"))
    table.rows[1]._tr.get_or_add_trPr().append(parse_xml(f'<w:del {SPACES} w:id="1"/>'))
    assert lines(document) == ["甲：3；乙：4。"]
