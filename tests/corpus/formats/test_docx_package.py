import io
import time
import tracemalloc
import zipfile
from collections.abc import Callable

import docx
import pytest

from corpus.errors import DocumentError
from corpus.formats.docx import extract
from tests.corpus.formats.word_files import saved

SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BODY = f"<w:document {SPACE}><w:body>{{}}</w:body></w:document>".format
PARAGRAPH = "<w:p><w:r><w:t>字</w:t></w:r></w:p>"
LAUGHS = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'


def whole() -> bytes:
    document = docx.Document()
    document.add_paragraph("为了规范管理，制定本办法。")
    return saved(document)


def zipped(parts: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for path, content in parts.items():
            archive.writestr(path, content)
    return stream.getvalue()


def changed(path: str, content: str | bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(whole())) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    return zipped(parts | {path: content})


def complaint(raw: bytes) -> str:
    with pytest.raises(DocumentError) as caught:
        extract(raw, "办法.docx")
    assert "办法.docx" in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("raw", [b"", b"  \n"])
def test_an_empty_file_is_called_empty(raw: bytes) -> None:
    assert "是空的" in complaint(raw)


def test_a_document_without_text_is_refused() -> None:
    assert "没有文字" in complaint(saved(docx.Document()))


def test_a_file_that_is_no_zip_is_told_from_a_torn_one() -> None:
    assert "不是 .docx 文件" in complaint("第一条　为了规范管理。".encode())
    raw = whole()
    for length in (10, len(raw) // 2, len(raw) - 10):
        assert "没有传完整" in complaint(raw[:length])


def test_a_locked_or_old_document_is_asked_for_again_without_password() -> None:
    message = complaint(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert "密码" in message
    assert "旧版 .doc" in message
    assert "另存为 .docx" in message


@pytest.mark.parametrize(
    ("path", "word"),
    [("xl/workbook.xml", "Excel"), ("ppt/presentation.xml", "PowerPoint"), ("content.xml", "没有正文")],
)
def test_a_zip_that_is_no_word_document_is_named(path: str, word: str) -> None:
    assert word in complaint(zipped({path: "<a/>"}))


def test_a_main_part_of_another_name_is_found() -> None:
    relation = '<Relationship Type="http://x/officeDocument" Target="/word/document2.xml"/>'
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    rels = f'<Relationships xmlns="{space}">{relation}</Relationships>'
    raw = zipped({"_rels/.rels": rels, "word/document2.xml": BODY(PARAGRAPH)})
    assert extract(raw, "办法.docx").text == "字"


def test_a_strict_document_is_read_like_any_other() -> None:
    strict = BODY(PARAGRAPH).replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert extract(changed("word/document.xml", strict), "办法.docx").text == "字"


@pytest.mark.parametrize("path", ["../word/a.xml", "/etc/passwd", "word\\..\\a.xml", "C:/a.xml"])
def test_a_path_that_leaves_the_folder_is_refused(path: str) -> None:
    assert "路径" in complaint(changed(path, "<a/>"))


@pytest.mark.parametrize(
    "path", ["word/document.xml", "word/styles.xml", "docProps/app.xml", "customXml/a.xml"]
)
def test_a_declared_entity_is_refused_in_every_part(path: str) -> None:
    assert "DOCTYPE" in complaint(changed(path, LAUGHS + BODY("&b;")))


@pytest.mark.parametrize("content", ["", "<w:document", BODY("<w:p>"), BODY(PARAGRAPH).encode("utf-16-le")])
def test_a_part_that_does_not_parse_is_called_damaged(content: str | bytes) -> None:
    assert "损坏" in complaint(changed("word/document.xml", content))


def test_a_part_in_utf_16_is_read_and_watched_like_any_other() -> None:
    body = BODY(PARAGRAPH)
    assert extract(changed("word/document.xml", body.encode("utf-16")), "办法.docx").text == "字"
    assert "DOCTYPE" in complaint(changed("word/document.xml", (LAUGHS + body).encode("utf-16")))


def test_macros_pictures_and_embedded_zips_are_not_opened() -> None:
    for path in ("word/vbaProject.bin", "word/media/image1.png", "word/embeddings/a.docx"):
        assert (
            extract(changed(path, b"PK\x03\x04 not a zip"), "办法.docx").text == "为了规范管理，制定本办法。"
        )


@pytest.mark.parametrize(
    "bomb",
    [
        pytest.param(lambda: changed("word/media/image1.bmp", bytes(20 << 20)), id="ratio"),
        pytest.param(
            lambda: changed("word/document.xml", BODY("<w:p/>" * 2_000_000)), id="ratio of the body"
        ),
        pytest.param(lambda: zipped({f"word/{n}.xml": "" for n in range(5_001)}), id="members"),
        pytest.param(lambda: zipped({"a": bytes(201 << 20)}, zipfile.ZIP_STORED), id="total"),
        pytest.param(lambda: zipped({"a": bytes(21 << 20)}, zipfile.ZIP_LZMA), id="compression"),
    ],
)
def test_a_bomb_is_refused_before_it_is_unpacked(bomb: Callable[[], bytes]) -> None:
    raw = bomb()
    tracemalloc.start()
    assert "办法.docx" in complaint(raw)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 20 << 20


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<w:p>" * 200 + "</w:p>" * 200, id="deep"),
        pytest.param("<w:p/>" * 500_001, id="many"),
        pytest.param("<a " + " ".join(f'a{n}=""' for n in range(20_000)) + "/>", id="attributes"),
        pytest.param("<w:p><!--" + "x" * (5 << 20) + "--></w:p>", id="long"),
    ],
)
def test_xml_shaped_to_exhaust_a_parser_is_refused_in_time(body: str) -> None:
    raw = zipped({"word/document.xml": BODY(body)}, zipfile.ZIP_STORED)
    start = time.monotonic()
    assert "大得不像" in complaint(raw)
    assert time.monotonic() - start < 10


def test_a_cell_repeated_without_end_is_refused() -> None:
    cell = "<w:tc><w:tcPr><w:vMerge{}/></w:tcPr>{}</w:tc><w:tc>{}</w:tc>".format
    head = f"<w:tr><w:tc>{PARAGRAPH}</w:tc><w:tc>{PARAGRAPH}</w:tc></w:tr>"
    long = f"<w:tr>{cell(' w:val=`restart`', PARAGRAPH.replace('字', '字' * 300_000), '')}</w:tr>"
    rows = head + long.replace("`", '"') + f"<w:tr>{cell('', '', '')}</w:tr>" * 100
    assert "文字太多" in complaint(zipped({"word/document.xml": BODY(f"<w:tbl>{rows}</w:tbl>")}))


def test_styles_and_links_that_go_in_circles_come_to_an_end() -> None:
    loop = '<w:style w:type="paragraph" w:styleId="a"><w:basedOn w:val="b"/></w:style>'
    styles = (
        f"<w:styles {SPACE}>{loop}{loop.replace('a', 'c').replace('b', 'a').replace('c', 'b')}</w:styles>"
    )
    body = BODY(PARAGRAPH.replace("<w:p>", '<w:p><w:pPr><w:pStyle w:val="a"/></w:pPr>'))
    assert extract(zipped({"word/document.xml": body, "word/styles.xml": styles}), "办法.docx").text == "字"
