"""A process of its own that reads one file: bytes on stdin, what they say as JSON on stdout."""

import json
import os
import sys
from contextlib import suppress
from dataclasses import asdict
from importlib import import_module

KINDS = ("docx", "html", "pdf")
SECONDS = 8
"""How long a worker may compute."""
OUT_OF_MEMORY = 77
"""The exit status of a worker that ran out of memory."""
# All of the address space; a worker that has only started takes 20 MB of it.
_MEMORY = 512 * 2**20
_OPEN_FILES = 32


def main() -> None:
    """Read stdin as the kind of file that the first argument names; the second is the file's name."""
    _set_limits()
    try:
        answer = _answer(sys.argv[1], sys.argv[2], sys.stdin.buffer.read())
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    sys.stdout.buffer.write(answer)


def _set_limits() -> None:
    """Bound what a hostile file can use up, where the system knows such limits."""
    with suppress(ImportError):
        import resource

        limits = {
            resource.RLIMIT_AS: _MEMORY,
            resource.RLIMIT_CPU: SECONDS,
            resource.RLIMIT_NOFILE: _OPEN_FILES,
            resource.RLIMIT_FSIZE: 0,
            resource.RLIMIT_CORE: 0,
        }
        for kind, limit in limits.items():
            hard = resource.getrlimit(kind)[1]
            # One second more for computing, so that the signal tells a worker's end from a kill.
            most = limit + (kind == resource.RLIMIT_CPU)
            if hard != resource.RLIM_INFINITY:
                most = min(most, hard)
            with suppress(OSError, ValueError):
                resource.setrlimit(kind, (min(limit, most), most))


def _answer(kind: str, name: str, raw: bytes) -> bytes:
    """What a file says, or what is wrong with it; only the reader of its kind is loaded."""
    from corpus.errors import DocumentError

    if kind not in KINDS:
        raise ValueError(kind)
    try:
        said = asdict(import_module(f"corpus.formats.{kind}").extract(raw, name))
    except DocumentError as error:
        said = {"error": str(error)}
    return json.dumps(said, ensure_ascii=False).encode("utf-8", "replace")


if __name__ == "__main__":
    main()
