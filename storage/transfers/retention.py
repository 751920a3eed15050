"""How long packages of other offices are kept (保存期限): their captures hold personal data, which goes after its time.

个人信息保护法 §19, §47. What stays is the row: who handed over which letter, by which hashes it was checked, and
which leads of ours were opened from it, with what the lead itself shows of its listing.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.database import Database
from storage.base.settings import Settings
from storage.base.vocabulary import ENDED
from storage.evidence.retention import is_held
from storage.outgoing.attachments import remove_attachment
from storage.tables import LeadRow, TransferLeadRow, TransferRow
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
    leads = session.execute(
        sa.select(LeadRow.id, LeadRow.state)
        .join(TransferLeadRow, TransferLeadRow.lead_id == LeadRow.id)
        .where(TransferLeadRow.transfer_id == transfer)
    ).all()
    return any(lead.state not in ENDED or is_held(session, lead.id) for lead in leads)


def delete_expired_packages(
    database: Database, settings: Settings, *, officer: str = "system"
) -> int:
    """Delete what has expired, one transaction each; how many. Raises StoreUnavailable."""
    with database.read() as session:
        outdated = expired_packages(session, settings)
    for transfer in outdated:
        with database.begin() as session:
            _delete(session, settings, transfer, officer)
    return len(outdated)


def _delete(session: Session, settings: Settings, transfer: int, officer: str) -> None:
    """The file goes before the commit: a file that outlives its row would be kept for ever."""
    row = session.get_one(TransferRow, transfer, with_for_update=True)
    if row.deleted_at is not None or _is_needed(session, transfer):
        return
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
