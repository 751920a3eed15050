"""再访: which listings are due for another look, each after an interval of its own.

A listing that changed lately is looked at sooner, one that stands still later: the interval is a share
of the time since its last change, as HTTP judges freshness without an expiry (RFC 9111 §4.2.2). What
concerns a protected holder (保护名录) is never left longer than its tier allows (`base.tier_care`), and a listing that
was gone once is looked for again soon, since it counts as removed only when it is gone twice.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from storage.base.errors import EgressRefused
from storage.base.tier_care import TierCare
from storage.base.vocabulary import ENDED, ListingKind, Presence
from storage.net.address_policy import AddressPolicy
from storage.tables import (
    AssessmentRow,
    HolderRow,
    LeadRow,
    ListingRow,
    ListingVersionRow,
    RightRow,
    TaskRow,
)

log = logging.getLogger(__name__)

_Time = sa.ColumnElement[datetime] | InstrumentedAttribute[datetime]
SHARE = 0.2
"""Of the time since the last change; chosen by hand (RFC 9111 §4.2.2 names a tenth as typical)."""
SHORTEST, LONGEST = 12.0, 14 * 24.0
"""Hours between two looks at one listing; chosen by hand."""
GONE_ONCE = 6.0
"""Hours after which a listing that was gone once is looked for again; chosen by hand."""


def due_pages(
    session: Session, policy: AddressPolicy, at: datetime, limit: int, care: Sequence[TierCare]
) -> list[str]:
    """Due addresses that the policy lets a crawl reach; one that it refuses is logged and left out."""
    return [url for url in due_listings(session, at, limit, care) if _may_reach(policy, url)]


def _may_reach(policy: AddressPolicy, url: str) -> bool:
    try:
        policy.check_url(url)
    except EgressRefused as error:
        log.warning("%s", error)
        return False
    return True


def due_listings(session: Session, at: datetime, limit: int, care: Sequence[TierCare]) -> list[str]:
    """Addresses of listings on the hosts of enabled tasks that are due, the most overdue first."""
    tasks = session.scalars(sa.select(TaskRow.urls).where(TaskRow.enabled))
    hosts = {urlsplit(str(url)).hostname or "" for urls in tasks for url in urls}
    leads, assessed = lead_tiers(), assessed_tiers()
    moment = sa.literal(at, type_=ListingRow.last_seen_at.type)
    age = _between(session, ListingRow.last_seen_at, moment)
    still = _between(session, ListingVersionRow.seen_at, ListingRow.last_seen_at) * SHARE
    usual = sa.case((still < SHORTEST, SHORTEST), (still > LONGEST, LONGEST), else_=still)
    usual = sa.case((ListingRow.presence == Presence.MISSING, GONE_ONCE), else_=usual)
    of_lead = _most(leads.c.tier, {entry.tier: entry.lead_hours for entry in care})
    of_mark = _most(assessed.c.tier, {entry.tier: entry.other_hours for entry in care})
    most = sa.case((of_lead < of_mark, of_lead), else_=of_mark)
    interval = sa.case((usual > most, most), else_=usual)
    rows = session.scalars(
        sa.select(ListingRow.url)
        .join(ListingVersionRow, ListingVersionRow.id == ListingRow.version_id)
        .outerjoin(leads, leads.c.listing_id == ListingRow.id)
        .outerjoin(assessed, assessed.c.version_id == ListingRow.version_id)
        .where(
            ListingRow.kind == ListingKind.LISTING,
            ListingRow.presence != Presence.REMOVED,
            ListingRow.last_seen_at <= at - timedelta(hours=GONE_ONCE),
            ListingRow.platform.in_(hosts),
            age >= interval,
        )
        .order_by((age / interval).desc(), ListingRow.id)
        .limit(limit)
    )
    return list(rows)


def _most(tier: sa.ColumnElement[int], hours: Mapping[int, float]) -> sa.ColumnElement[Any]:
    """The hours that a tier allows at most; without a tier those that any listing has."""
    return sa.case(dict(hours), value=tier, else_=LONGEST)


def lead_tiers() -> sa.Subquery:
    """The strictest protection tier that concerns a listing by a lead that is not over."""
    return (
        sa.select(LeadRow.listing_id, sa.func.min(LeadRow.tier).label("tier"))
        .where(LeadRow.state.not_in(ENDED))
        .group_by(LeadRow.listing_id)
        .subquery()
    )


def assessed_tiers() -> sa.Subquery:
    """The strictest protection tier of a holder whose mark stands in a listing's version, lead or not."""
    return (
        sa.select(AssessmentRow.version_id, sa.func.min(HolderRow.tier).label("tier"))
        .join(RightRow, RightRow.id == AssessmentRow.right_id)
        .join(HolderRow, HolderRow.id == RightRow.holder_id)
        .group_by(AssessmentRow.version_id)
        .subquery()
    )


def _between(session: Session, start: _Time, end: _Time) -> sa.ColumnElement[Any]:
    """Hours between two moments, in the database's own words."""
    if session.get_bind().dialect.name == "postgresql":
        return sa.cast(sa.func.extract("epoch", end - start), sa.Float) / 3600.0
    return (sa.func.julianday(end) - sa.func.julianday(start)) * 24.0
