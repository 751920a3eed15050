"""Leads counted by state and by day, and the changes that were not added up yet."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, row_id


class StockCountRow(Base):
    """How many leads of one kind stand in one state; of the dimension `listings`, how many listings there are."""

    __tablename__ = "stock_counts"
    __table_args__ = ({"sqlite_with_rowid": False},)

    dimension: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    """A name of storage.counts.dimensions.STOCK, or `listings`."""
    key: Mapped[str] = mapped_column(primary_key=True)
    """The right, platform, region …; empty where the lead has none."""
    state: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    number: Mapped[int]


class DayCountRow(Base):
    """How many leads of one kind were opened, or given one verdict, on one day of the office."""

    __tablename__ = "day_counts"
    __table_args__ = ({"sqlite_with_rowid": False},)

    day: Mapped[date] = mapped_column(primary_key=True)
    dimension: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    """A name of storage.counts.dimensions.DAYS."""
    key: Mapped[str] = mapped_column(primary_key=True)
    measure: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    """opened, decided, a verdict that stands, or what followed a letter."""
    number: Mapped[int]


class ShopCountRow(Base):
    """How many leads a shop has, and how many of them were confirmed: the list of shops is sorted by both."""

    __tablename__ = "shop_counts"
    __table_args__ = (sa.Index(None, "confirmed", "leads", "shop_id"),)

    shop_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    leads: Mapped[int]
    confirmed: Mapped[int]


class SourceCountRow(Base):
    """The verdicts that stand on the leads of a right on one platform, as they speak of the seller's leave."""

    __tablename__ = "source_counts"

    right_id: Mapped[str] = mapped_column(primary_key=True)
    platform: Mapped[str] = mapped_column(sa.String(255), primary_key=True)
    unlawful: Mapped[int]
    lawful: Mapped[int]


class CountChangeRow(Base):
    """One more or one fewer, written by the triggers of storage.counts.triggers and added up by the worker.

    Rows of its own, since two transactions that count the same right on PostgreSQL would wait for each other.
    """

    __tablename__ = "count_changes"

    id: Mapped[int] = row_id()
    change: Mapped[int]
    """1 or -1."""
    measure: Mapped[str] = mapped_column(sa.String(20), index=True)
    """state, listings, unlawful, lawful, or a measure of the day counts."""
    state: Mapped[str | None] = mapped_column(sa.String(20))
    day: Mapped[date | None]
    right_id: Mapped[str | None]
    platform: Mapped[str | None] = mapped_column(sa.String(255))
    region: Mapped[str | None] = mapped_column(sa.String(6))
    level: Mapped[str | None] = mapped_column(sa.String(10))
    disguise: Mapped[str | None] = mapped_column(sa.String(20))
    campaign: Mapped[str | None]
    shop_id: Mapped[int | None]
    tier: Mapped[int | None]
    next_step: Mapped[str | None] = mapped_column(sa.String(20))


class VerdictRepeatRow(Base):
    """A verdict on a lead that had been given the same one before: of a period a lead counts once."""

    __tablename__ = "verdict_repeats"

    decision_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class ActRepeatRow(Base):
    """An entry of the audit that says once more of a lead what another one said: of a period a lead counts once."""

    __tablename__ = "act_repeats"

    day: Mapped[date] = mapped_column(primary_key=True)
    audit_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
