"""Whether the office that a transfer goes to can take its package in: said before it is sent, not after."""

from __future__ import annotations

import zipfile
from pathlib import Path

from storage.base.message import Message
from storage.intake_gate.file_limits import FILE_LIMITS, FileKind

BY_PAGE = 50 * 2**20
"""Bytes of a package that the receiving console's page takes; a larger one its administrator receives by command."""
_LIMITS = FILE_LIMITS[FileKind.TRANSFER]


def package_remark(package: Path) -> Message | None:
    """The same of a package that lies there: by the larger of its bytes as packed and unpacked, which both have a
    limit. Raises OSError."""
    with zipfile.ZipFile(package) as archive:
        members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    return size_remark(max(package.stat().st_size, unpacked), len(members))


def size_remark(size: int, files: int = 0) -> Message | None:
    """What the sender has to know of a package of so many bytes and files; None where it is small enough."""
    mebibytes = -(-size // 2**20)
    if size > _LIMITS.size:
        most = _LIMITS.size // 2**20
        return Message("hand-in.unreceivable", {"mebibytes": mebibytes, "most": most})
    if files > _LIMITS.members:
        return Message("hand-in.too-many-files", {"files": files, "most": _LIMITS.members})
    if size > BY_PAGE:
        return Message("hand-in.by-command", {"mebibytes": mebibytes, "most": BY_PAGE // 2**20})
    return None
