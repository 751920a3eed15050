"""申诉列表: appeals in one state or all, those due first; one appeal with its leads and letters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.appeals.appealable import UNDECIDED
from storage.appeals.filing import load_appeal
from storage.records import Listing, Right
from storage.tables import (
    AppealLeadRow,
    AppealRow,
    AppealState,
    LeadRow,
    ListingVersionRow,
    NoticeLeadRow,
    NoticeRow,
    RightRow,
)


@dataclass(frozen=True, kw_only=True)
class AppealedLead:
    """One lead of an appeal as it stands."""

    lead: LeadRow
    listing: Listing
    right: Right


@dataclass(frozen=True, kw_only=True)
class AppealDossier:
    """One appeal with what it is about."""

    appeal: AppealRow
    leads: Sequence[AppealedLead]
    letters: Sequence[NoticeRow]
    """All letters on its leads, the newest first."""
    notice: NoticeRow | None
    """The letter that it is against."""


def find_appeals(
    session: Session, state: AppealState | None = None, *, offset: int = 0, limit: int = 50
) -> Sequence[AppealRow]:
    """Appeals in one state or in all: undecided ones first, the earliest term on top."""
    order = sa.case((AppealRow.state.in_(UNDECIDED), 0), else_=1)
    due = sa.case((AppealRow.state.in_(UNDECIDED), AppealRow.due_at))
    query = sa.select(AppealRow).order_by(order, due, AppealRow.id.desc())
    if state is not None:
        query = query.where(AppealRow.state == state)
    return session.scalars(query.offset(offset).limit(limit)).all()


def count_appeals(session: Session) -> Mapping[AppealState, int]:
    """How many appeals there are in each state."""
    query = sa.select(AppealRow.state, sa.func.count()).group_by(AppealRow.state)
    return dict(session.execute(query).all())


def count_undecided(session: Session) -> int:
    """Appeals that wait for a person of the office."""
    query = sa.select(sa.func.count()).where(AppealRow.state.in_(UNDECIDED))
    return session.scalar(query) or 0


def lead_appeals(session: Session, lead_id: int) -> Sequence[AppealRow]:
    """The appeals on a lead, the newest first."""
    query = (
        sa.select(AppealRow)
        .join(AppealLeadRow, AppealLeadRow.appeal_id == AppealRow.id)
        .where(AppealLeadRow.lead_id == lead_id)
        .order_by(AppealRow.id.desc())
    )
    return session.scalars(query).all()


def load_appeal_dossier(session: Session, appeal_id: int) -> AppealDossier:
    """One appeal with its leads and letters. Raises NotFound."""
    appeal = load_appeal(session, appeal_id)
    rows = session.execute(
        sa.select(LeadRow, ListingVersionRow, RightRow)
        .join(AppealLeadRow, AppealLeadRow.lead_id == LeadRow.id)
        .join(ListingVersionRow, ListingVersionRow.id == LeadRow.version_id)
        .join(RightRow, RightRow.id == LeadRow.right_id)
        .where(AppealLeadRow.appeal_id == appeal_id)
        .order_by(LeadRow.id)
    )
    leads = [
        AppealedLead(lead=lead, listing=version.record, right=right.record)
        for lead, version, right in rows
    ]
    numbers = [entry.lead.id for entry in leads]
    letters = session.scalars(
        sa.select(NoticeRow)
        .where(
            NoticeRow.id.in_(
                sa.select(NoticeLeadRow.notice_id).where(NoticeLeadRow.lead_id.in_(numbers))
            )
        )
        .order_by(NoticeRow.id.desc())
    ).all()
    notice = session.get(NoticeRow, appeal.notice_id) if appeal.notice_id else None
    return AppealDossier(appeal=appeal, leads=leads, letters=letters, notice=notice)
