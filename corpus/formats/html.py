"""Web pages: what a reader sees, one block-level element a line."""

import codecs
import re

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from corpus.errors import DocumentError
from corpus.extract import Extract
from corpus.formats.html_page import read_page

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED = re.compile(
    rb"<meta\b[^>]{0,500}?\bcharset\s*=\s*[\"']?\s*([\w.:-]+)"
    rb"|<\?xml\b[^>]{0,500}?\bencoding\s*=\s*[\"']([\w.:-]+)",
    re.IGNORECASE,
)
_WHERE_DECLARED = 8192
_CODECS = dict.fromkeys(("utf-8", "utf8", "unicode-1-1-utf-8", "utf-16", "utf-16le", "utf-16be"), "utf-8")
_CODECS |= dict.fromkeys(("gb2312", "gb_2312-80", "gbk", "x-gbk", "gb18030", "cp936", "ms936"), "gb18030")
_CODECS |= dict.fromkeys(("big5", "big5-hkscs", "x-x-big5", "cn-big5"), "big5hkscs")
# A Chinese page that names one of these has been left with its editor's default.
_CODECS |= dict.fromkeys(("iso-8859-1", "latin1", "us-ascii", "ascii", "windows-1252"), "utf-8")
# The parser takes time in the square of the depth; browsers stop at 512.
_DEEPEST = 5000
# Elements without content, and those whose end a page may leave out: they do not nest by themselves.
_NOT_NESTING = re.compile(
    "area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr|html|head|body"
    "|p|li|dt|dd|tr|td|th|thead|tbody|tfoot|option|optgroup|colgroup",
    re.IGNORECASE,
)
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)


def extract(raw: bytes, name: str) -> Extract:
    """Read a web page.

    Raises:
        DocumentError: the page has no text, an unknown encoding, or elements nested without end.
    """
    source = _decode(raw, name)
    if _depth(source) > _DEEPEST:
        raise DocumentError(
            f"网页 {name} 的标签嵌套太深，读不了。请在浏览器中打开，把正文复制到文本文件后再试。"
        )
    body = _body(source)
    lines, skipped = read_page(body) if body else ([], False)
    if not lines:
        raise DocumentError(
            f"网页 {name} 里没有正文，内容可能靠脚本显示。请在浏览器中打开，把正文复制到文本文件后再试。"
        )
    return Extract("\n".join(lines), skipped=("导航与脚本",) if skipped else ())


def _body(source: str) -> LexborNode | None:
    try:
        return LexborHTMLParser(source).body
    except SelectolaxError as error:  # Any text is a page: only memory can be wanting.
        raise MemoryError from error


def _decode(raw: bytes, name: str) -> str:
    """Decode a page by its byte order mark, then by what it names, then as UTF-8 or GB18030.

    Raises:
        DocumentError: the page names an encoding that is not known, or is in none of these.
    """
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            return raw[len(bom) :].decode(encoding, "replace")
    for encoding in dict.fromkeys((*_declared(raw, name), "utf-8", "gb18030")):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DocumentError(f"网页 {name} 的编码认不出。请在浏览器中打开，另存为 UTF-8 编码的网页后再试。")


def _declared(raw: bytes, name: str) -> tuple[str, ...]:
    found = _DECLARED.search(raw[:_WHERE_DECLARED])
    if not found:
        return ()
    label = (found[1] or found[2]).decode("ascii", "replace").lower()
    if label not in _CODECS:
        raise DocumentError(
            f"网页 {name} 写明的编码 {label[:30]} 不认识。请在浏览器中打开，另存为 UTF-8 编码的网页后再试。"
        )
    return (_CODECS[label],)


def _depth(source: str) -> int:
    """How deep the elements of a page may nest, by its tags alone."""
    depth = deepest = 0
    for found in _TAG.finditer(source):
        if not _NOT_NESTING.fullmatch(found[2]):
            depth = max(0, depth + (-1 if found[1] else 1))
            deepest = max(deepest, depth)
    return deepest
