"""A package opened for checking: its files in memory, its JSON read strictly, nothing believed."""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from cryptography import x509

from storage.base.errors import BadInput
from storage.base.message import Message, message_of
from storage.evidence.manifest import MANIFEST
from storage.evidence.package_entries import CheckFailed, check_entries, check_layout
from storage.evidence.wacz import DATA_PACKAGE, DIGEST, WARC

_MARKS = frozenset((DATA_PACKAGE, DIGEST, MANIFEST, WARC))
"""Members, any of which marks a ZIP as a package."""


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
    file: BinaryIO,
    path: Path,
    anchors: Sequence[x509.Certificate],
    timestamp_anchors: Sequence[x509.Certificate],
) -> OpenPackage:
    """Read every file of the ZIP, plain ones only; `path` is how a refusal names it.

    Raises CheckFailed for damage, BadInput for a ZIP that is no package.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            if not _MARKS.intersection(archive.namelist()):
                raise BadInput("evidence.no-package", path=path)
            check_entries(entries)
            check_layout(file, archive)
            files = {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise CheckFailed("check.damaged", reason=message_of(error)) from error
    return OpenPackage(files=files, anchors=anchors, timestamp_anchors=timestamp_anchors)
