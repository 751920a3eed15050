"""Files that are there whole or not at all (整存)."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PARTIAL = re.compile(r"\..+\.(\d+)(?:-\d+)?\.part")


def is_partial(path: str) -> bool:
    """Whether a file or folder is one that a process has not finished, or was killed over."""
    return any(_PARTIAL.fullmatch(part) for part in path.split("/"))


def writer_of(name: str) -> int | None:
    """The number of the process that made a partial file or scratch folder of this name."""
    match = _PARTIAL.fullmatch(name)
    return int(match[1]) if match else None


def _beside(path: Path, writer: str) -> Path:
    """The name under which a file is written first. Raises IsADirectoryError for the name of a folder."""
    if not path.name:
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    return path.with_name(f".{path.name}.{writer}.part")


@contextmanager
def scratch_folder(parent: Path, purpose: str) -> Iterator[Path]:
    """A folder of this process's, readable by its owner only, gone when the block ends. Raises OSError."""
    folder = parent / f".{purpose}.{os.getpid()}-{threading.get_ident()}.part"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def write_file(path: Path, data: bytes, *, private: bool = False, lasting: bool = True) -> None:
    """Write a file so that it is there whole or not at all, a `lasting` one also after a power cut.

    A private one, and the folder made for it, is readable by its owner only. Raises OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700 if private else 0o777)
    partial = _beside(path, f"{os.getpid()}")
    try:
        mode = 0o600 if private else 0o666
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as file:
            file.write(data)
            if lasting:
                file.flush()
                os.fsync(file.fileno())
        partial.replace(path)
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)


def create_file(path: Path, data: bytes, *, private: bool = False) -> bool:
    """Write a file that is not there yet, whole or not at all; of several that come first, one wins.

    Returns False, without changing it, where the file was there already. Raises OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700 if private else 0o777)
    scratch = _beside(path, f"{os.getpid()}-{threading.get_ident()}")
    try:
        write_file(scratch, data, private=private)
        os.link(scratch, path)
    except FileExistsError:
        return False
    finally:
        with contextlib.suppress(OSError):
            scratch.unlink(missing_ok=True)
    return True


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A new name beside `path`, whose file takes the place of `path` when the block ends well.

    After a failure `path` is as it was, and the new file is gone. Raises OSError.
    """
    partial = _beside(path, f"{os.getpid()}")
    try:
        yield partial
        partial.replace(path)
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
