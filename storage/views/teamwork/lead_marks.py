"""What lists mark on a lead beside its state (标记): back from postponement, assigned, commented on."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from storage.base.office_time import today
from storage.leads.snoozes import last_snoozes
from storage.tables import SnoozeEnd
from storage.teamwork.comments import comment_counts
from storage.views.teamwork.assignment_list import recipients

_BACK = {SnoozeEnd.DAY: "暂缓到期", SnoozeEnd.CHANGE: "内容已变化"}
"""What is said of a lead that came back by itself."""


@dataclass(frozen=True, kw_only=True)
class LeadMark:
    """The marks of one lead."""

    snoozed_until: date | None
    """Its day, while it is postponed to one."""
    back: str
    """Why it came back from its last postponement; empty where it did not by itself."""
    back_at: datetime | None
    assignee: str | None
    due_on: date | None
    comments: int

    @property
    def is_overdue(self) -> bool:
        return self.due_on is not None and self.due_on < today()


def read_marks(session: Session, lead_ids: Collection[int]) -> Mapping[int, LeadMark]:
    """The marks of these leads, of those that have any; three statements whatever their number."""
    if not lead_ids:
        return {}
    snoozes = last_snoozes(session, lead_ids)
    assigned = recipients(session, lead_ids)
    comments = comment_counts(session, lead_ids)
    marks = {}
    for lead_id in {*snoozes, *assigned, *comments}:
        snooze = snoozes.get(lead_id)
        assignee, due_on = assigned.get(lead_id, (None, None))
        back = _BACK.get(snooze.ended_why, "") if snooze and snooze.ended_why else ""
        marks[lead_id] = LeadMark(
            snoozed_until=snooze.until if snooze and snooze.ended_at is None else None,
            back=back,
            back_at=snooze.ended_at if snooze and back else None,
            assignee=assignee,
            due_on=due_on,
            comments=comments.get(lead_id, 0),
        )
    return marks
