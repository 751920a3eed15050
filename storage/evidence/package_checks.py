"""What must hold of a package, one function a line of the verification.

Each returns what holds, as a message, or raises CheckFailed.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from storage.base.message import Message
from storage.evidence import manifest as names
from storage.evidence.certificates.foreign_certificates import certificates_in
from storage.evidence.package import OpenPackage, items_of, text_of
from storage.evidence.package_entries import CheckFailed
from storage.evidence.signing import der_signature, fingerprint, signature_holds
from storage.evidence.trust import anchor_of
from storage.evidence.wacz import DATA_PACKAGE, DIGEST, INDEX, INDEX_HEAD, PAGES, WARC, sha256
from storage.evidence.warc import BrokenArchive, WarcContent, read_warc
from storage.records.capture_facts import OFFICER_BROWSER

_REQUIRED = (WARC, INDEX, INDEX_HEAD, PAGES, names.RAW, names.DOM, names.TEXT, names.SCREENSHOT)
_UNLISTED = {DATA_PACKAGE, DIGEST}
_SIGNATURE_BYTES = 64
"""Of the office's anonymous signature, by a key of 256 bits."""
THE_SIGNATURE = Message("check.the-signature")
"""The signature's record, as a failure names it."""


def signed_record(package: OpenPackage) -> dict[str, object]:
    """The record of the signature in the digest file. Raises CheckFailed."""
    record = package.record(DIGEST).get("signedData")
    if not isinstance(record, dict):
        raise CheckFailed("check.unsigned")
    return record


def signer_chain(package: OpenPackage) -> list[x509.Certificate]:
    """The certificate that signed the package, and what came with it. Raises CheckFailed."""
    record = signed_record(package)
    key = "domainCert" if "domainCert" in record else "certificate"
    return _certificates(text_of(record, key, THE_SIGNATURE).encode(), THE_SIGNATURE)


def manifest_chain(package: OpenPackage) -> list[x509.Certificate]:
    """The certificate that signed the manifest at capture: an older one where the package had to
    wait for its tokens. Raises CheckFailed."""
    return _certificates(package.member(names.SIGNER), names.SIGNER)


def _certificates(data: bytes, name: str | Message) -> list[x509.Certificate]:
    try:
        return certificates_in(data)
    except ValueError:
        raise CheckFailed("check.no-certificate", name=name) from None


def decoded(record: dict[str, object], key: str) -> bytes:
    """A base64 value of the signature's record. Raises CheckFailed."""
    try:
        return base64.b64decode(text_of(record, key, THE_SIGNATURE), validate=True)
    except (binascii.Error, ValueError):
        raise CheckFailed("check.no-base64", key=key) from None


def moment_of(record: dict[str, object], key: str, name: str | Message) -> datetime:
    """A moment with its zone. Raises CheckFailed."""
    try:
        moment = datetime.fromisoformat(text_of(record, key, name))
    except ValueError:
        raise CheckFailed("check.no-moment", key=key, name=name) from None
    if moment.tzinfo is None:
        raise CheckFailed("check.no-zone", key=key, name=name)
    return moment.astimezone(UTC)


def check_digest(package: OpenPackage) -> Message:
    """datapackage-digest.json names the hash of datapackage.json."""
    record = package.record(DIGEST)
    actual = f"sha256:{sha256(package.member(DATA_PACKAGE))}"
    if record.get("path") != DATA_PACKAGE or record.get("hash") != actual:
        raise CheckFailed("check.other-digest", name=DATA_PACKAGE)
    return Message("text", {"text": actual})


