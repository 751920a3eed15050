"""操作留痕: the append-only, hash-chained record of every act (执法全过程记录)."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit.content_hashes import content_hash
from storage.base.schema.storable_text import storable_value
from storage.tables import AuditHeadRow, AuditRow
from storage.tables.base import now

GENESIS = "0" * 64
"""What the first row names as the hash before it."""


def record(session: Session, *, actor: str, act: str, subject: str, **detail: Any) -> AuditRow:
    """Append one act, inside the transaction of the act itself.

    `subject` is `kind:id`, e.g. `lead:12`. The chain has one head, so writers take turns:
    SQLite by its write lock, PostgreSQL by an advisory lock held to the end of the transaction.
    """
    take_turn(session)
    session.flush()
    head = session.get(AuditHeadRow, 1, populate_existing=True)
    if head is None:
        head = AuditHeadRow(id=1, number=0, hash=GENESIS)
        session.add(head)
    number, previous, at = head.number + 1, head.hash, now()
    detail = storable_value(detail)
    row = AuditRow(
        id=number,
        at=at,
        actor=actor,
        act=act,
        subject=subject,
        detail=detail,
        previous=previous,
        hash=entry_hash(number, at, actor, act, subject, detail, previous),
    )
    session.add(row)
    head.number, head.hash = row.id, row.hash
    session.flush()
    return row


def take_turn(session: Session) -> None:
    """Wait for the transactions that add to the chain, and let none add until this one ends.

    Every change of a lead is an act, so what is asked after this is not changed by another one meanwhile. Who locks
    leads, mails or rights takes it first: two that each hold what the other one waits for would else be one refused.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.text("SELECT pg_advisory_xact_lock(874022)"))


def take_turn_if_any(session: Session, due: sa.Select[*tuple[Any, ...]]) -> bool:
    """Take the turn where a query finds a row, and say whether it does: what looks every few seconds and finds nothing
    keeps nobody waiting. The rows are asked for again afterwards, as they stand then."""
    if session.execute(due.limit(1)).first() is None:
        return False
    take_turn(session)
    return True


def read_anew(session: Session, row: object, column: str) -> None:
    """Have a row hold what stands in a column when its act is entered: who read it without locking it may hold
    what another act ended meanwhile. In SQLite whoever writes has read after all other writers."""
    if session.get_bind().dialect.name == "postgresql":
        take_turn(session)
        session.flush()
        session.refresh(row, [column])


def note_hash(note: str | None) -> str | None:
    """SHA-256 of a note: an entry proves its words without repeating them; None for none."""
    return hashlib.sha256(note.encode("utf-8", "surrogatepass")).hexdigest() if note else None


def entry_hash(
    number: int,
    at: datetime,
    actor: str,
    act: str,
    subject: str,
    detail: dict[str, object],
    previous: str,
) -> str:
    """SHA-256 over the canonical JSON of an entry and the hash of the one before it."""
    moment = at.isoformat(timespec="microseconds")
    return content_hash(number, moment, actor, act, subject, detail, previous)
