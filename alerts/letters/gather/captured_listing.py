"""What the store captured of a lead, as a letter states it: its listing, its evidence package."""

from __future__ import annotations

from collections.abc import Sequence

from alerts.letters.gather.capture_words import shown_by
from alerts.letters.gather.letter_leads import Capture, LetterLead
from storage.records.letter_facts import EvidenceFact, ListingFact


def listing_fact(lead: LetterLead) -> ListingFact:
    """The listing as the lead's assessment saw it, with the capture that fixed it."""
    listing, capture = lead.listing, lead.capture
    return ListingFact(
        url=listing.url or None,
        item_id=listing.item_id or listing.sku or None,
        title=listing.title or None,
        shop=listing.shop or None,
        operator=(listing.operator.name or None) if listing.operator else None,
        price=f"{listing.price} {listing.currency or ''}".strip() if listing.price else None,
        sales=listing.sales,
        captured_at=capture.captured_at if capture else None,
        sha256=capture.manifest_sha256 if capture else None,
    )


def evidence_fact(lead: LetterLead) -> EvidenceFact | None:
    """The evidence package that shows what the lead was confirmed on; None while it has none."""
    capture = lead.capture
    if capture is None:
        return None
    return EvidenceFact(
        name=_package_name(lead.id, capture),
        proves=shown_by(capture),
        sha256=capture.manifest_sha256,
        captured_at=capture.captured_at,
        stamped_at=capture.stamped_at,
        authority=capture.authority or None,
        stamp_due=capture.awaits_stamp,
    )


def _package_name(lead: int, capture: Capture) -> str:
    """What an officer's browser took is never called a capture of the system's own."""
    if (taken := capture.officer_browser) is None:
        return f"商品页面电子数据固证包（线索{lead}）"
    return f"执法人员{taken.full_name}在本人浏览器中提取的商品页面电子数据包（线索{lead}）"


def cited_packages(leads: Sequence[LetterLead]) -> str | None:
    """移交材料包 of a letter on these leads: the packages under the names that its hand-in package gives
    them, each with the hash that `hubiao verify` shows. None while a lead has none."""
    captures = [lead.capture for lead in leads if lead.capture]
    if not captures or len(captures) < len(leads):
        return None
    names = {
        f"evidence/{capture.id}.wacz（固证清单SHA-256：{capture.manifest_sha256}）"
        for capture in captures
    }
    return f"随函材料包内证据包{len(captures)}个，" + "；".join(sorted(names))
