"""准确性年度报告的公开: the figures of a year are fixed when they are published."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.contested_rows import add_unique
from storage.base.errors import NotFound, Refused
from storage.records.outside.accuracy import AccuracyFigures
from storage.tables import AccuracyReportRow


def publish_accuracy(session: Session, figures: AccuracyFigures, *, actor: str) -> None:
    """Publish the figures of a year. Raises Refused where the year is published already."""
    row = AccuracyReportRow(year=figures.year, figures=figures, published_by=actor)
    add_unique(session, row, Refused("accuracy.published", year=figures.year))
    trail.record(
        session, actor=actor, act="accuracy.publish", subject=f"reports:{figures.year}",
        year=figures.year,
    )  # fmt: skip


def withdraw_accuracy(session: Session, year: int, *, actor: str) -> None:
    """Take a published year down, to correct it. Raises NotFound."""
    session.delete(load_accuracy(session, year))
    trail.record(
        session, actor=actor, act="accuracy.withdraw", subject=f"reports:{year}", year=year
    )


def load_accuracy(session: Session, year: int) -> AccuracyReportRow:
    """One published year. Raises NotFound."""
    row = session.get(AccuracyReportRow, year)
    if row is None:
        raise NotFound("accuracy.unpublished", year=year)
    return row


def published_years(session: Session) -> Sequence[int]:
    """The published years, the latest first."""
    query = sa.select(AccuracyReportRow.year).order_by(AccuracyReportRow.year.desc())
    return session.scalars(query).all()
