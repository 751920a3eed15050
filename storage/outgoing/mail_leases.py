"""Handing a waiting mail to exactly one sender, and what its end means.

Nobody offers exactly-once over SMTP. The promise is: every mail is handed to the relay at least
once; it can arrive twice only where the relay's answer was lost, and then with the same Message-ID
and the same bytes. A statutory letter (文书) whose end is unclear is not sent again by itself:
an officer asks the recipient first.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.contested_rows import lock_existing, locking
from storage.base.message import Language, Message
from storage.base.process import is_alive, this_process
from storage.base.vocabulary import MailState
from storage.outgoing.mail_retries import BACKOFF, DeliveryOutcome, state_after
from storage.outgoing.replies import reply_message
from storage.tables import OutboxRow
from storage.tables.base import now

LEASE = timedelta(minutes=10)
"""A sender on another machine that is silent this long is taken for dead; chosen by hand, well above
the longest a dialogue of a relay can last with the time-out of each step."""


def has_work(session: Session) -> bool:
    """Whether a mail is due or under way: an idle sender must not take the write lock."""
    due = sa.and_(OutboxRow.state == MailState.QUEUED, OutboxRow.not_before <= now())
    query = (
        sa.select(OutboxRow.id).where(sa.or_(due, OutboxRow.state == MailState.SENDING)).limit(1)
    )
    return session.scalar(query) is not None


def lease_mail(session: Session, *, at: datetime | None = None) -> OutboxRow | None:
    """Take the next due mail for this process; two senders never get the same one."""
    due = (
        sa.select(OutboxRow)
        .where(OutboxRow.state == MailState.QUEUED, OutboxRow.not_before <= (at or now()))
        .order_by(OutboxRow.not_before, OutboxRow.id)
        .limit(1)
    )
    mail = session.scalar(locking(due, skip_locked=True))
    if mail is not None:
        mail.state, mail.owner, mail.leased_at = MailState.SENDING, this_process(), now()
        session.flush()
    return mail


def recover_mails(session: Session) -> int:
    """Decide the state of mails whose sender died while sending. Returns how many there were."""
    at = now()
    sending = sa.select(OutboxRow).where(OutboxRow.state == MailState.SENDING)
    if not trail.take_turn_if_any(session, sending):
        return 0
    under_way = session.scalars(locking(sending, skip_locked=True)).all()
    dead = [mail for mail in under_way if not is_alive(mail.owner, mail.leased_at, at, LEASE)]
    for mail in dead:
        _end(session, mail, DeliveryOutcome.UNCLEAR, Message("mail.sender-died"), delay=timedelta())
    return len(dead)


def finish_mail(
    session: Session, mail_id: int, outcome: DeliveryOutcome, reply: Message | str
) -> MailState:
    """Write down how handing over ended. Returns the mail's state afterwards.

    A mail that this process no longer holds is left alone.
    """
    trail.take_turn(session)
    mail = lock_existing(session, OutboxRow, mail_id)
    if mail.state is MailState.SENDING and mail.owner == this_process():
        _end(session, mail, outcome, reply, delay=BACKOFF.spread_wait(mail.tries + 1))
    return mail.state


def _end(
    session: Session,
    mail: OutboxRow,
    outcome: DeliveryOutcome,
    reply: Message | str,
    *,
    delay: timedelta,
) -> None:
    mail.state = state_after(mail, outcome)
    mail.perhaps_arrived = mail.perhaps_arrived or outcome is DeliveryOutcome.UNCLEAR
    mail.owner = mail.leased_at = None
    mail.last_reply = reply_message(reply)
    if outcome is DeliveryOutcome.ACCEPTED:
        mail.sent_at = now()
    if outcome is not DeliveryOutcome.UNTRIED:
        mail.tries += 1
        if mail.state is MailState.QUEUED:
            mail.not_before = now() + delay
    if mail.state is not MailState.QUEUED:
        subject = f"lead:{mail.lead_id}" if mail.lead_id else f"mail:{mail.id}"
        trail.record(
            session, actor="system", act=f"mail.{mail.state}", subject=subject,
            mail=mail.id, kind=mail.kind, reply=mail.last_reply.text(Language.ENGLISH),
        )  # fmt: skip
