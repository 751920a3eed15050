"""ZIP entries that two unpackers would read differently: each is refused in one line that says why."""

from __future__ import annotations

import io
import stat
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from storage.base.settings import Settings
from tests.storage.evidence.packages import Files, failures, read_files, verify, zipped

TEXT = "evidence/text.txt"
_LOCAL_SIZE = 30
"""Bytes of a file's own header without its name (APPNOTE 4.3.7)."""


@pytest.fixture(scope="module")
def settings(office: Settings) -> Settings:
    return office


def with_mode(mode: int) -> Callable[[Files], bytes]:
    """The text's entry with another kind of file in its attributes."""

    def build(files: Files) -> bytes:
        return entered(files, lambda entry: setattr(entry, "external_attr", (mode | 0o644) << 16))

    return build


def entered(files: Files, change: Callable[[zipfile.ZipInfo], None], **options: int) -> bytes:
    """The files as they are, but for what `change` does to the text's entry."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            if name == TEXT:
                change(entry)
            archive.writestr(entry, data, **options)  # type: ignore[arg-type]
    return target.getvalue()


def with_a_second(files: Files, name: str) -> bytes:
    target = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        warnings.simplefilter("ignore")
        for path, data in [*files.items(), (name, b"another")]:
            archive.writestr(path, data)
    return target.getvalue()


def renamed(name: bytes) -> Callable[[Files], bytes]:
    """The text's entry under a name of the same length, in header and directory."""
    assert len(name) == len(TEXT)
    return lambda files: zipped(files).replace(TEXT.encode(), name)


def patched(offset: int, value: bytes, *, both: bool = False) -> Callable[[Files], bytes]:
    """Bytes of the text's own header at `offset` overwritten; `both` changes the directory too,
    whose same fields stand two bytes later (APPNOTE 4.3.12)."""

    def build(files: Files) -> bytes:
        data = bytearray(zipped(files))
        start = data.index(TEXT.encode()) - _LOCAL_SIZE
        data[start + offset : start + offset + len(value)] = value
        if both:
            start = data.rindex(TEXT.encode()) - 46 + 2
            data[start + offset : start + offset + len(value)] = value
        return bytes(data)

    return build


def compressed(files: Files) -> bytes:
    """A bomb: a gigabyte would be as short."""

    def squeeze(entry: zipfile.ZipInfo) -> None:
        entry.compress_type = zipfile.ZIP_DEFLATED

    return entered({**files, TEXT: b"0" * 2**20}, squeeze)


def two_entries_over_the_same_bytes(files: Files) -> bytes:
    """The directory's entry of the text points to the bytes of the file before it."""
    data = bytearray(zipped(files))
    place = list(files).index(TEXT)
    before = list(files)[place - 1].encode()
    first = data.index(before) - _LOCAL_SIZE
    entry = data.rindex(TEXT.encode()) - 46
    data[entry + 42 : entry + 46] = first.to_bytes(4, "little")
    return bytes(data)


def an_extra_field(files: Files) -> bytes:
    """An Info-ZIP Unicode Path (0x7075), by which some unpackers rename the file."""

    def rename(entry: zipfile.ZipInfo) -> None:
        entry.extra = b"\x75\x70\x05\x00\x01\x00\x00\x00\x00"

    return entered(files, rename)


ODD_ENTRIES: dict[str, tuple[Callable[[Files], bytes], str]] = {
    "a symbolic link": (with_mode(stat.S_IFLNK), "symbolic link"),
    "a character device": (with_mode(stat.S_IFCHR), "device"),
    "a block device": (with_mode(stat.S_IFBLK), "device"),
    "a pipe": (with_mode(stat.S_IFIFO), "device"),
    "a socket": (with_mode(stat.S_IFSOCK), "device"),
    "a folder by its mode": (with_mode(stat.S_IFDIR), "folder"),
    "a folder by DOS": (
        lambda files: entered(files, lambda entry: setattr(entry, "external_attr", 0x10)),
        "folder",
    ),
    "a folder by its name": (lambda files: zipped({**files, "more/": b""}), "folder"),
    "the same name twice": (lambda files: with_a_second(files, TEXT), "same name"),
    "the same name in capitals": (
        lambda files: zipped({**files, TEXT.upper(): b""}),
        "same name",
    ),
    "an absolute name": (lambda files: zipped({**files, "/etc/cron.d/x": b""}), "inside"),
    "a way out": (lambda files: zipped({**files, "evidence/../../x": b""}), "inside"),
    "a dot in the way": (lambda files: zipped({**files, "evidence/./x": b""}), "inside"),
    "two slashes": (lambda files: zipped({**files, "evidence//x": b""}), "inside"),
    "a backslash": (lambda files: zipped({**files, "evidence\\x": b""}), "backslash"),
    "a disk": (lambda files: zipped({**files, "C:x": b""}), "colon"),
    "a NUL in the name": (renamed(b"evidence/tex\x00.txt"), "control character"),
    "an escape in the name": (renamed(b"evidence/tex\x1b.txt"), "control character"),
    "an encrypted entry": (patched(6, b"\x01\x00", both=True), "encrypted"),
    "a compressed entry": (compressed, "compressed"),
    "a size that the bytes do not have": (
        patched(22, (2**30).to_bytes(4, "little"), both=True),
        "compressed",
    ),
    "a size beyond all captures": (
        patched(18, (0xFFFFFFF0).to_bytes(4, "little") * 2, both=True),
        "larger",
    ),
    "overlapping entries": (two_entries_over_the_same_bytes, "overlap"),
    "an extra field": (an_extra_field, "extra field"),
    "another time in the header": (patched(10, b"\x77"), "directory"),
    "another method in the header": (patched(8, b"\x08"), "directory"),
    "another checksum in the header": (patched(14, b"\xff\xff\xff\xff"), "directory"),
}


@pytest.mark.parametrize("kind", ODD_ENTRIES)
def test_an_odd_entry_is_refused_in_one_line(
    package: Path, settings: Settings, tmp_path: Path, kind: str
) -> None:
    build, reason = ODD_ENTRIES[kind]
    target = tmp_path / "odd.wacz"
    target.write_bytes(build(read_files(package)))
    refused = failures(verify(target, settings))
    assert list(refused) == ["container"]
    assert reason in refused["container"]
    assert "\n" not in refused["container"]
    assert "\x00" not in refused["container"]


def test_the_same_files_entered_plainly_hold(
    package: Path, settings: Settings, tmp_path: Path
) -> None:
    target = tmp_path / "plain.wacz"
    target.write_bytes(entered(read_files(package), lambda _entry: None))
    assert failures(verify(target, settings)) == {}
