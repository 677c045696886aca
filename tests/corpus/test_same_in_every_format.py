import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from docx.oxml import parse_xml
from docx.styles.style import ParagraphStyle
from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from corpus.catalog import Entry
from corpus.clause import Clause
from corpus.document import Document
from corpus.reader import read_document
from corpus.splitter import split
from corpus.trace import page_of
from tests.corpus.formats.word_files import (
    FIRST_LIST,
    add_list,
    add_style,
    level,
    numbers,
    saved,
    with_levels,
)

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))


@dataclass(frozen=True)
class Block:
    """A paragraph: how it is set, the mark it is numbered with, its words."""

    look: str
    words: str
    mark: str = ""


def blocks(text: str) -> list[Block]:
    """One paragraph a line: `look|words` or `look|mark|words`."""
    parts = [line.split("|") for line in text.strip().split("\n")]
    return [Block(part[0], part[-1], part[1] if len(part) == 3 else "") for part in parts]


POLICY = blocks("""
title|临江市人民政府关于加快发展低空经济的实施意见
centre|临政发〔2023〕17号
left|各县（区）人民政府，市政府各部门：
text|为贯彻落实《临江省低空经济促进条例》和省委、省政府决策部署，抢抓低空经济发展机遇，推动产业链、创新链、人才链深度融合，加快建设低空经济先行城市，结合我市实际，现提出以下实施意见。
一|一、|总体要求
二|（一）|指导思想。坚持政府引导、市场主导，以应用场景为牵引，以科技创新为动力，统筹发展和安全，着力补短板、强弱项、优环境，构建设施完善、服务高效、应用丰富、监管有序的低空经济发展格局，为建设现代化产业体系提供有力支撑。
二|（二）|发展目标。到2026年，全市低空经济规模达到120亿元，低空经济企业达到300家以上。
dash|——|基础设施基本完善。到2026年，建成起降场60个以上，低空飞行服务平台实现县（区）全覆盖，通用机场、起降场、起降点协同布局的三级网络基本形成，地面保障和通信导航能力满足各类飞行活动需要。
dash|——|创新能力明显增强。到2026年，组建创新平台15个，攻克关键技术30项。
一|二、|重点任务
二|（一）|完善基础设施。统筹规划、分步建设，形成干支结合的低空飞行网络。（牵头单位：市交通运输局；配合单位：市自然资源局、市财政局）
三|1.|建设起降场地。在产业园区、旅游景区、物流枢纽布局起降场和起降点，鼓励利用既有停车场、屋顶和闲置用地进行改造，每年新增20个起降点，对按期建成并投入运营的按不超过30%的比例给予补助。
三|2.|建设服务平台。整合气象、通信、导航、监视等数据资源，为飞行活动提供一站式服务。
text|各县（区）可以结合实际确定建设时序。
二|（二）|培育市场主体
三|1.|引进龙头企业。对符合下列条件之一的企业，给予最高500万元奖励：
四|（1）|总部新设在本市的；
四|（2）|年产值首次突破10亿元的。
三|2.|支持中小企业。落实税费优惠政策，支持企业申报高新技术企业和专精特新企业，引导金融机构创新信贷产品，扩大中长期贷款和信用贷款规模，推动政府采购首购首用，帮助企业开拓市场、降低成本、稳定经营。
text|（以上两项工作牵头单位：市工业和信息化局；配合单位：市科技局、市商务局）
text|专栏1：重点应用场景
text|低空物流：开通物流航线30条，开展末端配送试点，形成覆盖城乡的低空物流服务网络。
text|应急救援：组建航空救援队伍，建设救援物资前置点，提升抢险救灾和医疗转运能力。
一|三、|保障措施
二|（一）|加强组织领导。建立市级联席会议制度，定期研究解决重大问题，各县（区）要落实属地责任，制定年度工作计划，细化任务分工，强化跟踪督办，确保各项措施落地见效，重大事项及时报告市政府。
二|（二）|落实资金支持。按照下表安排专项资金：
table|年度;资金;责任单位
table|2024年;2亿元;市财政局
table|2025年;3亿元;市科技局
text|本意见自2023年9月1日起施行，有效期3年。
right|临江市人民政府
right|2023年8月12日
left|附件1
title|低空经济企业申报指引
一|一、|申报条件
二|（一）|在本市依法登记注册，具有独立法人资格；
二|（二）|从业人员不少于20人。
一|二、|申报材料
text|企业应当提交申请表和上年度审计报告，由县（区）主管部门审核后报市工业和信息化局，市工业和信息化局自受理之日起15个工作日内作出决定，并将结果向社会公布，公布期限不少于5个工作日。
""")
LAW = blocks("""
title|临江市科学技术普及条例
centre|（2022年3月25日临江市第十五届人民代表大会常务委员会第三次会议通过）
章|第一章|总则
条|第一条|为了加强科学技术普及工作，提高公民的科学文化素质，推动经济发展和社会进步，根据《中华人民共和国科学技术普及法》和有关法律、行政法规，结合本市实际，制定本条例。
条|第二条|本条例适用于本市行政区域内的科学技术普及活动。
章|第二章|组织与保障
节|第一节|组织管理
条|第三条|市、县（区）人民政府应当将科学技术普及工作纳入国民经济和社会发展规划，建立协调制度，督促检查科学技术普及工作，并将工作情况作为年度考核的内容。
text|市科学技术行政部门负责制定科学技术普及工作规划，实行政策引导，推动科学技术普及工作发展，其他行政部门按照各自的职责分工，负责本行业、本领域的科学技术普及工作。
条|第四条|科学技术协会是科学技术普及工作的主要社会力量。
节|第二节|经费保障
条|第五条|符合下列条件之一的科学技术普及基地，可以申请补助：
项|（一）|每年向公众免费开放200天以上的；
项|（二）|设有下列设施的：
目|1.|面积不少于500平方米的展厅；
目|2.|能够容纳100人以上的报告厅；
项|（三）|开展流动科学技术普及服务的。
text|前款规定的补助由市财政部门按照年度发放，每个基地每年最高不超过50万元，用于设施更新、展品研发、人员培训和公益活动，不得用于偿还债务、支付罚款或者发放福利。
条|第六条|违反本条例第五条第二款规定使用补助的，责令退回。
条|第七条|学校应当把科学技术普及作为素质教育的重要内容。
条|第八条|科研机构、高等学校应当向公众开放实验室、陈列室和其他场地，举办讲座，提供咨询，鼓励科学技术人员结合科研任务开展科学技术普及活动，开放的时间和办法应当提前十日向社会公布。
条|第九条|新闻出版、广播影视、文化等机构和团体应当发挥各自优势，做好科学技术普及宣传工作。
条|第十条|每年九月为本市科学技术普及宣传月。
text|第十条之一 科学技术普及作品在本市首次出版的，给予作者一次性奖励2万元。
章|第三章|附则
条|第十一条|本条例自2022年6月1日起施行。
""")
DOCUMENTS = {"policy": POLICY, "law": LAW}