def check_signature(package: OpenPackage) -> Message:
    """The office's signature over that hash, by the published WACZ signing form."""
    record = signed_record(package)
    actual = f"sha256:{sha256(package.member(DATA_PACKAGE))}"
    if record.get("hash") != actual:
        raise CheckFailed("check.other-signed", name=DATA_PACKAGE)
    if record.get("created") != package.record(DATA_PACKAGE).get("created"):
        raise CheckFailed("check.other-moment")
    signer = signer_chain(package)[0]
    signature = decoded(record, "signature")
    if "publicKey" in record:
        _check_anonymous(record, signer)
        if len(signature) != _SIGNATURE_BYTES:
            raise CheckFailed("check.signature-broken")
        signature = der_signature(signature)
    if not signature_holds(signer, signature, actual.encode()):
        raise CheckFailed("check.signature-broken")
    return Message("check.signature-made", {"moment": record["created"]})


def _check_anonymous(record: dict[str, object], signer: x509.Certificate) -> None:
    key = signer.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    if decoded(record, "publicKey") != key:
        raise CheckFailed("check.other-key")


def check_signer(package: OpenPackage) -> Message:
    """Whoever signed manifest and package chains to one and the same of the reader's anchors."""
    made = moment_of(signed_record(package), "created", THE_SIGNATURE)
    captured = moment_of(package.record(names.MANIFEST), "captured_at", names.MANIFEST)
    chain = signer_chain(package)
    anchor = _anchor(package, chain, made)
    if _anchor(package, manifest_chain(package), captured) != anchor:
        raise CheckFailed("check.two-offices")
    return Message(
        "check.signer",
        {"signer": chain[0].subject.rfc4514_string(), "anchor": fingerprint(anchor)},
    )


def _anchor(
    package: OpenPackage, chain: list[x509.Certificate], moment: datetime
) -> x509.Certificate:
    leaf, *between = chain
    anchor = anchor_of(leaf, between, package.anchors, moment)
    if anchor is None:
        raise CheckFailed(
            "check.unknown-signer",
            signer=leaf.subject.rfc4514_string(),
            fingerprint=fingerprint(leaf),
            anchor=fingerprint(chain[-1]),
        )
    return anchor


def check_members(package: OpenPackage) -> Message:
    """Every file is listed with its hash and size, and every listed file is there."""
    listed = listed_resources(package.record(DATA_PACKAGE))
    compare_with_list(package.files, listed)
    for path, entry in listed.items():
        if entry.get("bytes") != len(package.files[path]):
            raise CheckFailed("check.other-size", name=path)
    return Message("check.files-match", {"count": len(listed)})


def listed_resources(record: dict[str, object]) -> dict[str, dict[str, object]]:
    """The entries of a WACZ's list of files, by path. Raises CheckFailed."""
    listed: dict[str, dict[str, object]] = {}
    for entry in items_of(record, "resources", DATA_PACKAGE):
        if not isinstance(entry, dict):
            raise CheckFailed("check.entry-no-object", name=DATA_PACKAGE)
        path = text_of(entry, "path", DATA_PACKAGE)
        if path in listed:
            raise CheckFailed("check.listed-twice", name=path)
        listed[path] = entry
    return listed


def compare_with_list(
    files: Mapping[str, bytes], listed: Mapping[str, Mapping[str, object]]
) -> None:
    """Every file but the list itself is listed with its SHA-256, and the reverse. Raises CheckFailed."""
    _compare(
        {path: data for path, data in files.items() if path not in _UNLISTED},
        {path: entry.get("hash") for path, entry in listed.items()},
        "sha256:",
    )


def check_manifest(package: OpenPackage) -> Message:
    """The manifest is the one frozen at capture, and every member is what it was then."""
    manifest = package.record(names.MANIFEST)
    if manifest.get("format") != names.FORMAT:
        raise CheckFailed("check.unknown-format", name=names.MANIFEST)
    signer = manifest_chain(package)[0]
    if manifest.get("signer") != fingerprint(signer):
        raise CheckFailed("check.manifest-signer")
    data = package.member(names.MANIFEST)
    if not signature_holds(signer, package.member(names.SIGNATURE), data):
        raise CheckFailed("check.manifest-signature-broken")
    members = items_of(manifest, "members", names.MANIFEST)
    listed = {
        text_of(entry, "path", names.MANIFEST): entry.get("sha256")
        for entry in members
        if isinstance(entry, dict)
    }
    if missing := [path for path in _REQUIRED if path not in listed]:
        raise CheckFailed("check.manifest-lacks", name=missing[0])
    own_members = {names.MANIFEST, names.SIGNATURE, names.SIGNER, names.LICENSED_SIGNATURE}
    own_members |= {path for path in package.files if path.startswith(names.TOKENS)}
    captured = {p: data for p, data in package.files.items() if p not in _UNLISTED | own_members}
    _compare(captured, listed, "")
    return Message("check.as-captured", {"hash": f"sha256:{sha256(data)}", "count": len(listed)})


