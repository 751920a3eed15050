"""ZIP packages within limits: how many members, how large unpacked, none of them hidden or doubled."""

from __future__ import annotations

import io
import zipfile
import zlib

from storage.base.errors import BadInput
from storage.intake_gate.file_limits import FILE_LIMITS, FileKind, check_size

_ENCRYPTED = 0x1
"""Bit 0 of a member's flags (APPNOTE.TXT 4.4.4)."""


def open_zip(content: bytes, kind: FileKind, where: str) -> zipfile.ZipFile:
    """The package, within the limits of its kind. Raises BadInput."""
    limits = FILE_LIMITS[kind]
    check_size(kind, len(content), where)
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise BadInput("file.no-zip", where=where) from error
    members = package.infolist()
    names = {member.filename for member in members}
    if len(members) > limits.members or len(names) < len(members):
        raise BadInput("file.members", where=where, most=limits.members)
    if sum(member.file_size for member in members) > limits.unpacked:
        raise BadInput("file.unpacked", where=where, mebibytes=limits.unpacked >> 20)
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise BadInput("file.encrypted", where=where)
    return package


def read_member(package: zipfile.ZipFile, name: str, where: str) -> bytes:
    """A member's bytes; zipfile gives no more than the size that the limits were asked with.

    Raises BadInput for a damaged one.
    """
    try:
        return package.read(name)
    except (
        *(zipfile.BadZipFile, zlib.error, EOFError, OSError),
        *(NotImplementedError, RuntimeError, KeyError, ValueError),
    ) as error:
        raise BadInput("file.no-zip", where=where) from error
