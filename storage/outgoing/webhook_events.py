"""Webhooks: messages to other systems about new leads (线索), written in the leads' transaction.

No message is written unless an administrator named an address. A message is a row beside the lead it is
about, so a crash neither loses one nor tells of a lead that was never opened.
"""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.backoff import Backoff
from storage.base.contested_rows import add_unique, lock_row
from storage.base.errors import BadInput, EgressRefused, NotFound
from storage.base.message import Message
from storage.base.vocabulary import UNDO, LeadState, WebhookState
from storage.files.sealed_secrets import seal
from storage.net.destination import read_destination
from storage.outgoing.replies import reply_message
from storage.tables import (
    AppealRow,
    DecisionRow,
    LeadRow,
    ListingRow,
    WebhookMessageRow,
    WebhookRow,
)
from storage.tables.base import now

BACKOFF = Backoff(first=timedelta(minutes=1), longest=timedelta(hours=4))
"""Waits after the first and after many refusals; chosen by hand."""
MOST_TRIES = 14
"""Tries, chosen by hand: about a day and a half of refusals, then an administrator has to look."""
LONGEST_NAME = 100
"""Characters; the column holds as many."""
_CACHE = "webhooks"
"""Key under which a session keeps the receivers, so that a batch of leads asks the database once."""


def add_webhook(
    session: Session, home: Path, name: str, url: str, *, actor: str
) -> tuple[WebhookRow, str]:
    """Add an address that receives messages. Gives it with the signing secret, to be shown once. Raises BadInput."""
    name = name.strip()
    if not name or len(name) > LONGEST_NAME:
        raise BadInput("webhook.name", characters=LONGEST_NAME)
    try:
        read_destination(url)
    except EgressRefused as error:
        raise BadInput("webhook.url", reason=error) from error
    secret = _new_secret()
    row = WebhookRow(name=name, url=url, secret=seal(home, secret))
    add_unique(session, row, BadInput("webhook.taken", name=name))
    trail.record(session, actor=actor, act="webhook.add", subject=f"webhook:{row.id}", url=url)
    return row, secret


def renew_secret(session: Session, home: Path, webhook_id: int, *, actor: str) -> str:
    """A new signing secret; the old one signs nothing from now on. Raises NotFound."""
    row, secret = load_webhook(session, webhook_id), _new_secret()
    row.secret = seal(home, secret)
    trail.record(session, actor=actor, act="webhook.secret", subject=f"webhook:{row.id}")
    return secret


def set_webhook(session: Session, webhook_id: int, active: bool, *, actor: str) -> None:
    """Pause a webhook or go on; what waits stays waiting. Raises NotFound."""
    load_webhook(session, webhook_id).active = active
    act = "webhook.resume" if active else "webhook.pause"
    trail.record(session, actor=actor, act=act, subject=f"webhook:{webhook_id}")


def drop_webhook(session: Session, webhook_id: int, *, actor: str) -> None:
    """Delete an address and the messages that wait for it. Raises NotFound."""
    session.delete(load_webhook(session, webhook_id))
    trail.record(session, actor=actor, act="webhook.drop", subject=f"webhook:{webhook_id}")


def load_webhook(session: Session, webhook_id: int) -> WebhookRow:
    """Raises NotFound."""
    row = session.get(WebhookRow, webhook_id)
    if row is None:
        raise NotFound("webhook.unknown", webhook=webhook_id)
    return row


