"""The lines of a verification on what a package proves on a day, with the record beside it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import BinaryIO

from storage.base.message import message_of
from storage.evidence.manifest import TOKENS
from storage.evidence.package import OpenPackage
from storage.evidence.package_entries import CheckFailed
from storage.evidence.renewal.package_proof import (
    RECORD_LINE,
    Reader,
    chain_checks,
    links_of,
    own_proof,
)
from storage.evidence.renewal.record_check import StampLink
from storage.records.outside.check import Check

RECORD_SUFFIX = ".ers"
"""Of the evidence record, behind the package's name."""
RecordReader = Callable[[], bytes]
"""What gives the bytes of an evidence record; it may raise OSError or CheckFailed."""
_LARGEST_RECORD = 16 * 2**20
"""Bytes of a record; a yearly renewal adds some ten thousand."""


def record_path(package: Path) -> Path:
    """Where the evidence record of a package lies."""
    return package.with_name(package.name + RECORD_SUFFIX)


def with_record(package: Path, name: str) -> dict[str, Path]:
    """A package that leaves under `name`, and its evidence record where it has one, by their names."""
    record = record_path(package)
    return {name: package, **({f"{name}{RECORD_SUFFIX}": record} if record.exists() else {})}


def record_beside(package: Path) -> RecordReader | None:
    """What reads the record beside a package; None where there is none."""
    record = record_path(package)
    return partial(_read_record_file, record) if record.exists() else None


def _read_record_file(record: Path) -> bytes:
    if record.stat().st_size > _LARGEST_RECORD:
        raise CheckFailed("check.too-large")
    return record.read_bytes()


def proof_checks(
    package: OpenPackage, file: BinaryIO, record: RecordReader | None, reader: Reader
) -> list[Check]:
    """A line an archive time-stamp, and one for the day; none where nothing was ever stamped."""
    responses = [data for name, data in sorted(package.files.items()) if name.startswith(TOKENS)]
    if not responses and record is None:
        return []
    links: tuple[StampLink, ...] = ()
    unread = []
    if record is not None:
        try:
            links = _links(record, file, reader)
        except CheckFailed as failure:
            unread.append(Check(RECORD_LINE, passed=False, says=failure.message))
    return [*unread, *chain_checks(own_proof(responses, reader), links, reader)]


def _links(record: RecordReader, file: BinaryIO, reader: Reader) -> tuple[StampLink, ...]:
    try:
        file.seek(0)
        return links_of(record(), file.read(), reader)
    except OSError as error:
        raise CheckFailed("renewal.unreadable", reason=message_of(error)) from error
