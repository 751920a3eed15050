"""Which capture of a lead may be cited (可引用的固证材料): the newest that shows the mark on the assessed version."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.settings import Settings
from storage.base.vocabulary import USABLE_EVIDENCE, EvidenceState
from storage.evidence.entries import EVIDENCE_FOLDER
from storage.evidence.page_reading import recorded_page
from storage.files.vault import Vault, vault_of
from storage.records.page_facts import AssessedListing, PageFacts
from storage.tables import AssessmentRow, EvidenceRow, LeadRow, ListingVersionRow


class CaptureFlaw(StrEnum):
    """Why a capture does not show what a letter would cite it for, or is not known to."""

    BLOCKED = "blocked"
    """A login or captcha page stood in the page's place."""
    STATUS = "status"
    """The server answered with an error."""
    OTHER_CONTENT = "other-content"
    """Neither the listing's title nor the mark stands on the page."""
    OTHER_VERSION = "other-version"
    """The page shows the listing under another title."""
    NO_MARK = "no-mark"
    """The mark stands nowhere on the page."""
    OTHER_PRICE = "other-price"
    """The page shows another price; the mark and the title are the assessed ones."""
    UNKNOWN = "unknown"
    """The record does not say what the page showed."""


DOUBTFUL = (CaptureFlaw.OTHER_PRICE, CaptureFlaw.UNKNOWN)
"""Flaws with which a capture may be cited where there is no better one; the letter's check names them."""


_OTHER_PAGES = ("list", "other")
"""Kinds of pages that are not the goods' own: a list that recommends them, a notice that they are gone."""


@dataclass(frozen=True, kw_only=True)
class JudgedCapture:
    """One capture of a lead with what its page showed."""

    row: EvidenceRow
    page: PageFacts | None
    """None where the record does not say."""
    flaw: CaptureFlaw | None


@dataclass(frozen=True, kw_only=True)
class LeadCaptures:
    """The captures of one lead as a letter or an alert may use them."""

    cited: JudgedCapture | None = None
    refused: tuple[JudgedCapture, ...] = ()
    """Newer than the cited one, newest first: those that do not serve."""


def assessed_listing(session: Session, lead_id: int) -> AssessedListing | None:
    """What the lead of that number was assessed on; None where there is no such lead."""
    return assessed_listings(session, [lead_id]).get(lead_id)


def assessed_listings(session: Session, leads: Collection[int]) -> dict[int, AssessedListing]:
    """What each of these leads was assessed on; without those that do not exist. One statement."""
    query = (
        sa.select(LeadRow.id, LeadRow.version_id, ListingVersionRow.record, AssessmentRow.signals)
        .join(ListingVersionRow, ListingVersionRow.id == LeadRow.version_id)
        .join(AssessmentRow, AssessmentRow.id == LeadRow.assessment_id)
        .where(LeadRow.id.in_(leads))
    )
    return {
        row.id: AssessedListing(version_id=row.version_id, listing=row.record, signals=row.signals)
        for row in session.execute(query)
    }


def find_captures(
    session: Session, settings: Settings, leads: Mapping[int, AssessedListing]
) -> Mapping[int, LeadCaptures]:
    """The capture of each lead that may be cited, with the newer ones that may not. One statement;
    the records of captures that were not compared at capture time are read from their folders."""
    rows: dict[int, list[EvidenceRow]] = {lead: [] for lead in leads}
    entered = (*USABLE_EVIDENCE, EvidenceState.BLOCKED)
    for row in session.scalars(
        sa.select(EvidenceRow)
        .where(EvidenceRow.lead_id.in_(leads), EvidenceRow.state.in_(entered))
        .order_by(EvidenceRow.id.desc())
    ):
        assert row.lead_id is not None
        rows[row.lead_id].append(row)
    folder, vault = settings.home / EVIDENCE_FOLDER, vault_of(settings)
    return {lead: _choose(rows[lead], assessed, folder, vault) for lead, assessed in leads.items()}


def _choose(
    rows: Sequence[EvidenceRow], assessed: AssessedListing, folder: Path, vault: Vault
) -> LeadCaptures:
    """Newest first: the first without a flaw, else the first in doubt."""
    flawed: list[JudgedCapture] = []
    for row in rows:
        capture = judge_capture(row, assessed, folder, vault)
        if capture.flaw is None:
            return LeadCaptures(cited=capture, refused=tuple(flawed))
        flawed.append(capture)
    doubtful = next((capture for capture in flawed if capture.flaw in DOUBTFUL), None)
    if doubtful is None:
        return LeadCaptures(refused=tuple(flawed))
    return LeadCaptures(cited=doubtful, refused=tuple(flawed[: flawed.index(doubtful)]))


def judge_capture(
    row: EvidenceRow, assessed: AssessedListing, folder: Path, vault: Vault
) -> JudgedCapture:
    """One capture against the assessed listing; its own record is read where the row does not say."""
    page = row.facts.page
    if page is None or page.version_id != assessed.version_id or page.sought != assessed.marks:
        page = recorded_page(folder, row, assessed, vault)
    return JudgedCapture(row=row, page=page, flaw=_flaw(row, page, assessed))


def _flaw(
    row: EvidenceRow, page: PageFacts | None, assessed: AssessedListing
) -> CaptureFlaw | None:
    if row.state is EvidenceState.BLOCKED:
        return CaptureFlaw.BLOCKED
    if row.facts.status >= 400:
        return CaptureFlaw.STATUS
    if page is None:
        return CaptureFlaw.UNKNOWN
    if page.kind in _OTHER_PAGES and (page.has_price is False or page.is_gone):
        return CaptureFlaw.OTHER_CONTENT
    pictured = assessed.is_mark_pictured and page.has_picture
    bears_mark = bool(page.marks) or pictured or not (page.sought or assessed.is_mark_pictured)
    if not page.has_title:
        is_version = page.marks or page.kind == "listing"
        return CaptureFlaw.OTHER_VERSION if is_version else CaptureFlaw.OTHER_CONTENT
    if not bears_mark:
        return CaptureFlaw.NO_MARK
    if page.kind in _OTHER_PAGES and page.has_price is None:
        return CaptureFlaw.UNKNOWN
    return CaptureFlaw.OTHER_PRICE if page.has_price is False else None
