"""The entries of a package's ZIP: plain files only, each once, one behind the other, nothing else.

What two unpackers could read differently is refused: links, devices, folders, names that leave the
folder or that one system takes for another's, headers that contradict the directory.
"""

from __future__ import annotations

import stat
import struct
import unicodedata
import zipfile
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import BinaryIO

from storage.base.errors import HubiaoError

_LOCAL = struct.Struct("<4s5H3L2H")
"""A file's own header (APPNOTE 4.3.7): signature, version, flags, method, time, date, CRC-32,
compressed size, size, length of the name, length of the extra field."""
_LOCAL_SIGNATURE = b"PK\x03\x04"
_END_SIZE = 22
"""Bytes of the end record of a ZIP without a comment (APPNOTE 4.3.16)."""
_ENCRYPTED, _DESCRIPTOR, _STRONG, _MASKED = 1 << 0, 1 << 3, 1 << 6, 1 << 13
_DOS_FOLDER_OR_LABEL = 0x18
"""Bits of the external attributes that make an entry a folder or the name of a disk."""
_MAX_FILES = 2_000
"""Members; captures hold some 30, and one a time-stamp authority."""
_MAX_BYTES = 2 * 2**30
"""Bytes of all members, read into memory; captures are cut at far less."""


class CheckFailed(HubiaoError):
    """A check of a package failed; the message says which."""


def check_entries(entries: Sequence[zipfile.ZipInfo]) -> None:
    """Every entry of the directory is a plain stored file under a plain name. Raises CheckFailed."""
    check_foreign_entries(entries)
    for entry in entries:
        if entry.compress_type != zipfile.ZIP_STORED or entry.compress_size != entry.file_size:
            raise CheckFailed("check.compressed", name=entry.filename)


def check_foreign_entries(entries: Sequence[zipfile.ZipInfo]) -> None:
    """The same for an archive of others, whose files may be compressed. Raises CheckFailed."""
    for entry in entries:
        _check_name(entry)
        _check_kind(entry)
    names = [unicodedata.normalize("NFC", entry.filename).casefold() for entry in entries]
    if len(set(names)) != len(names):
        raise CheckFailed("check.same-name")
    if len(names) > _MAX_FILES or sum(entry.file_size for entry in entries) > _MAX_BYTES:
        raise CheckFailed("check.too-large")
    for entry in entries:
        if entry.flag_bits & (_ENCRYPTED | _STRONG | _MASKED):
            raise CheckFailed("check.encrypted-entry", name=entry.filename)


def _check_name(entry: zipfile.ZipInfo) -> None:
    """`orig_filename` is the name before Python cuts it at a NUL and turns separators."""
    name = entry.orig_filename
    if any(unicodedata.category(character) == "Cc" for character in name):
        raise CheckFailed("check.control-character-name", name=ascii(name))
    if "\\" in name or ":" in name:
        raise CheckFailed("check.foreign-separator-name", name=name)
    if not name or name.startswith("/") or {"..", "."}.intersection(name.split("/")):
        raise CheckFailed("check.outside-name", name=name)
    if name.endswith("/"):
        raise CheckFailed("check.folder-entry", name=name)
    if PurePosixPath(name).as_posix() != name:
        raise CheckFailed("check.outside-name", name=name)


def _check_kind(entry: zipfile.ZipInfo) -> None:
    """The upper half of the external attributes is the mode of Unix, 0 where another system wrote it."""
    mode = entry.external_attr >> 16
    if stat.S_ISLNK(mode):
        raise CheckFailed("check.link-entry", name=entry.filename)
    if stat.S_ISDIR(mode) or entry.external_attr & _DOS_FOLDER_OR_LABEL:
        raise CheckFailed("check.folder-entry", name=entry.filename)
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        raise CheckFailed("check.device-entry", name=entry.filename)


def check_layout(file: BinaryIO, archive: zipfile.ZipFile) -> None:
    """File follows upon file, then the directory, then nothing; each file's header says what the
    directory says. `file` is that of the archive. Raises CheckFailed.

    In a gap a second set of files could hide that other unpackers find and this reader does not.
    """
    place = 0
    for entry in sorted(archive.infolist(), key=lambda entry: entry.header_offset):
        if entry.header_offset < place:
            raise CheckFailed("check.overlapping-entries", name=entry.filename)
        if entry.header_offset != place:
            raise CheckFailed("check.hidden-before", name=entry.filename)
        file.seek(place)
        header = file.read(_LOCAL.size)
        if len(header) < _LOCAL.size:
            raise CheckFailed("check.cut-short")
        name_length = _check_header(header, entry)
        place += _LOCAL.size + name_length + entry.compress_size
    if place > archive.start_dir:
        raise CheckFailed("check.overlapping-directory")
    if place != archive.start_dir:
        raise CheckFailed("check.hidden-before-directory")
    file.seek(-_END_SIZE, 2)
    if archive.comment or file.read(4) != b"PK\x05\x06":
        raise CheckFailed("check.after-directory")


def _check_header(header: bytes, entry: zipfile.ZipInfo) -> int:
    """The length of the name in a file's own header. Raises CheckFailed.

    An extra field may carry another name (APPNOTE 4.6.9) that other unpackers use.
    """
    signature, *fields, name_length, extra_length = _LOCAL.unpack(header)
    if entry.flag_bits & _DESCRIPTOR or extra_length or entry.extra:
        raise CheckFailed("check.extra-entry-data", name=entry.filename)
    year, month, day, hour, minute, second = entry.date_time
    if signature != _LOCAL_SIGNATURE or fields != [
        entry.extract_version,
        entry.flag_bits,
        entry.compress_type,
        hour << 11 | minute << 5 | second // 2,
        (year - 1980) << 9 | month << 5 | day,
        entry.CRC,
        entry.compress_size,
        entry.file_size,
    ]:
        raise CheckFailed("check.other-header", name=entry.filename)
    return int(name_length)
