"""The zip around a .docx, opened with suspicion: nothing is read before its size is known."""

import io
import posixpath
import re
import struct
import zipfile
import zlib
from xml.etree.ElementTree import ParseError

from corpus.errors import DocumentError
from corpus.formats.docx_tree import Budget, Part, TooMuchError, as_utf8, declares_entities, parse

_TOTAL_LIMIT = 200 << 20
_PART_LIMIT = 64 << 20
_MEMBER_LIMIT = 5_000
_HEADER_LIMIT = 4 * _MEMBER_LIMIT
_RATIO_LIMIT = 200
_RATIO_FLOOR = 10 << 20
_HEAD = 4_096

_OLE_MAGIC = b"\xd0\xcf\x11\xe0"
_ZIP_MAGIC = b"PK"
_ENTRY_MAGIC = b"PK\x01\x02"
_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
# What zipfile raises, by and by, on bytes that are no zip or lie about themselves.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    OSError,
    EOFError,
    RuntimeError,
    ValueError,
    KeyError,
)
_STRANGERS = {"xl/": "Excel 表格", "ppt/": "PowerPoint 演示文稿"}
_SAVE_AGAIN = "请用 Word 或 WPS 打开后另存为 .docx 再试。"


class Package:
    """The parts of one .docx file; every part that is read is charged to one budget."""

    def __init__(self, raw: bytes, name: str) -> None:
        """Open the zip and check its directory.

        Raises:
            DocumentError: the bytes are no .docx, or are one that is damaged or hostile.
        """
        self._name = name
        self._budget = Budget()
        self._refuse_other_formats(raw)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(raw))
        except _DAMAGE as error:
            raise self._damaged() from error
        self._members = {member.filename: member for member in self._archive.infolist()}
        self._refuse_bombs()
        self._refuse_strangers()
        self._refuse_declarations()

    def part(self, path: str) -> Part | None:
        """Parse one part, or None where the file has no such part.

        Raises:
            DocumentError: the part is damaged, too large, or declares entities.
        """
        if path not in self._members:
            return None
        raw = self._read(path)
        if declares_entities(raw):
            raise self._declaring()
        try:
            return parse(raw, self._budget)
        except TooMuchError as error:
            raise self._too_large() from error
        except ParseError as error:
            raise self._damaged() from error

    def main_path(self) -> str:
        """The path of the main document part.

        Raises:
            DocumentError: the file has none.
        """
        named = self.relations("").get("officeDocument", ())
        for path in (*named, "word/document.xml"):
            if path in self._members:
                return str(path)
        raise DocumentError(f"文件 {self._name} 不是 Word 文档（里面没有正文）。{_SAVE_AGAIN}")

    def relations(self, path: str) -> dict[str, list[str]]:
        """The paths of the parts that a part names, by what it names them as; "" stands for the file."""
        folder, leaf = posixpath.split(path)
        part = self.part(posixpath.join(folder, "_rels", f"{leaf}.rels"))
        found: dict[str, list[str]] = {}
        for relation in part.root.iter("Relationship") if part else ():
            kind = relation.get("Type", "").rpartition("/")[2]
            target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))
            found.setdefault(kind, []).append(target.lstrip("/"))
        return found

    def _read(self, path: str) -> bytes:
        if self._members[path].file_size > _PART_LIMIT:
            raise self._too_large()
        try:
            return as_utf8(self._archive.read(self._members[path]))
        except _DAMAGE as error:
            raise self._damaged() from error

    def _refuse_other_formats(self, raw: bytes) -> None:
        if not raw.strip():
            raise DocumentError(f"文件 {self._name} 是空的。请换一份有内容的文件。")
        if raw.startswith(_OLE_MAGIC):
            raise DocumentError(
                f"文件 {self._name} 设了密码，或是旧版 .doc。"
                "请用 Word 或 WPS 打开，去掉密码，另存为 .docx 再试。"
            )
        if not raw.startswith(_ZIP_MAGIC):
            raise DocumentError(f"文件 {self._name} 不是 .docx 文件，可能只改过扩展名。{_SAVE_AGAIN}")
        # Counted first, because zipfile makes an object of every entry before it can be asked.
        if raw.count(_ENTRY_MAGIC) > _HEADER_LIMIT:
            raise self._too_large()

    def _refuse_bombs(self) -> None:
        members = self._archive.infolist()
        if len(members) > _MEMBER_LIMIT or sum(member.file_size for member in members) > _TOTAL_LIMIT:
            raise self._too_large()
        for member in members:
            if member.file_size > _RATIO_FLOOR and member.file_size > _RATIO_LIMIT * member.compress_size:
                raise self._too_large()
            if member.flag_bits & _ENCRYPTED or member.compress_type not in _COMPRESSIONS:
                raise DocumentError(
                    f"文件 {self._name} 加了密或用了少见的压缩方式。请去掉密码，另存为 .docx 再试。"
                )
            if _leaves_folder(member.filename) or _leaves_folder(member.orig_filename):
                raise DocumentError(
                    f"文件 {self._name} 里有指向文件夹之外的路径，可能被改动过。{_SAVE_AGAIN}"
                )

    def _refuse_strangers(self) -> None:
        for folder, format_name in _STRANGERS.items():
            if any(path.startswith(folder) for path in self._members) and not self._has_text():
                raise DocumentError(
                    f"文件 {self._name} 是 {format_name}，不是 Word 文档。请把文字放进 .docx 再试。"
                )

    def _has_text(self) -> bool:
        return any(path.startswith("word/") for path in self._members)

    def _refuse_declarations(self) -> None:
        """Look at the head of every XML part, those that are never parsed included."""
        for path, member in self._members.items():
            if not path.endswith((".xml", ".rels")):
                continue
            try:
                with self._archive.open(member) as stream:
                    head = stream.read(_HEAD)
            except _DAMAGE as error:
                raise self._damaged() from error
            if declares_entities(head):
                raise self._declaring()

    def _damaged(self) -> DocumentError:
        return DocumentError(f"文件 {self._name} 已损坏或没有传完整。请重新取得原件，{_SAVE_AGAIN[1:]}")

    def _too_large(self) -> DocumentError:
        return DocumentError(
            f"文件 {self._name} 解压后大得不像一份文档，可能是压缩炸弹。请拆成几份，或另存为 .docx 再试。"
        )

    def _declaring(self) -> DocumentError:
        return DocumentError(f"文件 {self._name} 里有不允许的 XML 声明（DOCTYPE）。{_SAVE_AGAIN}")


def _leaves_folder(path: str) -> bool:
    parts = re.split(r"[/\\]", path)
    return parts[0] == "" or ":" in parts[0] or ".." in parts
