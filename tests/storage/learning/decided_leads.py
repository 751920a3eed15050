"""Leads of made-up shops, and verdicts given on chosen days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.vocabulary import Verdict
from storage.leads import lifecycle
from storage.leads.opening import open_lead
from storage.listings.store import SeenListing, save_listings
from storage.records import Level, Listing, Right, Signal
from storage.tables import AssessmentRow, DecisionRow, LeadRow, ListingRow, RightRow

START = datetime(2026, 11, 2, 4, tzinfo=UTC)


def day(number: int) -> datetime:
    """A day after the start."""
    return START + timedelta(days=number)


def a_right(session: Session, right_id: str = "r") -> None:
    """A right for leads to be of."""
    if session.get(RightRow, right_id) is None:
        right = Right(id=right_id, text="示例")
        session.add(RightRow(id=right_id, text="示例", kind="trademark", record=right))
        session.flush()


def an_assessment(
    session: Session,
    key: str,
    *,
    shop: str = "甲店",
    score: float = 0.9,
    lead: bool = True,
    at: datetime = START,
    right: str = "r",
    platform: str = "a.example",
    signals: tuple[Signal, ...] = (),
) -> tuple[AssessmentRow, int]:
    """An assessed listing; returns the assessment and the listing's number."""
    a_right(session, right)
    listing = Listing(
        url=f"http://{platform}/{key}", title=f"示例面粉 {key}", shop=shop, platform=platform
    )
    save_listings(session, [SeenListing(key=key, listing=listing)], run_id=None, at=at)
    row = session.scalars(sa.select(ListingRow).where(ListingRow.key == key)).one()
    assessment = AssessmentRow(
        version_id=row.version_id, right_id=right, basis="b", model="m@1", score=score,
        level=(Level.RED if lead else Level.NONE).value, lead=lead, signals=signals, created_at=at,
    )  # fmt: skip
    session.add(assessment)
    session.flush()
    return assessment, row.id


def a_lead(session: Session, key: str, shop: str = "甲店", **assessed: object) -> LeadRow:
    """A lead on a listing of a shop."""
    assessment, listing = an_assessment(session, key, shop=shop, **assessed)  # type: ignore[arg-type]
    opening = open_lead(session, assessment, listing, tier=3)
    lead = session.get_one(LeadRow, opening.lead_id)
    lead.opened_at = assessment.created_at
    return lead


def verdict(
    session: Session, lead: LeadRow, confirmed: bool, at: datetime, reason: str = ""
) -> DecisionRow:
    """A verdict given at a moment."""
    decision = lifecycle.decide(
        session,
        lead.id,
        Verdict.CONFIRMED if confirmed else Verdict.DISMISSED,
        officer="li",
        reason=reason or ("same_mark" if confirmed else "wrong_match"),
    )
    decision.decided_at = at
    session.flush()
    return decision
