"""A lead on an assessed listing, and the verdicts that tests give on it."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.database import Database
from storage.base.vocabulary import Verdict
from storage.leads import lifecycle
from storage.leads.opening import open_lead
from storage.listings.store import SeenListing, save_listings
from storage.records import Level, Listing, Right
from storage.tables import (
    AssessmentRow,
    DecisionRow,
    LeadRow,
    ListingRow,
    RightRow,
)

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)


FLOUR = Listing(url="http://shop.example/1", title="示例面粉", price=Decimal("29.90"))


def assessed(
    session: Session,
    listing: Listing,
    score: float,
    basis: str = "b1",
    at: datetime | None = NOON,
) -> LeadRow:
    """See a listing (or only look at what is stored), say something of it, open its lead."""
    if at is not None:
        save_listings(session, [SeenListing(key="k", listing=listing)], run_id=None, at=at)
    if session.get(RightRow, "r") is None:
        session.add(
            RightRow(id="r", text="示例", kind="trademark", record=Right(id="r", text="示例"))
        )
        session.flush()
    row = session.scalars(sa.select(ListingRow).where(ListingRow.key == "k")).one()
    session.refresh(row)
    assert row.version_id is not None
    level = Level.RED if score > 0.9 else Level.ORANGE
    assessment = AssessmentRow(
        version_id=row.version_id, right_id="r", basis=basis, model="rules@1", score=score,
        level=level.value, lead=True, signals=(),
    )  # fmt: skip
    session.add(assessment)
    session.flush()
    opening = open_lead(session, assessment, row.id, tier=1)
    return session.get_one(LeadRow, opening.lead_id)


def state(database: Database, lead_id: int) -> str:
    with database.read() as session:
        return session.get_one(LeadRow, lead_id).state


def confirm(session: Session, lead_id: int, officer: str = "li") -> DecisionRow:
    return lifecycle.decide(
        session, lead_id, Verdict.CONFIRMED, officer=officer, reason="same_mark"
    )


def dismiss(session: Session, lead_id: int) -> DecisionRow:
    return lifecycle.decide(session, lead_id, Verdict.DISMISSED, officer="li", reason="place_name")