def _compare(files: dict[str, bytes], listed: dict[str, object], prefix: str) -> None:
    if missing := sorted(listed.keys() - files.keys()):
        raise CheckFailed("check.missing", name=missing[0])
    if added := sorted(files.keys() - listed.keys()):
        raise CheckFailed("check.added", name=added[0])
    for path, data in files.items():
        if listed[path] != prefix + sha256(data):
            raise CheckFailed("check.changed", name=path)


def check_archive(package: OpenPackage) -> Message:
    """The WARC reads to its last byte, each digest holds, and the count is that of the capture."""
    try:
        content = read_warc(package.member(WARC))
    except BrokenArchive as error:
        raise CheckFailed("check.archive-broken", name=WARC, reason=error.message) from error
    counted = {"records": content.records, "responses": content.responses}
    if package.record(names.MANIFEST).get("warc") != counted:
        raise CheckFailed("check.other-records", name=WARC, count=content.records)
    return Message("check.records", {"records": content.records, "answers": content.responses})


def check_page(package: OpenPackage) -> Message:
    """The page's bytes are among the archive's answers and are those that the manifest names.

    Of a page that an officer's browser took there is no answer of a server: its bytes are the resource
    that she handed in, under the hash that her browser made.
    """
    manifest = package.record(names.MANIFEST)
    page = manifest.get("page")
    if not isinstance(page, dict):
        raise CheckFailed("check.no-page")
    raw = sha256(package.member(names.RAW))
    if page.get("raw_sha256") != raw:
        raise CheckFailed("check.other-page", name=names.RAW)
    try:
        content = read_warc(package.member(WARC))
    except BrokenArchive as error:
        raise CheckFailed("check.archive-broken", name=WARC, reason=error.message) from error
    if manifest.get("origin") is not None:
        return _check_handed_in(package, manifest, raw, content)
    if raw not in content.bodies:
        raise CheckFailed("check.page-not-archived")
    return Message(
        "check.page-visited",
        {"url": text_of(page, "final_url", names.MANIFEST), "verdict": page.get("verdict")},
    )


_HASHED_PARTS = {"dom": names.RAW, "text": names.TEXT, "screenshot": names.SCREENSHOT}
"""The member that holds each part that the officer's browser hashed."""


def _check_handed_in(
    package: OpenPackage, manifest: dict[str, object], raw: str, content: WarcContent
) -> Message:
    record = manifest.get(OFFICER_BROWSER)
    if manifest.get("origin") != OFFICER_BROWSER or not isinstance(record, dict):
        raise CheckFailed("check.unknown-origin", origin=manifest.get("origin"))
    if raw not in content.resources or content.responses:
        raise CheckFailed("check.page-not-archived")
    hashes = record.get("hashes")
    for part, path in _HASHED_PARTS.items():
        if not isinstance(hashes, dict) or hashes.get(part) != sha256(package.member(path)):
            raise CheckFailed("check.browser-hash", name=path)
    return Message(
        "check.page-handed-in",
        {
            "officer": text_of(record, "full_name", names.MANIFEST),
            "moment": text_of(record, "taken_at", names.MANIFEST),
            "offset": record.get("clock_offset_seconds"),
            "browser": text_of(record, "browser", names.MANIFEST),
        },
    )
