"""常用视图: views of the queue that an officer or the whole office keeps under a name.

A view is what stands in the address of the page: tab, filters and sort. Deleting one is taken back by
`restore_view`; one that is deleted for longer than KEPT_DAYS is dropped with the next one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.errors import BadInput, NotFound, Refused
from storage.people.sign_in import Officer
from storage.tables import SavedViewRow
from storage.tables.base import now

LONGEST_NAME = 40
"""Characters; the width of the column."""
_LONGEST_QUERY = 2000
MOST_VIEWS = 30
"""Views of one officer, and of the office; chosen by hand: more tabs help nobody."""
KEPT_DAYS = 30
"""Days for which a deleted view can be taken back; chosen by hand."""


@dataclass(frozen=True, kw_only=True)
class SavedView:
    """A view under its name."""

    id: int
    name: str
    query: str
    """The query string of the page."""
    of_office: bool
    saved_by: str
    deleted: bool


def saved_views(
    session: Session, officer: Officer, *, deleted: bool = False
) -> Sequence[SavedView]:
    """The office's views and this officer's, in the order in which they were saved."""
    rows = session.scalars(
        sa.select(SavedViewRow)
        .where(
            sa.or_(SavedViewRow.user_id.is_(None), SavedViewRow.user_id == officer.user_id),
            SavedViewRow.deleted_at.is_not(None) if deleted else SavedViewRow.deleted_at.is_(None),
        )
        .order_by(SavedViewRow.user_id.is_not(None), SavedViewRow.id)
    )
    return [_view(row) for row in rows]


def save_view(
    session: Session, officer: Officer, name: str, query: str, *, for_office: bool
) -> SavedView:
    """Keep a view; one of the same owner and name is replaced. Raises BadInput, Refused."""
    _check_name(name)
    if len(query) > _LONGEST_QUERY:
        raise BadInput("saved-view.long")
    owner = None if for_office else officer.user_id
    mine = _rows_of(session, owner)
    row = next((each for each in mine if each.name == name), None)
    if row is None:
        if len(mine) >= MOST_VIEWS:
            raise Refused("saved-view.many", most=MOST_VIEWS)
        row = SavedViewRow(user_id=owner, name=name, query=query, saved_by=officer.name)
        session.add(row)
    row.query, row.saved_by, row.saved_at = query, officer.name, now()
    session.flush()
    trail.record(session, actor=officer.name, act="view.save", subject=f"view:{row.id}", name=name)
    return _view(row)


def rename_view(
    session: Session, officer: Officer, view_id: int, name: str, *, may_office: bool
) -> None:
    """Give a view another name. Raises BadInput, NotFound, Refused."""
    _check_name(name)
    row = _row(session, officer, view_id, may_office=may_office)
    if any(each.name == name and each.id != row.id for each in _rows_of(session, row.user_id)):
        raise BadInput("saved-view.taken", name=name)
    row.name = name
    trail.record(
        session, actor=officer.name, act="view.rename", subject=f"view:{row.id}", name=name
    )


def delete_view(session: Session, officer: Officer, view_id: int, *, may_office: bool) -> SavedView:
    """Take a view away; it can be restored. Raises NotFound, Refused."""
    row = _row(session, officer, view_id, may_office=may_office)
    row.deleted_at = row.deleted_at or now()
    expired = now() - timedelta(days=KEPT_DAYS)
    session.execute(sa.delete(SavedViewRow).where(SavedViewRow.deleted_at < expired))
    trail.record(
        session, actor=officer.name, act="view.delete", subject=f"view:{row.id}", name=row.name
    )
    return _view(row)


def restore_view(session: Session, officer: Officer, view_id: int, *, may_office: bool) -> None:
    """Take a deletion back; a name that was taken meanwhile gets a number. Raises NotFound, Refused."""
    row = _row(session, officer, view_id, may_office=may_office)
    names = {each.name for each in _rows_of(session, row.user_id) if each.id != row.id}
    stem, number = row.name[: LONGEST_NAME - 4], 2
    while row.name in names:
        row.name, number = f"{stem} {number}", number + 1
    row.deleted_at = None
    trail.record(
        session, actor=officer.name, act="view.restore", subject=f"view:{row.id}", name=row.name
    )


def _rows_of(session: Session, user_id: int | None) -> Sequence[SavedViewRow]:
    """The views of one owner that are not deleted; None is the office."""
    owner = SavedViewRow.user_id.is_(None) if user_id is None else SavedViewRow.user_id == user_id
    return session.scalars(
        sa.select(SavedViewRow).where(owner, SavedViewRow.deleted_at.is_(None))
    ).all()


def _row(session: Session, officer: Officer, view_id: int, *, may_office: bool) -> SavedViewRow:
    row = session.get(SavedViewRow, view_id)
    if row is None or row.user_id not in (None, officer.user_id):
        raise NotFound("saved-view.unknown")
    if row.user_id is None and not may_office:
        raise Refused("saved-view.of-office")
    return row


def _check_name(name: str) -> None:
    if not name.strip() or len(name) > LONGEST_NAME:
        raise BadInput("saved-view.name", most=LONGEST_NAME)


def _view(row: SavedViewRow) -> SavedView:
    return SavedView(
        id=row.id,
        name=row.name,
        query=row.query,
        of_office=row.user_id is None,
        saved_by=row.saved_by,
        deleted=row.deleted_at is not None,
    )
