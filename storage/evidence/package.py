"""A package opened for checking: its files in memory, its JSON read strictly, nothing believed."""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography import x509

from storage.evidence.manifest import MANIFEST
from storage.evidence.wacz import DATA_PACKAGE, DIGEST, WARC

_MAX_FILES = 2_000
_MAX_BYTES = 2 * 2**30


class CheckFailed(Exception):
    """One thing in a package is not as it should be; the message says what."""


@dataclass(frozen=True, kw_only=True)
class OpenPackage:
    """The files of a package, and whom the reader trusts."""

    files: Mapping[str, bytes]
    anchors: Sequence[x509.Certificate]
    timestamp_anchors: Sequence[x509.Certificate]

    @property
    def looks_like_evidence(self) -> bool:
        """Whether this was meant as a package, so that damage is a finding and not a mistake."""
        return any(name in self.files for name in (DATA_PACKAGE, DIGEST, MANIFEST, WARC))

    def member(self, path: str) -> bytes:
        """A file that must be there. Raises CheckFailed."""
        try:
            return self.files[path]
        except KeyError:
            raise CheckFailed(f"{path} is missing") from None

    def record(self, path: str) -> dict[str, Any]:
        """A JSON object that must be there. Raises CheckFailed."""
        return read_object(self.member(path), path)


def read_object(data: bytes, name: str) -> dict[str, Any]:
    """A JSON object whose every key stands once. Raises CheckFailed.

    Of a key that stands twice, two readers may believe different values.
    """
    try:
        value = json.loads(data, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise CheckFailed(f"{name} cannot be read: {error}") from error
    if not isinstance(value, dict):
        raise CheckFailed(f"{name} is no JSON object")
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) != len(pairs):
        raise ValueError("a key stands twice")
    return record


def text_of(record: Mapping[str, Any], key: str, name: str) -> str:
    """A text value that must be there. Raises CheckFailed."""
    value = record.get(key)
    if not isinstance(value, str) or not value:
        raise CheckFailed(f"{name} has no '{key}'")
    return value


def items_of(record: Mapping[str, Any], key: str, name: str) -> list[Any]:
    """A list that must be there, empty or not. Raises CheckFailed."""
    value = record.get(key)
    if not isinstance(value, list):
        raise CheckFailed(f"{name} has no list '{key}'")
    return value


def open_package(
    path: Path,
    anchors: Sequence[x509.Certificate],
    timestamp_anchors: Sequence[x509.Certificate],
) -> OpenPackage:
    """Read every file of the ZIP, plain ones only. Raises CheckFailed."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_entries(entries)
            _check_whole(path, archive)
            files = {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise CheckFailed(f"the file is damaged or cut short: {error}") from error
    return OpenPackage(files=files, anchors=anchors, timestamp_anchors=timestamp_anchors)


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    if len(set(names)) != len(names):
        raise CheckFailed("two files in it have the same name")
    if len(names) > _MAX_FILES or sum(entry.file_size for entry in entries) > _MAX_BYTES:
        raise CheckFailed("it is larger than any capture")
    for entry in entries:
        if entry.compress_type != zipfile.ZIP_STORED or entry.flag_bits & 1:
            raise CheckFailed(f"{entry.filename} is compressed or encrypted, which no package is")


def _check_whole(path: Path, archive: zipfile.ZipFile) -> None:
    """Nothing may stand before the first file or after the directory."""
    first = min((entry.header_offset for entry in archive.infolist()), default=0)
    if first != 0:
        raise CheckFailed("something stands before its first file")
    if archive.comment:
        raise CheckFailed("something stands after its directory")
    with path.open("rb") as file:
        file.seek(-22, 2)
        if file.read(4) != b"PK\x05\x06":
            raise CheckFailed("something stands after its directory")
