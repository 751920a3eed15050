"""Telling other systems of new leads over HTTP, signed as Standard Webhooks describes.

`webhook-signature: v1,BASE64` is HMAC-SHA-256 over `id.timestamp.body` with the secret that was
shown once; the receiver's libraries for standardwebhooks.com check it as it is. At least once:
a message whose answer was lost comes again under the same `webhook-id`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime

from storage.base.database import Database
from storage.base.errors import HubiaoError
from storage.base.message import Message
from storage.base.request_policy import WEBHOOK
from storage.base.settings import Settings
from storage.files.sealed_secrets import unseal
from storage.net.address_policy import AddressPolicy
from storage.net.guarded_fetch import fetch
from storage.outgoing.webhook_events import due_messages, finish_message
from storage.tables import WebhookMessageRow, WebhookRow
from storage.tables.base import now

AT_ONCE = 50
"""Messages tried before the other stages of a worker have their turn; chosen by hand."""


def deliver_webhooks(database: Database, settings: Settings, *, limit: int = AT_ONCE) -> int:
    """Try every message that is due, each ended in its own transaction. Gives how many were taken.

    One process at a time: the caller holds the turn.
    """
    with database.read() as session:
        due = due_messages(session, limit)
    if not due:
        return 0
    policy = AddressPolicy(settings.allow_addresses)
    taken = 0
    for message, webhook in due:
        fits, reply = _hand_over(settings, policy, message, webhook)
        with database.begin() as session:
            finish_message(session, message.id, taken=fits, reply=reply)
        taken += fits
    return taken


def _hand_over(
    settings: Settings, policy: AddressPolicy, message: WebhookMessageRow, webhook: WebhookRow
) -> tuple[bool, Message | str]:
    """Whether the other side took it, and what it said in one line."""
    try:
        secret = unseal(settings.home, webhook.secret)
        answer = fetch(
            webhook.url,
            policy,
            body=message.body,
            headers=signed_headers(secret, message.key, message.body, now()),
            max_bytes=WEBHOOK.max_bytes,
            timeout=WEBHOOK.seconds,
        )
    except HubiaoError as error:
        return False, error.message
    return 200 <= answer.status < 300, f"HTTP {answer.status}"


def signed_headers(secret: str, key: str, body: bytes, at: datetime) -> dict[str, str]:
    """The headers of one message; `secret` as it was shown, `whsec_…`."""
    stamp = str(int(at.timestamp()))
    signed = b".".join((key.encode(), stamp.encode(), body))
    raw = base64.b64decode(secret.removeprefix("whsec_"))
    signature = base64.b64encode(hmac.new(raw, signed, hashlib.sha256).digest()).decode("ascii")
    return {
        "content-type": "application/json; charset=utf-8",
        "user-agent": "Hubiao-Webhook/1",
        "webhook-id": key,
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{signature}",
    }
