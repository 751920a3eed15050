from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from alerts.followup.lookalike_listings import find_relistings
from alerts.followup.recheck_results import settle_rechecks
from alerts.insight.platform_responses import platform_responses
from storage.base.database import Database
from storage.base.vocabulary import LeadState, Verdict
from storage.leads.lifecycle import advance, decide
from storage.leads.picture_hashes import keep_pictures
from storage.leads.rechecks import due_rechecks, plan_rechecks
from storage.listings.contact_hashes import keep_contacts
from storage.listings.store import SeenListing, mark_gone, save_listings
from storage.pictures.fingerprint import hash_only
from storage.records import Listing
from storage.tables import (
    LeadRow,
    ListingRow,
    NoticeLeadRow,
    NoticeRow,
    PlatformRow,
    RecheckRow,
    ShopRow,
)
from storage.tables.base import now
from tests.alerts.conftest import FLOUR, OpenLead

SENT = now() - timedelta(days=10)
PICTURED = dataclasses.replace(FLOUR, images=("http://shop.example/images/flour-meiri.png",))


def noticed(session: Session, new_lead: OpenLead, listing: Listing = PICTURED) -> int:
    """A lead whose letter was sent ten days ago; its listing has the key `k`."""
    lead_id = new_lead(session, listing, key="k", at=SENT)
    decide(session, lead_id, Verdict.CONFIRMED, officer="li", reason="same_mark")
    notice = NoticeRow(
        kind="infringement-notice", track="A", state="sent", drafted_by="li", sent_at=SENT
    )
    session.add(notice)
    session.flush()
    session.add(NoticeLeadRow(notice_id=notice.id, lead_id=lead_id, position=0))
    advance(session, lead_id, LeadState.NOTICED, actor="li")
    return lead_id


def see(session: Session, listing: Listing, *, at: datetime, key: str = "k") -> None:
    save_listings(session, [SeenListing(key=key, listing=listing)], run_id=None, at=at)


def state(session: Session, lead_id: int) -> str:
    session.expire_all()
    return session.get_one(LeadRow, lead_id).state


def outcomes(session: Session) -> dict[int, str | None]:
    return {row.step: row.outcome for row in session.scalars(sa.select(RecheckRow))}


@pytest.mark.both_databases
def test_a_sent_letter_plans_its_looks_once(database: Database, new_lead: OpenLead) -> None:
    with database.begin() as session:
        lead_id = noticed(session, new_lead)
        assert plan_rechecks(session) == 5
        assert plan_rechecks(session) == 0
        (due,) = due_rechecks(session, now())
        assert (due.lead_id, due.url, due.steps) == (lead_id, FLOUR.url, (1, 3, 7))


@pytest.mark.both_databases
def test_a_page_that_nobody_visited_is_neither_removed_nor_standing(
    database: Database, new_lead: OpenLead
) -> None:
    with database.begin() as session:
        lead_id = noticed(session, new_lead)
        assert settle_rechecks(session) == {}
        assert state(session, lead_id) == "noticed"


@pytest.mark.both_databases
def test_a_listing_gone_twice_is_removed_and_gone_once_is_missing(
    database: Database, new_lead: OpenLead
) -> None:
    with database.begin() as session:
        lead_id = noticed(session, new_lead)
        mark_gone(session, "k", at=SENT + timedelta(days=1))
        assert settle_rechecks(session) == {}
        assert state(session, lead_id) == "noticed"
        mark_gone(session, "k", at=SENT + timedelta(days=3))
        assert settle_rechecks(session)["removed"] >= 1
        assert state(session, lead_id) == "removed"


@pytest.mark.both_databases
def test_a_listing_that_stands_a_week_later_is_not_dealt_with(
    database: Database, new_lead: OpenLead
) -> None:
    with database.begin() as session:
        lead_id = noticed(session, new_lead)
        see(session, PICTURED, at=SENT + timedelta(days=4))
        assert settle_rechecks(session, at=SENT + timedelta(days=4)) == {"unchanged": 2}
        assert state(session, lead_id) == "noticed"
        changed = dataclasses.replace(PICTURED, title="河套面粉 5kg")
        see(session, changed, at=SENT + timedelta(days=8))
        assert settle_rechecks(session) == {"changed": 1}
        assert state(session, lead_id) == "refused"
        assert outcomes(session) == {
            1: "unchanged", 3: "unchanged", 7: "changed", 15: None, 30: None
        }  # fmt: skip


def test_a_platform_that_blocks_is_neither_removed_nor_standing(
    database: Database, new_lead: OpenLead
) -> None:
    with database.begin() as session:
        lead_id = noticed(session, new_lead)
        session.add(PlatformRow(host="shop.example", state="blocked", state_at=now()))
        assert settle_rechecks(session) == {"blocked": 3}
        assert state(session, lead_id) == "noticed"


