"""试发邮件: an administrator sees whether the office's mail settings work, before a holder does."""

from __future__ import annotations

import secrets
from datetime import datetime

from alerts.mail.envelope import Mail, enclose, read_address
from alerts.mail.local_mailbox import LocalMailbox
from alerts.mail.smtp_relay import Relay
from storage.base.errors import BadInput, HubiaoError
from storage.base.message import Message
from storage.base.settings import Settings
from storage.outgoing.mail_retries import DeliveryOutcome
from storage.tables import OutboxRow


def try_mail(settings: Settings, to: str, *, by: str, at: datetime) -> Message:
    """Hand one trial mail over at once, past the outbox. Returns what took it.

    Raises BadInput on an address or a setting that is unusable, HubiaoError with the relay's words
    when it was not taken.
    """
    address = read_address(to)
    if address is None:
        raise BadInput("trial-mail.no-address", address=to)
    key = f"trial-{secrets.token_hex(8)}"
    message = enclose(
        Mail(
            key=key,
            to=address,
            at=at,
            subject="护标试发邮件",
            template="trial",
            facts={"by": by},
            headers={},
        ),
        settings,
    )
    mail = OutboxRow(
        key=key,
        kind="trial",
        message_id=str(message["Message-ID"]),
        sender=str(message["From"].addresses[0].addr_spec),
        recipient=address,
        subject=str(message["Subject"]),
        body=message.as_bytes(),
    )
    carrier = Relay(settings) if settings.smtp_host else LocalMailbox(settings)
    try:
        outcome, reply = carrier.hand_in(mail)
    finally:
        carrier.close()
    if outcome is not DeliveryOutcome.ACCEPTED:
        raise HubiaoError("trial-mail.not-accepted", reply=reply)
    if settings.smtp_host is None:
        return Message("trial-mail.local", {"reply": reply})
    return Message("trial-mail.accepted", {"host": settings.smtp_host, "address": address})
