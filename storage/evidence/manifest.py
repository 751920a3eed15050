"""The manifest (固证清单): what was captured, by whom, from where, and the hash of every member.

Frozen and hashed at the moment of capture (在线诉讼规则 §18: true *before* it was fixed), it is
what the office signs and what the time-stamp authorities put their time on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from storage.evidence.environment import ClockReference, clock_record, environment_record
from storage.evidence.visit import Exchange, Occasion, Visit
from storage.evidence.warc import WarcContent
from storage.records.capture_facts import OFFICER_BROWSER

FORMAT = "hubiao-evidence-1"
MANIFEST = "evidence/manifest.json"
SIGNATURE = "evidence/manifest.sig"
SIGNER = "evidence/signer.pem"
LICENSED_SIGNATURE = "evidence/manifest.p7s"
"""Over the manifest, with the office's certificate of a licensed authority, where it has one."""
SUMS = "evidence/sha256sums.txt"
RAW = "evidence/page.html"
DOM = "evidence/dom.html"
TEXT = "evidence/text.txt"
SCREENSHOT = "evidence/screenshot.png"
EXCHANGES = "evidence/exchanges.json"
CERTIFICATES = "evidence/tls-chain.pem"
TOKENS = "timestamps/"
_HEAD = ("entries", "hash")


def token_path(number: int) -> str:
    """Where the token of the manifest's `number`-th authority (from 1) lies."""
    return f"{TOKENS}{number}.tsr"


def to_bytes(record: Mapping[str, Any] | Sequence[Any]) -> bytes:
    """JSON as the package's files hold it."""
    return json.dumps(record, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace")


def sums(members: Mapping[str, bytes]) -> bytes:
    """The members' hashes as `sha256sum -c` reads them."""
    lines = (f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in members.items())
    return "".join(lines).encode()


def build_manifest(
    visit: Visit,
    occasion: Occasion,
    members: Mapping[str, bytes],
    *,
    identity: str,
    warc: WarcContent,
    previous: str | None,
    authorities: Sequence[str],
    reference: ClockReference | None,
    signer: str,
    audit_head: tuple[int, str] | None,
) -> dict[str, Any]:
    """The record that is frozen; `previous` is the SHA-256 of the manifest before it."""
    return {
        "format": FORMAT,
        "id": identity,
        "captured_at": visit.ended.isoformat(),
        "begun_at": visit.begun.isoformat(),
        "request": _request(visit, occasion),
        "page": _page(visit),
        **({} if visit.listing is None else {"listing": visit.listing.to_json()}),
        **(
            {}
            if visit.officer_browser is None
            else {"origin": OFFICER_BROWSER, OFFICER_BROWSER: visit.officer_browser.to_json()}
        ),
        "network": {
            "address": visit.address,
            "certificates": len(visit.certificates),
            "not_reached": list(visit.refused),
        },
        "browser": _browser(visit),
        "environment": environment_record(),
        "clock": clock_record(reference),
        "warc": {"records": warc.records, "responses": warc.responses},
        "images": [*(url for url, _ in visit.images), *visit.picture_addresses],
        "remarks": list(visit.remarks),
        "members": [
            {"path": path, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
            for path, data in members.items()
        ],
        "authorities": list(authorities),
        "signer": signer,
        "previous": previous,
        **({} if audit_head is None else {"audit": dict(zip(_HEAD, audit_head, strict=True))}),
    }


def _request(visit: Visit, occasion: Occasion) -> dict[str, Any]:
    request = {
        "url": visit.url,
        "officer": occasion.officer,
        "lead": occasion.lead,
        "listing": occasion.listing,
        "run": occasion.run,
        "task": occasion.task,
    }
    return {name: value for name, value in request.items() if value is not None}


def _browser(visit: Visit) -> Mapping[str, Any]:
    """Of an officer's own browser nothing is known but its name."""
    if visit.officer_browser is not None:
        return {"name": visit.browser.name, "user_agent": visit.browser.user_agent}
    return visit.browser.to_json()


def _page(visit: Visit) -> dict[str, Any]:
    return {
        "final_url": visit.final_url,
        "redirects": [
            {"url": step.url, "status": step.status, "location": step.location}
            for step in visit.redirects
        ],
        "status": visit.status,
        "reason": visit.reason,
        "headers": [list(pair) for pair in visit.headers],
        "title": visit.title,
        "raw_sha256": hashlib.sha256(visit.raw).hexdigest(),
        "verdict": "page" if visit.blocked is None else "blocked",
        **({} if visit.kind is None else {"kind": visit.kind}),
        **({} if visit.blocked is None else {"blocked": visit.blocked}),
    }


def exchange_list(exchanges: Sequence[Exchange]) -> bytes:
    """Every exchange in a list that people can read, beside the WARC that holds the bytes."""
    return to_bytes(
        [
            {
                "url": exchange.url,
                "method": exchange.method,
                "status": exchange.status,
                "kind": exchange.kind,
                "moment": exchange.moment.isoformat(),
                "address": exchange.address,
                "bytes": len(exchange.body),
                "sha256": hashlib.sha256(exchange.body).hexdigest(),
                **({} if exchange.error is None else {"error": exchange.error}),
            }
            for exchange in exchanges
        ]
    )
