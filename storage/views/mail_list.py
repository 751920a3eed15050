"""Pages of the outbox (发件箱) without the mails' bytes."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, defer

from storage.base.vocabulary import MailState
from storage.tables import OutboxRow


def find_mails(
    session: Session, state: MailState | None = None, *, before: int | None = None, limit: int
) -> Sequence[OutboxRow]:
    """Mails behind row `before`, in one state or in all, newest first; their bodies are not read."""
    query = sa.select(OutboxRow).options(defer(OutboxRow.body)).order_by(OutboxRow.id.desc())
    if state is not None:
        query = query.where(OutboxRow.state == state)
    if before is not None:
        query = query.where(OutboxRow.id < before)
    return session.scalars(query.limit(limit)).all()
