"""Word documents built for the tests, with what python-docx has no call for put in as XML."""

import io

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.styles.style import ParagraphStyle

from corpus.extract import Extract
from corpus.formats.docx import extract

SPACES = (
    f"{nsdecls('w', 'wp', 'a', 'pic', 'm')} xmlns:v='urn:schemas-microsoft-com:vml'"
    " xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'"
    " xmlns:wps='http://schemas.microsoft.com/office/word/2010/wordprocessingShape'"
)
FIRST_LIST = 500


def saved(document: Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def read(document: Document) -> Extract:
    return extract(saved(document), "办法.docx")


def lines(document: Document) -> list[str]:
    return read(document).text.split("\n")


def level(depth: int, template: str, number_format: str = "chineseCounting", extra: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{number_format}"/>{extra}'
        f'<w:lvlText w:val="{template}"/></w:lvl>'
    )


def add_shared(document: Document, shared: int, content: str) -> None:
    root = document.part.numbering_part.element
    root.insert(0, parse_xml(f'<w:abstractNum {SPACES} w:abstractNumId="{shared}">{content}</w:abstractNum>'))


def add_list(document: Document, number_id: int, shared: int, overrides: str = "") -> None:
    root = document.part.numbering_part.element
    content = f'<w:abstractNumId w:val="{shared}"/>{overrides}'
    root.append(parse_xml(f'<w:num {SPACES} w:numId="{number_id}">{content}</w:num>'))


def with_levels(*levels: str) -> Document:
    document = docx.Document()
    add_shared(document, FIRST_LIST, "".join(levels))
    add_list(document, FIRST_LIST, FIRST_LIST)
    return document


def numbers(depth: int | None, number_id: int | None = FIRST_LIST) -> str:
    inner = "" if depth is None else f'<w:ilvl w:val="{depth}"/>'
    inner += "" if number_id is None else f'<w:numId w:val="{number_id}"/>'
    return f"<w:numPr {SPACES}>{inner}</w:numPr>"


def add(document: Document, text: str, depth: int = 0, number_id: int = FIRST_LIST) -> None:
    paragraph = document.add_paragraph(text)
    paragraph._p.get_or_add_pPr().append(parse_xml(numbers(depth, number_id)))


def add_xml(document: Document, content: str) -> None:
    document.element.body.insert(-1, parse_xml(f"<w:p {SPACES}>{content}</w:p>"))


def add_style(document: Document, name: str, base: ParagraphStyle | None, number: str = "") -> ParagraphStyle:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if not isinstance(style, ParagraphStyle):
        raise TypeError(name)
    style.base_style = base
    if number:
        style.element.get_or_add_pPr().append(parse_xml(number))
    return style
