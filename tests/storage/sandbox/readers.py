"""Readers as hostile bytes would make them: each does one thing that a reader must not get away with."""

from __future__ import annotations

import ctypes
import socket
from pathlib import Path

from storage.base.errors import BadInput


def echo(content: bytes) -> bytes:
    """An honest one."""
    return content


def hog() -> int:
    """Takes all the memory that it gets."""
    return len(b"x" * 2**34)


def spin() -> None:
    """Never ends."""
    while True:
        pass


def crash() -> None:
    """Writes where nothing is, as a broken C library does."""
    ctypes.string_at(0)


def network() -> bool:
    """Whether a socket could be opened."""
    try:
        socket.socket(socket.AF_INET).close()
    except OSError:
        return False
    return True


def secret(path: str) -> bool:
    """Whether a file of somebody's could be read."""
    try:
        return bool(Path(path).read_bytes())
    except OSError:
        return False


def write(path: str) -> bool:
    """Whether a file could be written."""
    try:
        Path(path).write_bytes(b"x")
    except OSError:
        return False
    return True


def refuse() -> None:
    """Refuses a file, as readers do."""
    raise BadInput("file.no-text", where="读者.txt")


def boom() -> None:
    """Raises what its library likes."""
    raise ZeroDivisionError


class Trojan:
    """Asks whoever unpickles it to call a function."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return print, ("called",)


def trojan() -> Trojan:
    """Answers with an object that runs code where it is read."""
    return Trojan()
