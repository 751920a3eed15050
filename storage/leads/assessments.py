"""研判 in the database: which listing versions need an assessment, and storing it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.contested_rows import insert_missing
from storage.leads.background import background_of, backgrounds
from storage.leads.facets import read_traits
from storage.leads.opening import open_lead
from storage.leads.reopening import AssessmentEffect
from storage.listings.assessment_marks import mark_assessed
from storage.records import NOTHING_KNOWN, Assessment, Background, Level, Listing
from storage.tables import AssessmentRow, LeadRow, ListingVersionRow


@dataclass(frozen=True, kw_only=True)
class CurrentVersion:
    """The content that a listing shows now."""

    version_id: int
    listing_id: int
    listing: Listing
    """With the text that was read in its pictures."""
    background: Background = NOTHING_KNOWN


_CURRENT = sa.select(
    ListingVersionRow.id, ListingVersionRow.listing_id, ListingVersionRow.record
).where(ListingVersionRow.current)


def versions_to_assess(session: Session, basis: str, *, limit: int) -> list[CurrentVersion]:
    """Some of the current versions that were not assessed on this basis, the hash of rights and model.

    None where all were. The new ones come first. Each of the three ranges is read from the index of
    what waits, so that a few new listings cost no look at all the others.
    """
    mark = ListingVersionRow.assessed_with
    for waiting in (mark.is_(None), mark < basis, mark > basis):
        query = _CURRENT.where(waiting).order_by(mark, ListingVersionRow.id).limit(limit)
        if versions := _versions(session, query):
            return versions
    return []


def versions_after(session: Session, number: int, *, limit: int) -> list[CurrentVersion]:
    """Current versions beyond a number, in order, whether they were assessed or not."""
    query = _CURRENT.where(ListingVersionRow.id > number).order_by(ListingVersionRow.id)
    return _versions(session, query.limit(limit))


def current_versions(session: Session, listing_ids: Sequence[int]) -> list[CurrentVersion]:
    """The current versions of these listings, assessed or not."""
    query = _CURRENT.where(ListingVersionRow.listing_id.in_(listing_ids))
    return _versions(session, query.order_by(ListingVersionRow.id))


def _versions(session: Session, query: sa.Select[int, int, Listing]) -> list[CurrentVersion]:
    rows = list(session.execute(query))
    known_backgrounds = backgrounds(session, [row.listing_id for row in rows])
    return [_current(row, background_of(known_backgrounds, row.listing_id)) for row in rows]


def _current(row: Any, background: Background) -> CurrentVersion:
    listing: Listing = row.record
    if background.lines:
        texts = [text for text in (listing.image_text, background.text) if text]
        listing = replace(listing, image_text="\n".join(texts))
    return CurrentVersion(
        version_id=row.id, listing_id=row.listing_id, listing=listing, background=background
    )


def last_assessment(session: Session) -> int:
    """The number of the newest assessment, 0 where there is none."""
    return session.scalar(sa.select(sa.func.max(AssessmentRow.id))) or 0


def last_version(session: Session) -> int:
    """The number of the newest version of a listing, 0 where there is none."""
    return session.scalar(sa.select(sa.func.max(ListingVersionRow.id))) or 0


def rights_with_leads(session: Session, listing_ids: Sequence[int]) -> dict[int, set[str]]:
    """For each listing, the rights for which a lead is there."""
    rights: dict[int, set[str]] = {}
    query = sa.select(LeadRow.listing_id, LeadRow.right_id)
    for row in session.execute(query.where(LeadRow.listing_id.in_(listing_ids))):
        rights.setdefault(row.listing_id, set()).add(row.right_id)
    return rights


def save_assessments(
    session: Session,
    assessed: Iterable[tuple[CurrentVersion, Sequence[Assessment]]],
    *,
    basis: str,
    tiers: dict[str, int],
) -> int:
    """Store the assessments of some versions, and open or update their leads; a repeated call changes nothing.

    `tiers` is the protection tier of each right's holder. Returns how many leads were opened.
    """
    pairs = list(assessed)
    rows = [
        _row(version.version_id, assessment, _basis(basis, version))
        for version, assessments in pairs
        for assessment in assessments
        if assessment.right
    ]
    insert_missing(session, AssessmentRow, rows, ["version_id", "right_id", "basis"])
    rows_by_pair = _stored(session, {v.version_id: _basis(basis, v) for v, _ in pairs})
    leads = rights_with_leads(session, [version.listing_id for version, _ in pairs])
    asked = {version.listing_id: version.listing for version, assessments in pairs if assessments}
    traits = read_traits(session, asked)
    opened = 0
    for version, assessments in pairs:
        for assessment in assessments:
            row = rows_by_pair.get((version.version_id, assessment.right or ""))
            if row is not None and (
                assessment.lead or assessment.right in leads.get(version.listing_id, ())
            ):
                effect = open_lead(
                    session,
                    row,
                    version.listing_id,
                    tier=tiers.get(row.right_id, 3),
                    traits=traits[version.listing_id],
                ).effect
                opened += effect is AssessmentEffect.OPENED
    mark_assessed(session, [version.version_id for version, _ in pairs], basis)
    return opened


def vanished(url: str, right_id: str, model: str) -> Assessment:
    """The assessment of a lead whose listing no longer shows the mark."""
    return Assessment(
        url=url, right=right_id, score=0.0, level=Level.NONE, lead=False, signals=(),
        fair_use=None, model=model,
    )  # fmt: skip


def _row(version_id: int, assessment: Assessment, basis: str) -> dict[str, object]:
    return {
        "version_id": version_id,
        "right_id": assessment.right,
        "basis": basis,
        "model": assessment.model,
        "score": assessment.score,
        "level": assessment.level.value,
        "lead": assessment.lead,
        "signals": assessment.signals,
        "fair_use": assessment.fair_use,
        "elements": assessment.elements,
        "next_step": assessment.next_step.value,
    }


def _basis(basis: str, version: CurrentVersion) -> str:
    """A fingerprint of what an assessment rests on: rights, model, and the listing's background."""
    return f"{basis}.{version.background.digest}".rstrip(".")


def _stored(session: Session, bases: dict[int, str]) -> dict[tuple[int, str], AssessmentRow]:
    query = sa.select(AssessmentRow).where(
        AssessmentRow.version_id.in_(bases), AssessmentRow.basis.in_(set(bases.values()))
    )
    return {
        (row.version_id, row.right_id): row
        for row in session.scalars(query)
        if row.basis == bases[row.version_id]
    }
