"""研判 and 线索."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.base.vocabulary import LeadState
from storage.records.assessment import FairUse, Level, Signal
from storage.records.element import Element, NextStep
from storage.tables.base import Base, enumeration, now, row_id
from storage.tables.columns import RecordColumn, RecordsColumn


class ProbeReason(StrEnum):
    """抽样复核: why a lead has a place in the queue that its own value would not give it."""

    UNCERTAIN = "uncertain"
    SURPRISING = "surprising"
    """Rules and model say different things."""
    RANDOM = "random"
    """抽样: drawn by chance from what the machine holds to be no lead."""


class AssessmentRow(Base):
    """研判 of one listing version × one right, as the machine said it; never changed afterwards."""

    __tablename__ = "assessments"
    __table_args__ = (
        sa.UniqueConstraint("version_id", "right_id", "basis"),
        sa.Index(None, "created_at"),
    )

    id: Mapped[int] = row_id()
    version_id: Mapped[int] = mapped_column(
        sa.ForeignKey("listing_versions.id", ondelete="CASCADE")
    )
    right_id: Mapped[str] = mapped_column(sa.ForeignKey("rights.id"))
    basis: Mapped[str] = mapped_column(sa.String(80))
    """Hash of the rights and the model that spoke."""
    model: Mapped[str] = mapped_column(sa.String(80))
    score: Mapped[float] = mapped_column(sa.Float)
    level: Mapped[Level] = mapped_column(enumeration(Level, name="level", length=10))
    lead: Mapped[bool]
    signals: Mapped[tuple[Signal, ...]] = mapped_column(RecordsColumn(Signal))
    fair_use: Mapped[FairUse | None] = mapped_column(RecordColumn(FairUse))
    elements: Mapped[tuple[Element, ...]] = mapped_column(RecordsColumn(Element), default=())
    next_step: Mapped[NextStep] = mapped_column(
        enumeration(NextStep, name="next_step"), default=NextStep.NONE
    )
    created_at: Mapped[datetime] = mapped_column(default=now)


class LeadRow(Base):
    """线索: one listing × one right, the unit of work. Its state changes only in storage.leads.lead_state."""

    __tablename__ = "leads"
    __table_args__ = (
        sa.UniqueConstraint("listing_id", "right_id"),
        # It holds whatever a view asks for, so that a view is counted without reading its leads.
        sa.Index(
            "ix_leads_queue",
            "state",
            "rank",
            "id",
            "right_id",
            "level",
            "platform",
            "region",
            "tier",
            "disguise",
            "campaign",
            "shop_id",
            "picture",
            "relisted",
            "opened_at",
            "claimed_by",
            "next_step",
            "score",
            "price",
        ),
        sa.Index(None, "rank", "id"),
        sa.Index(None, "state", "level"),
        # Each in the order of a sorted view; what else they hold lets a view be counted without its leads.
        sa.Index(None, "opened_at", "rank", "id", "state"),
        sa.Index("ix_leads_title", "title", "rank", "id", "state", "right_id", "shop_id"),
        sa.Index(None, "price", "rank", "id", "state"),
        sa.Index(None, "score", "rank", "id", "state"),
        sa.Index(None, "state", "shop_id", "rank"),
        sa.Index(None, "state", "picture", "rank"),
        sa.Index(None, "shop_id", "state", "rank"),
        sa.Index(None, "picture", "state", "rank"),
        # The leads of one value in the order of their ranks: a page of them is read, not all of them sorted.
        sa.Index(None, "right_id", "rank", "id", "state"),
        sa.Index(None, "platform", "rank", "id", "state"),
        sa.Index(None, "campaign", "rank", "id", "state"),
        sa.Index(None, "disguise", "rank", "id", "state"),
        sa.Index(None, "next_step", "rank", "id", "state"),
        sa.Index(None, "level", "rank", "id", "state"),
        sa.Index(None, "region", "rank", "id", "state"),
        sa.Index(None, "confirmed_at"),
        sa.Index(None, "noticed_at"),
        sa.Index(None, "removed_at"),
        sa.Index(
            "ix_leads_probes",
            "state",
            "probe",
            sqlite_where=sa.text("probe IS NOT NULL"),
            postgresql_where=sa.text("probe IS NOT NULL"),
        ),
        sa.Index(
            "ix_leads_relisted",
            "state",
            sqlite_where=sa.text("relisted = 1"),
            postgresql_where=sa.text("relisted"),
        ),
    )

    id: Mapped[int] = row_id()
    listing_id: Mapped[int] = mapped_column(sa.ForeignKey("listings.id"))
    right_id: Mapped[str] = mapped_column(sa.ForeignKey("rights.id"))
    assessment_id: Mapped[int] = mapped_column(sa.ForeignKey("assessments.id"))
    version_id: Mapped[int]
    """The listing version of the current assessment."""
    state: Mapped[LeadState] = mapped_column(enumeration(LeadState), default=LeadState.PENDING)
    revision: Mapped[int] = mapped_column(default=1)
    """Counts up with every change: a stale page is refused."""
    score: Mapped[float] = mapped_column(sa.Float)
    level: Mapped[Level] = mapped_column(enumeration(Level, name="level", length=10))
    rank: Mapped[float] = mapped_column(sa.Float)
    """Order in the queue, smallest first: by level, then minus level × tier × reach."""
    relisted: Mapped[bool] = mapped_column(default=False)
    """复现: was removed after a letter and seen again."""
    probe: Mapped[ProbeReason | None] = mapped_column(enumeration(ProbeReason, name="probe"))
    claimed_by: Mapped[str | None] = mapped_column(sa.String(100))
    claimed_at: Mapped[datetime | None]
    campaign: Mapped[str | None]
    tier: Mapped[int] = mapped_column(default=3)
    """保护等级 of the right's holder, 1 the highest."""
    platform: Mapped[str] = mapped_column(sa.String(255))
    """This and the next eight repeat the listing, its shop and its picture: storage.leads.facets."""
    title: Mapped[str] = mapped_column(default="")
    """The first characters of the listing's, as many as storage.leads.facets keeps."""
    price: Mapped[int | None]
    """价格 as shown, in hundredths of `currency`."""
    currency: Mapped[str | None] = mapped_column(sa.String(10))
    """ISO 4217, where the page tells it."""
    shop_id: Mapped[int | None]
    region: Mapped[str | None] = mapped_column(sa.String(6))
    """GB/T 2260 of the seller."""
    reach: Mapped[int] = mapped_column(default=0)
    """触达: number sold, as shown."""
    disguise: Mapped[str | None] = mapped_column(sa.String(20))
    """变形方式 of its most telling mark: a key of storage.base.disguises.DISGUISE_NAMES."""
    next_step: Mapped[NextStep] = mapped_column(
        enumeration(NextStep, name="next_step"), default=NextStep.NONE
    )
    """下一步 of the current assessment."""
    picture: Mapped[str | None] = mapped_column(sa.String(16))
    """Hash that leads with a like main picture share."""
    confirmed_at: Mapped[datetime | None]
    """When the standing confirmation was given; this and the next two give the times between."""
    noticed_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    opened_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)
