"""Entering captures into the store (固证登记): one row each, chained by the hash of the one before.

captured → stamped
blocked: a login or captcha page, entered as such
failed: the page could not be opened; nothing but the reason is kept
deleted: its time of keeping is over; the hashes stay
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.contested_rows import lock_existing
from storage.base.database import Database
from storage.base.errors import NotFound
from storage.base.message import Message
from storage.base.settings import Settings
from storage.base.vocabulary import EvidenceState
from storage.evidence.environment import ClockReference
from storage.evidence.freezing import FrozenCapture, freeze, lay_down, make_members
from storage.evidence.package_sealing import PACKAGE, Sealed, seal
from storage.evidence.page_reading import page_facts
from storage.evidence.signing import OfficeKey, office_key
from storage.evidence.timestamp_authority import Authority, Stamper
from storage.evidence.trust import read_anchors
from storage.evidence.visit import Occasion, Visit
from storage.files.vault import vault_of
from storage.net.address_policy import AddressPolicy
from storage.records.capture_facts import CaptureFacts
from storage.records.page_facts import AssessedListing
from storage.tables import AuditHeadRow, EvidenceRow

EVIDENCE_FOLDER = "evidence"
_CHAIN_LOCK = 874023
"""Number of PostgreSQL's advisory lock that lets one capture at a time extend the chain; any number."""


class NotDue(Exception):
    """Another process has entered the capture meanwhile."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entered capture."""

    id: int
    state: EvidenceState
    folder: Path
    manifest_sha256: str
    title: str
    status: int
    blocked: str | None
    package: Path | None
    waiting: tuple[str, ...] = ()
    """Why the package is not there yet, one line an authority."""


def authorities(settings: Settings) -> tuple[Authority, ...]:
    """The configured time-stamp authorities. Raises BadInput for an unreadable anchor."""
    anchors = read_anchors(Path(path) for path in settings.timestamp_anchors)
    policy = AddressPolicy(settings.allow_addresses)
    return tuple(
        Authority(url=url, anchors=anchors, policy=policy) for url in settings.timestamp_urls
    )


def enter(
    database: Database,
    settings: Settings,
    visit: Visit,
    occasion: Occasion,
    *,
    stampers: Sequence[Stamper] = (),
    reference: ClockReference | None = None,
    assessed: AssessedListing | None = None,
    is_due: Callable[[Session], bool] = lambda _session: True,
) -> Entry:
    """Freeze a visit, enter it, and ask for its time-stamps. Raises StoreUnavailable, NotDue.

    `assessed` is what the occasion's lead was assessed on: the row keeps whether the page shows it. `is_due` is asked
    when nobody else can enter a capture until this one is entered; where it is not, nothing stays of the visit.
    """
    key = office_key(settings.home, office=settings.office_name)
    members = make_members(visit)
    vault = vault_of(settings)
    folder = lay_down(members, _evidence_folder(settings), vault)
    with database.begin() as session:
        previous = _last_hash(session)
        if not is_due(session):
            shutil.rmtree(folder, ignore_errors=True)
            raise NotDue
        frozen = freeze(
            visit,
            occasion,
            members,
            folder,
            key,
            previous=previous,
            authorities=[stamper.url for stamper in stampers],
            reference=reference,
            audit_head=_audit_head(session),
            vault=vault,
        )
        row = _row(visit, occasion, frozen, settings, assessed)
        session.add(row)
        session.flush()
        trail.record(
            session,
            actor=occasion.officer,
            act="evidence.captured",
            subject=_subject(row),
            evidence=row.id,
            url=visit.url,
            manifest=frozen.manifest_sha256,
        )
    return seal_entry(database, settings, row.id, stampers, key=key)


def _evidence_folder(settings: Settings) -> Path:
    """Closed to other users of the machine: raw pages hold personal data."""
    folder = settings.folder(EVIDENCE_FOLDER)
    folder.chmod(0o700)
    return folder


def enter_failure(database: Database, url: str, occasion: Occasion, error: Message) -> int:
    """Enter that a page could not be captured, and why; the number of the row."""
    with database.begin() as session:
        row = EvidenceRow(
            lead_id=occasion.lead,
            listing_id=occasion.listing,
            run_id=occasion.run,
            url=url,
            state=EvidenceState.FAILED,
            folder="",
            facts=CaptureFacts(error=error),
            officer=occasion.officer,
            captured_at=datetime.now(UTC),
        )
        session.add(row)
        session.flush()
        return row.id


