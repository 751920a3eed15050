"""群众线索: received with a limit on abuse, taken over or dropped by an officer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.contested_rows import lock_row
from storage.base.errors import BadInput, NotFound, Refused
from storage.tables import TipRow, TipState
from storage.tables.base import now

AN_HOUR_FROM_ONE = 5
"""Tips of one sender within an hour; chosen by hand."""
AN_HOUR_FROM_ALL = 200
"""Tips of all senders within an hour; chosen by hand."""
LONGEST_WORDS = 2000
"""Characters of a tip's words; chosen by hand."""
LONGEST_CONTACT = 200
"""Characters of the contact left with a tip; chosen by hand."""
_LONGEST_URL = 2000
"""Characters; longer ones do not work in all browsers."""


def add_tip(
    session: Session,
    *,
    url: str,
    words: str,
    contact: str | None,
    source: str,
    officer: str | None = None,
) -> TipRow:
    """Receive a tip. Raises BadInput on what cannot be used, Refused above the limit.

    A share code of a platform has no address: then `url` is empty and the words hold the code. A tip that
    comes by the link of an `officer` counts against no limit.
    """
    is_address = url.startswith(("http://", "https://")) and len(url) <= _LONGEST_URL
    if not is_address and (url or not words):
        raise BadInput("tip.no-url")
    if len(words) > LONGEST_WORDS or len(contact or "") > LONGEST_CONTACT:
        raise BadInput("tip.too-long", words=LONGEST_WORDS, contact=LONGEST_CONTACT)
    if officer is None:
        check_flood(session, source)
    tip = TipRow(url=url, words=words, contact=contact, source=source)
    session.add(tip)
    session.flush()
    trail.record(session, actor=officer or "public", act="tip.add", subject=f"tip:{tip.id}")
    return tip


def check_flood(session: Session, source: str) -> None:
    """Raises Refused where one sender or all together sent too many tips within an hour."""
    recent = TipRow.created_at > now() - timedelta(hours=1)
    count = sa.select(sa.func.count()).select_from(TipRow).where(recent)
    from_one = session.scalar(count.where(TipRow.source == source)) or 0
    if from_one >= AN_HOUR_FROM_ONE or (session.scalar(count) or 0) >= AN_HOUR_FROM_ALL:
        raise Refused("tip.too-many")


def find_tip(session: Session, tip_id: int) -> TipRow:
    """One tip. Raises NotFound."""
    tip = session.get(TipRow, tip_id)
    if tip is None:
        raise NotFound("tip.unknown", tip=tip_id)
    return tip


def find_tips(
    session: Session, state: TipState | None = None, *, limit: int = 100
) -> Sequence[TipRow]:
    """Tips in one state or in all, those that nobody looked at first."""
    order = sa.case((TipRow.state == TipState.NEW, 0), else_=1)
    query = _in_state(sa.select(TipRow), state).order_by(order, TipRow.id.desc())
    return session.scalars(query.limit(limit)).all()


def count_tips(session: Session, state: TipState | None = None) -> int:
    """How many tips there are in one state or in all."""
    query = _in_state(sa.select(sa.func.count()).select_from(TipRow), state)
    return session.scalar(query) or 0


def _in_state(query: sa.Select[Any], state: TipState | None) -> sa.Select[Any]:
    return query.where(TipRow.state == state) if state else query


def settle_tip(session: Session, tip_id: int, state: TipState, *, officer: str) -> TipRow:
    """Take a tip over (`taken`) or drop it (`dropped`). Raises NotFound, Refused."""
    tip = lock_row(session, TipRow, tip_id)
    if tip is None:
        raise NotFound("tip.unknown", tip=tip_id)
    if tip.state is not TipState.NEW:
        raise Refused("tip.settled", tip=tip_id, officer=tip.officer)
    tip.state, tip.officer = state, officer
    trail.record(session, actor=officer, act=f"tip.{state}", subject=f"tip:{tip_id}")
    return tip
