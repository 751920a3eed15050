"""XARF 4 (xarf.org): the machine-readable report that goes along with a letter to a host or registrar.

One report a page, of the type brand_infringement in the category content. The format asks for the site
of the brand itself; without one in the letter (权利人官方网站) no report is made.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import UTC
from urllib.parse import urlsplit
from uuid import UUID

from alerts.mail.envelope import read_address
from storage.base.settings import Settings
from storage.records.letter_facts import Facts, ListingFact, RightFact

KIND = "site-closure"
"""The letter that goes to hosts and registrars."""
XARF_VERSION = "4.0.0"
MOST_REPORTS = 50
"""Reports that one mail takes along, chosen by hand; the letter itself names every page."""
_MARKS = ("商标", "集体商标", "证明商标")
"""Kinds of right that the report's type is about."""
_LONGEST_NAME = 200
"""Characters of an organisation's name (xarf-core)."""


@dataclass(frozen=True, kw_only=True)
class AbuseReport:
    """One report, as a file."""

    name: str
    content: bytes


def abuse_reports(kind: str, facts: Facts, settings: Settings) -> tuple[AbuseReport, ...]:
    """The reports of an approved letter, in the order of its pages; none where the letter is of another
    kind or right, names no site of the brand, or where the office has no address to answer to."""
    address = read_address(settings.mail_from)
    brand_site = facts.fields.get("official_site", "").strip()
    right = facts.rights[0] if len(facts.rights) == 1 else None
    if kind != KIND or address is None or right is None or right.kind not in _MARKS:
        return ()
    if urlsplit(brand_site).scheme not in ("http", "https") or not urlsplit(brand_site).hostname:
        return ()
    reports = [
        content
        for page in facts.listings
        if (content := _report(facts, right, page, brand_site=brand_site, address=address))
    ]
    return tuple(
        AbuseReport(name=f"xarf-{place}.json", content=content)
        for place, content in enumerate(reports[:MOST_REPORTS], start=1)
    )


def _report(
    facts: Facts, right: RightFact, page: ListingFact, *, brand_site: str, address: str
) -> bytes | None:
    """The report on one page; None of a page that was not captured."""
    if not page.url or page.captured_at is None or not page.sha256:
        return None
    host = urlsplit(page.url).hostname or ""
    captured = page.captured_at.astimezone(UTC).isoformat(timespec="seconds")
    office = {
        "org": (facts.office.name or "")[:_LONGEST_NAME],
        "contact": address,
        "domain": address.rpartition("@")[2],
    }
    report = {
        "xarf_version": XARF_VERSION,
        "report_id": str(_number(f"{facts.number}:{page.url}")),
        "timestamp": captured,
        "reporter": office,
        "sender": office,
        "source_identifier": host,
        "category": "content",
        "type": "brand_infringement",
        "url": page.url,
        "domain": host,
        "infringement_type": "trademark_violation",
        "legitimate_site": brand_site,
        "target_brand": right.text,
        "trademark_details": {
            "registration_number": right.registration_no or "",
            "jurisdiction": "CN",
            "category": list(right.classes),
        },
        "verified_at": captured,
        "verification_method": "automated_crawler",
        "evidence_source": "crawler",
        "evidence": [_evidence(page.sha256, captured)],
        "description": f"涉嫌侵犯“{right.text}”注册商标专用权，详见{facts.number or '所附函件'}。",
    }
    return json.dumps(report, ensure_ascii=False, indent=1).encode()


def _evidence(manifest_sha256: str, captured: str) -> dict[str, str | int]:
    """What was captured, by the hash of its manifest; the package itself goes along with the letter."""
    text = f"evidence package captured {captured}, manifest sha256 {manifest_sha256}\n".encode()
    return {
        "content_type": "text/plain",
        "description": "Hash of the manifest of the evidence package",
        "payload": base64.b64encode(text).decode(),
        "hash": f"sha256:{hashlib.sha256(text).hexdigest()}",
        "size": len(text),
    }


def _number(text: str) -> UUID:
    """The same report has the same number however often it is made; in the form of a version 4."""
    return UUID(bytes=hashlib.sha256(text.encode()).digest()[:16], version=4)