# What follows is worked out by hand.
ROWS = ("3.2.p1", "3.2.p2")
POLICY_CLAUSES = [
    *(("p1", "title"), ("p2", "front"), ("p3", "addressee"), ("p4", "preamble")),
    *(("1", "heading"), ("1.1", "item"), ("1.2", "item"), ("1.2.d1", "bullet"), ("1.2.d2", "bullet")),
    *(("2", "heading"), ("2.1", "item"), ("2.1.1", "item"), ("2.1.2", "item"), ("2.1.p1", "paragraph")),
    *(("2.2", "heading"), ("2.2.1", "item"), ("2.2.1.1", "item"), ("2.2.1.2", "item"), ("2.2.2", "item")),
    *(("2.2.u", "governing"), ("2.2.b1", "heading"), ("2.2.b1.1", "item"), ("2.2.b1.2", "item")),
    *(("3", "heading"), ("3.1", "item"), ("3.2", "item"), ("3.2.p1", "paragraph"), ("3.2.p2", "paragraph")),
    *(("p5", "closing"), ("p6", "signature"), ("p7", "signature")),
    *(("f1", "attachment"), ("f1.p1", "title"), ("f1.1", "heading"), ("f1.1.1", "item"), ("f1.1.2", "item")),
    *(("f1.2", "heading"), ("f1.2.p1", "paragraph")),
]
LAW_CLAUSES = [
    *(("p1", "title"), ("p2", "front"), ("c1", "heading"), ("1", "item"), ("2", "item"), ("c2", "heading")),
    *(("c2.s1", "heading"), ("3", "item"), ("3.p2", "paragraph"), ("4", "item"), ("c2.s2", "heading")),
    *(
        ("5", "item"),
        ("5.1", "item"),
        ("5.2", "heading"),
        ("5.2.1", "item"),
        ("5.2.2", "item"),
        ("5.3", "item"),
    ),
    *(("5.p2", "paragraph"), ("6", "item"), ("7", "item"), ("8", "item"), ("9", "item"), ("10", "item")),
    *(("10-1", "item"), ("c3", "heading"), ("11", "item")),
]
BUILT = ("市工业和信息化局",), ("市科技局", "市商务局")
POLICY_UNITS = {
    "2.1": (("市交通运输局",), ("市自然资源局", "市财政局")),
    "2.2.1": BUILT,
    "2.2.2": BUILT,
    "2.2.u": BUILT,
    "3.2.p1": (("市财政局",), ()),
    "3.2.p2": (("市科技局",), ()),
}
POLICY_PATHS = {
    "1.2.d2": ("一、总体要求", "（二）发展目标", "创新能力明显增强"),
    "2.1.p1": ("二、重点任务", "（一）完善基础设施"),
    "2.2.1.2": ("二、重点任务", "（二）培育市场主体", "1.引进龙头企业", "（2）年产值首次突破10亿元的"),
    "2.2.b1.1": ("二、重点任务", "（二）培育市场主体", "专栏1：重点应用场景", "低空物流"),
    "3.2": ("三、保障措施", "（二）落实资金支持"),
    "p5": (),
    "f1.1.2": ("附件1", "一、申报条件", "（二）从业人员不少于20人"),
}
LAW_PATHS = {
    "2": ("第一章总则", "第二条"),
    "3.p2": ("第二章组织与保障", "第一节组织管理", "第三条", "第二款"),
    "5.2.2": (
        *("第二章组织与保障", "第二节经费保障", "第五条"),
        *("（二）设有下列设施的：", "2.能够容纳100人以上的报告厅"),
    ),
    "5.p2": ("第二章组织与保障", "第二节经费保障", "第五条", "第二款"),
    "10-1": ("第二章组织与保障", "第二节经费保障", "第十条之一"),
    "11": ("第三章附则", "第十一条"),
}
# Of each number: what compares, value, unit, year.
POLICY_FACTS = {
    "1.2": [("达到", "120", "亿元", 2026), ("达到…以上", "300", "家", 2026)],
    "1.2.d1": [("以上", "60", "个", 2026)],
    "1.2.d2": [("", "15", "个", 2026), ("", "30", "项", 2026)],
    "2.1.1": [("每年新增", "20", "个", None), ("不超过", "30", "%", None)],
    "2.2.1": [("最高", "500", "万元", None)],
    "2.2.1.2": [("突破", "10", "亿元", None)],
    "2.2.b1.1": [("", "30", "条", None)],
    "3.2.p1": [("", "2", "亿元", 2024)],
    "3.2.p2": [("", "3", "亿元", 2025)],
    "p5": [("", "3", "年", None)],
    "f1.1.2": [("不少于", "20", "人", None)],
    "f1.2.p1": [("内", "15", "个工作日", None), ("不少于", "5", "个工作日", None)],
}
LAW_FACTS = {
    "5.1": [("以上", "200", "天", None)],
    "5.2.1": [("不少于", "500", "平方米", None)],
    "5.2.2": [("以上", "100", "人", None)],
    "5.p2": [("最高不超过", "50", "万元", None)],
    "10-1": [("", "2", "万元", None)],
}


