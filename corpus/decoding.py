"""Bytes of a text file to characters."""

import re

from corpus.errors import DocumentError

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x19\x1b-\x1f]")
_WIDE = (b"\xff\xfe", b"\xfe\xff")


def decode(raw: bytes, name: str) -> tuple[str, str]:
    """Decode UTF-8 or GB18030; return the text as it stands and the encoding.

    Raises:
        DocumentError: the file is empty, binary, or in another encoding.
    """
    if not raw.strip():
        raise DocumentError(f"文件 {name} 是空的。请换一份有内容的文件。")
    if raw.startswith(_WIDE):
        raise DocumentError(f"文件 {name} 是 UTF-16 编码。请用记事本另存为 UTF-8 编码后再试。")
    for encoding in ("utf-8", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _CONTROL.search(text):
            break
        if not text.replace("\ufeff", "").strip():
            raise DocumentError(f"文件 {name} 是空的。请换一份有内容的文件。")
        return text, encoding
    raise DocumentError(f"文件 {name} 不是 UTF-8 或 GB18030 文本，可能是二进制文件。请另存为文本文件后再试。")
