"""同事: who may be given a lead or mentioned in a comment, and who belongs to which sub-office."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.people.roles import DRAFTERS
from storage.tables import SubOfficeRow, UserRow


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """One active user as others name her."""

    name: str
    """The login, under which acts are recorded."""
    shown_name: str
    """The full name, else the login."""
    role: str
    sub_office_id: int | None
    sub_office: str | None


def colleagues(session: Session) -> Sequence[Colleague]:
    """All active users who work on leads, by login."""
    rows = session.execute(
        sa.select(
            UserRow.name,
            sa.func.coalesce(UserRow.full_name, UserRow.name).label("shown_name"),
            UserRow.role,
            UserRow.sub_office_id,
            SubOfficeRow.name.label("sub_office"),
        )
        .outerjoin(SubOfficeRow, SubOfficeRow.id == UserRow.sub_office_id)
        .where(UserRow.active, UserRow.role.in_(DRAFTERS))
        .order_by(UserRow.name)
    )
    return [Colleague(**row._mapping) for row in rows]


def sub_office_of(session: Session, name: str) -> int | None:
    """Number of the sub-office that this user belongs to; None: the office itself."""
    return session.scalar(sa.select(UserRow.sub_office_id).where(UserRow.name == name))
