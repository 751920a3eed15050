"""许可台账 by hand: one licence entered or ended, a right switched off or on; the past is scored again."""

from __future__ import annotations

from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.contested_rows import lock_row
from storage.base.errors import BadInput, NotFound
from storage.records import AuthorisedSeller
from storage.rights.dates import is_reversed
from storage.rights.licence_ledger import add_licence
from storage.tables import LicenceRow, RightRow
from storage.tables.base import now

BY_HAND = "console"
"""Source of a licence that no import of a rights file takes away."""


def grant_licence(session: Session, right_id: str, seller: AuthorisedSeller, *, actor: str) -> None:
    """Enter an enterprise that may use a right. Raises NotFound, BadInput."""
    if is_reversed(seller.valid_from, seller.valid_until):
        raise BadInput("licence.reversed")
    rescore(session, right_id)
    add_licence(session, right_id, seller, source=BY_HAND)
    trail.record(
        session, actor=actor, act="licence.grant", subject=f"right:{right_id}", shop=seller.shop,
        until=seller.valid_until.isoformat() if seller.valid_until else None,
    )  # fmt: skip


def end_licence(session: Session, licence_id: int, *, actor: str) -> str:
    """Take a licence out of the ledger. Gives its right's id. Raises NotFound."""
    row = session.get(LicenceRow, licence_id)
    if row is None:
        raise NotFound("licence.unknown", licence=licence_id)
    rescore(session, row.right_id)
    trail.record(
        session, actor=actor, act="licence.end", subject=f"right:{row.right_id}", shop=row.shop
    )
    session.delete(row)
    return row.right_id


def switch_right(session: Session, right_id: str, active: bool, *, actor: str) -> None:
    """Watch a right or let it rest; its leads stay. Raises NotFound."""
    rescore(session, right_id).active = active
    act = "right.watch" if active else "right.rest"
    trail.record(session, actor=actor, act=act, subject=f"right:{right_id}")


def rescore(session: Session, right_id: str) -> RightRow:
    """The right, locked after the audit's turn; its past is scored again. Raises NotFound."""
    trail.take_turn(session)
    right = lock_row(session, RightRow, right_id)
    if right is None:
        raise NotFound("right.unknown", right=right_id)
    right.revision, right.updated_at = right.revision + 1, now()
    return right
