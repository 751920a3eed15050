"""The check of a package from another office (移交材料核验), a line a check; runs in a process of its own.

Nothing in it is believed: the container as strictly as an evidence package, each file against the signed list,
the signature against whom this office trusts, each capture as `hubiao verify` checks it, and what is said of a
capture against the capture itself.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from cryptography import x509

from storage.base.errors import BadInput
from storage.base.message import Message
from storage.evidence.certificates.foreign_certificates import certificates_in
from storage.evidence.checks import run_check
from storage.evidence.manifest import MANIFEST
from storage.evidence.package import read_object
from storage.evidence.package_entries import CheckFailed, check_entries, check_layout
from storage.evidence.renewal.algorithms import AlgorithmAges
from storage.evidence.renewal.package_proof import Reader
from storage.evidence.renewal.proof_checks import RECORD_SUFFIX
from storage.evidence.signing import fingerprint, names_office, other_office, signature_holds
from storage.evidence.trust import anchor_of
from storage.evidence.verification import verify_file
from storage.intake_gate.file_limits import FileKind
from storage.intake_gate.zip_limits import open_zip, read_member
from storage.records.outside.check import Check
from storage.records.outside.transfer import (
    TransferDescription,
    TransferredCapture,
    TransferredLead,
)
from storage.transfers.description_file import (
    DESCRIPTION,
    SIGNATURE,
    SIGNER,
    SUMS,
    UNLISTED,
    read_description,
)
from storage.transfers.trusted_signers import TrustedSigners

LIBRARIES = ("cryptography.x509", "storage.evidence.verification")
"""Imported once, before readers are forked."""
_TRUST = "trust/"
_OFFICES, _AUTHORITIES = "trust/office-", "trust/authority-"


@dataclass(frozen=True, kw_only=True)
class _Content:
    """The files of a package with what the reader trusts of the certificates in it."""

    files: Mapping[str, bytes]
    description: TransferDescription
    trusted: TrustedSigners
    moment: datetime
    ages: AlgorithmAges

    @cached_property
    def sums(self) -> Mapping[str, str]:
        """SHA-256 of each file by its name, but for the list of sums itself."""
        return {
            name: hashlib.sha256(data).hexdigest()
            for name, data in self.files.items()
            if name != SUMS
        }

    def anchors(self, of: str, trusted: Sequence[x509.Certificate]) -> tuple[x509.Certificate, ...]:
        """Those trusted anyway, and those in the package whose fingerprint was confirmed."""
        return (
            *trusted,
            *(
                anchor
                for _, anchor in packed_anchors(self.files, of)
                if fingerprint(anchor) in self.trusted.fingerprints
            ),
        )


def packed_anchors(
    files: Mapping[str, bytes], of: str = _TRUST
) -> Iterator[tuple[str, x509.Certificate]]:
    """The certificates in the package under names that begin with `of`, each with its file's name."""
    for name, data in sorted(files.items()):
        if name.startswith(of):
            try:
                for certificate in certificates_in(data):
                    yield name, certificate
            except ValueError:
                continue


def read_package(
    content: bytes, where: str, trusted: Mapping[str, str], moment: datetime, ages: AlgorithmAges
) -> tuple[Any, ...]:
    """CheckedPackage in plain values; `trusted` is a TrustedSigners as `to_plain` gave it.

    Raises BadInput for what is no package of a transfer, or one that cannot be read.
    """
    files = _files(content, where)
    description = read_description(files[DESCRIPTION], where)
    signers = TrustedSigners.from_plain(trusted)
    package = _Content(
        files=files, description=description, trusted=signers, moment=moment, ages=ages
    )
    checks = [run_check(name, partial(check, package)) for name, check in _CHECKS]
    for lead in description.leads:
        for capture in lead.captures:
            name = Message("check-name.transfer-capture", {"name": capture.file})
            checks.append(run_check(name, partial(_check_cited, package, lead, capture)))
    for file in _captures(files):
        checks += _evidence_checks(package, file)
    anchors = [(name, fingerprint(anchor)) for name, anchor in packed_anchors(files)]
    sender = _sender_anchor(package)
    lines = [check.to_json() for check in checks]
    return description.to_json(), lines, anchors, fingerprint(sender) if sender else ""


def _files(content: bytes, where: str) -> dict[str, bytes]:
    """Every file, plain ones only, one behind the other. Raises BadInput."""
    archive = open_zip(content, FileKind.TRANSFER, where)
    if DESCRIPTION not in archive.namelist():
        raise BadInput("transfer.no-package", where=where)
    try:
        check_entries(archive.infolist())
        check_layout(io.BytesIO(content), archive)
    except CheckFailed as failure:
        raise BadInput("transfer.unreadable", where=where, reason=failure.message) from failure
    return {name: read_member(archive, name, where) for name in archive.namelist()}


def _check_files(package: _Content) -> Message:
    """Each file has the hash that the signed description names; nothing was added or left out."""
    listed = package.description.files
    there = package.files.keys() - UNLISTED
    if missing := sorted(listed.keys() - there):
        raise CheckFailed("check.missing", name=missing[0])
    if added := sorted(there - listed.keys()):
        raise CheckFailed("transfer.unlisted", name=added[0])
    for name, sha256 in listed.items():
        if package.sums[name] != sha256:
            raise CheckFailed("transfer.changed", name=name)
    _check_sums(package)
    return Message("check.files", {"count": len(package.files)})


