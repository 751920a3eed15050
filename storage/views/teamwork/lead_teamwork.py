"""What a lead's page says of working together: who has it, until when it waits, what colleagues wrote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.vocabulary import OPEN, LeadState
from storage.leads.snoozes import last_snoozes
from storage.leads.standing_verdicts import last_decision
from storage.tables import (
    AssignmentRow,
    AssignmentState,
    CommentRow,
    LeadRow,
    MergeRow,
    SnoozeRow,
    SubOfficeRow,
    UserRow,
)
from storage.teamwork.assignments import ASSIGNMENT_STATE_NAMES, UNFINISHED, is_assignee
from storage.teamwork.batches import standing_leads
from storage.teamwork.comments import comments_on
from storage.teamwork.merges import likely_duplicates, merged_into, standing_merge
from storage.teamwork.sub_offices import list_sub_offices
from storage.views.teamwork.assignment_choices import AssignmentChoices, assignment_choices
from storage.views.teamwork.assignment_list import is_overdue
from storage.views.teamwork.lead_group import count_group


@dataclass(frozen=True, kw_only=True)
class ShownAssignment:
    """One assignment of a lead, and what this officer may do with it."""

    row: AssignmentRow
    recipient: str
    """The colleague's shown name, or the sub-office's."""
    is_mine: bool
    """Given to this officer or her sub-office."""
    is_by_me: bool

    @property
    def state(self) -> str:
        return ASSIGNMENT_STATE_NAMES[self.row.state]

    @property
    def is_overdue(self) -> bool:
        return is_overdue(self.row.state, self.row.due_on)

    @property
    def is_running(self) -> bool:
        return self.row.state is AssignmentState.RUNNING

    @property
    def is_reported(self) -> bool:
        return self.row.state is AssignmentState.REPORTED


@dataclass(frozen=True, kw_only=True)
class LeadTeamwork:
    """All that working together adds to one lead's page."""

    is_open: bool
    snooze: SnoozeRow | None
    """The postponement that holds, or the last one that ended."""
    is_snoozed: bool
    assignments: Sequence[ShownAssignment]
    """Newest first."""
    comments: Sequence[CommentRow]
    """Oldest first."""
    choices: AssignmentChoices
    names: Mapping[str, str]
    """What each user is called, by login."""
    merge: MergeRow | None
    """By which this lead points to another."""
    duplicates: Sequence[LeadRow]
    """Leads that point to this one."""
    likely_duplicates: Sequence[LeadRow]
    in_shop: int
    """Open leads of the same shop, this one counted if it is open."""
    with_picture: int
    batch_id: int | None
    """The batch in which its standing verdict was given."""
    in_batch: int
    """Verdicts of that batch that stand."""

    @property
    def assignment(self) -> ShownAssignment | None:
        """The one that is not over."""
        return next((item for item in self.assignments if item.row.state in UNFINISHED), None)


def read_teamwork(session: Session, lead: LeadRow, officer: str) -> LeadTeamwork:
    """Working together on one lead, as this officer sees it."""
    offices = list_sub_offices(session)
    snooze = last_snoozes(session, [lead.id]).get(lead.id)
    decision = last_decision(session, lead.id)
    batch_id = decision.batch_id if decision else None
    is_open = lead.state in OPEN
    names = _names(session)
    return LeadTeamwork(
        is_open=is_open,
        snooze=snooze,
        is_snoozed=lead.state is LeadState.SNOOZED,
        assignments=_assignments(session, lead.id, officer, names, offices),
        comments=comments_on(session, lead.id),
        choices=assignment_choices(session, region=lead.region),
        names=names,
        merge=standing_merge(session, lead.id) if lead.state is LeadState.MERGED else None,
        duplicates=merged_into(session, lead.id),
        likely_duplicates=likely_duplicates(session, lead) if is_open else (),
        in_shop=count_group(session, shop_id=lead.shop_id),
        with_picture=count_group(session, picture=lead.picture),
        batch_id=batch_id,
        in_batch=len(standing_leads(session, batch_id)) if batch_id is not None else 0,
    )


def _names(session: Session) -> Mapping[str, str]:
    rows = session.execute(sa.select(UserRow.name, UserRow.full_name))
    return {row.name: row.full_name or row.name for row in rows}


def _assignments(
    session: Session,
    lead_id: int,
    officer: str,
    names: Mapping[str, str],
    offices: Sequence[SubOfficeRow],
) -> list[ShownAssignment]:
    office_names = {office.id: office.name for office in offices}
    rows = session.scalars(
        sa.select(AssignmentRow)
        .where(AssignmentRow.lead_id == lead_id)
        .order_by(AssignmentRow.id.desc())
    )
    return [
        ShownAssignment(
            row=row,
            recipient=names.get(row.assignee, row.assignee)
            if row.assignee is not None
            else office_names.get(row.sub_office_id or 0, ""),
            is_mine=is_assignee(session, row, officer),
            is_by_me=row.assigned_by == officer,
        )
        for row in rows
    ]
