"""试发邮件: an administrator sees whether the office's mail settings work, before a holder does."""

from __future__ import annotations

import secrets
from datetime import datetime

from alerts.mail.envelope import Mail, enclose, read_address
from alerts.mail.local_mailbox import LocalMailbox
from alerts.mail.smtp_relay import Relay
from storage.base.errors import BadInput, HubiaoError
from storage.base.settings import Settings
from storage.outgoing.mail_leases import Fate
from storage.tables import OutboxRow


def try_mail(settings: Settings, to: str, *, by: str, at: datetime) -> str:
    """Hand one trial mail over at once, past the outbox. Gives what took it, in Chinese.

    Raises BadInput on an address or a setting that is unusable, HubiaoError with the relay's words
    when it was not taken.
    """
    address = read_address(to)
    if address is None:
        raise BadInput(f"“{to}”不是邮件地址")
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
        fate, reply = carrier.hand_in(mail)
    finally:
        carrier.close()
    if fate is not Fate.ACCEPTED:
        raise HubiaoError(f"邮件服务器没有接收：{reply}")
    if settings.smtp_host is None:
        return f"没有设置邮件服务器，试发邮件已存入本地邮箱（{reply}）"
    return f"邮件服务器 {settings.smtp_host} 已接收。请到 {address} 的收件箱查看"
