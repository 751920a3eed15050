"""姓名: what an officer is called in letters, in place of the login."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.tables import UserRow


def full_names(session: Session, logins: Iterable[str]) -> Mapping[str, str]:
    """The full name of each of these users that has one, by login; closed accounts too."""
    query = sa.select(UserRow.name, UserRow.full_name).where(
        UserRow.name.in_(set(logins)), UserRow.full_name.is_not(None)
    )
    return {row.name: row.full_name for row in session.execute(query)}


def people_names(session: Session) -> tuple[str, ...]:
    """What all users are called, by name: the full name, or the login of one without; closed accounts too."""
    query = sa.select(sa.func.coalesce(UserRow.full_name, UserRow.name)).order_by(UserRow.name)
    return tuple(session.scalars(query))
