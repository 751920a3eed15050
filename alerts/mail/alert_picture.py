"""固证截图 in an alert: the top of the page as it was captured, numbers of persons masked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from storage.base.settings import Settings
from storage.evidence.mail_pictures import mail_picture
from storage.leads.citable_captures import assessed_listing, find_captures


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
    assessed = assessed_listing(session, lead_id)
    if assessed is None:
        return None
    capture = find_captures(session, settings, {lead_id: assessed})[lead_id].cited
    if capture is None or capture.row.manifest_sha256 is None:
        return None
    row = capture.row
    jpeg = mail_picture(settings, row)
    if jpeg is None:
        return None
    return Picture(jpeg=jpeg, captured_at=row.captured_at, manifest_sha256=str(row.manifest_sha256))
