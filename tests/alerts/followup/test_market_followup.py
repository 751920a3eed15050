"""What the demonstration market changes between two crawls, and what follow-up makes of each row."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from alerts.followup.recheck_results import settle_rechecks
from classifiers.scoring.assess import assess
from console.demo.market.market import Market, running_market
from crawler.run.crawl import run_crawl
from crawler.run.crawl_options import CrawlOrder
from storage.base.database import Database
from storage.base.settings import Settings, load_settings
from storage.base.vocabulary import LeadState, Verdict
from storage.leads.lifecycle import advance, decide
from storage.rights.book_import import import_rights
from storage.rights.import_file import read_rights_file
from storage.tables import LeadRow, ListingRow, NoticeLeadRow, NoticeRow, RecheckRow
from storage.tables.base import now
from tests.databases import migrated_database

RIGHTS = Path(__file__).parents[3] / "console" / "demo" / "rights.yml"
WATCHED = {1011: "changed", 1012: "unchanged", 1013: "removed", 1014: "removed"}
"""Goods of day 0: a new price, nothing new, gone (and 1061 with the same picture), gone."""


def crawl(settings: Settings, database: Database, market: Market) -> None:
    report = run_crawl(
        CrawlOrder(urls=(market.start_url("collected"),), render="never"), settings, database
    )
    assert report.finished, report.reason


def send_letter(session: Session, goods: dict[int, str]) -> dict[int, int]:
    """Confirm the leads of these goods and send one letter on them eight days ago."""
    notice = NoticeRow(
        kind="platform-disposal", track="B", state="sent", drafted_by="li",
        sent_at=now() - timedelta(days=8),
    )  # fmt: skip
    session.add(notice)
    session.flush()
    rows = session.execute(
        sa.select(LeadRow.id, ListingRow.url)
        .join(ListingRow, ListingRow.id == LeadRow.listing_id)
        .where(LeadRow.right_id == "tianfu-hetao")
    )
    leads = {
        good: lead for lead, url in rows for good in goods if url.endswith(f"/item/{good}.html")
    }
    for position, lead in enumerate(leads.values()):
        decide(session, lead, Verdict.CONFIRMED, officer="li", reason="same_mark")
        session.add(NoticeLeadRow(notice_id=notice.id, lead_id=lead, position=position))
        session.flush()
        advance(session, lead, LeadState.NOTICED, actor="li")
    return leads


def latest(session: Session, lead_id: int) -> RecheckRow:
    return session.scalars(
        sa.select(RecheckRow)
        .where(RecheckRow.lead_id == lead_id, RecheckRow.outcome.is_not(None))
        .order_by(RecheckRow.step.desc())
    ).first() or RecheckRow(outcome=None)


def test_each_change_of_the_market_is_read_rightly(tmp_path: Path) -> None:
    settings = load_settings(home=tmp_path, allow_addresses="127.0.0.0/8", crawl_delay=0)
    opened = migrated_database(settings)
    with opened.begin() as session:
        import_rights(session, read_rights_file(RIGHTS))
    with running_market() as market:
        crawl(settings, opened, market)
        assess(opened, settings)
        with opened.begin() as session:
            leads = send_letter(session, WATCHED)
        assert set(leads) == set(WATCHED)
        market.move_to(1)
        crawl(settings, opened, market)
        crawl(settings, opened, market)
    with opened.begin() as session:
        settle_rechecks(session)
    check(opened, leads)
    opened.close()


def check(database: Database, leads: dict[int, int]) -> None:
    with database.read() as session:
        assert {good: latest(session, lead).outcome for good, lead in leads.items()} == WATCHED
        states = {good: session.get_one(LeadRow, lead).state for good, lead in leads.items()}
        assert states == {1011: "refused", 1012: "refused", 1013: "removed", 1014: "removed"}
        (again,) = latest(session, leads[1013]).detail.relistings
        assert again.url.endswith("/1061.html")
        assert again.grounds == ("picture",)
        assert latest(session, leads[1014]).detail.relistings == ()