def typed(block: Block) -> str:
    """A paragraph with its number, parted by a blank where a law parts them."""
    return block.mark + (" " if block.mark.startswith("第") else "") + block.words


def runs(document: list[Block]) -> Iterator[tuple[str, list[Block]]]:
    """Neighbours that look alike."""
    for look, group in groupby(document, key=lambda block: block.look):
        yield look, list(group)


def cells(rows: list[Block]) -> list[list[str]]:
    return [row.words.split(";") for row in rows]


def without_table(document: list[Block]) -> list[Block]:
    return [block for block in document if block.look != "table"]


def as_txt(document: list[Block]) -> bytes:
    return "".join(f"　　{typed(block)}\r\n" for block in without_table(document)).encode("gb18030")


def as_md(document: list[Block]) -> bytes:
    hashes = {"title": "# ", "一": "## ", "章": "## ", "节": "### "}
    parts: list[str] = []
    for look, group in runs(document):
        if look == "table":
            head, *rows = [f"| {' | '.join(row)} |" for row in cells(group)]
            parts.append("\n".join([head, "|---|---|---|", *rows]))
            continue
        for block in group:
            line = typed(block)
            if look == "条":
                line = line.replace(block.mark, f"**{block.mark}**")
            if look == "dash":
                line = "- " + block.words
            parts.append(hashes.get(look, "") + line)
    return "\n\n".join(parts).encode()


