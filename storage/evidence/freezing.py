"""Freezing (固定): a visit becomes a folder of members under a hashed and signed manifest."""

from __future__ import annotations

import hashlib
import ssl
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Any

from storage.base.errors import StoreUnavailable
from storage.base.message import message_of
from storage.evidence import extraction_record
from storage.evidence import manifest as names
from storage.evidence.environment import ClockReference, software
from storage.evidence.signing import OfficeKey, fingerprint
from storage.evidence.visit import Occasion, Visit
from storage.evidence.wacz import PAGES, WARC, index_files, page_list
from storage.evidence.warc import Resource, WarcContent, read_warc, warc_date, write_warc
from storage.files.vault import CLEAR, Vault


@dataclass(frozen=True, kw_only=True)
class FrozenCapture:
    """A capture whose manifest can no longer change; its package waits for its tokens."""

    folder: Path
    manifest: dict[str, Any]
    manifest_sha256: str


@dataclass(frozen=True, kw_only=True)
class Members:
    """The members of a visit, made before the hash of the previous record is known."""

    files: Mapping[str, bytes]
    identity: str
    warc: WarcContent


def make_members(visit: Visit) -> Members:
    """Every file of the package that comes from the visit itself."""
    archive = write_warc(visit.exchanges, software(), _resources(visit))
    content = read_warc(archive)
    files = {
        WARC: archive,
        **index_files(archive),
        PAGES: page_list(visit.final_url, visit.title, visit.text, _page_moment(visit)),
        names.RAW: visit.raw,
        names.DOM: visit.dom.encode("utf-8", "replace"),
        names.TEXT: visit.text.encode("utf-8", "replace"),
        names.SCREENSHOT: visit.screenshot,
        names.EXCHANGES: names.exchange_list(visit.exchanges),
    }
    if visit.officer_browser is not None:
        files[extraction_record.PATH] = extraction_record.extraction_record(
            visit, visit.officer_browser
        )
    if visit.certificates:
        # As the site sent them: one that a library refuses is kept too, and ends no capture.
        chain = "".join(map(ssl.DER_cert_to_PEM_cert, visit.certificates))
        files[names.CERTIFICATES] = chain.encode()
    for number, (_, data) in enumerate(visit.images, start=1):
        files[f"evidence/image-{number:02d}.{_suffix(data)}"] = data
    files[names.SUMS] = names.sums(files)
    return Members(
        files=files,
        identity=f"{visit.ended.astimezone(UTC):%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:12]}",
        warc=content,
    )


def lay_down(members: Members, evidence_folder: Path, vault: Vault = CLEAR) -> Path:
    """Write the members into a folder of their own. Raises StoreUnavailable.

    Until `freeze` adds the manifest, the folder is a capture that did not happen.
    """
    folder = evidence_folder / members.identity[:4] / members.identity[4:6] / members.identity
    try:
        for path, content in members.files.items():
            vault.write(folder / path, content)
    except OSError as error:
        raise StoreUnavailable(
            "evidence.unwritable", folder=folder, reason=message_of(error)
        ) from error
    return folder


def freeze(
    visit: Visit,
    occasion: Occasion,
    members: Members,
    folder: Path,
    key: OfficeKey,
    *,
    previous: str | None,
    authorities: Sequence[str] = (),
    reference: ClockReference | None = None,
    audit_head: tuple[int, str] | None = None,
    vault: Vault = CLEAR,
) -> FrozenCapture:
    """Write manifest and signature beside the members. Raises StoreUnavailable.

    `previous` is the SHA-256 of the manifest before this one (前一份哈希), None for the first;
    `audit_head` is the newest entry of the audit: a package that was handed out bears witness.
    """
    record = names.build_manifest(
        visit,
        occasion,
        members.files,
        identity=members.identity,
        warc=members.warc,
        previous=previous,
        authorities=authorities,
        reference=reference,
        signer=fingerprint(key.certificate),
        audit_head=audit_head,
    )
    data = names.to_bytes(record)
    try:
        vault.write(folder / names.SIGNER, key.chain_pem.encode())
        vault.write(folder / names.SIGNATURE, key.sign(data))
        if key.licensed is not None and key.licensed.holds_now:
            vault.write(folder / names.LICENSED_SIGNATURE, key.licensed.sign(data))
        vault.write(folder / names.MANIFEST, data)
    except OSError as error:
        raise StoreUnavailable(
            "evidence.unwritable", folder=folder, reason=message_of(error)
        ) from error
    return FrozenCapture(
        folder=folder, manifest=record, manifest_sha256=hashlib.sha256(data).hexdigest()
    )


def _resources(visit: Visit) -> tuple[Resource, ...]:
    """The page itself where no exchange with its server was recorded."""
    if visit.officer_browser is None:
        return ()
    page = Resource(
        url=visit.final_url,
        content=visit.raw,
        media_type="text/html; charset=utf-8",
        moment=visit.ended,
    )
    return (page,)


def _page_moment(visit: Visit) -> str:
    """The page's moment must be that of its record in the WARC, or a replay does not find it."""
    for exchange in visit.exchanges:
        if exchange.url == visit.final_url and exchange.kind == "Document":
            return warc_date(exchange.moment)
    return warc_date(visit.ended)


_SUFFIXES = {
    b"\x89PNG": "png",
    b"\xff\xd8\xff": "jpg",
    b"GIF8": "gif",
    b"RIFF": "webp",
    b"<svg": "svg",
    b"<?xm": "svg",
    b"\x00\x00\x00": "avif",
}


def _suffix(data: bytes) -> str:
    for start, suffix in _SUFFIXES.items():
        if data.startswith(start):
            return suffix
    return "bin"
