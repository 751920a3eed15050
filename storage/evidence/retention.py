"""How long evidence is kept (保存期限), and what is held back from deletion (保全).

Raw evidence holds personal data, which is deleted after its time (个人信息保护法 §19, §47). What stays
is the row with its hashes, so that the chain of captures still closes. Evidence of a lead that is
being worked on is kept however old it is, and a held matter is never deleted.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.contested_rows import lock_existing
from storage.base.database import Database
from storage.base.errors import BadInput, NotFound, StoreUnavailable
from storage.base.message import message_of
from storage.base.settings import Settings
from storage.base.vocabulary import ENDED, EvidenceState
from storage.evidence.entries import EVIDENCE_FOLDER
from storage.records.capture_facts import CaptureFacts
from storage.tables import AuditRow, EvidenceRenewalRow, EvidenceRow, LeadRow

HOLD = "lead.hold"
RELEASE = "lead.release_hold"


def hold(session: Session, lead_id: int, *, officer: str, why: str) -> None:
    """Keep a lead's evidence from deletion until it is released. Raises NotFound, BadInput."""
    _note(session, lead_id, HOLD, officer, why)


def release(session: Session, lead_id: int, *, officer: str, why: str) -> None:
    """End a hold. Raises NotFound, BadInput."""
    _note(session, lead_id, RELEASE, officer, why)


def _note(session: Session, lead_id: int, act: str, officer: str, why: str) -> None:
    if session.get(LeadRow, lead_id) is None:
        raise NotFound("lead.unknown", lead=lead_id)
    if not why.strip():
        raise BadInput("evidence.hold-without-reason")
    trail.record(session, actor=officer, act=act, subject=f"lead:{lead_id}", why=why)


def is_held(session: Session, lead_id: int) -> bool:
    """Whether the last word about this lead was to hold it; the audit is where that is written."""
    last = session.scalar(
        sa.select(AuditRow.act)
        .where(AuditRow.subject == f"lead:{lead_id}", AuditRow.act.in_((HOLD, RELEASE)))
        .order_by(AuditRow.id.desc())
        .limit(1)
    )
    return last == HOLD


def is_needed(session: Session, leads: Iterable[int]) -> bool:
    """Whether one of these leads is worked on or held: then nothing of it is deleted, however old."""
    rows = session.execute(sa.select(LeadRow.id, LeadRow.state).where(LeadRow.id.in_(list(leads))))
    return any(lead.state not in ENDED or is_held(session, lead.id) for lead in rows)


def delete_in_turn(
    database: Database, numbers: Iterable[int], delete: Callable[[Session, int], bool]
) -> int:
    """Delete each of these, in a transaction of its own; `delete` returns whether it did. Returns how many.

    It asks once more whether the matter is needed: behind the audit's lock, so that a hold or a reopening comes
    either before that question or after the deletion.
    """
    count = 0
    for number in numbers:
        with database.begin() as session:
            count += delete(session, number)
    return count


def expired(session: Session, settings: Settings) -> list[int]:
    """Evidence whose time is over, that no open lead needs and that is not held."""
    if settings.evidence_keep_days == 0:
        return []
    before = datetime.now(UTC) - timedelta(days=settings.evidence_keep_days)
    rows = session.execute(
        sa.select(EvidenceRow.id, EvidenceRow.lead_id)
        .outerjoin(LeadRow, LeadRow.id == EvidenceRow.lead_id)
        .where(EvidenceRow.captured_at < before, EvidenceRow.state != EvidenceState.DELETED)
        .where(EvidenceRow.manifest_sha256.is_not(None))
        .where(sa.or_(LeadRow.id.is_(None), LeadRow.state.in_(ENDED)))
        .order_by(EvidenceRow.id)
    )
    return [row.id for row in rows if row.lead_id is None or not is_held(session, row.lead_id)]


def delete_expired(database: Database, settings: Settings, *, officer: str = "system") -> int:
    """Delete what has expired, one transaction each; how many. Raises StoreUnavailable."""
    with database.read() as session:
        outdated = expired(session, settings)
    return delete_in_turn(
        database, outdated, lambda session, number: _delete(session, settings, number, officer)
    )


def _delete(session: Session, settings: Settings, evidence_id: int, officer: str) -> bool:
    """The row first: should the files outlive a power cut, the next look at the folder says so."""
    row = lock_existing(session, EvidenceRow, evidence_id)
    trail.take_turn(session)
    if row.state == EvidenceState.DELETED:
        return False
    if row.lead_id is not None and is_needed(session, [row.lead_id]):
        return False
    folder = settings.home / EVIDENCE_FOLDER / row.folder
    trail.record(
        session,
        actor=officer,
        act="evidence.deleted",
        subject=f"evidence:{row.id}",
        manifest=row.manifest_sha256,
    )
    row.state, row.package = EvidenceState.DELETED, None
    row.facts = CaptureFacts(members=row.facts.members)
    session.execute(
        sa.delete(EvidenceRenewalRow).where(EvidenceRenewalRow.evidence_id == evidence_id)
    )
    session.flush()
    try:
        if row.folder and folder.is_dir():
            shutil.rmtree(folder)
    except OSError as error:
        raise StoreUnavailable("file.undeletable", path=folder, reason=message_of(error)) from error
    return True
