"""A package opened for checking: its files in memory, its JSON read strictly, nothing believed."""

from __future__ import annotations

import json
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography import x509

from storage.base.errors import BadInput, HubiaoError
from storage.base.message import Message, message_of
from storage.evidence.manifest import MANIFEST
from storage.evidence.wacz import DATA_PACKAGE, DIGEST, WARC

_LOCAL = struct.Struct("<26xHH")
"""The fixed part of a file's own header in a ZIP, of which only the last two lengths matter."""
_END_SIZE = 22
"""Bytes of the end record of a ZIP without a comment (APPNOTE 4.3.16)."""
_MARKS = frozenset((DATA_PACKAGE, DIGEST, MANIFEST, WARC))
"""Members, any of which marks a ZIP as a package."""
_MAX_FILES = 2_000
"""Members; captures hold some 30, and one a time-stamp authority."""
_MAX_BYTES = 2 * 2**30
"""Bytes of all members, read into memory; captures are cut at far less."""


class CheckFailed(HubiaoError):
    """A check of a package failed; the message says which."""


@dataclass(frozen=True, kw_only=True)
class OpenPackage:
    """The files of a package, and the anchors that the reader trusts."""

    files: Mapping[str, bytes]
    anchors: Sequence[x509.Certificate]
    timestamp_anchors: Sequence[x509.Certificate]

    def member(self, path: str) -> bytes:
        """A file that must be there. Raises CheckFailed."""
        try:
            return self.files[path]
        except KeyError:
            raise CheckFailed("check.missing", name=path) from None

    def record(self, path: str) -> dict[str, object]:
        """A JSON object that must be there. Raises CheckFailed."""
        return read_object(self.member(path), path)


def read_object(data: bytes, name: str | Message) -> dict[str, object]:
    """A JSON object whose every key stands once. Raises CheckFailed.

    Of a key that stands twice, two readers may believe different values.
    """
    try:
        value = json.loads(data, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise CheckFailed("check.unreadable", name=name, reason=message_of(error)) from error
    if not isinstance(value, dict):
        raise CheckFailed("check.no-object", name=name)
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, object]:
    record = dict(pairs)
    if len(record) != len(pairs):
        raise ValueError("a key stands twice")
    return record


def text_of(record: Mapping[str, Any], key: str, name: str | Message) -> str:
    """A text value that must be there. Raises CheckFailed."""
    value = record.get(key)
    if not isinstance(value, str) or not value:
        raise CheckFailed("check.no-key", name=name, key=key)
    return value


def items_of(record: Mapping[str, Any], key: str, name: str | Message) -> list[Any]:
    """A list that must be there, empty or not. Raises CheckFailed."""
    value = record.get(key)
    if not isinstance(value, list):
        raise CheckFailed("check.no-list", name=name, key=key)
    return value


def open_package(
    path: Path,
    anchors: Sequence[x509.Certificate],
    timestamp_anchors: Sequence[x509.Certificate],
) -> OpenPackage:
    """Read every file of the ZIP, plain ones only.

    Raises CheckFailed for damage, BadInput for a ZIP that is no package.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if not _MARKS.intersection(archive.namelist()):
                raise BadInput("evidence.no-package", path=path)
            _check_entries(entries)
            _check_whole(path, archive)
            files = {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise CheckFailed("check.damaged", reason=message_of(error)) from error
    return OpenPackage(files=files, anchors=anchors, timestamp_anchors=timestamp_anchors)


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    if len(set(names)) != len(names):
        raise CheckFailed("check.same-name")
    if len(names) > _MAX_FILES or sum(entry.file_size for entry in entries) > _MAX_BYTES:
        raise CheckFailed("check.too-large")
    for entry in entries:
        if entry.compress_type != zipfile.ZIP_STORED or entry.flag_bits & 1:
            raise CheckFailed("check.compressed", name=entry.filename)


def _check_whole(path: Path, archive: zipfile.ZipFile) -> None:
    """File follows upon file, then the directory, then nothing.

    In a gap a second set of files could hide that other unpackers find and this reader does not.
    """
    place = 0
    with path.open("rb") as file:
        for entry in sorted(archive.infolist(), key=lambda entry: entry.header_offset):
            if entry.header_offset != place:
                raise CheckFailed("check.hidden-before", name=entry.filename)
            file.seek(place)
            header = file.read(_LOCAL.size)
            if len(header) < _LOCAL.size:
                raise CheckFailed("check.cut-short")
            name_length, extra_length = _LOCAL.unpack(header)
            place += _LOCAL.size + name_length + extra_length + entry.compress_size
        if place != archive.start_dir:
            raise CheckFailed("check.hidden-before-directory")
        file.seek(-_END_SIZE, 2)
        if archive.comment or file.read(4) != b"PK\x05\x06":
            raise CheckFailed("check.after-directory")
