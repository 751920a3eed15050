"""每日汇总: the gathered alerts of a holder who wants one mail a day instead of one a lead.

Each alert stands in the outbox as `gathered` from the transaction of its verdict, so an undo takes
it back like any other. On the next morning of the office they are merged into one mail, made when
it leaves: never in quiet hours, never before the undo window of its last lead is over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby

import sqlalchemy as sa
from sqlalchemy.orm import Session

from alerts.mail.alert_mail import load_alert
from alerts.mail.holder_alerts import answer_request
from alerts.mail.holder_digest_mail import DigestItem, holder_digest_mail
from alerts.mail.quiet_hours import after_quiet_hours
from storage.audit import trail
from storage.base.contested_rows import locking
from storage.base.office_time import OFFICE_TIME
from storage.base.settings import Settings
from storage.base.vocabulary import MailState
from storage.outgoing.outbox import merge_mails, put_mail
from storage.rights.store import load_holder
from storage.tables import DecisionRow, LeadRow, OutboxRow, RightRow
from storage.tables.base import now

MOST_LEADS = 50
"""Leads in one mail, chosen by hand; what is over goes into a second one at the same time."""


def queue_holder_digests(
    session: Session, settings: Settings, *, at: datetime | None = None, early: bool = False
) -> int:
    """Merge what is due into one mail a holder; returns how many mails were queued.

    Due is an alert gathered before the last digest hour of the office; `early` asks for all whose
    undo window is over. Nothing is merged in quiet hours.
    """
    at = at or now()
    if after_quiet_hours(at, settings) > at:
        return 0
    until = at if early else min(at, last_digest_hour(at, settings))
    return sum(
        _queue(session, settings, holder, mails, at)
        for holder, gathered in groupby(_due(session, at, until), key=lambda pair: pair[0])
        for mails in _portions([mail for _, mail in gathered])
    )


def last_digest_hour(at: datetime, settings: Settings) -> datetime:
    """The last moment at which a day's digests became due."""
    local = at.astimezone(OFFICE_TIME)
    today = local.replace(hour=settings.digest_hour, minute=0, second=0, microsecond=0)
    return today if today <= local else today - timedelta(days=1)


def _due(session: Session, at: datetime, until: datetime) -> list[tuple[str, OutboxRow]]:
    """Holder and mail, in the order of holders and of the verdicts."""
    gathered = (
        sa.select(RightRow.holder_id, OutboxRow)
        .join(LeadRow, LeadRow.id == OutboxRow.lead_id)
        .join(RightRow, RightRow.id == LeadRow.right_id)
        .where(OutboxRow.state == MailState.GATHERED, OutboxRow.not_before <= at)
        .where(OutboxRow.created_at < until)
        .order_by(RightRow.holder_id, OutboxRow.recipient, OutboxRow.id)
    )
    if not trail.take_turn_if_any(session, gathered):
        return []
    rows = session.execute(locking(gathered, of=OutboxRow))
    return [(holder or "", mail) for holder, mail in rows]


def _portions(mails: Sequence[OutboxRow]) -> Iterator[list[OutboxRow]]:
    for _, same in groupby(mails, key=lambda mail: mail.recipient):
        waiting = list(same)
        yield from (waiting[n : n + MOST_LEADS] for n in range(0, len(waiting), MOST_LEADS))


def _queue(
    session: Session, settings: Settings, holder_id: str, mails: Sequence[OutboxRow], at: datetime
) -> bool:
    holder = load_holder(session, holder_id)
    key = f"alerts:{mails[0].id}"
    number = put_mail(
        session,
        key=key,
        kind="alert",
        message=holder_digest_mail(
            [_item(session, settings, holder_id, mail) for mail in mails],
            key=key,
            holder=holder.name,
            to=mails[0].recipient,
            at=at,
            settings=settings,
        ),
    )
    if number is None:
        return False
    merge_mails(session, mails, number)
    return True


def _item(session: Session, settings: Settings, holder_id: str, mail: OutboxRow) -> DigestItem:
    decision = session.get_one(DecisionRow, int(mail.key.partition(":")[2]))
    return DigestItem(
        alert=load_alert(session, decision),
        request=answer_request(session, decision.lead_id, holder_id, settings),
    )
