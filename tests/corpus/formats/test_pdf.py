import io
from collections.abc import Callable

import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption  # type: ignore[import-untyped]
from reportlab.lib.utils import ImageReader  # type: ignore[import-untyped]
from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from corpus.errors import DocumentError
from corpus.extract import Extract
from corpus.formats.pdf import extract

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))

# A page of A4, set as official documents are: 28 characters of 16 points a line, 22 lines a page.
WIDTH, HEIGHT = 595.0, 842.0
LEFT, TOP, SIZE, LEADING = 73.5, 700.0, 16.0, 28.0
ACROSS, DOWN = 28, 22
Draw = Callable[[Canvas], None]


def put(canvas: Canvas, x: float, y: float, text: str, size: float = SIZE) -> None:
    canvas.setFont("STSong-Light", size)
    canvas.drawString(x, y, text)


def centred(canvas: Canvas, y: float, text: str, size: float) -> None:
    put(canvas, (WIDTH - size * len(text)) / 2, y, text, size)


def pdf(*pages: Draw) -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(WIDTH, HEIGHT))
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def read(*pages: Draw) -> Extract:
    return extract(pdf(*pages), "办法.pdf")


def lines(*pages: Draw) -> list[str]:
    return read(*pages).text.split("\n")


def rows(*texts: str, at: float = LEFT, top: float = TOP) -> Draw:
    """A page with these lines, none of them indented unless by its own full-width blanks."""

    def draw(canvas: Canvas) -> None:
        for number, text in enumerate(texts):
            put(canvas, at, top - LEADING * number, text)

    return draw


def with_line(text: str, line: str, y: float) -> Draw:
    """A page of text with a small line in its margin."""

    def draw(canvas: Canvas) -> None:
        rows(text)(canvas)
        put(canvas, 280, y, line, 10)

    return draw


def set_in_lines(paragraphs: list[str]) -> list[str]:
    """Paragraphs of full-width characters as lines, the first of each indented by two."""
    indented = [f"　　{paragraph}" for paragraph in paragraphs]
    return [text[at : at + ACROSS] for text in indented for at in range(0, len(text), ACROSS)]


def paged(paragraphs: list[str], furniture: Callable[[Canvas, int], None]) -> list[Draw]:
    printed = set_in_lines(paragraphs)
    pages = [printed[at : at + DOWN] for at in range(0, len(printed), DOWN)]

    def page(number: int, texts: list[str]) -> Draw:
        def draw(canvas: Canvas) -> None:
            furniture(canvas, number)
            rows(*texts)(canvas)

        return draw

    return [page(number, texts) for number, texts in enumerate(pages, start=1)]


# 6, 81, 204, 197, 11 and 277 characters: with their indents 1, 3, 8, 8, 1 and 10 lines.
PARAGRAPHS = [
    "一、总体要求",
    "为了加快实施创新驱动发展战略，" * 5 + "制定本办法。",
    "（一）加强统筹。" + "各市各部门要高度重视，明确分工，落实责任，" * 9 + "确保取得实效。",
    "（二）完善政策。" + "落实税收优惠政策，" * 20 + "鼓励企业加大投入；",
    "支持企业建设研发机构。",
    "（三）优化环境。" + "营造尊重人才的良好氛围，" * 22 + "形成合力。",
]
# 28 characters, a whole line; and 26, a whole line once they are indented.
WHOLE = "市科技局会同市财政局等部门建立协调机制，及时解决重大问题，"
INDENTED = "　　" + WHOLE[:26]


def head_and_number(canvas: Canvas, number: int) -> None:
    put(canvas, LEFT, 790, "辽宁省科技创新规划", 10)
    put(canvas, 285, 40, f"— {number} —", 10)


def test_two_pages_come_back_as_the_paragraphs_that_went_in() -> None:
    pages = paged(PARAGRAPHS, head_and_number)
    said = read(*pages)
    assert len(pages) == 2
    assert said.text.split("\n") == PARAGRAPHS
    assert said.skipped == ("页码 2 行", "页眉页脚 2 行")
    # Page 2 begins after five paragraphs, their ends and 26 characters of the last paragraph.
    assert said.pages == (0, 6 + 81 + 204 + 197 + 11 + 5 + 26)


