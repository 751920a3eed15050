"""What the store captured of a lead: its listing as assessed, its newest evidence package."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.records import Listing
from storage.tables import EvidenceRow, LeadRow, ListingVersionRow


def known(**values: Any) -> dict[str, Any]:
    """Only what is there: facts that nobody established are left out."""
    return {name: value for name, value in values.items() if value not in (None, "", [], (), {})}


def listing_facts(session: Session, lead: LeadRow) -> dict[str, Any]:
    """The listing as the lead's assessment saw it, with the capture that fixed it."""
    version = session.get_one(ListingVersionRow, lead.version_id)
    listing = Listing.from_json(version.record)
    evidence = _newest_evidence(session, lead)
    return known(
        url=listing.url,
        item_id=listing.item_id or listing.sku,
        title=listing.title,
        shop=listing.shop,
        operator=listing.operator.name if listing.operator else None,
        price=f"{listing.price} {listing.currency or ''}".strip() if listing.price else None,
        sales=listing.sales,
        captured_at=evidence.captured_at.isoformat() if evidence else None,
        sha256=evidence.manifest_sha256 if evidence else None,
    )


def _newest_evidence(session: Session, lead: LeadRow) -> EvidenceRow | None:
    return session.scalar(
        sa.select(EvidenceRow)
        .where(EvidenceRow.lead_id == lead.id, EvidenceRow.state.in_(("captured", "stamped")))
        .order_by(EvidenceRow.id.desc())
        .limit(1)
    )


def handed_over(session: Session, leads: Sequence[LeadRow]) -> str | None:
    """移交材料包 of a letter on these leads: the packages under the names that its hand-over file gives
    them, each with the hash that `hubiao verify` shows. None while a lead has none."""
    rows = [_newest_evidence(session, lead) for lead in leads]
    told = [
        f"evidence/{row.id}.wacz（固证清单SHA-256：{row.manifest_sha256}）" for row in rows if row
    ]
    if not told or len(told) < len(rows):
        return None
    return f"随函材料包内证据包{len(told)}个，" + "；".join(sorted(set(told)))


def evidence_facts(session: Session, lead: LeadRow) -> dict[str, Any] | None:
    """The lead's newest package; its time-stamp only when the state says that it was verified."""
    row = _newest_evidence(session, lead)
    if row is None:
        return None
    stamped = row.facts if row.state == "stamped" else {}
    return known(
        name=f"商品页面电子数据固证包（线索{lead.id}）",
        proves="固证时商品页面的内容及涉案标识的使用方式",
        sha256=row.manifest_sha256,
        captured_at=row.captured_at.isoformat(),
        stamped_at=stamped.get("stamped_at"),
        authority=stamped.get("authority"),
    )
