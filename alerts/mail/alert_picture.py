"""固证截图 in an alert: the top of the page as it was captured, numbers of persons masked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from storage.base.settings import Settings
from storage.evidence.mail_pictures import mail_picture
from storage.leads.citable_captures import assessed_listings, find_captures
from storage.tables import EvidenceRow


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A captured page's top, as JPEG, with what identifies the capture."""

    jpeg: bytes
    captured_at: datetime
    manifest_sha256: str


def lead_picture(session: Session, settings: Settings, lead_id: int) -> Picture | None:
    """The newest capture of a lead that shows the mark on the assessed listing, as letters cite it.

    None when there is none, or when its picture was not made ready for mails: a picture whose
    numbers of persons are not masked never leaves (个人信息保护法 §6).
    """
    row = _cited_captures(session, settings, [lead_id]).get(lead_id)
    if row is None:
        return None
    jpeg = mail_picture(settings, row)
    if jpeg is None:
        return None
    return Picture(jpeg=jpeg, captured_at=row.captured_at, manifest_sha256=str(row.manifest_sha256))


def leads_with_picture(
    session: Session, settings: Settings, leads: Collection[int]
) -> frozenset[int]:
    """Those of these leads that `lead_picture` has a picture of. A fixed number of statements."""
    captures = _cited_captures(session, settings, leads)
    return frozenset(
        lead for lead, row in captures.items() if mail_picture(settings, row) is not None
    )


def _cited_captures(
    session: Session, settings: Settings, leads: Collection[int]
) -> dict[int, EvidenceRow]:
    """The capture of each lead that letters cite, where there is one."""
    captures = find_captures(session, settings, assessed_listings(session, leads))
    cited = {lead: capture.cited.row for lead, capture in captures.items() if capture.cited}
    return {lead: row for lead, row in cited.items() if row.manifest_sha256 is not None}
