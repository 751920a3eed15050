"""Reading the audit (操作留痕): pages of it, and all of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.tables import AuditRow


@dataclass(frozen=True, kw_only=True)
class AuditPage:
    """One page of the audit, newest first, and how many entries match."""

    entries: Sequence[AuditRow]
    total: int


def find_entries(
    session: Session, filters: Mapping[str, str], *, before: int | None, limit: int
) -> AuditPage:
    """Entries behind entry `before`, by exact actor and subject, and by the beginning of the act."""
    conditions = _conditions(filters)
    query = sa.select(AuditRow).where(*conditions).order_by(AuditRow.id.desc())
    if conditions:
        total = session.scalar(sa.select(sa.func.count(AuditRow.id)).where(*conditions))
    else:  # numbered without a gap, so the newest number is the count
        total = session.scalar(sa.select(sa.func.max(AuditRow.id)))
    if before is not None:
        query = query.where(AuditRow.id < before)
    return AuditPage(entries=session.scalars(query.limit(limit)).all(), total=total or 0)


def every_entry(session: Session, filters: Mapping[str, str]) -> Iterator[AuditRow]:
    """All entries that match, oldest first, some at a time."""
    query = sa.select(AuditRow).where(*_conditions(filters)).order_by(AuditRow.id)
    yield from session.scalars(query.execution_options(yield_per=1000))


def oldest_entry(session: Session) -> datetime | None:
    """When the record begins."""
    return session.scalar(sa.select(AuditRow.at).order_by(AuditRow.id).limit(1))


def _conditions(filters: Mapping[str, str]) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if filters.get("actor"):
        conditions.append(AuditRow.actor == filters["actor"])
    if filters.get("subject"):
        conditions.append(AuditRow.subject == filters["subject"])
    if filters.get("act"):
        conditions.append(AuditRow.act.startswith(filters["act"], autoescape=True))
    return conditions