@pytest.mark.both_databases
def test_a_removed_listing_seen_again_stands_in_the_queue_above_its_equals(
    database: Database, new_lead: OpenLead
) -> None:
    with database.begin() as session:
        lead_id = noticed(session, new_lead)
        mark_gone(session, "k", at=SENT + timedelta(days=1))
        mark_gone(session, "k", at=SENT + timedelta(days=2))
        settle_rechecks(session)
        assert state(session, lead_id) == "removed"
        see(session, PICTURED, at=now() + timedelta(seconds=1))
        assert settle_rechecks(session)["relisted"] == 1
        lead = session.get_one(LeadRow, lead_id)
        assert (lead.state, lead.relisted) == ("pending", True)
        second_lead = session.get_one(LeadRow, new_lead(session))
        assert lead.rank < second_lead.rank


@pytest.mark.both_databases
def test_the_same_picture_in_another_shop_is_found_and_an_honest_neighbour_is_not(
    database: Database, new_lead: OpenLead
) -> None:
    with database.begin() as session:
        lead_id = noticed(session, new_lead)
        later = now() + timedelta(seconds=1)
        moved = Listing(
            url="http://other.example/item/9", title="河套面粉", shop="示例新店",
            platform="other.example", images=("http://cdn.example/p/flour-meiri.png?w=200",),
        )  # fmt: skip
        honest = dataclasses.replace(FLOUR, url="http://shop.example/item/2", title="荞麦面")
        see(session, moved, at=later, key="moved")
        see(session, honest, at=later, key="honest")
        (relisting,) = find_relistings(session, lead_id)
        assert (relisting.url, relisting.grounds) == (moved.url, ("picture",))


@pytest.mark.both_databases
def test_a_picture_that_looks_the_same_is_found_whatever_its_name(
    database: Database, new_lead: OpenLead
) -> None:
    hashes = {"k": "00ff00ff00ff00ff", "near": "00ff00ff00ff0fff", "far": "ff00ff00ff00ff00"}
    with database.begin() as session:
        lead_id = noticed(session, new_lead)
        for key in ("near", "far"):
            original = Listing(
                url=f"http://other.example/{key}", title=f"面粉{key}", platform="other.example",
                shop=f"店{key}", images=(f"http://cdn.example/renamed-{key}.jpg",),
            )  # fmt: skip
            see(session, original, at=now() + timedelta(seconds=1), key=key)
        for key, phash in hashes.items():
            row = session.scalars(sa.select(ListingRow).where(ListingRow.key == key)).one()
            keep_pictures(session, row.id, {f"http://p.example/{key}": hash_only(int(phash, 16))})
        shops = session.scalars(sa.select(ShopRow.id)).all()
        assert len(shops) == 3
        keep_contacts(session, {shop: ["c1"] for shop in shops})
        (relisting,) = find_relistings(session, lead_id)
    assert (relisting.shop, relisting.grounds) == ("店near", ("picture", "contact"))


def test_what_was_there_before_the_verdict_is_no_relisting(
    database: Database, new_lead: OpenLead
) -> None:
    with database.begin() as session:
        twin = dataclasses.replace(PICTURED, url="http://other.example/item/9")
        see(session, twin, at=SENT, key="twin")
        assert find_relistings(session, noticed(session, new_lead)) == []


@pytest.mark.both_databases
def test_platforms_are_measured_by_what_they_did_after_letters(
    database: Database, new_lead: OpenLead
) -> None:
    with database.begin() as session:
        noticed(session, new_lead)
        mark_gone(session, "k", at=SENT + timedelta(days=1))
        mark_gone(session, "k", at=SENT + timedelta(days=2))
        settle_rechecks(session)
        day = timedelta(days=1)
        (figures,) = platform_responses(session, now() - day, now() + day)
        assert (figures.platform, figures.noticed, figures.removed, figures.refused) == (
            "shop.example", 1, 1, 0
        )  # fmt: skip
        assert figures.median_days == 0.0
        assert platform_responses(session, now() - 3 * day, now() - 2 * day) == []


@pytest.mark.both_databases
def test_letters_from_long_before_the_one_planned_last_are_not_read_again(
    database: Database, new_lead: OpenLead
) -> None:
    with database.begin() as session:
        noticed(session, new_lead)
        letter = session.get_one(NoticeRow, 1)
        letter.sent_at = now() - timedelta(days=200)
        session.flush()
        assert plan_rechecks(session) == 5, "however long nothing was planned"
        lead = session.scalar(sa.select(NoticeLeadRow.lead_id))
        for days in (259, 261):  # before the letter that was planned
            late = NoticeRow(
                kind="infringement-notice", track="A", state="sent", drafted_by="li",
                sent_at=now() - timedelta(days=days),
            )  # fmt: skip
            session.add(late)
            session.flush()
            session.add(NoticeLeadRow(notice_id=late.id, lead_id=lead, position=0))
        session.flush()
        assert plan_rechecks(session) == 5, "the one of them that lies within sixty days"
