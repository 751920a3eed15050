"""What must hold of a package, one function a line of the verification.

Each returns what it found, in words, or raises CheckFailed.
"""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from storage.evidence import manifest as names
from storage.evidence.package import CheckFailed, OpenPackage, items_of, text_of
from storage.evidence.signing import fingerprint, signature_holds
from storage.evidence.trust import anchor_of
from storage.evidence.wacz import DATA_PACKAGE, DIGEST, INDEX, INDEX_HEAD, PAGES, WARC, sha256
from storage.evidence.warc import read_warc

_REQUIRED = (WARC, INDEX, INDEX_HEAD, PAGES, names.RAW, names.DOM, names.TEXT, names.SCREENSHOT)
_UNLISTED = {DATA_PACKAGE, DIGEST}


def signed_record(package: OpenPackage) -> dict[str, Any]:
    """The signature's own_members record in the digest file. Raises CheckFailed."""
    record = package.record(DIGEST).get("signedData")
    if not isinstance(record, dict):
        raise CheckFailed("the package is not signed")
    return record


def signer_chain(package: OpenPackage) -> list[x509.Certificate]:
    """The certificate that signed the package, and what came with it. Raises CheckFailed."""
    record = signed_record(package)
    key = "domainCert" if "domainCert" in record else "certificate"
    return _certificates(text_of(record, key, "the signature").encode(), "the signature")


def manifest_chain(package: OpenPackage) -> list[x509.Certificate]:
    """The certificate that signed the manifest at capture: an older one where the package had to
    wait for its tokens. Raises CheckFailed."""
    return _certificates(package.member(names.SIGNER), names.SIGNER)


def _certificates(data: bytes, name: str) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(data)
    except ValueError:
        raise CheckFailed(f"{name} holds no certificate") from None


def decoded(record: dict[str, Any], key: str) -> bytes:
    """A base64 value of the signature's record. Raises CheckFailed."""
    try:
        return base64.b64decode(text_of(record, key, "the signature"), validate=True)
    except (binascii.Error, ValueError):
        raise CheckFailed(f"'{key}' of the signature is no base64") from None


def moment_of(record: dict[str, Any], key: str, name: str) -> datetime:
    """A moment with its zone. Raises CheckFailed."""
    try:
        moment = datetime.fromisoformat(text_of(record, key, name))
    except ValueError:
        raise CheckFailed(f"'{key}' of {name} is no moment") from None
    if moment.tzinfo is None:
        raise CheckFailed(f"'{key}' of {name} has no time zone")
    return moment.astimezone(UTC)


def check_digest(package: OpenPackage) -> str:
    """datapackage-digest.json names the hash of datapackage.json."""
    record = package.record(DIGEST)
    actual = f"sha256:{sha256(package.member(DATA_PACKAGE))}"
    if record.get("path") != DATA_PACKAGE or record.get("hash") != actual:
        raise CheckFailed(f"{DATA_PACKAGE} is not the one that was digested")
    return actual


def check_signature(package: OpenPackage) -> str:
    """The office's signature over that hash, by the published WACZ signing form."""
    record = signed_record(package)
    actual = f"sha256:{sha256(package.member(DATA_PACKAGE))}"
    if record.get("hash") != actual:
        raise CheckFailed(f"another {DATA_PACKAGE} was signed")
    if record.get("created") != package.record(DATA_PACKAGE).get("created"):
        raise CheckFailed("the signed moment is not that of the package")
    signer = signer_chain(package)[0]
    signature = decoded(record, "signature")
    if "publicKey" in record:
        _check_anonymous(record, signer)
        signature = _der(signature)
    if not signature_holds(signer, signature, actual.encode()):
        raise CheckFailed("the signature does not hold")
    return f"made {record['created']}"


def _check_anonymous(record: dict[str, Any], signer: x509.Certificate) -> None:
    key = signer.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    if decoded(record, "publicKey") != key:
        raise CheckFailed("the signature names another key than its certificate")


def _der(signature: bytes) -> bytes:
    if len(signature) != 64:
        raise CheckFailed("the signature does not hold")
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    return encode_dss_signature(r, s)


def check_signer(package: OpenPackage) -> str:
    """Whoever signed manifest and package chains to one and the same of the reader's anchors."""
    made = moment_of(signed_record(package), "created", "the signature")
    captured = moment_of(package.record(names.MANIFEST), "captured_at", names.MANIFEST)
    chain = signer_chain(package)
    anchor = _anchor(package, chain, made)
    if _anchor(package, manifest_chain(package), captured) != anchor:
        raise CheckFailed("manifest and package were signed by different offices")
    return f"{chain[0].subject.rfc4514_string()}, anchor {fingerprint(anchor)}"


