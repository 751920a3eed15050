"""发件箱: mails wait here, rendered, from the transaction that decided until a relay took them.

    queued → sending → sent | failed | unclear; queued → withdrawn
    sending → queued again after a temporary refusal
    gathered → merged | withdrawn: an alert to a holder who wants one mail a day; its fate is then
    that of the mail that it was merged into

What happens between `sending` and the end is in `storage.outgoing.mail_leases`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.audit.content_hashes import mail_hash
from storage.base.contested_rows import lock_row, locking
from storage.base.errors import NotFound, Refused
from storage.base.message import Language, Message
from storage.base.vocabulary import MAIL_TROUBLES, UNDELIVERED, WITHDRAWABLE, MailState
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
    gathered: bool = False,
) -> int | None:
    """Queue a finished message to its one recipient; None when a mail with this key is there.

    `gathered`: it never leaves alone; `merge_mails` puts it into another mail.

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
        state=MailState.GATHERED if gathered else MailState.QUEUED,
    )
    session.add(row)
    session.flush()
    digest = mail_hash(row.sender, row.recipient, row.subject, row.message_id, row.body)
    _note(session, row.id, "mail.queue", kind=kind, state=row.state, mail_sha256=digest)
    return row.id


def _note(session: Session, number: int, act: str, **detail: object) -> None:
    trail.record(session, actor="system", act=act, subject=f"mail:{number}", **detail)


def find_mail(session: Session, key: str) -> OutboxRow | None:
    """The mail under this key, in whatever state."""
    return session.scalar(sa.select(OutboxRow).where(OutboxRow.key == key))


def merge_mails(session: Session, mails: Sequence[OutboxRow], into: int) -> None:
    """Say that the mail numbered `into` carries what these gathered ones would have said."""
    for mail in mails:
        mail.state, mail.merged_into = MailState.MERGED, into
        _note(session, mail.id, "mail.merged", into=into)
    session.flush()


def carrier_of(session: Session, mail: OutboxRow) -> OutboxRow:
    """The mail that really goes: this one, or the one that it was merged into."""
    if mail.merged_into is None:
        return mail
    return session.get_one(OutboxRow, mail.merged_into)


def withdraw_mail(session: Session, key: str) -> MailState | None:
    """Take a mail back if it still waits. Returns its state afterwards, None when there is none.

    A mail that is under way at this moment is marked, so that a temporary refusal by the relay
    ends it instead of putting it back into the queue. One that may have arrived at an earlier try goes
    no more, but is UNCLEAR: its recipient may have it.
    """
    mail = sa.update(OutboxRow).where(OutboxRow.key == key)
    waits = OutboxRow.state.in_(WITHDRAWABLE)
    end = sa.case(
        (OutboxRow.perhaps_arrived, MailState.UNCLEAR.value), else_=MailState.WITHDRAWN.value
    )
    ended = session.execute(
        mail.where(waits)
        .values(state=end)
        .returning(OutboxRow.id, OutboxRow.state)
        .execution_options(synchronize_session="fetch")
    ).first()
    if ended is not None:
        _note(session, ended.id, f"mail.{ended.state}")
    session.execute(mail.where(OutboxRow.state == MailState.SENDING).values(recalled=True))
    return session.scalar(sa.select(OutboxRow.state).where(OutboxRow.key == key))


def count_waiting(session: Session) -> int:
    """How many mails are not with the relay yet and will go there by themselves."""
    waiting = sa.select(sa.func.count()).where(OutboxRow.state.in_(UNDELIVERED))
    return session.scalar(waiting) or 0


def list_mails(
    session: Session,
    *,
    state: MailState | None = None,
    lead_id: int | None = None,
    limit: int = 200,
) -> list[OutboxRow]:
    """The newest mails first."""
    query = sa.select(OutboxRow).order_by(OutboxRow.id.desc()).limit(limit)
    if state is not None:
        query = query.where(OutboxRow.state == state)
    if lead_id is not None:
        query = query.where(OutboxRow.lead_id == lead_id)
    return list(session.scalars(query))


def retry_mails(session: Session, numbers: Sequence[int] = (), *, actor: str) -> int:
    """Put mails back into the queue, due at once. Returns how many.

    Without numbers: those that failed or were put off by the relay. A mail whose end is unclear
    goes again only when it is named, since its recipient may have it. Raises NotFound, Refused.
    """
    trail.take_turn(session)
    waiting = sa.select(OutboxRow).where(
        sa.or_(
            OutboxRow.state == MailState.FAILED,
            sa.and_(OutboxRow.state == MailState.QUEUED, OutboxRow.tries > 0),
        )
    )
    chosen = [_retryable(session, number) for number in numbers] or session.scalars(
        locking(waiting, skip_locked=True)
    ).all()
    for mail in chosen:
        if mail.state is not MailState.QUEUED:
            trail.record(
                session, actor=actor, act="mail.retry", subject=f"mail:{mail.id}", was=mail.state
            )
            mail.tries = 0
        mail.state, mail.not_before = MailState.QUEUED, now()
    session.flush()
    return len(chosen)


def _retryable(session: Session, number: int) -> OutboxRow:
    mail = lock_row(session, OutboxRow, number)
    if mail is None:
        raise NotFound("mail.unknown", mail=number)
    if mail.state is MailState.QUEUED and mail.tries == 0:
        raise Refused("mail.untried", mail=number)
    if mail.state not in (*MAIL_TROUBLES, MailState.QUEUED):
        raise Refused("mail.not-retryable", mail=number, state=Message(f"mail-state.{mail.state}"))
    return mail


def mail_line(mail: OutboxRow) -> dict[str, object]:
    """One mail as a line of a list, without its text."""
    moments = {
        "not_before": mail.not_before,
        "created_at": mail.created_at,
        "sent_at": mail.sent_at,
    }
    return {
        "id": mail.id,
        "kind": mail.kind,
        "state": mail.state,
        "recipient": mail.recipient,
        "subject": mail.subject,
        "message_id": mail.message_id,
        "tries": mail.tries,
        **{k: v.isoformat(timespec="seconds") for k, v in moments.items() if v},
        **{k: v for k in ("lead_id", "notice_id") if (v := getattr(mail, k))},
        **({"last_reply": mail.last_reply.text(Language.ENGLISH)} if mail.last_reply else {}),
    }
