"""许可台账 and the list of rights, as pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.office_time import today
from storage.counts.stock import stock_of
from storage.records import RightKind
from storage.records.right_term import Standing, standing_of
from storage.tables import HolderRow, LicenceRow, RightRow


@dataclass(frozen=True, kw_only=True)
class RightLine:
    """One right as a list shows it."""

    id: str
    text: str
    kind: RightKind
    registration_no: str | None
    holder: str | None
    tier: int | None
    verified: bool
    valid_until: date | None
    standing: Standing
    """On the office's day."""
    active: bool
    licences: int
    leads: int


def right_lines(session: Session) -> list[RightLine]:
    """All rights by id, with how many licences and leads each has."""
    day = today()
    licences = _count(LicenceRow.right_id)
    leads = stock_of(session, "right")
    rows = session.execute(
        sa.select(RightRow, HolderRow.name, HolderRow.tier, licences.c.number)
        .outerjoin(HolderRow, HolderRow.id == RightRow.holder_id)
        .outerjoin(licences, licences.c.right_id == RightRow.id)
        .order_by(RightRow.active.desc(), RightRow.id)
    )
    return [
        RightLine(
            id=row.id,
            text=row.text,
            kind=row.kind,
            registration_no=row.record.registration_no,
            holder=holder,
            tier=tier,
            verified=row.record.verified,
            valid_until=row.record.valid_until,
            standing=standing_of(row.record, day),
            active=row.active,
            licences=licensed or 0,
            leads=sum(leads.get(row.id, {}).values()),
        )
        for row, holder, tier, licensed in rows
    ]


@dataclass(frozen=True, kw_only=True)
class HolderLine:
    """One right holder (权利人) as a list shows it."""

    id: str
    name: str
    email: str | None
    tier: int
    verified: bool
    rights: int


def holder_lines(session: Session) -> list[HolderLine]:
    """All holders, those watched most closely first."""
    rights = _count(RightRow.holder_id)
    rows = session.execute(
        sa.select(HolderRow, rights.c.number)
        .outerjoin(rights, rights.c.right_id == HolderRow.id)
        .order_by(HolderRow.tier, HolderRow.name)
    )
    return [
        HolderLine(
            id=row.id,
            name=row.name,
            email=row.email,
            tier=row.tier,
            verified=row.record.verified,
            rights=count or 0,
        )
        for row, count in rows
    ]


def find_licences(
    session: Session, *, right_id: str | None = None, until: date | None = None
) -> Sequence[LicenceRow]:
    """Licences of one right, or those that end by a day, the earliest end first."""
    query = sa.select(LicenceRow).order_by(LicenceRow.valid_until.is_(None), LicenceRow.valid_until)
    if right_id is not None:
        query = query.where(LicenceRow.right_id == right_id)
    if until is not None:
        query = query.where(LicenceRow.valid_until <= until)
    return session.scalars(query.order_by(LicenceRow.id)).all()


def _count(column: sa.orm.InstrumentedAttribute[Any]) -> sa.Subquery:
    return (
        sa.select(column.label("right_id"), sa.func.count().label("number"))
        .group_by(column)
        .subquery()
    )
