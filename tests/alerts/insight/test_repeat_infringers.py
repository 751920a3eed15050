from __future__ import annotations

import dataclasses

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from alerts.insight.crime_thresholds import estimate_turnover, thresholds
from alerts.insight.repeat_infringers import repeat_infringers
from storage.base.database import Database
from storage.base.vocabulary import Verdict
from storage.leads.lifecycle import decide, undo
from storage.leads.picture_hashes import keep_pictures
from storage.listings.contact_hashes import MOST_SHOPS, keep_contacts
from storage.listings.store import SeenListing, save_listings
from storage.pictures.fingerprint import hash_only
from storage.records import Listing, Operator
from storage.tables import LeadRow, ShopRow
from tests.alerts.conftest import FLOUR, NOON, OpenLead


def offer(shop: str, platform: str = "a.example", **fields: object) -> Listing:
    return Listing(
        url=f"http://{platform}/{shop}", title="面粉", shop=shop, platform=platform, **fields
    )  # type: ignore[arg-type]


def confirm(session: Session, new_lead: OpenLead, listing: Listing) -> int:
    lead_id = new_lead(session, listing)
    decide(session, lead_id, Verdict.CONFIRMED, officer="li", reason="same_mark")
    return lead_id


@pytest.mark.both_databases
def test_shops_are_linked_across_platforms_by_code_contact_picture_and_text(
    database: Database, new_lead: OpenLead
) -> None:
    long = (
        "本店面粉来自河套平原，石磨工艺，七日内无理由退换，企业团购请联系客服，量大从优，欢迎选购。"
    )
    chain = [
        offer("甲店", operator=Operator(credit_code="91150800MA0EXAMP0X")),
        offer("乙店", "b.example", operator=Operator(credit_code="91150800ma0examp0x"),
              description="电话13800000000"),
        offer("丙店", "c.example", description="批发 13800000000",
              images=("http://c.example/i/flour-2026.png",)),
        offer("丁店", "d.example", description=long,
              images=("http://cdn.example/flour-2026.png?w=1",)),
        offer("戊店", "e.example", description=f" {long}"),
    ]  # fmt: skip
    with database.begin() as session:
        for listing in chain:
            confirm(session, new_lead, listing)
        confirm(session, new_lead, offer("旁店", "e.example", description="短"))
        (infringer,) = repeat_infringers(session)
    assert [shop for _, shop in infringer.shops] == ["甲店", "乙店", "丙店", "丁店", "戊店"]
    assert infringer.grounds == ("credit-code", "contact", "picture", "text")
    assert infringer.is_candidate


def test_the_code_of_a_licence_page_joins_shops_and_a_platforms_own_company_does_not(
    database: Database, new_lead: OpenLead
) -> None:
    platform = Operator(name="示例平台有限公司")
    codes = {"甲店": "91150800MA0EXAMP0X", "乙店": "91150802MA0EXAMPLE", "丙店": None,
             "甲店分店": "91150800MA0EXAMP0X"}  # fmt: skip
    with database.begin() as session:
        for shop, code in codes.items():
            confirm(session, new_lead, offer(shop, operator=platform))
            row = session.get_one(ShopRow, shop_id(session, shop))
            row.operator = Operator(name=f"示例{shop}", credit_code=code) if code else platform
        session.flush()
        (infringer,) = repeat_infringers(session)
    assert [shop for _, shop in infringer.shops] == ["甲店", "甲店分店"]
    assert infringer.grounds == ("credit-code",)
    assert infringer.credit_codes == ("91150800MA0EXAMP0X",)
    assert infringer.operators == ("示例甲店", "示例甲店分店")


