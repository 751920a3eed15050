"""A web archive (WACZ 1.1.1) that another program made: what its own lists and signature are worth.

It has no frozen manifest and no capture of ours: what holds here shows that the archive is whole,
not that its pages were so.
"""

from __future__ import annotations

import base64
import zipfile
import zlib
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from cryptography.hazmat.primitives import serialization

from storage.base.message import Message, message_of
from storage.evidence.certificates.foreign_certificates import certificates_in
from storage.evidence.checks import run_check
from storage.evidence.manifest import TOKENS
from storage.evidence.package import read_object, text_of
from storage.evidence.package_checks import compare_with_list, listed_resources
from storage.evidence.package_entries import CheckFailed, check_foreign_entries
from storage.evidence.renewal.package_proof import Reader
from storage.evidence.signing import der_signature, key_signed, signature_holds
from storage.evidence.timestamp_authority import NotStamped, check_token
from storage.evidence.trust import anchor_of
from storage.evidence.wacz import DATA_PACKAGE, DIGEST, sha256
from storage.evidence.warc import BrokenArchive, read_warc
from storage.records.outside.check import Check

_OURS = ("evidence/", TOKENS)

Files = Mapping[str, bytes]


def is_foreign(path: Path) -> bool:
    """Whether the file is a WACZ without anything that this program puts into its packages."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (OSError, zipfile.BadZipFile, ValueError):
        return False
    return DATA_PACKAGE in names and not any(name.startswith(_OURS) for name in names)


def verify_web_archive(path: Path, reader: Reader) -> tuple[Check, ...]:
    """A line a check; the first that fails to open the file is the only one."""
    try:
        files = _open(path)
    except CheckFailed as failure:
        return (Check(Message("check-name.container"), passed=False, says=failure.message),)
    count = Message("foreign.archive", {"count": len(files)})
    checks = [Check(Message("check-name.container"), passed=True, says=count)]
    lines: tuple[tuple[str, Callable[[Files, Reader], Message]], ...] = (
        ("check-name.digest", _digest),
        ("check-name.signature", _signature),
        ("check-name.signer", _signer),
        ("check-name.members", _members),
        ("check-name.archive", _archives),
        ("check-name.signature-time", _time),
    )
    return (*checks, *(run_check(Message(n), partial(c, files, reader)) for n, c in lines))


def _open(path: Path) -> Files:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.filename.endswith("/")]
            check_foreign_entries(entries)
            return {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise CheckFailed("check.damaged", reason=message_of(error)) from error


def _digest(files: Files, _reader: Reader) -> Message:
    if DIGEST not in files:
        return Message("foreign.no-digest")
    record = read_object(files[DIGEST], DIGEST)
    actual = f"sha256:{sha256(files[DATA_PACKAGE])}"
    if record.get("hash") != actual:
        raise CheckFailed("check.other-digest", name=DATA_PACKAGE)
    return Message("text", {"text": actual})


def _signed(files: Files) -> dict[str, object] | None:
    record = read_object(files[DIGEST], DIGEST).get("signedData") if DIGEST in files else None
    return record if isinstance(record, dict) else None


def _signature(files: Files, _reader: Reader) -> Message:
    record = _signed(files)
    if record is None:
        return Message("foreign.unsigned")
    text = f"sha256:{sha256(files[DATA_PACKAGE])}"
    if record.get("hash") != text:
        raise CheckFailed("check.other-signed", name=DATA_PACKAGE)
    signature = base64.b64decode(text_of(record, "signature", DIGEST), validate=True)
    if "domainCert" in record:
        certificate = certificates_in(text_of(record, "domainCert", DIGEST).encode())[0]
        holds = signature_holds(certificate, signature, text.encode())
    else:
        holds = _anonymously_signed(text_of(record, "publicKey", DIGEST), signature, text.encode())
    if not holds:
        raise CheckFailed("check.signature-broken")
    return Message("check.signature-made", {"moment": record.get("created")})


def _anonymously_signed(public: str, signature: bytes, data: bytes) -> bool:
    """The anonymous form of "WACZ Signing and Verification" 0.1.0: the two numbers side by side."""
    key = serialization.load_der_public_key(base64.b64decode(public, validate=True))
    return key_signed(key, der_signature(signature), data)


def _signer(files: Files, reader: Reader) -> Message:
    record = _signed(files)
    if record is None:
        return Message("foreign.no-signer")
    if "domainCert" not in record:
        return Message("foreign.anonymous")
    leaf, *between = certificates_in(text_of(record, "domainCert", DIGEST).encode())
    name = leaf.subject.rfc4514_string()
    if anchor_of(leaf, between, reader.anchors, leaf.not_valid_before_utc) is None:
        return Message("foreign.unknown-signer", {"signer": name})
    return Message("foreign.signer", {"signer": name})


def _members(files: Files, _reader: Reader) -> Message:
    listed = listed_resources(read_object(files[DATA_PACKAGE], DATA_PACKAGE))
    for path, entry in listed.items():
        algorithm = text_of(entry, "hash", DATA_PACKAGE).partition(":")[0]
        if algorithm != "sha256":
            raise CheckFailed("foreign.weak-list", name=path, algorithm=algorithm)
    compare_with_list(files, listed)
    return Message("check.files-match", {"count": len(listed)})


def _archives(files: Files, _reader: Reader) -> Message:
    archives = [name for name in files if name.startswith("archive/")]
    if not archives:
        raise CheckFailed("check.missing", name="archive/")
    records = responses = 0
    for name in archives:
        try:
            content = read_warc(files[name])
        except BrokenArchive as error:
            raise CheckFailed("check.archive-broken", name=name, reason=error.message) from error
        records, responses = records + content.records, responses + content.responses
    return Message("check.records", {"records": records, "answers": responses})


def _time(files: Files, reader: Reader) -> Message:
    record = _signed(files)
    if record is None or "timeSignature" not in record:
        return Message("foreign.no-time")
    token = base64.b64decode(text_of(record, "timeSignature", DIGEST), validate=True)
    try:
        stamp = check_token(token, text_of(record, "signature", DIGEST).encode(), reader.anchors)
    except NotStamped as error:
        raise CheckFailed("text", text=error.message) from error
    return Message("foreign.time", {"moment": stamp.moment.isoformat()})
