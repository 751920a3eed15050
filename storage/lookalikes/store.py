"""Look-alike sites in the store: entered by name, what their pages showed, what officers decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.contested_rows import lock_row
from storage.base.database import query_parts
from storage.base.errors import NotFound, Refused
from storage.tables import HolderRow, LookalikeSiteRow, LookalikeState
from storage.tables.base import now

STATE_NAMES = {
    LookalikeState.LEAD: "待核查",
    LookalikeState.NEW: "待访问",
    LookalikeState.UNLIKE: "页面不相近",
    LookalikeState.SILENT: "打不开",
    LookalikeState.ASKED: "已询问",
    LookalikeState.DISMISSED: "已排除",
}
DNS = "dns"
"""The source of sites that the name service knew."""


@dataclass(frozen=True, kw_only=True)
class NamedSite:
    """A host whose name is like a genuine one, to be entered; columns as `LookalikeSiteRow`."""

    host: str
    manner: str
    genuine: str
    own_site: str | None
    holder_id: str | None
    right_id: str | None


@dataclass(frozen=True, kw_only=True)
class PageComparison:
    """What the page of a site showed; columns as `LookalikeSiteRow`."""

    state: LookalikeState
    title: str = ""
    text_likeness: float | None = None
    picture_likeness: float | None = None
    grounds: tuple[str, ...] = ()
    evidence_id: int | None = None


def enter_sites(
    session: Session, sites: Sequence[NamedSite], *, source: str, by: str
) -> list[LookalikeSiteRow]:
    """Enter the sites that are not there yet; returns the new rows."""
    stored: set[str] = set()
    hosts = [site.host for site in sites]
    for part in query_parts(hosts):
        query = sa.select(LookalikeSiteRow.host)
        stored.update(session.scalars(query.where(LookalikeSiteRow.host.in_(part))))
    rows = [
        LookalikeSiteRow(**vars(site), source=source[-300:])
        for site in sites
        if site.host not in stored
    ]
    session.add_all(rows)
    session.flush()
    trail.record(session, actor=by, act="lookalike.check", subject="lookalike",
                 file=source[-300:], count=len(rows))  # fmt: skip
    return rows


def find_site(session: Session, number: int) -> LookalikeSiteRow:
    """One site. Raises NotFound."""
    return _existing(session.get(LookalikeSiteRow, number), number)


def _lock_site(session: Session, number: int) -> LookalikeSiteRow:
    """One site, to change: a visit ends before an officer decides, or after. Raises NotFound."""
    return _existing(lock_row(session, LookalikeSiteRow, number), number)


def _existing(row: LookalikeSiteRow | None, number: int) -> LookalikeSiteRow:
    if row is None:
        raise NotFound("lookalike.unknown", site=number)
    return row


def sites_to_visit(session: Session, *, limit: int) -> Sequence[LookalikeSiteRow]:
    """Sites of which only the name is known, the earliest first."""
    query = sa.select(LookalikeSiteRow).where(LookalikeSiteRow.state == LookalikeState.NEW)
    return session.scalars(query.order_by(LookalikeSiteRow.id).limit(limit)).all()


def keep_comparison(
    session: Session, number: int, comparison: PageComparison, *, by: str
) -> LookalikeSiteRow:
    """Keep what a visit showed. What an officer decided stays decided. Raises NotFound."""
    row = _lock_site(session, number)
    for name in ("title", "text_likeness", "picture_likeness", "grounds", "evidence_id"):
        setattr(row, name, getattr(comparison, name))
    if row.state not in (LookalikeState.ASKED, LookalikeState.DISMISSED):
        row.state = comparison.state
    row.visited_at = now()
    trail.record(session, actor=by, act="lookalike.visit", subject=f"lookalike:{number}",
                 state=comparison.state.value)  # fmt: skip
    return row


def settle_site(
    session: Session, number: int, state: LookalikeState, *, by: str
) -> LookalikeSiteRow:
    """Record that the holder was asked, that the site is dismissed, or that it is open again. Raises
    NotFound, Refused."""
    row = _lock_site(session, number)
    if state not in (LookalikeState.ASKED, LookalikeState.DISMISSED, LookalikeState.LEAD):
        raise Refused("lookalike.state", state=state.value)
    if state is LookalikeState.LEAD and row.visited_at is None:
        state = LookalikeState.NEW
    row.state, row.decided_by, row.decided_at = state, by, now()
    trail.record(session, actor=by, act="lookalike.settle", subject=f"lookalike:{number}",
                 state=state.value)  # fmt: skip
    return row


def list_sites(
    session: Session,
    state: LookalikeState | None = None,
    *,
    offset: int = 0,
    limit: int | None = None,
) -> list[tuple[LookalikeSiteRow, str | None]]:
    """Sites with their holders' names, leads first, of them the most alike."""
    order = sa.case(
        *[(LookalikeSiteRow.state == key, place) for place, key in enumerate(STATE_NAMES)], else_=9
    )
    likeness = sa.func.coalesce(LookalikeSiteRow.picture_likeness, 0) + sa.func.coalesce(
        LookalikeSiteRow.text_likeness, 0
    )
    query = (
        sa.select(LookalikeSiteRow, HolderRow.name)
        .outerjoin(HolderRow, HolderRow.id == LookalikeSiteRow.holder_id)
        .order_by(order, likeness.desc(), LookalikeSiteRow.id)
        .offset(offset)
        .limit(limit)
    )
    if state is not None:
        query = query.where(LookalikeSiteRow.state == state)
    return [(row, holder) for row, holder in session.execute(query)]


def count_by_state(session: Session) -> dict[LookalikeState, int]:
    """State → sites."""
    query = sa.select(LookalikeSiteRow.state, sa.func.count()).group_by(LookalikeSiteRow.state)
    return {row[0]: row[1] for row in session.execute(query)}
