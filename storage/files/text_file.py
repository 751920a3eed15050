"""Text files as people send them: UTF-8, UTF-8 with a mark (BOM), or GB18030."""

from __future__ import annotations

import codecs
import sys
from collections.abc import Iterator
from pathlib import Path

from storage.base.errors import BadInput
from storage.base.message import message_of


def read_bytes(path: Path) -> bytes:
    """The whole file; `-` is standard input. Raises BadInput naming the file and the reason."""
    try:
        return sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as error:
        raise BadInput("file.unreadable", path=path, reason=message_of(error)) from error


def read_text(path: Path) -> str:
    """The file as text. Raises BadInput where it is neither UTF-8 nor GB18030."""
    return decode(read_bytes(path), str(path))


def read_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Numbered lines (from 1) without blank ones, read one at a time so that memory stays flat.

    Both encodings keep the byte 0x0A for the line feed alone, so lines can be cut before decoding.
    """
    try:
        with sys.stdin.buffer if str(path) == "-" else path.open("rb") as source:
            for number, raw in enumerate(source, start=1):
                if line := decode(raw, f"{path}, line {number}").strip():
                    yield number, line
    except OSError as error:
        raise BadInput("file.unreadable", path=path, reason=message_of(error)) from error


def decode(raw: bytes, where: str) -> str:
    """`raw` as text; `where` names it in the refusal."""
    raw = raw.removeprefix(codecs.BOM_UTF8)
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput("file.no-text", where=where)
