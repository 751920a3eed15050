"""评论 on a lead: append-only; who is named by @ gets a notice."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.errors import BadInput
from storage.leads.lead_state import load_lead, note_act
from storage.tables import CommentRow, LeadRow, MentionRow
from storage.tables.base import now
from storage.teamwork.colleagues import Colleague, colleagues

LONGEST = 2000
"""Characters of a comment; as long as a note with a verdict."""


@dataclass(frozen=True, kw_only=True)
class Mention:
    """A comment that names a colleague, as her first page shows it."""

    id: int
    lead_id: int
    title: str
    author: str
    text: str
    written_at: datetime


def add_comment(session: Session, lead_id: int, text: str, *, author: str) -> CommentRow:
    """Write a comment; colleagues named by @ get a notice, the author's own notices on this lead
    count as read. Raises NotFound, BadInput on an empty or too long text."""
    words = text.strip()
    if not words:
        raise BadInput("comment.empty")
    if len(words) > LONGEST:
        raise BadInput("comment.too-long", most=LONGEST)
    lead = load_lead(session, lead_id)
    row = CommentRow(lead_id=lead_id, author=author, text=words)
    session.add(row)
    session.flush()
    mentioned = [name for name in mentioned_names(words, colleagues(session)) if name != author]
    session.add_all(MentionRow(comment_id=row.id, user_name=name) for name in mentioned)
    read_mentions(session, lead_id, name=author)
    note_act(
        session, lead, actor=author, act="lead.comment", comment=row.id, comment_text=words,
        mentioned=mentioned,
    )  # fmt: skip
    return row


def mentioned_names(text: str, people: Iterable[Colleague]) -> list[str]:
    """Logins of the colleagues whom a text names by @, by login or full name, each once, in order.

    Chinese sets no space behind a name: the longest name that the text goes on with counts.
    """
    names = sorted(
        ((name, person.name) for person in people for name in {person.name, person.shown_name}),
        key=lambda pair: -len(pair[0]),
    )
    logins: list[str] = []
    for part in text.replace("＠", "@").split("@")[1:]:
        login = next((login for name, login in names if part.startswith(name)), None)
        if login is not None and login not in logins:
            logins.append(login)
    return logins


def comments_on(session: Session, lead_id: int) -> Sequence[CommentRow]:
    """The comments on a lead, the oldest first."""
    query = sa.select(CommentRow).where(CommentRow.lead_id == lead_id).order_by(CommentRow.id)
    return session.scalars(query).all()


def comment_counts(session: Session, lead_ids: Collection[int]) -> Mapping[int, int]:
    """How many comments stand on each of these leads, of those that have any."""
    query = (
        sa.select(CommentRow.lead_id, sa.func.count())
        .where(CommentRow.lead_id.in_(lead_ids))
        .group_by(CommentRow.lead_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def count_unread(session: Session, name: str) -> int:
    """How many comments name this user that she has not read."""
    query = (
        sa.select(sa.func.count())
        .select_from(MentionRow)
        .where(MentionRow.user_name == name, MentionRow.read_at.is_(None))
    )
    return session.scalar(query) or 0


def unread_mentions(session: Session, name: str, *, limit: int) -> Sequence[Mention]:
    """Comments that name this user and that she has not read, the newest first."""
    rows = session.execute(
        sa.select(
            MentionRow.id,
            CommentRow.lead_id,
            LeadRow.title,
            CommentRow.author,
            CommentRow.text,
            CommentRow.written_at,
        )
        .join(CommentRow, CommentRow.id == MentionRow.comment_id)
        .join(LeadRow, LeadRow.id == CommentRow.lead_id)
        .where(MentionRow.user_name == name, MentionRow.read_at.is_(None))
        .order_by(MentionRow.id.desc())
        .limit(limit)
    )
    return [Mention(**row._mapping) for row in rows]


def read_mentions(session: Session, lead_id: int, *, name: str) -> None:
    """Count what names this user on a lead as read."""
    on_lead = sa.select(CommentRow.id).where(CommentRow.lead_id == lead_id)
    session.execute(
        sa.update(MentionRow)
        .where(
            MentionRow.user_name == name,
            MentionRow.read_at.is_(None),
            MentionRow.comment_id.in_(on_lead),
        )
        .values(read_at=now())
        .execution_options(synchronize_session=False)
    )
