"""Sealing (封存): fetching the tokens that are still missing, then writing the package once.

    captured ── every authority of the manifest gave a verified token ──► stamped

A capture whose manifest names no authority stays `captured` and has its package at once.
"""

from __future__ import annotations

import base64
import contextlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from rfc3161_client import decode_timestamp_response

from storage.base.errors import StoreUnavailable
from storage.base.message import message_of
from storage.base.vocabulary import EvidenceState
from storage.evidence import manifest as names
from storage.evidence.environment import software
from storage.evidence.signing import OfficeKey, plain_signature
from storage.evidence.timestamp_authority import NotStamped, Stamper, Token
from storage.evidence.wacz import DATA_PACKAGE, DIGEST, data_package, pack, sha256
from storage.files.vault import CLEAR, Vault

PACKAGE = "package.wacz"
_LOOKED_AT = (names.SCREENSHOT, names.TEXT, names.EXCHANGES)


@dataclass(frozen=True, kw_only=True)
class Sealed:
    """A capture after sealing: its state, its package where written, what is still missing."""

    state: EvidenceState
    """CAPTURED or STAMPED."""
    package: Path | None
    waiting: tuple[str, ...] = ()
    """Why tokens are missing, one line an authority."""
    stamped_at: datetime | None = None
    """When the last of the manifest's authorities stamped it."""


def seal(folder: Path, key: OfficeKey, stampers: Sequence[Stamper], vault: Vault = CLEAR) -> Sealed:
    """Bring one frozen capture forward; may be called again until it is sealed.

    Raises StoreUnavailable where the folder cannot be read or written.
    """
    try:
        return _seal(folder, key, {stamper.url: stamper for stamper in stampers}, vault)
    except (OSError, json.JSONDecodeError, KeyError) as error:
        raise StoreUnavailable(
            "evidence.unusable", folder=folder, reason=message_of(error)
        ) from error


def _seal(folder: Path, key: OfficeKey, stampers: dict[str, Stamper], vault: Vault) -> Sealed:
    data = vault.read(folder / names.MANIFEST)
    manifest = json.loads(data)
    authorities: list[str] = manifest["authorities"]
    state = EvidenceState.STAMPED if authorities else EvidenceState.CAPTURED
    package = folder / PACKAGE
    if package.exists():
        return Sealed(
            state=state, package=package, stamped_at=_stamped_at(folder, authorities, vault)
        )
    waiting = []
    for number, url in enumerate(authorities, start=1):
        path = folder / names.token_path(number)
        if not path.exists():
            try:
                vault.write(path, _stamp(url, stampers, data).raw)
            except NotStamped as error:
                waiting.append(str(error))
    if not waiting:
        try:
            signers = [stampers.get(url) for url in authorities]
            content = _package(folder, manifest, key, signers, vault)
        except NotStamped as error:
            waiting.append(str(error))
    if waiting:
        return Sealed(state=EvidenceState.CAPTURED, package=None, waiting=tuple(waiting))
    vault.write(package, content)
    package.chmod(0o444)
    _tidy(folder, manifest)
    return Sealed(state=state, package=package, stamped_at=_stamped_at(folder, authorities, vault))


def _stamped_at(folder: Path, authorities: Sequence[str], vault: Vault) -> datetime | None:
    """The latest time among the tokens, each verified when it came."""
    paths = [folder / names.token_path(number) for number in range(1, len(authorities) + 1)]
    times = [decode_timestamp_response(vault.read(path)).tst_info.gen_time for path in paths]
    return max(times).astimezone(UTC) if times else None


def _tidy(folder: Path, manifest: dict[str, Any]) -> None:
    """Remove what now lies in the package too, but for what an officer looks at every day."""
    for member in manifest["members"]:
        if member["path"] not in _LOOKED_AT:
            path = folder / member["path"]
            path.unlink(missing_ok=True)
            with contextlib.suppress(OSError):
                path.parent.rmdir()  # goes with its last file


def _stamp(url: str, stampers: dict[str, Stamper], data: bytes) -> Token:
    stamper = stampers.get(url)
    if stamper is None:
        raise NotStamped("timestamp.authority-gone", url=url)
    return stamper.stamp(data)


def _package(
    folder: Path,
    manifest: dict[str, Any],
    key: OfficeKey,
    stampers: Sequence[Stamper | None],
    vault: Vault,
) -> bytes:
    now = datetime.now(UTC).replace(microsecond=0)
    created = now.strftime("%Y-%m-%dT%H:%M:%SZ")
    paths = [member["path"] for member in manifest["members"]]
    paths += [names.MANIFEST, names.SIGNATURE, names.SIGNER]
    paths += [path for path in (names.LICENSED_SIGNATURE,) if (folder / path).exists()]
    paths += [names.token_path(number) for number in range(1, len(stampers) + 1)]
    files = {path: vault.read(folder / path) for path in paths}
    page = manifest["page"]
    package = data_package(
        files,
        url=page["final_url"],
        title=page["title"],
        moment=manifest["captured_at"],
        created=created,
        software=software(),
    )
    digest = f"sha256:{sha256(package)}"
    record = {
        "path": DATA_PACKAGE,
        "hash": digest,
        "signedData": signed_data(digest, created, key, stampers),
    }
    return pack({**files, DATA_PACKAGE: package, DIGEST: names.to_bytes(record)}, now)


def signed_data(
    digest: str, created: str, key: OfficeKey, stampers: Sequence[Stamper | None]
) -> dict[str, Any]:
    """The signature by "WACZ Signing and Verification" 0.1.0: with a time-stamp over it where an
    authority is configured (domain identity), without one as an anonymous key. Raises NotStamped.
    """
    signature = key.sign(digest.encode())
    common = {"hash": digest, "created": created, "software": software()}
    if not stampers:
        public = key.private.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        return {
            **common,
            "publicKey": _base64(public),
            "signature": _base64(plain_signature(signature)),
            # Beyond the published form: who the key belongs to.
            "certificate": key.chain_pem,
        }
    first = stampers[0]
    if first is None:
        raise NotStamped("timestamp.first-authority-gone")
    encoded = _base64(signature)
    token = first.stamp(encoded.encode())
    return {
        **common,
        "version": "0.1.0",
        "signature": encoded,
        "domain": key.domain,
        "domainCert": key.chain_pem,
        "timeSignature": _base64(token.raw),
        "timestampCert": token.certificates,
    }


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