def _anchor(
    package: OpenPackage, chain: list[x509.Certificate], moment: datetime
) -> x509.Certificate:
    leaf, *between = chain
    anchor = anchor_of(leaf, between, package.anchors, moment)
    if anchor is None:
        raise CheckFailed(
            f"unknown signer {leaf.subject.rfc4514_string()}, SHA-256 fingerprint"
            f" {fingerprint(leaf)}, that of its anchor {fingerprint(chain[-1])}"
        )
    return anchor


def check_members(package: OpenPackage) -> str:
    """Every file is listed with its hash and size, and every listed file is there."""
    listed: dict[str, tuple[object, object]] = {}
    for entry in items_of(package.record(DATA_PACKAGE), "resources", DATA_PACKAGE):
        if not isinstance(entry, dict):
            raise CheckFailed(f"an entry of {DATA_PACKAGE} is no object")
        path = text_of(entry, "path", DATA_PACKAGE)
        if path in listed:
            raise CheckFailed(f"{path} is listed twice")
        listed[path] = (entry.get("hash"), entry.get("bytes"))
    _compare(
        {path: data for path, data in package.files.items() if path not in _UNLISTED},
        {path: hash_ for path, (hash_, _) in listed.items()},
        "sha256:",
    )
    if wrong := [path for path, (_, size) in listed.items() if size != len(package.files[path])]:
        raise CheckFailed(f"{wrong[0]} has another size")
    return f"{len(listed)} files match"


def check_manifest(package: OpenPackage) -> str:
    """The manifest is the one frozen at capture, and every member is what it was then."""
    manifest = package.record(names.MANIFEST)
    if manifest.get("format") != names.FORMAT:
        raise CheckFailed(f"{names.MANIFEST} has an unknown format")
    signer = manifest_chain(package)[0]
    if manifest.get("signer") != fingerprint(signer):
        raise CheckFailed("the manifest names another signer")
    data = package.member(names.MANIFEST)
    if not signature_holds(signer, package.member(names.SIGNATURE), data):
        raise CheckFailed("the signature over the manifest does not hold")
    members = items_of(manifest, "members", names.MANIFEST)
    listed = {
        text_of(entry, "path", names.MANIFEST): entry.get("sha256")
        for entry in members
        if isinstance(entry, dict)
    }
    if missing := [path for path in _REQUIRED if path not in listed]:
        raise CheckFailed(f"the manifest does not list {missing[0]}")
    own_members = {names.MANIFEST, names.SIGNATURE, names.SIGNER}
    own_members |= {path for path in package.files if path.startswith("timestamps/")}
    captured = {p: data for p, data in package.files.items() if p not in _UNLISTED | own_members}
    _compare(captured, listed, "")
    return f"sha256:{sha256(data)}, {len(listed)} members as captured"


def _compare(files: dict[str, bytes], listed: dict[str, Any], prefix: str) -> None:
    if missing := sorted(listed.keys() - files.keys()):
        raise CheckFailed(f"{missing[0]} is missing")
    if added := sorted(files.keys() - listed.keys()):
        raise CheckFailed(f"{added[0]} was added")
    for path, data in files.items():
        if listed[path] != prefix + sha256(data):
            raise CheckFailed(f"{path} was changed")


def check_archive(package: OpenPackage) -> str:
    """The WARC reads to its last byte, each digest holds, and the count is that of the capture."""
    try:
        content = read_warc(package.member(WARC))
    except ValueError as error:
        raise CheckFailed(f"{WARC}: {error}") from error
    counted = {"records": content.records, "responses": content.responses}
    if package.record(names.MANIFEST).get("warc") != counted:
        raise CheckFailed(f"{WARC} holds {content.records} records, not those that were captured")
    return f"{content.records} records, {content.responses} answers"


def check_page(package: OpenPackage) -> str:
    """The page's bytes are among the archive's answers and are those that the manifest names."""
    page = package.record(names.MANIFEST).get("page")
    if not isinstance(page, dict):
        raise CheckFailed("the manifest describes no page")
    raw = sha256(package.member(names.RAW))
    if page.get("raw_sha256") != raw:
        raise CheckFailed(f"{names.RAW} is not the page that was captured")
    try:
        bodies = read_warc(package.member(WARC)).bodies
    except ValueError as error:
        raise CheckFailed(f"{WARC}: {error}") from error
    if raw not in bodies:
        raise CheckFailed("the archive holds no answer with the page's bytes")
    return f"{text_of(page, 'final_url', names.MANIFEST)}, {page.get('verdict')}"
