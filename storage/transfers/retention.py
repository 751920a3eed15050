"""How long packages of other offices are kept (保存期限): their captures hold personal data, which goes after its time.

个人信息保护法 §19, §47. What stays is the row: who handed over which letter, by which hashes it was checked, and
which leads of ours were opened from it, with what the lead itself shows of its listing.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.contested_rows import lock_existing
from storage.base.database import Database
from storage.base.settings import Settings
from storage.evidence.retention import delete_in_turn, is_needed
from storage.outgoing.attachments import remove_attachment
from storage.tables import TransferLeadRow, TransferRow
from storage.tables.base import now


def expired_packages(session: Session, settings: Settings) -> list[int]:
    """Packages whose time is over and of whose leads none is worked on or held; a lead that nobody
    placed in all that time keeps none."""
    if settings.received_keep_days == 0:
        return []
    before = datetime.now(UTC) - timedelta(days=settings.received_keep_days)
    rows = session.scalars(
        sa.select(TransferRow.id)
        .where(TransferRow.received_at < before, TransferRow.deleted_at.is_(None))
        .order_by(TransferRow.id)
    )
    return [number for number in rows if not _is_needed(session, number)]


def _is_needed(session: Session, transfer: int) -> bool:
    leads = sa.select(TransferLeadRow.lead_id).where(TransferLeadRow.transfer_id == transfer)
    return is_needed(session, [lead for lead in session.scalars(leads) if lead is not None])


def delete_expired_packages(
    database: Database, settings: Settings, *, officer: str = "system"
) -> int:
    """Delete what has expired, one transaction each; how many. Raises StoreUnavailable."""
    with database.read() as session:
        outdated = expired_packages(session, settings)
    return delete_in_turn(
        database, outdated, lambda session, number: _delete(session, settings, number, officer)
    )


def _delete(session: Session, settings: Settings, transfer: int, officer: str) -> bool:
    """The file goes before the commit: a file that outlives its row would be kept for ever."""
    row = lock_existing(session, TransferRow, transfer)
    trail.take_turn(session)
    if row.deleted_at is not None or _is_needed(session, transfer):
        return False
    row.deleted_at, row.description = now(), row.description.after_its_time()
    trail.record(
        session,
        actor=officer,
        act="transfer.deleted",
        subject=f"transfer:{row.id}",
        office=row.office,
        number=row.letter_number,
        hash=row.package.sha256,
    )
    session.flush()
    remove_attachment(settings, row.package.sha256)
    return True
