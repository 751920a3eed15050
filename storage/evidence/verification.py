"""Verification (校验): reading a package as a stranger would, and failing closed.

Every check is one line. A check that cannot be made has failed; nothing is taken from a database,
the network or the package's own word. The order is from the outside in: container, digest,
signature, signer, members, manifest, archive, time-stamps.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO

from cryptography import x509

from storage.base.errors import BadInput
from storage.base.message import Message, message_of
from storage.evidence import manifest as names
from storage.evidence.checks import run_check
from storage.evidence.licensed.certificate_check import check_licensed
from storage.evidence.package import OpenPackage, open_package
from storage.evidence.package_checks import (
    check_archive,
    check_digest,
    check_manifest,
    check_members,
    check_page,
    check_signature,
    check_signer,
)
from storage.evidence.package_entries import CheckFailed
from storage.evidence.package_times import check_web_archive_time, time_checks
from storage.evidence.renewal.algorithms import AGES, AlgorithmAges
from storage.evidence.renewal.package_proof import Reader
from storage.evidence.renewal.proof_checks import RecordReader, proof_checks, record_beside
from storage.records.outside.check import Check

_CHECKS: tuple[tuple[Message, Callable[[OpenPackage], Message]], ...] = (
    (Message("check-name.digest"), check_digest),
    (Message("check-name.signature"), check_signature),
    (Message("check-name.signer"), check_signer),
    (Message("check-name.members"), check_members),
    (Message("check-name.manifest"), check_manifest),
    (Message("check-name.archive"), check_archive),
    (Message("check-name.page"), check_page),
    (Message("check-name.signature-time"), check_web_archive_time),
)

_LICENSED = (Message("check-name.licensed"), check_licensed)


def verify_package(
    path: Path,
    *,
    anchors: Sequence[x509.Certificate],
    timestamp_anchors: Sequence[x509.Certificate],
    require_stamp: bool = False,
    at: datetime | None = None,
    ages: AlgorithmAges = AGES,
) -> tuple[Check, ...]:
    """Check a package as on the day `at` (default: now); it holds only if every line passed.

    The evidence record beside the package (PACKAGE.ers) is read where there is one.
    `timestamp_anchors` may overlap `anchors`: an authority under the signer's own anchor is never
    taken for a third party. Raises BadInput for what is no package.
    """
    try:
        with path.open("rb") as file:
            return verify_file(
                file,
                path,
                record_beside(path),
                require_stamp=require_stamp,
                signers=anchors,
                reader=Reader(at=at or datetime.now(UTC), anchors=timestamp_anchors, ages=ages),
            )
    except OSError as error:
        raise BadInput("file.unreadable", path=path, reason=message_of(error)) from error


def verify_file(
    file: BinaryIO,
    path: Path,
    record: RecordReader | None,
    *,
    signers: Sequence[x509.Certificate],
    reader: Reader,
    require_stamp: bool = False,
) -> tuple[Check, ...]:
    """The same of an open file, named `path`, with what reads its evidence record; `signers` are the
    anchors of offices, those of `reader` the anchors of time-stamp authorities. Raises BadInput.
    """
    if not file.read(2).startswith(b"PK"):
        raise BadInput("evidence.no-package", path=path)
    container = Message("check-name.container")
    try:
        package = open_package(file, path, signers, reader.anchors)
    except CheckFailed as failure:
        return (Check(name=container, passed=False, says=failure.message),)
    count = Message("check.files", {"count": len(package.files)})
    checks = [Check(name=container, passed=True, says=count)]
    licensed = (_LICENSED,) if names.LICENSED_SIGNATURE in package.files else ()
    lines = (*_CHECKS, *licensed, *time_checks(package, required=require_stamp))
    checks += [run_check(name, partial(check, package)) for name, check in lines]
    return (*checks, *proof_checks(package, file, record, reader))
