"""发件箱: mails wait here, rendered, from the transaction that decided until a relay took them.

    queued → sending → sent | failed | unclear; queued → withdrawn
    sending → queued again after a temporary refusal

What happens between `sending` and the end is in `storage.leases`.
"""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.tables import OutboxRow
from storage.tables.base import now

GONE = ("sending", "sent", "unclear")
"""States in which the recipient has the mail or may have it."""


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
    if find_mail(session, key) is not None:
        return None
    row = OutboxRow(
        key=key,
        kind=kind,
        message_id=str(message["Message-ID"]),
        sender=str(message["From"].addresses[0].addr_spec),
        recipient=str(message["To"].addresses[0].addr_spec),
        subject=str(message["Subject"]),
        body=message.as_bytes(policy=SMTP),
        lead_id=lead_id,
        notice_id=notice_id,
        not_before=not_before or now(),
    )
    session.add(row)
    session.flush()
    return row.id


def find_mail(session: Session, key: str) -> OutboxRow | None:
    """The mail under this key, whatever became of it."""
    return session.scalar(sa.select(OutboxRow).where(OutboxRow.key == key))


def withdraw_mail(session: Session, key: str) -> str | None:
    """Take a mail back if it still waits. Returns its state afterwards, None when there is none.

    A mail that is under way at this moment is marked, so that a temporary refusal by the relay
    ends it instead of putting it back into the queue.
    """
    mail = sa.update(OutboxRow).where(OutboxRow.key == key)
    session.execute(mail.where(OutboxRow.state == "queued").values(state="withdrawn"))
    session.execute(mail.where(OutboxRow.state == "sending").values(recalled=True))
    return session.scalar(sa.select(OutboxRow.state).where(OutboxRow.key == key))