def as_html(document: list[Block], *, lists: bool) -> bytes:
    """A page with its furniture; with `lists` the numbers 1. and the dashes are left to the browser."""
    body: list[str] = []
    for look, group in runs(document):
        if look == "table":
            rows = ["".join(f"<td>{cell}</td>" for cell in row) for row in cells(group)]
            body.append(f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>")
        elif look in ("三", "目") and lists:
            start = group[0].mark.rstrip(".")
            body.append(f"<ol start={start}>{''.join(f'<li>{block.words}</li>' for block in group)}</ol>")
        elif look == "dash" and lists:
            body.append(f"<ul>{''.join(f'<li><p>{block.words}</p></li>' for block in group)}</ul>")
        else:
            tag = "h1" if look == "title" else "p"
            body += [f"<{tag}>{typed(block)}</{tag}>\n" for block in group]
    page = f"<nav>首页 政策</nav><article>{''.join(body)}</article><script>count()</script>"
    return f'<!DOCTYPE html><html><meta charset="utf-8"><body>{page}</body></html>'.encode()


POLICY_LEVELS = {"一": "%1、", "二": "（%2）", "三": "%3.", "四": "（%4）", "dash": "－"}
LAW_LEVELS = {"章": "第%1章", "节": "第%2节", "条": "第%3条", "项": "（%4）", "目": "%5."}
FORMATS = {"三": "decimal", "四": "decimal", "目": "decimal", "dash": "bullet"}


def as_docx(document: list[Block], *, lists: bool) -> bytes:
    """A Word file; with `lists` its numbers are Word's, of styles that are based on numbered ones."""
    levels = POLICY_LEVELS if document is POLICY else LAW_LEVELS
    shapes = [
        level(
            depth,
            template,
            FORMATS.get(look, "chineseCounting"),
            f'<w:pStyle w:val="n{depth}"/>' + ('<w:lvlRestart w:val="0"/>' if look == "条" else ""),
        )
        for depth, (look, template) in enumerate(levels.items())
    ]
    file = with_levels(*shapes)
    # The annex counts anew, in a list of its own that has the same shape.
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    add_list(file, FIRST_LIST + 1, FIRST_LIST, again)
    styles: dict[str, ParagraphStyle] = {}
    for depth, look in enumerate(levels):
        numbered = add_style(file, f"n{depth}", None, numbers(None))
        styles[look] = add_style(file, f"正文{look}", numbered)
    annexed = False
    for look, group in runs(document):
        if look == "table":
            rows = cells(group)
            table = file.add_table(len(rows), len(rows[0]))
            for row, texts in zip(table.rows, rows, strict=True):
                for cell, text in zip(row.cells, texts, strict=True):
                    cell.text = text
            continue
        for block in group:
            annexed = annexed or block.words.startswith("附件")
            if lists and look in styles:
                paragraph = file.add_paragraph(block.words, style=styles[look])
                if annexed:
                    paragraph._p.get_or_add_pPr().append(parse_xml(numbers(None, FIRST_LIST + 1)))
            else:
                file.add_paragraph(typed(block))
    return saved(file)


# A page of A4 as official documents are set: 28 characters of 16 points a line, 22 lines a page.
WIDTH, HEIGHT, LEFT, TOP, SIZE, LEADING, DOWN = 595.0, 842.0, 73.5, 700.0, 16.0, 28.0, 22
ACROSS = 28 * SIZE
# What stays together on a line: a number, a dash, brackets and stops with what they belong to.
TOGETHER = re.compile(r"[（《〔]*(?:[0-9.%]+|——|.)[》）〕，。；：、！？%]*")


def width(text: str, size: float = SIZE) -> float:
    across: float = pdfmetrics.stringWidth(text, FONT, size)
    return across


def broken(text: str, size: float, room: float) -> list[str]:
    """A paragraph in lines that no number is cut by and no stop begins."""
    lines = [""]
    for together in TOGETHER.findall(text):
        if width(lines[-1] + together, size) > room + 0.1:
            lines.append("")
        lines[-1] += together
    return lines


class Press:
    """Sets paragraphs on pages that have a running head and a number, and remembers where each begins."""

    def __init__(self, head: str) -> None:
        self._stream = io.BytesIO()
        self._canvas = Canvas(self._stream, pagesize=(WIDTH, HEIGHT))
        self._head = head
        self._row = DOWN
        self.page = 0
        self.first_pages: list[int] = []
        self.last_pages: list[int] = []
        self.tops: list[str] = []

    def add(self, block: Block) -> None:
        size = 22 if block.look == "title" else SIZE
        text = ("" if block.look in ("title", "centre", "章", "节", "left", "right") else "　　") + typed(
            block
        )
        room = 16 * size if block.look == "title" else ACROSS
        lines = broken(text, size, room)
        for number, line in enumerate(lines, start=1):
            if self._row == DOWN:
                self._turn()
                self.tops.append(line.strip())
            if number == 1:
                self.first_pages.append(self.page)
            # All lines of a paragraph but its last are stretched to the margin.
            slack = ACROSS - width(line) if number < len(lines) and size == SIZE else 0
            self._canvas.setFont(FONT, size)
            self._canvas.drawString(
                self._left(block.look, line, size),
                TOP - LEADING * self._row,
                line,
                charSpace=slack / max(len(line) - 1, 1),
            )
            self._row += 1
        self.last_pages.append(self.page)

    def finished(self) -> bytes:
        self._canvas.save()
        return self._stream.getvalue()

    def _left(self, look: str, line: str, size: float) -> float:
        if look == "right":
            return LEFT + ACROSS - 4 * SIZE - width(line)
        if look in ("title", "centre", "章", "节"):
            return (WIDTH - width(line, size)) / 2
        return LEFT

    def _turn(self) -> None:
        if self.page:
            self._canvas.showPage()
        self.page += 1
        self._row = 0
        self._canvas.setFont(FONT, 10)
        self._canvas.drawString(LEFT, 790, self._head)
        self._canvas.drawString(285, 40, f"— {self.page} —")


def pressed(document: list[Block]) -> Press:
    press = Press("临江市人民政府公报")
    for block in without_table(document):
        press.add(block)
    return press


def as_pdf(document: list[Block]) -> bytes:
    return pressed(document).finished()


FILES: dict[str, tuple[str, Callable[[list[Block]], bytes]]] = {
    "txt": (".txt", as_txt),
    "md": (".md", as_md),
    "html": (".html", lambda document: as_html(document, lists=False)),
    "html lists": (".html", lambda document: as_html(document, lists=True)),
    "docx": (".docx", lambda document: as_docx(document, lists=False)),
    "docx lists": (".docx", lambda document: as_docx(document, lists=True)),
    "pdf": (".pdf", as_pdf),
}
EVERY_FILE = pytest.mark.parametrize("kind", FILES)
EVERY_DOCUMENT = pytest.mark.parametrize("name", DOCUMENTS)


@cache
def read(name: str, kind: str) -> tuple[Document, list[Clause]]:
    suffix, made = FILES[kind]
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"文{suffix}"
        path.write_bytes(made(DOCUMENTS[name]))
        document = read_document(path, Entry(file=path.name, id="d"))
    return document, split(document)


def told(place: str, kind: str) -> bool:
    """Whether a format tells a clause: all but the rows of the table, which txt and pdf leave out."""
    return kind not in ("txt", "pdf") or place not in ROWS


def bare(text: str) -> str:
    """Without blanks, which the formats set between a number and its words each in its own way."""
    return re.sub(r"\s", "", text)


def address(clause: Clause) -> str:
    return clause.id.removeprefix("d#")


@EVERY_DOCUMENT
@EVERY_FILE
def test_the_clauses_have_the_same_ids_and_kinds_in_every_format(name: str, kind: str) -> None:
    expected = POLICY_CLAUSES if name == "policy" else LAW_CLAUSES
    _, clauses = read(name, kind)
    assert [(address(clause), clause.kind.value) for clause in clauses] == [
        each for each in expected if told(each[0], kind)
    ]


@EVERY_DOCUMENT
@EVERY_FILE
def test_every_paragraph_is_a_clause_and_says_the_same_in_every_format(name: str, kind: str) -> None:
    wanted = [bare(typed(block)).removeprefix("——") for block in without_table(DOCUMENTS[name])]
    _, clauses = read(name, kind)
    texts = [bare(clause.text) for clause in clauses if address(clause) not in ROWS]
    assert [text.removeprefix("——").removeprefix("-") for text in texts] == wanted


@EVERY_DOCUMENT
@EVERY_FILE
def test_the_clauses_stand_at_the_same_place_in_every_format(name: str, kind: str) -> None:
    _, clauses = read(name, kind)
    paths = {address(clause): tuple(map(bare, clause.path)) for clause in clauses}
    expected = POLICY_PATHS if name == "policy" else LAW_PATHS
    assert {place: paths[place] for place in expected} == expected
    _, plain = read(name, "docx")
    of_plain = {address(clause): tuple(map(bare, clause.path)) for clause in plain}
    assert paths == {place: of_plain[place] for place in paths}


@EVERY_DOCUMENT
@EVERY_FILE
def test_the_clauses_have_the_same_units_in_every_format(name: str, kind: str) -> None:
    _, clauses = read(name, kind)
    units = {
        address(clause): (clause.lead_units, clause.support_units)
        for clause in clauses
        if clause.lead_units or clause.support_units
    }
    expected = POLICY_UNITS if name == "policy" else {}
    assert units == {place: expected[place] for place in expected if told(place, kind)}
    governed = {address(clause): clause.governor for clause in clauses if clause.governor}
    assert governed == ({"2.2.1": "d#2.2.u", "2.2.2": "d#2.2.u"} if name == "policy" else {})


@EVERY_DOCUMENT
@EVERY_FILE
def test_the_clauses_state_the_same_numbers_in_every_format(name: str, kind: str) -> None:
    _, clauses = read(name, kind)
    stated = {
        address(clause): [(fact.comparator, fact.value, fact.unit, fact.year) for fact in clause.facts]
        for clause in clauses
        if clause.facts
    }
    expected = POLICY_FACTS if name == "policy" else LAW_FACTS
    assert stated == {place: expected[place] for place in expected if told(place, kind)}


@EVERY_FILE
def test_the_subjects_and_the_references_are_the_same_in_every_format(kind: str) -> None:
    policy = {address(clause): clause for clause in read("policy", kind)[1]}
    assert [fact.subject for fact in policy["1.2"].facts] == ["全市低空经济规模", "低空经济企业"]
    assert [fact.scope for fact in policy["2.2.b1.1"].facts] == ["低空物流"]
    assert [reference.text for reference in policy["p4"].references] == ["《临江省低空经济促进条例》"]
    law = {address(clause): clause for clause in read("law", kind)[1]}
    assert [reference.text for reference in law["6"].references] == ["本条例第五条第二款"]


@EVERY_FILE
def test_what_a_file_prints_of_itself_is_the_same_in_every_format(kind: str) -> None:
    policy, _ = read("policy", kind)
    assert (policy.title, policy.number, policy.issuer, policy.date) == (
        "临江市人民政府关于加快发展低空经济的实施意见",
        "临政发〔2023〕17号",
        "临江市人民政府",
        "2023-08-12",
    )
    law, _ = read("law", kind)
    assert (law.title, law.number, law.issuer, law.date) == (
        "临江市科学技术普及条例",
        None,
        None,
        "2022-03-25",
    )


@pytest.mark.parametrize("kind", ["md", "html", "html lists", "docx", "docx lists"])
def test_a_row_of_a_table_is_the_same_line_in_every_format_that_has_tables(kind: str) -> None:
    _, clauses = read("policy", kind)
    assert [clause.text.strip() for clause in clauses if address(clause) in ROWS] == [
        "年度：2024年；资金：2亿元；责任单位：市财政局。",
        "年度：2025年；资金：3亿元；责任单位：市科技局。",
    ]


@EVERY_DOCUMENT
def test_every_clause_of_a_pdf_knows_the_page_it_begins_and_ends_on(name: str) -> None:
    press = pressed(DOCUMENTS[name])
    # Otherwise the test would say little: paragraphs must cross from one page to the next.
    assert press.page == max(press.last_pages) >= 2
    assert press.first_pages != press.last_pages
    document, clauses = read(name, "pdf")
    assert [page_of(document, clause.start) for clause in clauses] == press.first_pages
    ends = [clause.start + len(clause.text.rstrip()) - 1 for clause in clauses]
    assert [page_of(document, end) for end in ends] == press.last_pages
    for number, (offset, line) in enumerate(zip(document.pages, press.tops, strict=True), start=1):
        assert document.text.startswith(line, offset)
        assert page_of(document, offset) == number
        assert page_of(document, offset - 1) == (number - 1 or None)
    assert document.skipped == (f"页码 {press.page} 行", f"页眉页脚 {press.page} 行")


@pytest.mark.parametrize("kind", [kind for kind in FILES if kind != "pdf"])
def test_a_format_without_pages_gives_none(kind: str) -> None:
    document, clauses = read("law", kind)
    assert {page_of(document, clause.start) for clause in clauses} == {None}
