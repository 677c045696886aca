"""What kind of file some bytes are, whatever the file is called."""

import codecs

_WHERE_PDF = 1024
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STARTS = (
    ("image", (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF")),
    ("archive", (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"PK\x05\x06")),
    ("rtf", (b"{\\rtf",)),
    ("mhtml", (b"MIME-Version:", b"From: <Saved by")),
)
# Parts of a zip file that tell what it holds, and of an OLE file, whose names are in UTF-16.
_ZIP_PARTS = (
    *((b"word/", "docx"), (b"xl/", "office"), (b"ppt/", "office"), (b"OFD.xml", "ofd")),
    (b"[Content_Types].xml", "docx"),
)
_OLE_PARTS = (("EncryptedPackage".encode("utf-16-le"), "locked"), ("WordDocument".encode("utf-16-le"), "doc"))

WHAT_TO_DO = {
    "pdf": "是 PDF。请把扩展名改为 .pdf 后再试。",
    "docx": "是 Word 文档（.docx）。请把扩展名改为 .docx 后再试。",
    "html": "是网页或纯文字。请把扩展名改为 .html 或 .txt 后再试。",
    "doc": "是旧版 Word 文件（.doc）。请用 Word 或 WPS 打开，另存为 .docx 后再试。",
    "locked": "是加了密码的 Office 文件。请用 Word 或 WPS 打开，去掉密码，另存为 .docx 后再试。",
    "office": "是表格、演示稿或旧版 Office 文件。请用原来的程序打开，另存为 .docx 或 .pdf 后再试。",
    "ofd": "是 OFD 版式文件。请用 OFD 阅读器打开，另存为 .pdf 后再试。",
    "rtf": "是 RTF 文件。请用 Word 或 WPS 打开，另存为 .docx 后再试。",
    "mhtml": "是单个文件的网页（.mht）。请在浏览器中打开，另存为 .html 后再试。",
    "archive": "是压缩包。请解压后再试里面的文件。",
    "image": "是图片。请先做文字识别（OCR），把文字存为 .docx 或 .txt 后再试。",
    "binary": "是认不出的二进制文件。请用原来的程序打开，另存为 .docx、.pdf 或 .html 后再试。",
}
"""What each kind of file is, in Chinese, and what to do with it where another is expected."""


def kind_of(raw: bytes) -> str:
    """The kind of file, one of `WHAT_TO_DO`; text of any kind counts as html."""
    if raw.startswith(_ZIP):
        return next((kind for part, kind in _ZIP_PARTS if part in raw), "archive")
    if raw.startswith(_OLE):
        return next((kind for part, kind in _OLE_PARTS if part in raw), "office")
    for kind, starts in _STARTS:
        if raw.startswith(starts):
            return kind
    if b"%PDF-" in raw[:_WHERE_PDF] and not raw.lstrip().startswith(b"<"):
        return "pdf"
    wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return "html" if wide or b"\x00" not in raw else "binary"
