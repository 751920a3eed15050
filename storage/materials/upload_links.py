"""手机上传链接: an officer's screen shows a QR code, a telephone hands in files through it once.

Like the links of holders it is random and kept only as a hash; unlike them it lives ten minutes, works
once, and says why it works no longer, since whoever holds it stands beside the officer.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.contested_rows import lock_row, locking
from storage.base.errors import NotFound, Refused
from storage.leads.lead_state import load_lead
from storage.leads.tips import add_tip
from storage.materials.store import Belonging, add_materials
from storage.people.passwords import secret_hash
from storage.records.attachment import Attachment
from storage.rights.link_secrets import MadeLink, new_link_secret
from storage.tables import MaterialOrigin, MaterialRow, UploadLinkRow
from storage.tables.base import now

UPLOAD_PATH = "/upload/"
"""Where the console serves the telephone's page: the secret follows."""
TERM = timedelta(minutes=10)
"""How long a link works."""
NO_WORDS = "见所附材料"
"""What a tip says that came as pictures alone."""


class LinkState(StrEnum):
    """Whether a link still works."""

    WORKING = "working"
    USED = "used"
    REVOKED = "revoked"
    EXPIRED = "expired"


def make_upload_link(
    session: Session, lead_id: int | None, *, officer: str
) -> tuple[UploadLinkRow, MadeLink]:
    """A link for a lead, or for a new tip. Raises NotFound on an unknown lead."""
    if lead_id is not None:
        load_lead(session, lead_id)
    secret = new_link_secret()
    row = UploadLinkRow(
        lead_id=lead_id, secret_hash=secret_hash(secret), made_by=officer, expires_at=now() + TERM
    )
    session.add(row)
    session.flush()
    trail.record(session, actor=officer, act="upload.link", subject=_subject(row), link=row.id)
    return row, MadeLink(secret=secret, expires_at=row.expires_at)


def link_state(row: UploadLinkRow) -> LinkState:
    """Whether a link works now, else why not."""
    if row.used_at is not None:
        return LinkState.USED
    if row.revoked_at is not None:
        return LinkState.REVOKED
    return LinkState.WORKING if row.expires_at > now() else LinkState.EXPIRED


def find_upload_link(session: Session, number: int) -> UploadLinkRow:
    """A link by its number. Raises NotFound."""
    row = session.get(UploadLinkRow, number)
    if row is None:
        raise NotFound("upload-link.unknown", link=number)
    return row


def revoke_upload_link(session: Session, number: int, *, officer: str) -> UploadLinkRow:
    """End a link before its time. Raises NotFound, Refused for one that works no longer."""
    row = lock_row(session, UploadLinkRow, number)
    if row is None:
        raise NotFound("upload-link.unknown", link=number)
    _check_works(row)
    row.revoked_at = now()
    trail.record(session, actor=officer, act="upload.unlink", subject=_subject(row), link=row.id)
    return row


def open_upload_link(session: Session, secret: str, *, lock: bool = False) -> UploadLinkRow:
    """The link of a secret. Raises NotFound for an unknown one, Refused for one that works no longer.

    The row is found by the hash of a random secret, so the time of the search tells nothing.
    """
    query = sa.select(UploadLinkRow).where(UploadLinkRow.secret_hash == secret_hash(secret))
    row = session.scalar(locking(query) if lock else query)
    if row is None:
        raise NotFound("answer-link.dead")
    _check_works(row)
    return row


def _check_works(row: UploadLinkRow) -> None:
    match link_state(row):
        case LinkState.USED:
            raise Refused("upload-link.used")
        case LinkState.REVOKED:
            raise Refused("upload-link.revoked")
        case LinkState.EXPIRED:
            raise Refused("upload-link.expired", minutes=TERM.seconds // 60)
        case LinkState.WORKING:
            return


def receive_upload(
    session: Session,
    secret: str,
    files: Sequence[Attachment],
    *,
    url: str,
    words: str,
    source: str,
) -> list[MaterialRow]:
    """Take what a telephone sent, once: on the link's lead, else as a new tip with this address and words.

    Raises NotFound, Refused, BadInput.
    """
    row = open_upload_link(session, secret, lock=True)
    if row.lead_id is None:
        tip = add_tip(session, url=url, words=words or NO_WORDS, contact=None, source=source,
                      officer=row.made_by)  # fmt: skip
        row.tip_id = tip.id
    row.used_at = now()
    belonging = Belonging(lead_id=row.lead_id, tip_id=row.tip_id, upload_link_id=row.id)
    return add_materials(
        session, files, belonging, origin=MaterialOrigin.PHONE, officer=row.made_by
    )


def received_count(session: Session, row: UploadLinkRow) -> int:
    """How many files came through a link."""
    query = sa.select(sa.func.count()).select_from(MaterialRow)
    return session.scalar(query.where(MaterialRow.upload_link_id == row.id)) or 0


def _subject(row: UploadLinkRow) -> str:
    return "tip" if row.lead_id is None else f"lead:{row.lead_id}"