def _check_sums(package: _Content) -> None:
    """The list for `sha256sum -c` says the same, so that a check by hand and this one are of one package."""
    lines = package.files.get(SUMS, b"").decode("utf-8", "replace").splitlines()
    sums = {name: sha256 for sha256, _, name in (line.partition("  ") for line in lines)}
    if sums != package.sums:
        raise CheckFailed("transfer.other-sums", name=SUMS)


def _signer(package: _Content) -> list[x509.Certificate]:
    try:
        return certificates_in(package.files.get(SIGNER, b""))
    except ValueError:
        raise CheckFailed("check.no-certificate", name=SIGNER) from None


def _check_signature(package: _Content) -> Message:
    signature = package.files.get(SIGNATURE, b"")
    if not signature_holds(_signer(package)[0], signature, package.files[DESCRIPTION]):
        raise CheckFailed("check.signature-broken")
    return Message("transfer.signed", {"name": package.description.office.name})


def _sender_anchor(package: _Content) -> x509.Certificate | None:
    try:
        leaf, *between = _signer(package)
    except CheckFailed:
        return None
    anchors = package.anchors(_OFFICES, package.trusted.offices)
    return anchor_of(leaf, between, anchors, leaf.not_valid_before_utc)


def _check_sender(package: _Content) -> Message:
    """The signer is an office that this one trusts, and bears the name that the description states. A name that its
    letter bears beside it stands in the anchor, whose fingerprint a person has compared: all else the sender writes
    as it likes."""
    leaf, *between = _signer(package)
    anchor = _sender_anchor(package)
    if anchor is None:
        top = between[-1] if between else leaf
        raise CheckFailed("transfer.unknown-sender", fingerprint=fingerprint(top))
    if fingerprint(anchor) == package.trusted.own_anchor:
        raise CheckFailed("transfer.own-package")
    name = package.description.office.name
    if certified := other_office(leaf, name):
        raise CheckFailed("transfer.other-name", certified=certified, name=name)
    former = package.description.letter.issued_as
    if former and not names_office(anchor, former):
        raise CheckFailed("transfer.other-issuer", name=name, former=former)
    return Message("transfer.known-sender", {"name": name, "fingerprint": fingerprint(anchor)})


def _check_leads(package: _Content) -> Message:
    """There are leads, each capture in the package is a lead's, and no number stands twice."""
    leads = package.description.leads
    numbers = {lead.number for lead in leads}
    if not leads or len(numbers) != len(leads):
        raise CheckFailed("transfer.no-leads")
    cited = {capture.file for lead in leads for capture in lead.captures}
    if loose := sorted(set(_captures(package.files)) - cited):
        raise CheckFailed("transfer.uncited", name=loose[0])
    return Message("transfer.leads", {"count": len(leads)})


_CHECKS: tuple[tuple[Message, Callable[[_Content], Message]], ...] = (
    (Message("check-name.transfer-signature"), _check_signature),
    (Message("check-name.transfer-sender"), _check_sender),
    (Message("check-name.transfer-files"), _check_files),
    (Message("check-name.transfer-leads"), _check_leads),
)


def _captures(files: Mapping[str, bytes]) -> list[str]:
    return sorted(name for name in files if name.endswith(".wacz"))


def _check_cited(package: _Content, lead: TransferredLead, capture: TransferredCapture) -> Message:
    """The capture is the one that the description names, taken for this lead or of its address."""
    name, url = capture.file, str(lead.listing.get("url", ""))
    if name not in package.files:
        raise CheckFailed("check.missing", name=name)
    try:
        with zipfile.ZipFile(io.BytesIO(package.files[name])) as archive:
            manifest = archive.read(MANIFEST)
    except (zipfile.BadZipFile, KeyError, OSError, NotImplementedError):
        raise CheckFailed("check.missing", name=MANIFEST) from None
    if hashlib.sha256(manifest).hexdigest() != capture.manifest_sha256:
        raise CheckFailed("transfer.other-manifest", name=name)
    record = read_object(manifest, MANIFEST)
    request, page = record.get("request"), record.get("page")
    if not isinstance(request, dict) or not isinstance(page, dict):
        raise CheckFailed("check.no-object", name=MANIFEST)
    address = str(request.get("url"))
    if url not in (address, str(page.get("final_url"))) and request.get("lead") != lead.number:
        raise CheckFailed("transfer.other-address", name=name, url=address)
    return Message("text", {"text": address})


def _evidence_checks(package: _Content, name: str) -> list[Check]:
    """The lines of `hubiao verify` on one capture, each under the capture's name."""
    record = package.files.get(f"{name}{RECORD_SUFFIX}")
    authorities = package.anchors(_AUTHORITIES, package.trusted.authorities)
    try:
        checks = verify_file(
            io.BytesIO(package.files[name]),
            Path(name),
            None if record is None else partial(bytes, record),
            signers=package.anchors(_OFFICES, package.trusted.offices),
            reader=Reader(at=package.moment, anchors=authorities, ages=package.ages),
        )
    except BadInput as error:
        checks = (Check(Message("check-name.container"), passed=False, says=error.message),)
    return [
        Check(
            Message("check-name.within", {"file": name, "name": check.name}),
            check.passed,
            check.says,
        )
        for check in checks
    ]
