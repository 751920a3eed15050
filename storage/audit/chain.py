"""Walking the chain of the audit (链式校验): its entries in order, and the first place where it does not hold."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit.trail import GENESIS, entry_hash
from storage.tables import AuditRow

Entry = sa.Row[*tuple[Any, ...]]
"""All columns of an entry."""
_BATCH = 1_000
"""Rows fetched at once, so that memory stays flat over millions of entries."""


@dataclass(frozen=True, kw_only=True)
class ChainBreak:
    """The first entry that was changed, removed or put in."""

    number: int
    code: str
    """What is wrong, in the catalogue."""


def walk_chain(
    session: Session, *, after: int = 0, until: int | None = None
) -> Generator[tuple[Entry, ChainBreak | None]]:
    """The entries behind a number in order, up to a last one, each with the first break up to it, whether the chain
    holds or not: numbers without a gap, each entry with the hash of the one before and its own right hash."""
    number, previous = after, GENESIS
    if after:
        previous = session.scalar(sa.select(AuditRow.hash).where(AuditRow.id == after)) or GENESIS
    broken: ChainBreak | None = None
    query = sa.select(*AuditRow.__table__.c).order_by(AuditRow.id)
    if after:
        query = query.where(AuditRow.id > after)
    if until is not None:
        query = query.where(AuditRow.id <= until)
    with closing(session.execute(query.execution_options(yield_per=_BATCH))) as rows:
        for row in rows:
            number += 1
            broken = broken or _break_at(row, number, previous)
            previous = row.hash
            yield row, broken


def first_break(session: Session) -> int | None:
    """Number of the first entry that was changed, removed or put in; None while the chain holds."""
    with closing(walk_chain(session)) as entries:
        return next((broken.number for _, broken in entries if broken), None)


def _break_at(row: Entry, number: int, previous: str) -> ChainBreak | None:
    if row.id != number:
        return ChainBreak(number=number, code="check.entry-missing")
    if row.previous != previous:
        return ChainBreak(number=number, code="check.entry-not-following")
    actual = entry_hash(row.id, row.at, row.actor, row.act, row.subject, row.detail, row.previous)
    if row.hash != actual:
        return ChainBreak(number=number, code="check.entry-changed")
    return None
