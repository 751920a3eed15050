"""新线索即时通知: leads of the first protection tier (保护等级) are mailed to the officers at once.

Those of the other tiers stand in the day's digest. A mail that falls into quiet hours waits for their end.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from alerts.mail.envelope import Mail, enclose, read_addresses
from alerts.mail.quiet_hours import after_quiet_hours
from alerts.text.chinese import chinese_minute
from alerts.text.plain_text import masked_line
from storage.base.settings import Settings
from storage.base.tier_care import AT_ONCE
from storage.base.vocabulary import LEVEL_NAMES, LeadState
from storage.outgoing.outbox import put_mail
from storage.tables import LeadRow, ListingRow, OutboxRow, RightRow
from storage.tables.base import now

_PREFIX = "urgent"
REACH = timedelta(hours=24)
"""Age up to which a lead is news; chosen by hand: older ones stand in the digest."""
MOST_LEADS = 20
"""Leads of one mail; chosen by hand for one screen."""


def queue_urgent_leads(session: Session, settings: Settings, *, at: datetime | None = None) -> int:
    """Queue one mail for each address of `officer_mails` on the pending leads of the first tier that
    were opened since the last such mail. Returns how many mails were queued."""
    at = at or now()
    recipients = read_addresses(settings.officer_mails)
    if not recipients:
        return 0
    leads = _new_leads(session, at)
    if not leads:
        return 0
    newest = max(lead.id for lead in leads)
    lines = [_line(lead) for lead in leads[:MOST_LEADS]]
    queued = 0
    for to in recipients:
        key = f"{_PREFIX}:{newest:012d}:{to}"
        message = enclose(
            Mail(
                key=key,
                to=to,
                at=at,
                subject=f"【一级保护新线索】{len(leads)} 条待核查",
                template="urgent_leads",
                facts={"lines": lines, "more": len(leads) - len(lines), "at": chinese_minute(at),
                       "url": settings.console_url},
                headers={},
            ),
            settings,
        )  # fmt: skip
        not_before = after_quiet_hours(at, settings)
        number = put_mail(session, key=key, kind=_PREFIX, message=message, not_before=not_before)
        queued += number is not None
    return queued


def _new_leads(session: Session, at: datetime) -> Sequence[sa.Row[int, str, str, str]]:
    newest = session.scalar(
        sa.select(sa.func.max(OutboxRow.key)).where(OutboxRow.key.startswith(f"{_PREFIX}:"))
    )
    reported = int(newest.split(":")[1]) if newest else 0
    return session.execute(
        sa.select(LeadRow.id, LeadRow.level, ListingRow.title, RightRow.text)
        .join(ListingRow, ListingRow.id == LeadRow.listing_id)
        .join(RightRow, RightRow.id == LeadRow.right_id)
        .where(
            LeadRow.id > reported,
            LeadRow.tier <= AT_ONCE,
            LeadRow.state == LeadState.PENDING,
            LeadRow.opened_at > at - REACH,
        )
        .order_by(LeadRow.rank, LeadRow.id)
    ).all()


def _line(lead: sa.Row[int, str, str, str]) -> str:
    level = LEVEL_NAMES.get(lead.level, lead.level)
    return f"线索 {lead.id}（{level}）：“{lead.text}”，{masked_line(lead.title, 60)}"