@pytest.mark.both_databases
def test_shops_are_linked_by_pictures_that_look_alike_and_by_hashed_contacts(
    database: Database, new_lead: OpenLead
) -> None:
    pictures = {"甲店": "00ff00ff00ff00ff", "乙店": "00ff00ff00ff00f8", "旁店": "ff00ff00ff00ff00"}
    with database.begin() as session:
        for number, shop in enumerate(["甲店", "乙店", "丙店", "旁店"]):
            lead_id = confirm(session, new_lead, offer(shop, f"{number}.example"))
            listing_id = session.get_one(LeadRow, lead_id).listing_id
            if shop in pictures:
                keep_pictures(
                    session,
                    listing_id,
                    {f"http://p.example/{shop}": hash_only(int(pictures[shop], 16))},
                )
        keep_contacts(session, {shop_id(session, shop): ["c1"] for shop in ("乙店", "丙店")})
        keep_contacts(session, {shop_id(session, "旁店"): ["c2"]})
        (infringer,) = repeat_infringers(session)
    assert [shop for _, shop in infringer.shops] == ["甲店", "乙店", "丙店"]
    assert infringer.grounds == ("contact", "picture")


def test_a_contact_that_everybody_shows_links_nobody(
    database: Database, new_lead: OpenLead
) -> None:
    with database.begin() as session:
        for number in range(MOST_SHOPS + 1):
            confirm(session, new_lead, offer(f"店{number}"))
        shops = session.scalars(sa.select(ShopRow.id)).all()
        keep_contacts(session, {shop: ["hotline"] for shop in shops})
        assert repeat_infringers(session) == []


def shop_id(session: Session, name: str) -> int:
    return session.scalars(sa.select(ShopRow.id).where(ShopRow.name == name)).one()


@pytest.mark.both_databases
def test_only_verdicts_that_stand_count(database: Database, new_lead: OpenLead) -> None:
    with database.begin() as session:
        first = confirm(session, new_lead, offer("甲店"))
        second = confirm(session, new_lead, offer("甲店", item_id="2"))
        (infringer,) = repeat_infringers(session)
        assert [o.lead_id for o in infringer.offences] == [first, second]
        assert not infringer.is_candidate
        undo(session, second, officer="li")
        assert repeat_infringers(session) == []
        assert len(repeat_infringers(session, least=1)) == 1


def test_one_that_came_back_is_a_candidate(database: Database, new_lead: OpenLead) -> None:
    with database.begin() as session:
        lead_id = confirm(session, new_lead, offer("甲店"))
        session.get_one(LeadRow, lead_id).relisted = True
        session.flush()
        (infringer,) = repeat_infringers(session, least=1)
        assert infringer.is_candidate


@pytest.mark.both_databases
def test_turnover_is_an_interval_with_its_sources(database: Database, new_lead: OpenLead) -> None:
    sold = dataclasses.replace(FLOUR, sales=1000)
    with database.begin() as session:
        lead_id = new_lead(session, sold, key="k")
        other_right = new_lead(session, sold, key="k", right="quiet")
        later = dataclasses.replace(sold, sales=1100, title="天斌河套 面粉 特价")
        save_listings(session, [SeenListing(key="k", listing=later)], run_id=None, at=NOON)
        silent = new_lead(session, dataclasses.replace(FLOUR, sales=None))
        turnover = estimate_turnover(session, [lead_id, other_right, silent])
    assert (turnover.low, turnover.high, turnover.unknown) == (2990, 32890, 1)
    (figure,) = turnover.figures
    assert "1000至1100" in figure.source
    assert "29.90" in figure.source


def test_an_amount_is_reached_for_certain_possibly_or_not(
    database: Database, new_lead: OpenLead
) -> None:
    limit = next(t for t in thresholds() if t.id == "turnover")
    assert not limit.verified
    with database.begin() as session:
        many = new_lead(session, dataclasses.replace(FLOUR, sales=2000))
        few = new_lead(session, dataclasses.replace(FLOUR, sales=3))
        none = new_lead(session, FLOUR)
        assert estimate_turnover(session, [many]).reaches(limit) == "possible"
        assert estimate_turnover(session, [few]).reaches(limit) == "below"
        assert estimate_turnover(session, [few, none]).reaches(limit) == "unknown"
        assert estimate_turnover(session, []).reaches(limit) == "below"
