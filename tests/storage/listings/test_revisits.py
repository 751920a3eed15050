"""Each listing is due after an interval of its own: by its changes, by the tier, or when it was gone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.database import Database
from storage.base.settings import Settings
from storage.base.tier_care import tier_care
from storage.crawls.tasks import add_task
from storage.leads.opening import open_lead
from storage.listings.revisits import due_listings
from storage.listings.store import SeenListing, mark_gone, save_listings
from storage.records import Listing, Right, RightHolder
from storage.tables import (
    AssessmentRow,
    HolderRow,
    ListingRow,
    RightRow,
)
from storage.views.tier_costs import tier_costs

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
HOST = "shop.example"
CARE = tier_care(Settings())


def look(session: Session, name: str, title: str, at: datetime, host: str = HOST) -> None:
    listing = Listing(url=f"https://{host}/{name}", title=title, platform=host)
    save_listings(session, [SeenListing(key=name, listing=listing)], run_id=None, at=at)


def due(database: Database, hours: float) -> set[str]:
    with database.read() as session:
        urls = due_listings(session, NOON + timedelta(hours=hours), 50, CARE)
    return {url.rsplit("/", 1)[1] for url in urls}


@pytest.fixture
def watched(database: Database) -> Database:
    """A task on the host; `young` changed an hour ago, `old` stands still for 30 days."""
    with database.begin() as session:
        add_task(session, "示例", [f"https://{HOST}/"], cron=None, actor="test")
        look(session, "young", "一", NOON - timedelta(hours=1))
        look(session, "old", "二", NOON - timedelta(days=30))
        for name, title in (("young", "一"), ("old", "二")):
            look(session, name, title, NOON)
    return database


@pytest.mark.both_databases
def test_what_changed_lately_is_due_sooner_than_what_stands_still(watched: Database) -> None:
    assert due(watched, 11) == set()
    assert due(watched, 13) == {"young"}
    assert due(watched, 24 * 5.9) == {"young"}
    assert due(watched, 24 * 6.1) == {"young", "old"}


@pytest.mark.both_databases
def test_a_listing_that_was_gone_once_is_looked_for_again_soon(watched: Database) -> None:
    with watched.begin() as session:
        mark_gone(session, "old", at=NOON)
    assert due(watched, 5.9) == set()
    assert due(watched, 6.1) == {"old"}
    with watched.begin() as session:
        assert mark_gone(session, "old", at=NOON + timedelta(hours=7)) == "removed"
    assert "old" not in due(watched, 24 * 30)


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("tier", "has_lead", "hours"),
    [(1, True, 24.0), (2, True, 72.0), (1, False, 72.0), (4, True, 24 * 6.0)],
)
def test_what_concerns_a_protected_holder_is_never_left_longer_than_its_tier_allows(
    watched: Database, tier: int, has_lead: bool, hours: float
) -> None:
    with watched.begin() as session:
        session.add(
            HolderRow(id="h", name="示例", tier=tier, record=RightHolder(id="h", name="示例"))
        )
        session.flush()
        session.add(
            RightRow(
                id="r",
                text="示例",
                kind="trademark",
                holder_id="h",
                record=Right(id="r", text="示例"),
            )
        )
        session.flush()
        row = session.scalars(sa.select(ListingRow).where(ListingRow.key == "old")).one()
        assessment = AssessmentRow(
            version_id=row.version_id, right_id="r", basis="b", model="rules@1", score=0.9,
            level="red", lead=True, signals=(),
        )  # fmt: skip
        session.add(assessment)
        session.flush()
        if has_lead:
            open_lead(session, assessment, row.id, tier=tier)
        cost = tier_costs(session, CARE)[tier - 1]
        assert (cost.holders, cost.with_lead, cost.without_lead) == (1, has_lead, not has_lead)
        limit = CARE[tier - 1].lead_hours if has_lead else CARE[tier - 1].other_hours
        assert cost.requests_a_day == pytest.approx(24 / limit)
    assert "old" not in due(watched, hours - 0.5)
    assert "old" in due(watched, hours + 0.5)


@pytest.mark.both_databases
def test_a_lead_of_a_lower_tier_makes_no_exception_from_a_higher_one(watched: Database) -> None:
    with watched.begin() as session:
        row = session.scalars(sa.select(ListingRow).where(ListingRow.key == "old")).one()
        for tier, name in ((1, "甲"), (4, "乙")):
            holder = RightHolder(id=name, name=name)
            session.add(HolderRow(id=name, name=name, tier=tier, record=holder))
            session.flush()
            right = Right(id=name, text=name, holder=name)
            session.add(
                RightRow(id=name, text=name, kind="trademark", holder_id=name, record=right)
            )
            session.flush()
            assessment = AssessmentRow(
                version_id=row.version_id, right_id=name, basis="b", model="rules@1", score=0.9,
                level="red", lead=tier == 4, signals=(),
            )  # fmt: skip
            session.add(assessment)
            session.flush()
        open_lead(session, assessment, row.id, tier=4)
    assert "old" not in due(watched, 71.5)
    assert "old" in due(watched, 72.5)


@pytest.mark.both_databases
def test_hosts_without_a_task_are_not_visited_by_themselves(watched: Database) -> None:
    with watched.begin() as session:
        look(session, "elsewhere", "三", NOON - timedelta(days=9), host="other.example")
    assert due(watched, 24 * 60) == {"young", "old"}


@pytest.mark.both_databases
def test_the_most_overdue_come_first(watched: Database) -> None:
    with watched.read() as session:
        first = due_listings(session, NOON + timedelta(days=20), 1, CARE)
    assert first == [f"https://{HOST}/young"]
