"""What the daily mail says of working together (日报): who has unread mentions, whose assignments are late."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.tables import AssignmentRow, MentionRow, UserRow
from storage.views.teamwork.assignment_list import is_late, recipient_name, with_recipients


def day_counts(session: Session, day: date) -> Sequence[tuple[str, int]]:
    """(words, how many), late assignments by assignee first, then unread mentions by colleague."""
    count = sa.func.count()
    recipient = recipient_name()
    late = session.execute(
        with_recipients(sa.select(recipient, count).select_from(AssignmentRow))
        .where(is_late(day))
        .group_by(recipient)
        .order_by(recipient)
    )
    name = sa.func.coalesce(UserRow.full_name, UserRow.name)
    unread = session.execute(
        sa.select(name, count)
        .select_from(MentionRow)
        .join(UserRow, UserRow.name == MentionRow.user_name)
        .where(MentionRow.read_at.is_(None), UserRow.active)
        .group_by(name)
        .order_by(name)
    )
    return [
        *((f"{row[0]}逾期未反馈的交办", row[1]) for row in late),
        *((f"评论中提到{row[0]}，未读", row[1]) for row in unread),
    ]