def list_webhooks(session: Session) -> Sequence[tuple[WebhookRow, dict[str, int], Message | None]]:
    """All webhooks with their messages counted by state, and the last reply of each."""
    counts: dict[int, dict[str, int]] = {}
    for webhook, state, number in session.execute(
        sa.select(WebhookMessageRow.webhook_id, WebhookMessageRow.state, sa.func.count()).group_by(
            WebhookMessageRow.webhook_id, WebhookMessageRow.state
        )
    ):
        counts.setdefault(webhook, {})[state] = number
    latest = (
        sa.select(WebhookMessageRow.last_reply)
        .where(
            WebhookMessageRow.webhook_id == WebhookRow.id, WebhookMessageRow.last_reply.is_not(None)
        )
        .order_by(WebhookMessageRow.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = session.execute(sa.select(WebhookRow, latest).order_by(WebhookRow.name))
    return [(row, counts.get(row.id, {}), reply) for row, reply in rows]


def tell_of_lead(session: Session, lead: LeadRow, event: str) -> None:
    """Queue a message about a lead for every active webhook, in the transaction of the lead.

    `event` is `lead.opened`, `lead.returned` or `lead.relisted`.
    """
    if webhooks := _receivers(session):
        key = f"lead-{lead.id}-{lead.revision}-{event.partition('.')[2]}"
        _queue(session, webhooks, key, event, _lead(session, lead))


def tell_of_verdict(session: Session, lead: LeadRow, decision: DecisionRow) -> None:
    """Queue a message about a verdict: `lead.decided`, or `lead.undone` where one is taken back.

    Who gave it and what the officer noted stay in the office.
    """
    if webhooks := _receivers(session):
        is_undone = decision.verdict == UNDO
        words = {} if is_undone else {"verdict": decision.verdict, "reason": decision.reason}
        event = "lead.undone" if is_undone else "lead.decided"
        _queue(session, webhooks, f"decision-{decision.id}", event, _lead(session, lead) | words)


def tell_of_appeal(session: Session, appeal: AppealRow, leads: Sequence[int]) -> None:
    """Queue a message about an appeal that was decided: `appeal.upheld` or `appeal.rejected`.

    Neither who appealed nor what was written leaves the office.
    """
    if webhooks := _receivers(session):
        data = {"id": appeal.id, "number": appeal.number, "leads": list(leads)}
        event = f"appeal.{appeal.state.value}"
        _queue(session, webhooks, f"appeal-{appeal.id}", event, data)


def _receivers(session: Session) -> Sequence[int]:
    webhooks: Sequence[int] | None = session.info.get(_CACHE)
    if webhooks is None:
        webhooks = session.scalars(sa.select(WebhookRow.id).where(WebhookRow.active)).all()
        session.info[_CACHE] = webhooks
    return webhooks


def tell_test(session: Session, webhook_id: int, *, actor: str) -> int:
    """Queue a message that says only that it is a test. Gives its number. Raises NotFound."""
    row = load_webhook(session, webhook_id)
    trail.record(session, actor=actor, act="webhook.test", subject=f"webhook:{row.id}")
    key = f"test-{secrets.token_hex(8)}"
    (made,) = _queue(session, [row.id], key, "test", {"words": "护标测试消息", "by": actor})
    return made


def _queue(
    session: Session, webhooks: Sequence[int], key: str, event: str, data: dict[str, object]
) -> list[int]:
    body = json.dumps(
        {"type": event, "timestamp": now().isoformat(timespec="seconds"), "data": data},
        ensure_ascii=False,
    ).encode("utf-8", "replace")
    rows = [
        WebhookMessageRow(webhook_id=number, key=key, event=event, body=body) for number in webhooks
    ]
    session.add_all(rows)
    session.flush()
    return [row.id for row in rows]


def _lead(session: Session, lead: LeadRow) -> dict[str, object]:
    listing = session.get_one(ListingRow, lead.listing_id)
    return {
        "id": lead.id,
        "url": listing.url,
        "right": lead.right_id,
        "score": lead.score,
        "level": lead.level,
        "state": lead.state or LeadState.PENDING,
        "platform": listing.platform,
    }


def due_messages(session: Session, limit: int) -> Sequence[tuple[WebhookMessageRow, WebhookRow]]:
    """Messages that may go now, the oldest first."""
    rows = session.execute(
        sa.select(WebhookMessageRow, WebhookRow)
        .join(WebhookRow, WebhookRow.id == WebhookMessageRow.webhook_id)
        .where(
            WebhookMessageRow.state == WebhookState.QUEUED,
            WebhookMessageRow.not_before <= now(),
            WebhookRow.active,
        )
        .order_by(WebhookMessageRow.not_before, WebhookMessageRow.id)
        .limit(limit)
    )
    return [(message, webhook) for message, webhook in rows]


def finish_message(session: Session, message_id: int, *, taken: bool, reply: Message | str) -> str:
    """Write down how a message ended; a refused one goes again later. Gives its state."""
    row = lock_row(session, WebhookMessageRow, message_id)
    if row is None:  # its webhook was forgotten meanwhile
        return "dropped"
    row.tries += 1
    row.last_reply = reply_message(reply)
    if taken:
        row.state, row.sent_at = WebhookState.SENT, now()
    elif row.tries >= MOST_TRIES:
        row.state = WebhookState.FAILED
    else:
        row.not_before = now() + BACKOFF.spread_wait(row.tries)
    return row.state


def retry_messages(session: Session, webhook_id: int, *, actor: str) -> int:
    """Let what failed or was put off go at once. Gives how many."""
    result = session.execute(
        sa.update(WebhookMessageRow)
        .where(
            WebhookMessageRow.webhook_id == webhook_id, WebhookMessageRow.state != WebhookState.SENT
        )
        .values(state=WebhookState.QUEUED, tries=0, not_before=now())
    )
    trail.record(session, actor=actor, act="webhook.retry", subject=f"webhook:{webhook_id}")
    return int(getattr(result, "rowcount", 0))


def _new_secret() -> str:
    """In the spelling of Standard Webhooks: `whsec_` and 32 bytes in base64."""
    return f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode('ascii')}"
