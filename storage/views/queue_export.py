"""The leads of one view of the queue, as lines for people and programs."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from storage.views.lead_queue import each_lead
from storage.views.queue.lead_filter import LeadFilter
from storage.views.teamwork.assignment_list import recipients


def every_lead(session: Session) -> Iterator[dict[str, object]]:
    """All leads, in the order of the queue, without undecided samples of non-leads."""
    return lead_lines(session, LeadFilter(samples=False))


def lead_lines(session: Session, filters: LeadFilter) -> Iterator[dict[str, object]]:
    """Fields of `hubiao leads`, in the order of the queue; absent is preferred to null."""
    assigned = recipients(session)
    for line in each_lead(session, filters):
        assignee, due_on = assigned.get(line.id, (None, None))
        fields = {
            "id": line.id,
            "url": line.url,
            "title": line.title,
            "right": line.right_id,
            "score": line.score,
            "level": line.level,
            "state": line.state,
            "platform": line.platform,
            "shop": line.shop,
            "next_step": line.next_step,
            "assignee": assignee,
            "due_on": due_on.isoformat() if due_on else None,
        }
        yield {name: value for name, value in fields.items() if value is not None}
