"""The one way to read a foreign file: its size first, then its reader in a process of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from storage.base.errors import BadInput
from storage.base.message import Message
from storage.intake_gate.file_limits import FILE_LIMITS, FileKind, check_size
from storage.sandbox.reader_process import ReaderFailed, ReaderKilled, read_apart

_T = TypeVar("_T")


def read_foreign(
    kind: FileKind, reader: Callable[..., _T], content: bytes, where: str, *arguments: object
) -> _T:
    """What `reader(content, where, *arguments)` returns: plain values, made in a process of its own.

    `reader` stands at the top of its module. Raises BadInput: its own, `file.too-large`, `file.too-costly`
    where it used more time or memory than the kind may, `file.broken` for whatever else it raises.
    """
    check_size(kind, len(content), where)
    limits = FILE_LIMITS[kind]
    try:
        return read_apart(
            reader, content, where, *arguments, memory=limits.memory, seconds=limits.seconds
        )
    except ReaderKilled as error:
        raise BadInput(
            "file.too-costly",
            where=where,
            mebibytes=limits.memory // 2**20,
            seconds=limits.seconds,
        ) from error
    except ReaderFailed as error:
        reason = Message("text", {"text": str(error)})
        raise BadInput("file.broken", where=where, reason=reason) from error