def test_a_whole_last_line_ends_its_paragraph_where_an_indented_one_follows() -> None:
    assert lines(rows(INDENTED, WHOLE, INDENTED, WHOLE, "结束。")) == [
        WHOLE[:26] + WHOLE,
        WHOLE[:26] + WHOLE + "结束。",
    ]


def test_a_mark_after_a_finished_sentence_begins_a_paragraph_without_an_indent() -> None:
    ended = WHOLE[:-1] + "。"
    assert lines(rows(WHOLE, ended, "二、" + WHOLE[2:], "一〕号")) == [
        WHOLE + ended,
        "二、" + WHOLE[2:] + "一〕号",
    ]
    # Where the sentence goes on, what looks like a mark is none.
    assert lines(rows(WHOLE, WHOLE[:-1] + "照", "（一）项执行。")) == [
        WHOLE + WHOLE[:-1] + "照（一）项执行。"
    ]


def test_a_line_that_a_long_number_would_not_fit_on_is_whole() -> None:
    short = WHOLE[:24]
    assert lines(rows(WHOLE, WHOLE, WHOLE, short, "1234567890元。")) == [WHOLE * 3 + short + "1234567890元。"]
    assert lines(rows(WHOLE, WHOLE, WHOLE, short, "元。")) == [WHOLE * 3 + short, "元。"]


def test_a_title_over_two_lines_is_one_paragraph_and_stands_alone() -> None:
    def page(canvas: Canvas) -> None:
        centred(canvas, 760, "辽宁省人民政府关于加快推进", 22)
        centred(canvas, 726, "科技创新的实施意见", 22)
        centred(canvas, 690, "第一章 总则", 16)
        rows(INDENTED, WHOLE, top=660)(canvas)

    assert lines(page) == ["辽宁省人民政府关于加快推进科技创新的实施意见", "第一章 总则", WHOLE[:26] + WHOLE]


def test_gaps_that_fill_a_line_are_no_blanks_and_real_blanks_stay() -> None:
    def page(canvas: Canvas) -> None:
        for number, character in enumerate("推动科技成果转移转化"):
            put(canvas, LEFT + 21 * number, TOP, character)
        put(canvas, LEFT, TOP - 40, "增长 5 个百分点")
        put(canvas, LEFT, TOP - 80, "增长")
        put(canvas, LEFT + 38, TOP - 80, "5个")
        put(canvas, LEFT, TOP - 120, "第一章")
        put(canvas, LEFT + 52, TOP - 120, "总则")

    assert lines(page) == ["推动科技成果转移转化", "增长 5 个百分点", "增长5个", "第一章 总则"]


def test_lines_are_read_from_the_top_whatever_their_order_in_the_file() -> None:
    def page(canvas: Canvas) -> None:
        put(canvas, LEFT, 500, "落款")
        put(canvas, LEFT + 48, 700, "建设")
        put(canvas, LEFT, 700, "创新型")
        put(canvas, LEFT, 600, "面积10m")
        put(canvas, LEFT + 62, 606, "2", 8)

    assert lines(page) == ["创新型建设", "面积10m2", "落款"]


def test_the_columns_of_a_table_stay_on_their_line() -> None:
    def page(canvas: Canvas) -> None:
        rows(*[WHOLE] * 3, top=760)(canvas)
        for number, name in enumerate(("省科技厅", "省财政厅")):
            put(canvas, LEFT, 500 - 28 * number, "牵头单位")
            put(canvas, LEFT + 384, 500 - 28 * number, name)

    assert lines(page)[1:] == ["牵头单位 省科技厅", "牵头单位 省财政厅"]


