"""Pages of the outbox (发件箱) without the mails' bytes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, defer

from storage.base.vocabulary import MailState
from storage.tables import OutboxRow


def find_mails(
    session: Session, state: MailState | None = None, *, offset: int = 0, limit: int = 20
) -> Sequence[OutboxRow]:
    """Mails, newest first; their bodies are not read."""
    query = sa.select(OutboxRow).options(defer(OutboxRow.body)).order_by(OutboxRow.id.desc())
    return session.scalars(_in_state(query, state).offset(offset).limit(limit)).all()


def count_mails(session: Session, state: MailState | None = None) -> int:
    """How many mails there are, in one state or in all."""
    query = sa.select(sa.func.count()).select_from(OutboxRow)
    return session.scalar(_in_state(query, state)) or 0


def _in_state(query: Any, state: MailState | None) -> Any:
    return query if state is None else query.where(OutboxRow.state == state)
