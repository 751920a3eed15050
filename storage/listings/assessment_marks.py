"""Which content of listings waits for an assessment (待研判): the mark of what it was assessed with.

The only module that writes `ListingVersionRow.assessed_with`.
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.tables import ListingVersionRow


def mark_assessed(session: Session, version_ids: Sequence[int], basis: str) -> None:
    """These versions were assessed on this basis, the hash of rights and model."""
    _mark(session, ListingVersionRow.id.in_(version_ids), basis)


def assess_again(session: Session, versions: sa.ColumnElement[bool]) -> None:
    """Have the versions that fulfil a condition on `ListingVersionRow` assessed again."""
    _mark(session, sa.and_(versions, ListingVersionRow.assessed_with.is_not(None)), None)


def _mark(session: Session, versions: sa.ColumnElement[bool], basis: str | None) -> None:
    session.execute(
        sa.update(ListingVersionRow)
        .where(versions)
        .values(assessed_with=basis)
        .execution_options(synchronize_session=False)
    )
