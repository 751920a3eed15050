"""Imports of reports (报送导入): kept as a whole, undone as a whole, shops untouched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.contested_rows import lock_row
from storage.base.errors import BadInput, NotFound, Refused
from storage.identity_reports.reading import IdentityRow, plain_shop
from storage.tables import IdentityImportRow, ReportedIdentityRow, ShopRow
from storage.tables.base import now

_LONGEST_PERIOD = 40
"""Characters of a reporting period (报送期次), the width of its column."""


@dataclass(frozen=True, kw_only=True)
class ImportSummary:
    """One import as a list shows it."""

    row: IdentityImportRow
    identities: int


def import_identities(
    session: Session,
    rows: Sequence[IdentityRow],
    *,
    platform: str,
    period: str,
    file: str,
    actor: str,
) -> IdentityImportRow:
    """Keep the rows of a report. Raises BadInput without platform, period or rows."""
    if not platform:
        raise BadInput("identity.no-platform")
    if not 0 < len(period.strip()) <= _LONGEST_PERIOD:
        raise BadInput("identity.no-period", characters=_LONGEST_PERIOD)
    if not rows:
        raise BadInput("identity.no-rows")
    entry = IdentityImportRow(
        platform=platform, period=period.strip(), file=file[:200], actor=actor
    )
    session.add(entry)
    session.flush()
    session.add_all(
        ReportedIdentityRow(
            import_id=entry.id,
            row=row.row,
            platform=platform,
            shop=row.shop,
            shop_key=plain_shop(row.shop),
            url=row.url,
            name=row.name,
            credit_code=row.credit_code,
            address=row.address,
        )
        for row in rows
    )
    trail.record(
        session, actor=actor, act="identity.import", subject=f"identity:{entry.id}",
        file=entry.file, count=len(rows),
    )  # fmt: skip
    return entry


def undo_identity_import(session: Session, import_id: int, *, actor: str) -> None:
    """Take the rows of an import away. Raises NotFound, Refused where it was undone before."""
    entry = lock_row(session, IdentityImportRow, import_id)
    if entry is None:
        raise NotFound("identity.unknown", number=import_id)
    if entry.undone_at is not None:
        raise Refused("identity.undone", number=import_id)
    rows = ReportedIdentityRow.import_id == import_id
    session.execute(sa.delete(ReportedIdentityRow).where(rows))
    entry.undone_by, entry.undone_at = actor, now()
    trail.record(
        session, actor=actor, act="identity.undo", subject=f"identity:{import_id}", file=entry.file
    )


def latest_identity_imports(session: Session, most: int = 50) -> list[ImportSummary]:
    """The latest imports, the last one first."""
    counts = dict(
        session.execute(
            sa.select(ReportedIdentityRow.import_id, sa.func.count()).group_by(
                ReportedIdentityRow.import_id
            )
        ).all()
    )
    query = sa.select(IdentityImportRow).order_by(IdentityImportRow.id.desc()).limit(most)
    return [
        ImportSummary(row=row, identities=counts.get(row.id, 0)) for row in session.scalars(query)
    ]


def platforms_with_shops(session: Session, most: int = 200) -> Sequence[str]:
    """Hosts of platforms of which shops are known, those with most shops first."""
    count = sa.func.count().desc()
    query = sa.select(ShopRow.platform).group_by(ShopRow.platform).order_by(count, ShopRow.platform)
    return session.scalars(query.limit(most)).all()
