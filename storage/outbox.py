"""发件箱: mails wait here, rendered, from the transaction that decided until a relay took them."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.tables import OutboxRow
from storage.tables.base import now


def put_mail(
    session: Session,
    *,
    key: str,
    kind: str,
    message: EmailMessage,
    lead_id: int | None = None,
    notice_id: int | None = None,
    not_before: datetime | None = None,
) -> int | None:
    """Queue a finished message to its one recipient; None when a mail with this key is there.

    The bytes are fixed here: whatever is sent later is what was decided on. `message` must
    already hold From, To (one address), Subject and Message-ID.
    """
    if session.scalar(sa.select(OutboxRow.id).where(OutboxRow.key == key)) is not None:
        return None
    row = OutboxRow(
        key=key,
        kind=kind,
        message_id=str(message["Message-ID"]),
        sender=str(message["From"].addresses[0].addr_spec),
        recipient=str(message["To"].addresses[0].addr_spec),
        subject=str(message["Subject"]),
        body=message.as_bytes(),
        lead_id=lead_id,
        notice_id=notice_id,
        not_before=not_before or now(),
    )
    session.add(row)
    session.flush()
    return row.id


def withdraw_mails(session: Session, *, lead_id: int, kind: str) -> tuple[int, int]:
    """Take back a lead's waiting mails of one kind. Returns (withdrawn, already gone or going)."""
    mine = (OutboxRow.lead_id == lead_id, OutboxRow.kind == kind)
    taken = session.execute(
        sa.update(OutboxRow).where(*mine, OutboxRow.state == "queued").values(state="withdrawn")
    ).rowcount  # type: ignore[attr-defined]
    gone = session.scalar(
        sa.select(sa.func.count())
        .select_from(OutboxRow)
        .where(*mine, OutboxRow.state.in_(("sending", "sent", "unclear")))
    )
    return int(taken), int(gone or 0)
