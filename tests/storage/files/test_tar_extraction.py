"""The rules of `tarfile.data_filter`, also where Python has none (Debian 12's 3.11.2)."""

from __future__ import annotations

import io
import os
import tarfile
from pathlib import Path

import pytest

from storage.files.tar_extraction import UnsafeMember, extract_data, safe_member


def _member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, link
    return member


@pytest.mark.parametrize(
    "member",
    [
        _member("../outside"),
        _member("home/../../outside"),
        _member("inner/outside"),
        _member("link", tarfile.SYMTYPE, "/etc/passwd"),
        _member("home/link", tarfile.SYMTYPE, "../../outside"),
        _member("link", tarfile.LNKTYPE, "../outside"),
        _member("link", tarfile.LNKTYPE, "absent"),
        _member("pipe", tarfile.FIFOTYPE),
        _member("disk", tarfile.BLKTYPE),
    ],
    ids=lambda member: f"{member.name} {member.linkname}".strip(),
)
def test_a_member_that_reaches_outside_or_is_a_device_is_refused(
    tmp_path: Path, member: tarfile.TarInfo
) -> None:
    (tmp_path / "inner").symlink_to("/var")
    with pytest.raises(UnsafeMember, match=member.name):
        safe_member(member, tmp_path)


@pytest.mark.parametrize(
    ("mode", "safe"), [(0o6777, 0o755), (0o444, 0o644), (0o011, 0o600), (0o700, 0o700)]
)
def test_a_file_belongs_to_this_user_and_is_writable_by_no_other(
    tmp_path: Path, mode: int, safe: int
) -> None:
    member = _member("/home/file")
    member.mode, member.uid, member.uname = mode, 4711, "root"
    checked = safe_member(member, tmp_path)
    assert (checked.name, checked.mode) == ("home/file", safe)
    assert (checked.uid, checked.uname) == (os.geteuid(), "")
    assert member.uid == 4711


def test_files_folders_and_links_inside_are_unpacked(tmp_path: Path) -> None:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as archive:
        archive.addfile(_member("home", tarfile.DIRTYPE))
        file = _member("home/file")
        file.size, file.mode = 5, 0o6777
        archive.addfile(file, io.BytesIO(b"hello"))
        archive.addfile(_member("home/soft", tarfile.SYMTYPE, "file"))
        hard = _member("home/hard", tarfile.LNKTYPE, "home/file")
        hard.mode = 0o6777
        archive.addfile(hard)
    content.seek(0)
    with tarfile.open(fileobj=content) as archive:
        extract_data(archive, tmp_path)
    for name in ("file", "soft", "hard"):
        assert (tmp_path / "home" / name).read_bytes() == b"hello"
    assert (tmp_path / "home/file").stat().st_mode & 0o7777 == 0o755
