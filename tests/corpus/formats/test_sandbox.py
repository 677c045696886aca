import io
import os
import signal
import subprocess
import sys
import time
import zipfile
import zlib
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from corpus.errors import DocumentError
from corpus.extract import Extract
from corpus.formats import sandbox
from corpus.formats.sandbox import extract_file

PAGE = "<p>第一条 为了发展，制定本办法。</p>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
ROOT = Path(__file__).parents[3]
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
# Each element is formatted anew for every one still open: 23 KB become a tree of gigabytes.
HUNGRY = "".join(f"<font a={number}><p>" for number in range(4_900)) + "字"


def pdf() -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream)
    canvas.drawString(100, 700, "Article 1")
    canvas.save()
    return stream.getvalue()


def zipped(**parts: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), text)
    return stream.getvalue()


def word() -> bytes:
    body = "<w:body><w:p><w:r><w:t>正文</w:t></w:r></w:p></w:body>"
    return zipped(word__document_xml=f'<w:document xmlns:w="{WORD}">{body}</w:document>')


def file(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def complaint(path: Path, *command: str) -> str:
    with pytest.raises(DocumentError) as caught:
        extract_file(path, command) if command else extract_file(path)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_every_kind_of_file_is_read_by_its_reader(tmp_path: Path) -> None:
    assert extract_file(file(tmp_path, "甲.html", PAGE)) == Extract("第一条 为了发展，制定本办法。")
    assert extract_file(file(tmp_path, "乙.HTM", PAGE)).text == "第一条 为了发展，制定本办法。"
    assert extract_file(file(tmp_path, "丙.pdf", pdf())) == Extract("Article 1", (0,))
    assert extract_file(file(tmp_path, "丁.docx", word())).text == "正文"


def test_what_a_reader_says_is_wrong_comes_through(tmp_path: Path) -> None:
    assert "没有正文" in complaint(file(tmp_path, "页.html", "<script>x</script>"))
    assert "不完整" in complaint(file(tmp_path, "文.pdf", pdf()[:-20]))


@pytest.mark.parametrize("name", ["-x.pdf", "--help.pdf", "..pdf.pdf", "a\nb.pdf", "$(id).pdf", "a b;c.pdf"])
def test_the_name_of_a_file_is_only_a_name(tmp_path: Path, name: str) -> None:
    assert extract_file(file(tmp_path, name, pdf())).text == "Article 1"
    assert name.replace("\n", "?") in complaint(file(tmp_path, name, pdf()[:-20]))


def test_a_name_that_is_no_text_and_one_that_is_long_are_shown_as_far_as_they_can_be(tmp_path: Path) -> None:
    name = os.fsdecode(b"\xff.pdf")
    assert complaint(file(tmp_path, name, b"x")).startswith("文件 ?.pdf ")
    assert len(complaint(file(tmp_path, "a" * 200 + ".pdf", b"x"))) < 200


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("甲.docx", pdf(), "内容却是 PDF。请把扩展名改为 .pdf"),
        ("甲.html", pdf(), "内容却是 PDF。"),
        ("甲.pdf", word(), "内容却是 Word 文档（.docx）。请把扩展名改为 .docx"),
        ("甲.html", word(), "内容却是 Word 文档"),
        ("甲.pdf", PAGE, "内容却是网页或纯文字。请把扩展名改为 .html"),
        ("甲.docx", PAGE, "内容却是网页或纯文字。"),
        ("甲.docx", OLE + "WordDocument".encode("utf-16-le"), "旧版 Word 文件"),
        ("甲.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "加了密码"),
        ("甲.docx", OLE, "旧版 Office 文件"),
        ("甲.docx", zipped(xl__workbook_xml="x"), "表格"),
        ("甲.docx", zipped(a_txt="x"), "压缩包"),
        ("甲.pdf", zipped(OFD_xml="x"), "OFD"),
        ("甲.html", b"\x89PNG\r\n\x1a\n\x00", "图片"),
        ("甲.html", b"<p>a\x00b", "二进制"),
        ("甲.docx", b"{\\rtf1 x}", "RTF"),
        ("甲.html", b"MIME-Version: 1.0\n", ".mht"),
        ("甲.wps", b"x", "暂不支持 甲.wps"),
        ("甲.pdf", b" \n", "是空的"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_told_for_what_it_is(
    tmp_path: Path, name: str, content: bytes | str, said: str
) -> None:
    assert said in complaint(file(tmp_path, name, content))


def test_wide_text_is_a_page_although_it_holds_nul_bytes(tmp_path: Path) -> None:
    assert extract_file(file(tmp_path, "页.html", PAGE.encode("utf-16"))).text.startswith("第一条")


@pytest.mark.parametrize(("name", "megabytes"), [("甲.pdf", 64), ("甲.docx", 64), ("甲.html", 16)])
def test_a_file_too_large_is_refused_unread(
    tmp_path: Path, name: str, megabytes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / name
    with path.open("wb") as large:
        large.truncate(70 * 2**20)

    def opened(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(Path, "open", opened)
    assert f"超过 {megabytes} MB" in complaint(path)


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "夹.pdf").mkdir()
    os.mkfifo(tmp_path / "管.pdf")
    for name in ("夹.pdf", "管.pdf", "无.pdf"):
        assert "找不到文件" in complaint(tmp_path / name)


def test_a_worker_that_goes_on_for_ever_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "SECONDS", 0.5)
    began = time.monotonic()
    said = complaint(file(tmp_path, "页.html", PAGE), sys.executable, "-c", "while True: pass")
    assert "解析超过 0.5 秒" in said
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    ("ending", "said"),
    [
        (signal.SIGSEGV, "已损坏，解析程序崩溃。请"),
        (signal.SIGXCPU, "解析超过 8 秒"),
        (signal.SIGABRT, "内存太多"),
        (signal.SIGKILL, "内存太多"),
    ],
)
def test_the_signal_that_ends_a_worker_says_why(tmp_path: Path, ending: signal.Signals, said: str) -> None:
    command = f"import os; os.kill(os.getpid(), {int(ending)})"
    assert said in complaint(file(tmp_path, "页.html", PAGE), sys.executable, "-c", command)


@pytest.mark.parametrize("answer", ["", "{", "[]", '{"text": 1}', "null"])
def test_an_answer_that_makes_no_sense_counts_as_a_crash(tmp_path: Path, answer: str) -> None:
    path = file(tmp_path, "页.html", PAGE)
    assert "崩溃" in complaint(path, sys.executable, "-c", f"print({answer!r})")


def test_a_page_that_eats_memory_is_stopped_within_half_a_gigabyte(tmp_path: Path) -> None:
    path = file(tmp_path, "页.html", HUNGRY)
    assert "内存太多" in complaint(path)
    measure = (
        "import resource, subprocess, sys; "
        "worker = [sys.executable, '-m', 'corpus.formats.worker', 'html', 'x']; "
        "subprocess.run(worker, stdin=open(sys.argv[1])); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    command = [sys.executable, "-c", measure, str(path)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, cwd=ROOT)
    assert int(done.stdout.split()[-1]) <= 520 * 1024


def test_a_pdf_that_inflates_without_end_is_stopped(tmp_path: Path) -> None:
    packed = zlib.compress(b"BT /F 12 Tf 50 500 Td (hello) Tj ET\n" * 2_000_000, 1)
    parts = (
        *(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, part) for number, part in enumerate(parts, start=1))
    bomb = b"%PDF-1.7\n" + body + b"trailer<</Root 1 0 R>>\n%%EOF\n"
    assert "内存太多" in complaint(file(tmp_path, "文.pdf", bomb))


def test_a_worker_loads_only_what_it_needs() -> None:
    loaded = (
        "import sys, corpus.formats.worker, corpus.formats.html, corpus.formats.pdf, corpus.formats.docx; "
    )
    loaded += "print([name for name in ('numpy', 'torch', 'jieba', 'faiss', 'PIL') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", loaded], stdout=subprocess.PIPE, check=True, cwd=ROOT)
    assert done.stdout == b"[]\n"
