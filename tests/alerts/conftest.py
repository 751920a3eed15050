"""A migrated database and the leads that alerts, follow-up and reports start from."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.database import Database
from storage.base.settings import Settings, load_settings
from storage.leads.opening import open_lead
from storage.listings.store import SeenListing, save_listings
from storage.records import (
    Element,
    Level,
    Listing,
    Operator,
    Right,
    RightHolder,
    RightKind,
    RightsBook,
    Signal,
)
from storage.rights.book_import import import_rights
from storage.tables import AssessmentRow, ListingRow
from tests.databases import migrated_database

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)

FLOUR = Listing(
    url="http://shop.example/item/1",
    title="天斌河套 雪花粉 5kg",
    price=Decimal("29.90"),
    currency="CNY",
    shop="示例粮油店",
    platform="shop.example",
    item_id="1",
    location="巴彦淖尔市临河区",
    operator=Operator(name="示例粮油有限公司", credit_code="91150800MA0EXAMP0X"),
    seen_at=NOON,
)

BOOK = RightsBook(
    holders=(
        RightHolder(id="lvye", name="示例绿业公司", email="brand@holder.example", tier=1),
        RightHolder(id="silent", name="示例无邮箱协会"),
    ),
    rights=(
        Right(id="hetao", text="天赋河套", kind=RightKind.COLLECTIVE, holder="lvye",
              registration_no="00000001", goods=("面粉",)),
        Right(id="quiet", text="示例静", holder="silent"),
        Right(id="ward", text="院内制剂", kind=RightKind.PRODUCT_RULE),
    ),
)  # fmt: skip

OpenLead = Callable[..., int]


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    """Pictures are given a minute and more: a loaded machine reads slower than the default allows."""
    return load_settings(
        home=tmp_path / "home", database_url=database_url, mail_from="office@office.example",
        read_seconds=120,
    )  # fmt: skip


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    opened = migrated_database(settings)
    with opened.begin() as session:
        import_rights(session, BOOK)
    yield opened
    opened.close()


@pytest.fixture
def new_lead() -> OpenLead:
    """Saves a listing, says something of it, and opens its lead; gives the lead's number."""
    numbers = itertools.count(1)

    def open_one(
        session: Session,
        listing: Listing = FLOUR,
        *,
        right: str = "hetao",
        score: float = 0.93,
        level: Level = Level.RED,
        signals: tuple[Signal, ...] = (),
        elements: tuple[Element, ...] = (),
        key: str | None = None,
        at: datetime = NOON,
    ) -> int:
        key = key or f"k{next(numbers)}"
        save_listings(session, [SeenListing(key=key, listing=listing)], run_id=None, at=at)
        row = session.scalars(sa.select(ListingRow).where(ListingRow.key == key)).one()
        session.refresh(row)
        assert row.version_id is not None
        assessment = AssessmentRow(
            version_id=row.version_id, right_id=right, basis="b1", model="rules@1", score=score,
            level=level.value, lead=True, signals=signals, elements=elements,
        )  # fmt: skip
        session.add(assessment)
        session.flush()
        return open_lead(session, assessment, row.id, tier=1).lead_id

    return open_one
