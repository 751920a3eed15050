"""The lines of a verification on what a package proves on a day, with the record beside it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from storage.base.message import Message, message_of
from storage.evidence.manifest import TOKENS
from storage.evidence.package import OpenPackage
from storage.evidence.package_entries import CheckFailed
from storage.evidence.renewal.package_proof import (
    Reader,
    check_day,
    check_link,
    links_of,
    own_proof,
)
from storage.evidence.renewal.record import read_record
from storage.evidence.renewal.record_check import Link

RECORD_SUFFIX = ".ers"
"""Of the evidence record, behind the package's name."""
_LARGEST_RECORD = 16 * 2**20
"""Bytes of a record; a yearly renewal adds some ten thousand."""

_NamedCheck = tuple[Message, Callable[[OpenPackage], Message]]


def record_path(package: Path) -> Path:
    """Where the evidence record of a package lies."""
    return package.with_name(package.name + RECORD_SUFFIX)


def proof_checks(package: OpenPackage, path: Path, reader: Reader) -> list[_NamedCheck]:
    """A line an archive time-stamp, and one for the day; none where nothing was ever stamped."""
    responses = [data for name, data in sorted(package.files.items()) if name.startswith(TOKENS)]
    record = record_path(path)
    if not responses and not record.exists():
        return []
    links: tuple[Link, ...] = ()
    checks: list[_NamedCheck] = []
    if record.exists():
        try:
            links = _links(record, path, reader)
        except CheckFailed as failure:
            checks.append((Message("check-name.renewal-record"), partial(_fail, failure)))
    for link in links:
        name = Message("check-name.renewal", {"chain": link.chain, "place": link.place})
        checks.append((name, partial(_link_line, link)))
    day = Message("check-name.proof", {"day": reader.at.date().isoformat()})
    first = own_proof(responses, reader)
    checks.append((day, lambda _package: check_day(first, links, reader)))
    return checks


def _links(record: Path, path: Path, reader: Reader) -> tuple[Link, ...]:
    try:
        if record.stat().st_size > _LARGEST_RECORD:
            raise CheckFailed("check.too-large")
        return links_of(read_record(record.read_bytes()), path.read_bytes(), reader)
    except (OSError, ValueError, TypeError) as error:
        raise CheckFailed("renewal.unreadable", reason=message_of(error)) from error


def _link_line(link: Link, _package: OpenPackage) -> Message:
    return check_link(link)


def _fail(failure: CheckFailed, _package: OpenPackage) -> Message:
    raise failure
