"""合并: of two leads on the same matter one remains; the other points to it until the merge is undone."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.errors import BadInput, Refused, StaleState
from storage.base.vocabulary import LeadState
from storage.leads.lead_state import load_lead, lock_lead, move_lead, note_act
from storage.leads.lifecycle import set_aside
from storage.tables import LeadRow, MergeRow, RecheckRow
from storage.tables.base import now
from storage.teamwork.assignments import running_assignment

MOST_DUPLICATES = 5
"""Leads offered to merge with, chosen by hand for one short list."""


def merge(
    session: Session,
    duplicate_id: int,
    into_id: int,
    *,
    officer: str,
    note: str = "",
    revision: int | None = None,
) -> MergeRow:
    """Let an open lead point to another on the same right, which remains.

    Raises BadInput on a lead merged into itself, Refused on one of another right, on a duplicate
    as the remaining one and while the duplicate is assigned, StaleState when it moved on.
    """
    if duplicate_id == into_id:
        raise BadInput("merge.itself", lead=duplicate_id)
    # Locked in one order, whoever merges.
    leads = {number: lock_lead(session, number) for number in sorted((duplicate_id, into_id))}
    remaining, duplicate = leads[into_id], leads[duplicate_id]
    if remaining.right_id != duplicate.right_id:
        raise Refused("merge.other-right", lead=duplicate_id, into=into_id)
    if remaining.state is LeadState.MERGED:
        raise Refused("merge.into-merged", into=into_id)
    if merged_into(session, duplicate_id):
        raise Refused("merge.holds-others", lead=duplicate_id)
    if running_assignment(session, duplicate_id) is not None:
        raise Refused("merge.assigned", lead=duplicate_id)
    state = set_aside(duplicate, LeadState.MERGED, officer=officer, revision=revision)
    row = MergeRow(
        lead_id=duplicate_id,
        into_id=into_id,
        from_state=state,
        note=note.strip() or None,
        merged_by=officer,
    )
    session.add(row)
    note_act(session, duplicate, actor=officer, act="lead.merge", into=into_id, note=row.note)
    note_act(
        session, remaining, actor=officer, act="lead.absorb", duplicate=duplicate_id, note=row.note
    )
    return row


def undo_merge(session: Session, duplicate_id: int, *, officer: str) -> MergeRow:
    """Take a merge back: both leads stand for themselves again. Raises StaleState without one."""
    duplicate = lock_lead(session, duplicate_id)
    row = standing_merge(session, duplicate_id)
    if row is None or duplicate.state is not LeadState.MERGED:
        raise StaleState("merge.none", lead=duplicate_id)
    row.undone_by, row.undone_at = officer, now()
    move_lead(duplicate, row.from_state)
    note_act(session, duplicate, actor=officer, act="lead.unmerge", into=row.into_id)
    remaining = load_lead(session, row.into_id)
    note_act(session, remaining, actor=officer, act="lead.unmerge", duplicate=duplicate_id)
    return row


def standing_merge(session: Session, duplicate_id: int) -> MergeRow | None:
    """The merge by which this lead points to another, if any."""
    return session.scalar(
        sa.select(MergeRow).where(MergeRow.lead_id == duplicate_id, MergeRow.undone_at.is_(None))
    )


def merged_into(session: Session, lead_id: int) -> Sequence[LeadRow]:
    """The duplicates that point to this lead."""
    return session.scalars(
        sa.select(LeadRow)
        .join(MergeRow, MergeRow.lead_id == LeadRow.id)
        .where(MergeRow.into_id == lead_id, MergeRow.undone_at.is_(None))
        .order_by(LeadRow.id)
    ).all()


def likely_duplicates(session: Session, lead: LeadRow) -> Sequence[LeadRow]:
    """Leads on the same right that may be the same matter: the same title or main picture in the
    same shop, or a relisting (再次上架) that a look again showed. The oldest first."""
    alike = LeadRow.title == lead.title
    if lead.picture is not None:
        alike |= LeadRow.picture == lead.picture
    relisted = LeadRow.listing_id.in_(_relisted_listings(session, lead.id))
    in_shop = sa.false() if lead.shop_id is None else (LeadRow.shop_id == lead.shop_id) & alike
    return session.scalars(
        sa.select(LeadRow)
        .where(
            LeadRow.right_id == lead.right_id,
            LeadRow.id != lead.id,
            LeadRow.state != LeadState.MERGED,
            in_shop | relisted,
        )
        .order_by(LeadRow.id)
        .limit(MOST_DUPLICATES)
    ).all()


def _relisted_listings(session: Session, lead_id: int) -> list[int]:
    details = session.scalars(sa.select(RecheckRow.detail).where(RecheckRow.lead_id == lead_id))
    return [relisting.listing_id for detail in details for relisting in detail.relistings]