@pytest.mark.parametrize(
    "number", ["{}", "- {} -", "— {} —", "第{}页 共10页", "第 {} 页", "{}/10", "Page {} of 10"]
)
def test_page_numbers_go(number: str) -> None:
    pages = [with_line("正文", number.format(page), 50) for page in (1, 2, 3)]
    said = read(*pages)
    assert said.text == "正文\n正文\n正文"
    assert said.skipped == ("页码 3 行",)


def test_a_number_within_the_text_is_no_page_number() -> None:
    assert lines(rows("投入（亿元）", "2016", "合计")) == ["投入（亿元）", "2016", "合计"]


def test_running_lines_go_only_where_they_are_on_three_pages_and_half_of_them() -> None:
    def page(head: str) -> Draw:
        return with_line("正文", head, 795)

    assert read(page("规划第1稿"), page("规划第2稿"), page("规划第3稿")).skipped == ("页眉页脚 3 行",)
    assert lines(page("甲"), page("甲"), page("乙"))[0] == "甲"
    others = [page(head) for head in "乙丙丁戊己庚"]
    assert lines(page("甲"), page("甲"), page("甲"), *others)[0] == "甲"


def test_words_broken_at_the_end_of_a_line_are_whole_again() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont("Courier", 20)
        canvas.drawString(LEFT, 700, "open science, open source, open tech-")
        canvas.drawString(LEFT, 672, "nology and its uses as seen on COVID-")
        canvas.drawString(LEFT, 644, "19 and since.")

    assert lines(page) == [
        "open science, open source, open technology and its uses as seen on COVID-19 and since."
    ]


def test_text_aslant_is_left_out_and_counted_and_a_page_on_its_side_is_read() -> None:
    def page(canvas: Canvas) -> None:
        rows("第一行", "第二行")(canvas)
        canvas.translate(150, 300)
        canvas.rotate(45)
        put(canvas, 0, 0, "内部资料", 40)

    assert read(page) == Extract("第一行\n第二行", (0,), ("斜排或竖排的文字 4 字",))

    def side(canvas: Canvas) -> None:
        canvas.translate(WIDTH, 0)
        canvas.rotate(90)
        rows("第一行", "第二行", top=400)(canvas)

    assert lines(side) == ["第一行", "第二行"]


def scan(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, WIDTH, HEIGHT)


def blank(canvas: Canvas) -> None:
    pass


def test_a_scan_is_refused_and_single_pages_without_text_are_named() -> None:
    with pytest.raises(DocumentError, match=r"没有文字层.*OCR"):
        read(scan, scan)
    said = read(rows("甲。"), blank, scan, scan, rows("乙。"))
    assert said == Extract("甲。\n乙。", (0, 3, 3, 3, 3), ("第 3、4 页没有文字层",))


def test_a_password_is_asked_for() -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream, encrypt=StandardEncryption("secret", ownerPassword="owner"))
    rows("正文")(canvas)
    canvas.save()
    with pytest.raises(DocumentError, match=r"有密码。请"):
        extract(stream.getvalue(), "办法.pdf")


def test_a_file_locked_against_changes_only_is_read() -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream, encrypt=StandardEncryption("", ownerPassword="owner"))
    rows("正文")(canvas)
    canvas.save()
    assert extract(stream.getvalue(), "办法.pdf").text == "正文"


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.99])
def test_a_file_cut_off_is_refused_and_not_read_in_part(share: float) -> None:
    whole = pdf(*paged(PARAGRAPHS, head_and_number))
    with pytest.raises(DocumentError, match="不完整"):
        extract(whole[: int(len(whole) * share)], "办法.pdf")


def test_a_damaged_file_is_refused() -> None:
    with pytest.raises(DocumentError, match="已损坏"):
        extract(b"%PDF-1.7\nnothing of use\n%%EOF\n", "办法.pdf")


def test_too_many_pages_are_refused() -> None:
    parts = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 2001>>"]
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, part) for number, part in enumerate(parts, start=1))
    with pytest.raises(DocumentError, match="有 2001 页，最多读 2000 页"):
        extract(b"%PDF-1.7\n" + body + b"trailer<</Root 1 0 R>>\n%%EOF\n", "办法.pdf")
