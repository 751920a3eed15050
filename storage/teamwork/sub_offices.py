"""下级机构 (旗县局): entering and changing them, and who belongs to them."""

from __future__ import annotations

import re
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.contested_rows import lock_row
from storage.base.errors import BadInput, NotFound
from storage.listings.regions import COUNTY
from storage.people.passwords import name_text
from storage.tables import SubOfficeRow, UserRow

_REGION = re.compile(rf"[0-9]{{2,{COUNTY}}}")


def list_sub_offices(session: Session, *, active_only: bool = False) -> Sequence[SubOfficeRow]:
    """All sub-offices by district, then name."""
    query = sa.select(SubOfficeRow).order_by(SubOfficeRow.region, SubOfficeRow.name)
    return session.scalars(query.where(SubOfficeRow.active) if active_only else query).all()


def add_sub_office(session: Session, name: str, region: str, *, actor: str) -> SubOfficeRow:
    """Enter a sub-office. Raises BadInput on an empty or used name and on what is no region code."""
    row = SubOfficeRow(name=_checked_name(session, name), region=_checked_region(region))
    session.add(row)
    session.flush()
    trail.record(
        session, actor=actor, act="suboffice.add", subject=f"suboffice:{row.id}", office=row.name
    )
    return row


def change_sub_office(
    session: Session, number: int, *, name: str, region: str, active: bool, actor: str
) -> None:
    """Change a sub-office; an inactive one gets no more leads. Raises NotFound, BadInput."""
    row = load_sub_office(session, number)
    row.name, row.region = _checked_name(session, name, row), _checked_region(region)
    row.active = active
    trail.record(
        session, actor=actor, act="suboffice.change", subject=f"suboffice:{number}",
        office=row.name, active=active,
    )  # fmt: skip


def place_user(session: Session, user_id: int, number: int | None, *, actor: str) -> None:
    """Put a user into a sub-office, or back into the office itself. Raises NotFound."""
    user = lock_row(session, UserRow, user_id)
    if user is None:
        raise NotFound("user.unknown-number", number=user_id)
    office = load_sub_office(session, number).name if number is not None else None
    user.sub_office_id = number
    trail.record(
        session, actor=actor, act="user.suboffice", subject=f"user:{user.name}", office=office
    )


def load_sub_office(session: Session, number: int) -> SubOfficeRow:
    """One sub-office. Raises NotFound."""
    row = session.get(SubOfficeRow, number)
    if row is None:
        raise NotFound("sub-office.unknown", number=number)
    return row


def _checked_name(session: Session, name: str, row: SubOfficeRow | None = None) -> str:
    text = name_text(name)
    if not text:
        raise BadInput("sub-office.no-name")
    namesake = session.scalar(sa.select(SubOfficeRow.id).where(SubOfficeRow.name == text))
    if namesake is not None and (row is None or namesake != row.id):
        raise BadInput("sub-office.name-used", name=text)
    return text


def _checked_region(region: str) -> str | None:
    code = region.strip()
    if code and not _REGION.fullmatch(code):
        raise BadInput("sub-office.region", region=code)
    return code or None
