"""信件截图: the picture of a capture that may leave by mail, with the numbers of persons masked.

It lies beside the capture's package, is no part of the evidence, and is deleted with its folder. A
file without bytes says that no picture of this capture may leave.
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.settings import Settings
from storage.base.vocabulary import OPEN, USABLE_EVIDENCE
from storage.evidence.entries import EVIDENCE_FOLDER
from storage.evidence.manifest import SCREENSHOT
from storage.files.vault import vault_of
from storage.tables import EvidenceRow, LeadRow

MAIL_PICTURE = "mail-picture.jpg"
_LOOKED_AT = 300
"""Captures that one search goes through, the newest first; chosen by hand."""


def without_mail_picture(session: Session, settings: Settings, *, limit: int) -> list[EvidenceRow]:
    """Captures of leads that wait for a verdict, and nobody has made their picture for mails yet."""
    rows = session.scalars(
        sa.select(EvidenceRow)
        .join(LeadRow, LeadRow.id == EvidenceRow.lead_id)
        .where(EvidenceRow.state.in_(USABLE_EVIDENCE), LeadRow.state.in_(OPEN))
        .order_by(EvidenceRow.id.desc())
        .limit(_LOOKED_AT)
    )
    return [row for row in rows if lacks_mail_picture(settings, row)][:limit]


def lacks_mail_picture(settings: Settings, row: EvidenceRow) -> bool:
    """Is there a page's picture, and none for mails made from it?"""
    folder = _folder(settings, row)
    return (folder / SCREENSHOT).is_file() and not (folder / MAIL_PICTURE).is_file()


def page_picture(settings: Settings, row: EvidenceRow) -> bytes:
    """The captured page whole, as PNG. Raises OSError, StoreUnavailable."""
    return vault_of(settings).read(_folder(settings, row) / SCREENSHOT)


def keep_mail_picture(settings: Settings, row: EvidenceRow, jpeg: bytes | None) -> None:
    """Keep the masked picture, or that there is none which may leave. Raises OSError."""
    vault_of(settings).write(_folder(settings, row) / MAIL_PICTURE, jpeg or b"")


def mail_picture(settings: Settings, row: EvidenceRow) -> bytes | None:
    """The masked picture as JPEG; None where none was made or none may leave."""
    path = _folder(settings, row) / MAIL_PICTURE
    return (vault_of(settings).read(path) or None) if path.is_file() else None


def _folder(settings: Settings, row: EvidenceRow) -> Path:
    return settings.home / EVIDENCE_FOLDER / row.folder