def seal_entry(
    database: Database,
    settings: Settings,
    evidence_id: int,
    stampers: Sequence[Stamper],
    *,
    key: OfficeKey | None = None,
) -> Entry:
    """Fetch what tokens are missing and write the package; may be called again until it is there.

    Raises NotFound, StoreUnavailable.
    """
    with database.read() as session:
        row = _load(session, evidence_id)
        folder = settings.home / EVIDENCE_FOLDER / row.folder
        is_packaged = row.package is not None
    sealed = seal(
        folder,
        key or office_key(settings.home, office=settings.office_name),
        stampers,
        vault_of(settings),
    )
    if sealed.package is not None and not is_packaged:
        with database.begin() as session:
            row = lock_existing(session, EvidenceRow, evidence_id)
            if row.package is None:  # of two that seal it at once the first one enters it
                _settle(session, row, sealed)
    with database.read() as session:
        return _entry(_load(session, evidence_id), folder, sealed)


def seal_waiting(database: Database, settings: Settings) -> list[Entry]:
    """Try again for every capture whose package is not there yet; one that waits says why."""
    stampers = authorities(settings)
    with database.read() as session:
        waiting = session.scalars(
            sa.select(EvidenceRow.id)
            .where(EvidenceRow.package.is_(None), EvidenceRow.manifest_sha256.is_not(None))
            .where(EvidenceRow.state != EvidenceState.DELETED)
            .order_by(EvidenceRow.id)
        ).all()
    return [seal_entry(database, settings, evidence_id, stampers) for evidence_id in waiting]


def package_of(database: Database, settings: Settings, evidence_id: int) -> Path | None:
    """Where the package of one capture lies, None while it is not written. Raises NotFound.

    It is read with `storage.files.vault`: it may lie encrypted.
    """
    with database.read() as session:
        row = _load(session, evidence_id)
        if row.package is None:
            return None
        return settings.home / EVIDENCE_FOLDER / row.folder / row.package


def _settle(session: Session, row: EvidenceRow, sealed: Sealed) -> None:
    row.package = PACKAGE
    row.facts = replace(row.facts, stamped=sealed.state is EvidenceState.STAMPED)
    if sealed.stamped_at is not None:
        authority = "、".join(row.facts.authorities)
        row.facts = replace(row.facts, stamped_at=sealed.stamped_at, authority=authority)
    if row.state is not EvidenceState.BLOCKED:
        row.state = sealed.state
    trail.record(
        session,
        actor=row.officer or "system",
        act="evidence.sealed",
        subject=_subject(row),
        evidence=row.id,
        state=sealed.state,
    )


def _subject(row: EvidenceRow) -> str:
    """A capture made for a lead is a step of that lead's history."""
    return f"evidence:{row.id}" if row.lead_id is None else f"lead:{row.lead_id}"


def _row(
    visit: Visit,
    occasion: Occasion,
    frozen: FrozenCapture,
    settings: Settings,
    assessed: AssessedListing | None,
) -> EvidenceRow:
    record = frozen.manifest
    return EvidenceRow(
        lead_id=occasion.lead,
        listing_id=occasion.listing,
        run_id=occasion.run,
        url=visit.url,
        state=EvidenceState.CAPTURED if visit.blocked is None else EvidenceState.BLOCKED,
        folder=str(frozen.folder.relative_to(settings.home / EVIDENCE_FOLDER)),
        manifest_sha256=frozen.manifest_sha256,
        previous_sha256=record["previous"],
        facts=CaptureFacts(
            title=visit.title,
            status=visit.status,
            final_url=visit.final_url,
            blocked=visit.blocked,
            page=page_facts(record, visit.text, assessed) if assessed else None,
            authorities=tuple(record["authorities"]),
            members={entry["path"]: entry["sha256"] for entry in record["members"]},
            officer_browser=visit.officer_browser,
        ),
        officer=occasion.officer,
        captured_at=visit.ended,
    )


def _last_hash(session: Session) -> str | None:
    """Hash of the newest manifest; writers take turns, so that the chain has one head."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.text(f"SELECT pg_advisory_xact_lock({_CHAIN_LOCK})"))
    return session.scalar(
        sa.select(EvidenceRow.manifest_sha256)
        .where(EvidenceRow.manifest_sha256.is_not(None))
        .order_by(EvidenceRow.id.desc())
        .limit(1)
    )


def _audit_head(session: Session) -> tuple[int, str] | None:
    head = session.get(AuditHeadRow, 1)
    return None if head is None else (head.number, head.hash)


def _load(session: Session, evidence_id: int) -> EvidenceRow:
    row = session.get(EvidenceRow, evidence_id)
    if row is None or row.manifest_sha256 is None:
        raise NotFound("evidence.unknown", evidence=evidence_id)
    return row


def _entry(row: EvidenceRow, folder: Path, sealed: Sealed) -> Entry:
    return Entry(
        id=row.id,
        state=row.state,
        folder=folder,
        manifest_sha256=row.manifest_sha256 or "",
        title=row.facts.title,
        status=row.facts.status,
        blocked=row.facts.blocked,
        package=sealed.package,
        waiting=sealed.waiting,
    )
