"""A file that need not be trusted is checked, then read in a process of its own."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from corpus.errors import DocumentError
from corpus.extract import Extract
from corpus.formats.signature import WHAT_TO_DO, kind_of
from corpus.formats.worker import OUT_OF_MEMORY
from corpus.formats.worker import SECONDS as CPU_SECONDS

SUFFIXES = {".html": "html", ".htm": "html", ".docx": "docx", ".pdf": "pdf"}
"""The kind of file that each suffix promises."""
SECONDS = 10.0
_WORKER = (sys.executable, "-m", "corpus.formats.worker")
_MEGABYTES = {"html": 16, "docx": 64, "pdf": 64}
_ENVIRONMENT = ("PATH", "PYTHONPATH", "VIRTUAL_ENV", "LD_LIBRARY_PATH", "SYSTEMROOT")
_ROOT = Path(__file__).parents[2]
_LONGEST_NAME = 80
_SIMPLER = "请拆成几份，或复制正文到文本文件后再试。"


def extract_file(path: Path, command: Sequence[str] = _WORKER) -> Extract:
    """Read a web page, a .docx or a PDF file, within bounds of size, time and memory.

    To see why a worker crashed, run it by hand: `python -m corpus.formats.worker pdf 名 < 文件`.

    Raises:
        DocumentError: the file is too large, is not what its suffix says, or cannot be read.
    """
    name = _shown(path.name)
    promised = SUFFIXES.get(path.suffix.lower())
    if promised is None:
        raise DocumentError(f"暂不支持 {name} 这种格式。请另存为 {'、'.join(SUFFIXES)} 后再试。")
    raw = _read(path, name, _MEGABYTES[promised])
    kind = kind_of(raw)
    if kind != promised:
        raise DocumentError(f"文件 {name} 的扩展名是 {path.suffix}，内容却{WHAT_TO_DO[kind]}")
    return _extract_apart(raw, name, (*command, promised, name))


def _shown(name: str) -> str:
    """A file name as it may stand in a message: printable, on one line, not too long."""
    shown = "".join(character if character.isprintable() else "?" for character in name)
    return shown if len(shown) <= _LONGEST_NAME else f"{shown[:_LONGEST_NAME]}…"


def _read(path: Path, name: str, megabytes: int) -> bytes:
    limit = megabytes * 2**20
    raw = b""
    try:
        if not path.is_file():
            raise DocumentError(f"找不到文件 {name}，或它不是普通文件。请检查路径。")
        size = path.stat().st_size
        if size <= limit:
            with path.open("rb") as file:
                raw = file.read(limit + 1)
    except OSError as error:
        raise DocumentError(f"文件 {name} 读不了，请检查权限。") from error
    if max(size, len(raw)) > limit:
        raise DocumentError(f"文件 {name} 超过 {megabytes} MB。请拆成几份，或去掉图片后再试。")
    if not raw.strip():
        raise DocumentError(f"文件 {name} 是空的。请换一份有内容的文件。")
    return raw


def _extract_apart(raw: bytes, name: str, command: Sequence[str]) -> Extract:
    """Have a worker read a file; a worker that does not answer is killed."""
    environment = {key: os.environ[key] for key in _ENVIRONMENT if key in os.environ}
    environment |= {"PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            command,
            input=raw,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            cwd=_ROOT,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise DocumentError(f"文件 {name} 的解析超过 {SECONDS:g} 秒，已停止。{_SIMPLER}") from error
    if done.returncode:
        raise DocumentError(_failure(name, done.returncode))
    return _answer(done.stdout, name)


def _failure(name: str, status: int) -> str:
    """What is to be said of a worker that ended with an exit status, or by a signal."""
    if -status == getattr(signal, "SIGXCPU", 0):
        return f"文件 {name} 太复杂，解析超过 {CPU_SECONDS} 秒，已停止。{_SIMPLER}"
    # pdfium aborts where it gets no memory; a kill from outside is the system's, for want of it.
    if status == OUT_OF_MEMORY or -status in (signal.SIGABRT, getattr(signal, "SIGKILL", 0)):
        return f"文件 {name} 解析用的内存太多，已停止。{_SIMPLER}"
    return f"文件 {name} 已损坏，解析程序崩溃。请用原来的程序打开，重新导出后再试。"


def _answer(answer: bytes, name: str) -> Extract:
    try:
        said = json.loads(answer)
        if "error" in said:
            raise DocumentError(said["error"])
        return Extract(said["text"], tuple(said["pages"]), tuple(said["skipped"]))
    except (ValueError, KeyError, TypeError) as error:
        raise DocumentError(_failure(name, 1)) from error
