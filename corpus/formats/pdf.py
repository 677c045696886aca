"""PDF files: the text layer, put into lines and paragraphs."""

from collections.abc import Sequence
from contextlib import closing

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped]

from corpus.errors import DocumentError
from corpus.extract import Extract
from corpus.formats.pdf_furniture import without_furniture
from corpus.formats.pdf_lines import Leaf
from corpus.formats.pdf_paragraphs import paragraphs
from corpus.formats.pdf_text import leaf_of

_MOST_PAGES = 2000
_MOST_NAMED = 10
# A file that was cut off lacks this mark near its end.
_END_MARK = b"%%EOF"
_WHERE_END_MARK = 65536


def extract(raw: bytes, name: str) -> Extract:
    """Read the text layer of a PDF file, taken as one column.

    Raises:
        DocumentError: the file is encrypted, damaged, too long, or has no text layer.
    """
    with closing(_opened(raw, name)) as document:
        if len(document) > _MOST_PAGES:
            raise DocumentError(
                f"文件 {name} 有 {len(document)} 页，最多读 {_MOST_PAGES} 页。请拆成几份后再试。"
            )
        leaves, skipped = _leaves(document, name)
    if not any(leaf.lines for leaf in leaves):
        raise DocumentError(
            f"文件 {name} 没有文字层，可能是扫描件。请先做文字识别（OCR），或换一份能复制文字的版本。"
        )
    leaves, furniture = without_furniture(leaves)
    text, pages = paragraphs(leaves)
    return Extract(text, pages, (*furniture, *skipped))


def _opened(raw: bytes, name: str) -> pdfium.PdfDocument:
    if _END_MARK not in raw[-_WHERE_END_MARK:]:
        raise DocumentError(f"文件 {name} 不完整，后面缺了一段。请重新下载或重新导出后再试。")
    try:
        return pdfium.PdfDocument(raw)
    except pdfium.PdfiumError as error:
        if error.err_code in (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY):
            raise DocumentError(f"文件 {name} 有密码。请解除密码，另存后再试。") from error
        raise DocumentError(f"文件 {name} 已损坏，打不开。请重新下载或重新导出后再试。") from error


def _leaves(document: pdfium.PdfDocument, name: str) -> tuple[list[Leaf], tuple[str, ...]]:
    """The pages of a document, and in Chinese what is on them that is not level text."""
    leaves: list[Leaf] = []
    wordless: list[int] = []
    aslant = 0
    for number in range(len(document)):
        try:
            with closing(document[number]) as page:
                leaf, characters = leaf_of(page)
                if not leaf.lines and pdfium_c.FPDFPage_CountObjects(page) > 0:
                    wordless.append(number + 1)
        except pdfium.PdfiumError as error:
            raise DocumentError(
                f"文件 {name} 第 {number + 1} 页已损坏，读不了。请重新下载或重新导出后再试。"
            ) from error
        leaves.append(leaf)
        aslant += characters
    skipped = (f"{_listed(wordless)}没有文字层",) if wordless else ()
    return leaves, (*skipped, f"斜排或竖排的文字 {aslant} 字") if aslant else skipped


def _listed(pages: Sequence[int]) -> str:
    named = "、".join(map(str, pages[:_MOST_NAMED]))
    return f"第 {named} 页" if len(pages) <= _MOST_NAMED else f"第 {named} 等 {len(pages)} 页"
