"""Files of lines that several processes write: locked while they change, and always whole."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import CurationError


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a file against other processes; raises CurationError if it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.with_suffix(".lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
    except OSError as error:
        raise CurationError(f"{path} 写不了。请检查 CEYIN_HOME 是否可写、磁盘是否已满。") from error


def replaced(path: Path, content: bytes) -> None:
    """Give a file another content; at every moment it is there whole, the old or the new."""
    fresh = path.with_suffix(".new")
    with fresh.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
