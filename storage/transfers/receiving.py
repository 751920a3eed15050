"""Receiving a package from another office (接收移送): once a letter, whole or not at all, put on record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.contested_rows import lock_row
from storage.base.errors import NotFound, Refused
from storage.base.office_time import day_of
from storage.base.settings import Settings
from storage.outgoing.attachments import read_attachment
from storage.records.attachment import Attachment
from storage.records.outside.transfer import TransferredLead
from storage.tables import TransferLeadRow, TransferRow
from storage.tables.base import now
from storage.transfers.checked_package import CheckedPackage


@dataclass(frozen=True, kw_only=True)
class ReceivedTransfer:
    """A package on record."""

    row: TransferRow
    again: bool
    """Whether it had been received before: then nothing was changed."""


def refuse_unsound(package: CheckedPackage) -> None:
    """Raises Refused, by the first line that failed, for a package that is not received."""
    failed = next((check for check in package.checks if not check.passed), None)
    if failed is not None:
        raise Refused("transfer.unsound", name=failed.name, says=failed.says)


def find_received(session: Session, package: CheckedPackage) -> TransferRow | None:
    """The row of the same letter, where it came before.

    Raises Refused where another document came under the same number of the same office.
    """
    letter = package.description.letter
    row = session.scalar(
        sa.select(TransferRow).where(
            TransferRow.sender == package.sender, TransferRow.letter_number == letter.number
        )
    )
    if row is not None and row.letter_sha256 != letter.sha256:
        raise Refused("transfer.other-letter", number=letter.number, transfer=row.id)
    return row


def receive(
    session: Session, package: CheckedPackage, file: Attachment, *, officer: str
) -> ReceivedTransfer:
    """Put a package on record; one of a letter that came before is not received again.

    Raises Refused for an unsound package, or another document under the same number.
    """
    refuse_unsound(package)
    if (row := find_received(session, package)) is not None:
        return ReceivedTransfer(row=row, again=True)
    description = package.description
    row = TransferRow(
        office=description.office.name,
        sender=package.sender,
        letter_number=description.letter.number,
        letter_sha256=description.letter.sha256,
        package=file,
        description=description,
        checks=package.checks,
        received_by=officer,
    )
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError:  # another officer received it since it was looked for
        if (earlier := find_received(session, package)) is None:
            raise
        return ReceivedTransfer(row=earlier, again=True)
    session.add_all(
        TransferLeadRow(transfer_id=row.id, position=position)
        for position in range(len(description.leads))
    )
    trail.record(
        session,
        actor=officer,
        act="transfer.receive",
        subject=f"transfer:{row.id}",
        office=row.office,
        number=row.letter_number,
        hash=file.sha256,
    )
    session.flush()
    return ReceivedTransfer(row=row, again=False)


def find_transfer(session: Session, number: int) -> TransferRow:
    """One received package. Raises NotFound."""
    row = session.get(TransferRow, number)
    if row is None:
        raise NotFound("transfer.unknown", transfer=number)
    return row


def package_content(settings: Settings, row: TransferRow) -> bytes:
    """The package as it came. Raises Refused once its time was over, NotFound where it was changed."""
    refuse_deleted(row)
    return read_attachment(settings, row.package.sha256)


def refuse_deleted(row: TransferRow) -> None:
    """Raises Refused for a package that was deleted because its time was over, by the day of the office."""
    if row.deleted_at is not None:
        day = day_of(row.deleted_at).isoformat()
        raise Refused("transfer.deleted", transfer=row.id, day=day)


def find_transfers(session: Session, *, limit: int = 200) -> Sequence[TransferRow]:
    """Received packages, newest first."""
    return session.scalars(
        sa.select(TransferRow).order_by(TransferRow.id.desc()).limit(limit)
    ).all()


@dataclass(frozen=True, kw_only=True)
class PlacedLead:
    """A lead of a package, and ours that was opened from it."""

    position: int
    lead: TransferredLead
    lead_id: int | None


def placed_leads(session: Session, row: TransferRow) -> list[PlacedLead]:
    """The leads of a package in its order."""
    query = sa.select(TransferLeadRow).where(TransferLeadRow.transfer_id == row.id)
    return [
        PlacedLead(
            position=place.position,
            lead=row.description.leads[place.position],
            lead_id=place.lead_id,
        )
        for place in session.scalars(query.order_by(TransferLeadRow.position))
    ]


def waiting_counts(session: Session) -> dict[int, int]:
    """Package → how many of its leads wait for a right of this office; one that was deleted has none."""
    query = (
        sa.select(TransferLeadRow.transfer_id, sa.func.count())
        .join(TransferRow, TransferRow.id == TransferLeadRow.transfer_id)
        .where(TransferLeadRow.lead_id.is_(None), TransferRow.deleted_at.is_(None))
        .group_by(TransferLeadRow.transfer_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def place_lead(
    session: Session, row: TransferRow, position: int, lead_id: int, *, officer: str
) -> bool:
    """Say which lead of ours was opened from one of a package. False where that was said before."""
    place = lock_row(session, TransferLeadRow, (row.id, position))
    if place is None:
        raise NotFound("transfer.no-lead", transfer=row.id, lead=position + 1)
    if place.lead_id is not None:
        return False
    place.lead_id, place.placed_by, place.placed_at = lead_id, officer, now()
    trail.record(
        session,
        actor=officer,
        act="transfer.place",
        subject=f"lead:{lead_id}",
        office=row.office,
        number=row.letter_number,
        transfer=row.id,
    )
    return True


def handed_over(session: Session, lead_id: int) -> list[tuple[TransferRow, TransferredLead]]:
    """The packages from which a lead of ours was opened, each with what it says of it; newest first."""
    query = (
        sa.select(TransferRow, TransferLeadRow.position)
        .join(TransferLeadRow, TransferLeadRow.transfer_id == TransferRow.id)
        .where(TransferLeadRow.lead_id == lead_id)
        .order_by(TransferRow.id.desc())
    )
    return [(row, row.description.leads[position]) for row, position in session.execute(query)]
