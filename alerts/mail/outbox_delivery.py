"""Sending what waits in the outbox (发件): to the local mailbox, or to the office's relay."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from alerts.mail.local_mailbox import LocalMailbox
from alerts.mail.smtp_relay import Relay
from storage.base.database import Database
from storage.base.errors import HubiaoError
from storage.base.message import Message
from storage.base.settings import Settings
from storage.base.vocabulary import MAIL_TROUBLES, MailState
from storage.outgoing.mail_leases import finish_mail, has_work, lease_mail, recover_mails
from storage.outgoing.mail_retries import DeliveryOutcome
from storage.outgoing.outbox import count_waiting
from storage.tables import OutboxRow

log = logging.getLogger(__name__)


class Carrier(Protocol):
    """What takes a mail from us; its name is for people."""

    def hand_in(self, mail: OutboxRow) -> tuple[DeliveryOutcome, str]:
        """Hand one mail over. Raises HubiaoError when it was not even offered."""

    def close(self) -> None:
        """End the connection, if any."""


@dataclass(frozen=True, kw_only=True)
class DeliveryReport:
    """What one pass over the outbox did, in mails."""

    where: str
    """The relay, or the folder of the local mailbox."""
    sent: int
    put_off: int
    """Temporarily refused or unclear: tried again later by itself."""
    failed: int
    unclear: int
    """Their end is not known and a person has to say whether to send again."""
    waiting: int
    """Still in the queue, whether due or not."""
    replies: tuple[Message, ...] = field(default=())
    """A line for each mail that failed or is unclear."""


def deliver(database: Database, settings: Settings, *, limit: int | None = None) -> DeliveryReport:
    """Send every mail that is due, one transaction before and one after each.

    May be run by several processes at once and killed at any moment. Raises RelayDown or
    StoreUnavailable when nothing can be handed over; the mails stay queued.
    """
    carrier: Carrier = Relay(settings) if settings.smtp_host else LocalMailbox(settings)
    ends: Counter[MailState] = Counter()
    replies: list[Message] = []
    with database.read() as session:
        if not has_work(session):
            return _report(carrier, Counter(), (), count_waiting(session))
    with database.begin() as session:
        if recovered := recover_mails(session):
            log.warning("%s mails of a dead sender taken over", recovered)
    try:
        while limit is None or ends.total() < limit:
            state, line = _deliver_one(database, carrier)
            if state is None:
                break
            ends[state] += 1
            if state in MAIL_TROUBLES:
                replies.append(line)
    finally:
        carrier.close()
    with database.read() as session:
        waiting = count_waiting(session)
    return _report(carrier, ends, replies, waiting)


def _report(
    carrier: Carrier, ends: Counter[MailState], replies: Sequence[Message], waiting: int
) -> DeliveryReport:
    return DeliveryReport(
        where=str(carrier),
        sent=ends[MailState.SENT],
        put_off=ends[MailState.QUEUED],
        failed=ends[MailState.FAILED],
        unclear=ends[MailState.UNCLEAR],
        waiting=waiting,
        replies=tuple(replies),
    )


def _deliver_one(database: Database, carrier: Carrier) -> tuple[MailState | None, Message]:
    """Hand the next due mail over; gives its state afterwards, None when none is due."""
    with database.begin() as session:
        mail = lease_mail(session)
    if mail is None:
        return None, Message("text", {"text": ""})
    try:
        outcome, reply = carrier.hand_in(mail)
    except HubiaoError as error:
        with database.begin() as session:
            finish_mail(session, mail.id, DeliveryOutcome.UNTRIED, error.message)
        raise
    with database.begin() as session:
        state = finish_mail(session, mail.id, outcome, reply)
    log.info("mail %s (%s) is %s: %s", mail.id, mail.kind, state, reply)
    words = Message(f"mail-state.{state}")
    return state, Message(
        "mail.outcome", {"mail": mail.id, "to": mail.recipient, "state": words, "reply": reply}
    )
