"""平台处置情况: how platforms answered the office's letters, from the acts on record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from statistics import median

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.database import query_parts
from storage.tables import AuditRow, LeadRow, ListingRow
from storage.tables.base import Moment

_ACTS = ("lead.noticed", "lead.removed", "lead.refused", "lead.contested")


@dataclass(frozen=True, kw_only=True)
class PlatformResponse:
    """One platform's answers to letters of a period."""

    platform: str
    noticed: int
    """Leads for which a letter was sent."""
    removed: int
    """… and the listing was found removed."""
    refused: int
    """… and the listing still stood a week later."""
    contested: int
    """… and a 不侵权声明 came."""
    median_days: float | None
    """Days from letter to the look that found the listing gone: an upper bound."""


def platform_responses(session: Session, start: datetime, end: datetime) -> list[PlatformResponse]:
    """Figures per platform for letters sent from `start` up to before `end`, most letters first."""
    sent = sa.select(AuditRow.subject).where(
        AuditRow.act == "lead.noticed", AuditRow.at >= start, AuditRow.at < end
    )
    acts = _acts(session, sent)
    platforms = _platforms(session, acts)
    grouped: dict[str, list[dict[str, datetime]]] = defaultdict(list)
    for lead_id, moments in acts.items():
        if start <= moments["lead.noticed"] < end and lead_id in platforms:
            grouped[platforms[lead_id]].append(moments)
    figures = [_figures(platform, leads) for platform, leads in grouped.items()]
    return sorted(figures, key=lambda f: (-f.noticed, f.platform))


def _acts(session: Session, subjects: sa.Select[str]) -> dict[int, dict[str, datetime]]:
    """First moment of each act on each of these leads."""
    rows = session.execute(
        sa.select(AuditRow.subject, AuditRow.act, sa.func.min(AuditRow.at, type_=Moment()))
        .where(AuditRow.subject.in_(subjects), AuditRow.act.in_(_ACTS))
        .group_by(AuditRow.subject, AuditRow.act)
    )
    moments: dict[int, dict[str, datetime]] = defaultdict(dict)
    for subject, act, at in rows:
        moments[int(subject.removeprefix("lead:"))][act] = at
    return moments


def _platforms(session: Session, leads: Collection[int]) -> dict[int, str]:
    platforms: dict[int, str] = {}
    for part in query_parts(sorted(leads)):
        query = sa.select(LeadRow.id, ListingRow.platform).join(
            ListingRow, ListingRow.id == LeadRow.listing_id
        )
        platforms.update(session.execute(query.where(LeadRow.id.in_(part))).all())
    return platforms


def _figures(platform: str, leads: list[dict[str, datetime]]) -> PlatformResponse:
    days = [
        (lead["lead.removed"] - lead["lead.noticed"]).total_seconds() / 86400
        for lead in leads
        if "lead.removed" in lead
    ]
    return PlatformResponse(
        platform=platform,
        noticed=len(leads),
        removed=len(days),
        refused=sum("lead.refused" in lead for lead in leads),
        contested=sum("lead.contested" in lead for lead in leads),
        median_days=round(median(days), 1) if days else None,
    )
