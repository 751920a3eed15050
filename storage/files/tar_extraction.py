"""Unpacking a tar archive by the rules of `tarfile.data_filter` (PEP 706), on every Python that
distributions ship: Debian 12 has 3.11.2, the filter came with 3.11.4."""

from __future__ import annotations

import copy
import os
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

_HAS_FILTERS = hasattr(tarfile, "data_filter")


class UnsafeMember(tarfile.TarError):
    """A member that would write or point outside of the target folder, or is a device or pipe."""


def extract_data(
    archive: tarfile.TarFile, folder: Path, before: Callable[[tarfile.TarInfo], None] | None = None
) -> None:
    """Unpack every member into `folder`; `before` each, it may raise.

    Raises tarfile.TarError at the first unsafe member; what came before it stays in `folder`.
    """
    members = _announced(archive, before) if before else archive
    if _HAS_FILTERS:
        archive.extractall(folder, members, filter="data")
    else:
        # A generator: each link is resolved after the members before it were written.
        safe = (safe_member(member, folder) for member in members)
        archive.extractall(folder, safe)  # noqa: S202


def _announced(
    archive: tarfile.TarFile, before: Callable[[tarfile.TarInfo], None]
) -> Iterator[tarfile.TarInfo]:
    for member in archive:
        before(member)
        yield member


def safe_member(member: tarfile.TarInfo, folder: Path) -> tarfile.TarInfo:
    """The member as it may be written into `folder`: inside of it, owned by this user, without
    set-uid bits or write permission for others. Raises UnsafeMember."""
    safe = copy.copy(member)
    safe.name = member.name.lstrip("/")
    _refuse_outside(folder / safe.name, folder, member)
    if member.issym():
        _refuse_link(folder / safe.name, folder, member)
    elif member.islnk():
        _refuse_link(folder / "link", folder, member)
        # Without its target, tarfile would write the first member once more, as the archive has it.
        if not (folder / member.linkname).exists():
            raise UnsafeMember(f"{member.name!r} links to {member.linkname!r}, which is not there")
    elif not (member.isreg() or member.isdir()):
        raise UnsafeMember(f"{member.name!r} is neither a file nor a folder nor a link")
    safe.mode = 0o700 if member.isdir() else _file_mode(member.mode)
    # An empty name is found in no table of users, so the numbers count.
    safe.uid, safe.gid, safe.uname, safe.gname = os.geteuid(), os.getegid(), "", ""
    return safe


def _refuse_link(place: Path, folder: Path, member: tarfile.TarInfo) -> None:
    if member.linkname.startswith("/"):
        raise UnsafeMember(f"{member.name!r} links to the absolute path {member.linkname!r}")
    _refuse_outside(place.parent / member.linkname, folder, member)


def _refuse_outside(path: Path, folder: Path, member: tarfile.TarInfo) -> None:
    resolved = os.path.realpath(path)
    if not Path(resolved).is_relative_to(os.path.realpath(folder)):
        raise UnsafeMember(f"{member.name!r} would reach {resolved!r}, outside of the folder")


def _file_mode(mode: int) -> int:
    mode &= 0o755
    if not mode & 0o100:
        mode &= ~0o111
    return mode | 0o600
