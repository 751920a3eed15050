"""Stored listings are assessed once, on SQLite and PostgreSQL, and open leads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from classifiers.scoring.assess import assess, basis_of
from classifiers.scoring.scorer import make_scorer
from storage.base.database import Database
from storage.base.settings import Settings, load_settings
from storage.base.vocabulary import Verdict
from storage.leads.assessments import save_assessments
from storage.leads.lifecycle import decide, undo
from storage.listings.store import SeenListing, save_listings
from storage.records import Right, RightsBook
from storage.records.source_count import SourceCount
from storage.rights.book_import import import_rights
from storage.tables import AssessmentRow, LeadRow, ListingRow
from tests.classifiers.samples import BOOK, HOLDER, TODAY, listing
from tests.databases import migrated_database


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    return load_settings(home=tmp_path / "home", database_url=database_url)


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    opened = migrated_database(settings)
    with opened.begin() as session:
        import_rights(session, BOOK)
    yield opened
    opened.close()


def store_listing(
    database: Database, title: str, shop: str = "某粮油铺", key: str = "a:1", **fields: str
) -> None:
    with database.begin() as session:
        item = SeenListing(key=key, listing=listing(title, shop=shop, **fields))
        save_listings(session, [item], run_id=None, at=datetime.now(UTC))


def leads(database: Database) -> list[LeadRow]:
    with database.read() as session:
        return list(session.scalars(sa.select(LeadRow).order_by(LeadRow.id)))


def scores(database: Database) -> list[float]:
    return [lead.score for lead in leads(database)]


def counted(database: Database) -> int:
    with database.read() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(AssessmentRow)) or 0


@pytest.mark.both_databases
def test_a_new_listing_is_assessed_once_and_becomes_a_lead(
    database: Database, settings: Settings
) -> None:
    store_listing(database, "岚泽谷香面粉 5kg")
    store_listing(database, "白菜 10斤", key="a:2")
    first = assess(database, settings, on=TODAY)
    second = assess(database, settings, on=TODAY)
    again = assess(database, settings, again=True, on=TODAY)
    assert (first.listings, first.assessments, first.leads) == (2, 1, 1)
    assert (second.listings, second.leads) == (0, 0)
    assert (again.listings, again.leads) == (2, 0)
    assert counted(database) == 1
    assert [lead.right_id for lead in leads(database)] == ["lanze"]


def test_what_is_saved_of_a_batch_stands_for_others_before_the_rest_is(
    database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key in ("a:1", "a:2"):
        store_listing(database, "岚泽谷香面粉 5kg", key=key)
    counts = []

    def save(*args: Any, **options: Any) -> int:
        counts.append(counted(database))
        return save_assessments(*args, **options)

    monkeypatch.setattr("classifiers.scoring.assess._SAVED", 1)
    monkeypatch.setattr("classifiers.scoring.assess.save_assessments", save)
    assert assess(database, settings, on=TODAY).leads == 2
    assert counts == [0, 1]


def test_a_licence_that_runs_out_brings_the_listing_back_without_a_crawl(
    database: Database, settings: Settings
) -> None:
    store_listing(database, "岚泽谷香面粉", shop="旧友粮油店")
    assert assess(database, settings, on=date(2026, 5, 31)).leads == 0
    assert assess(database, settings, on=date(2026, 6, 1)).leads == 1


def test_a_changed_right_is_looked_for_in_the_past(database: Database, settings: Settings) -> None:
    store_listing(database, "好岭面粉 5kg")
    assert assess(database, settings, on=TODAY).leads == 0
    with database.begin() as session:
        new = Right(id="new", text="好岭", goods=("面粉",), holder="h")
        import_rights(session, RightsBook(holders=(HOLDER,), rights=(new,)))
    assert assess(database, settings, on=TODAY).leads == 1


def test_a_lead_whose_mark_was_taken_away_is_told_so(
    database: Database, settings: Settings
) -> None:
    store_listing(database, "岚泽谷香面粉 5kg")
    assess(database, settings, on=TODAY)
    store_listing(database, "农家面粉 5kg")
    assess(database, settings, on=TODAY)
    assert [(lead.score, lead.level) for lead in leads(database)] == [(0.0, "none")]


def test_a_dismissed_lead_stays_dismissed_when_nothing_changed(
    database: Database, settings: Settings
) -> None:
    store_listing(database, "岚泽谷香面粉 5kg")
    assess(database, settings, on=TODAY)
    with database.begin() as session:
        decide(session, 1, Verdict.DISMISSED, officer="甲", reason="other", note="已核")
    assess(database, settings, again=True, on=TODAY)
    assert [lead.state for lead in leads(database)] == ["dismissed"]


def test_the_threshold_is_a_setting(database: Database, settings: Settings) -> None:
    store_listing(database, "岚泽谷香面粉 5kg")
    strict = settings.model_copy(update={"lead_threshold": 1.0})
    assert assess(database, strict, on=TODAY).leads == 0


def kinds(database: Database, title: str) -> set[str]:
    """Kinds of ground under the lead of a title."""
    with database.read() as session:
        assessment = session.scalars(
            sa.select(AssessmentRow)
            .join(LeadRow, LeadRow.assessment_id == AssessmentRow.id)
            .join(ListingRow, ListingRow.id == LeadRow.listing_id)
            .where(ListingRow.title == title)
        ).one()
        return {signal.kind for signal in assessment.signals}


@pytest.mark.both_databases
def test_a_verdict_on_a_seller_reaches_its_other_listings_and_leaves_them_when_undone(
    database: Database, settings: Settings
) -> None:
    for number, title in enumerate(("岚泽谷香面粉 5kg", "岚泽谷香挂面 2斤", "白菜 10斤")):
        store_listing(database, title, key=f"a:{number}")
    store_listing(database, "岚泽谷香雪花粉", shop="别家粮油铺", key="b:1")
    assess(database, settings, on=TODAY)
    with database.begin() as session:
        decide(session, 1, Verdict.CONFIRMED, officer="甲", reason="same_mark")
    again = assess(database, settings, on=TODAY)
    assert again.listings == 1
    assert "seller-history" in kinds(database, "岚泽谷香挂面 2斤")
    assert "seller-history" not in kinds(database, "岚泽谷香雪花粉")
    with database.begin() as session:
        undo(session, 1, officer="甲")
    assert assess(database, settings, on=TODAY).listings == 1
    assert "seller-history" not in kinds(database, "岚泽谷香挂面 2斤")


def test_a_shop_of_many_confirmed_listings_is_not_scored_anew_with_every_verdict(
    database: Database, settings: Settings
) -> None:
    for number in range(8):
        store_listing(database, f"岚泽谷香面粉 {number}kg", key=f"a:{number}")
    assess(database, settings, on=TODAY)
    listings = []
    for lead in range(1, 7):
        with database.begin() as session:
            decide(session, lead, Verdict.CONFIRMED, officer="甲", reason="similar_mark")
        listings.append(assess(database, settings, on=TODAY).listings)
    assert listings == [7, 7, 7, 0, 0, 0]


def test_verdicts_on_the_source_move_the_prior_and_all_is_assessed_once_it_moved_far(
    database: Database, settings: Settings
) -> None:
    for number in range(5):
        store_listing(database, f"岚泽谷香面粉 {number}kg", f"{number}号店", key=f"a:{number}")
    assess(database, settings, on=TODAY)
    before = scores(database)
    listings = []
    for lead in (1, 2):
        with database.begin() as session:
            decide(session, lead, Verdict.CONFIRMED, officer="甲", reason="no_licence")
        listings.append(assess(database, settings, on=TODAY).listings)
    assert listings == [0, 5]
    assert scores(database)[4] > before[4]


def test_verdicts_that_move_the_prior_of_a_service_far_enough_make_another_basis() -> None:
    counts = {("r", "shop.example"): SourceCount(lawful=1)}
    changed = []
    for classes in ((43,), (30,)):
        book = RightsBook(rights=(Right(id="r", text="岚豆捞", classes=classes, goods=("包子",)),))
        bases = [basis_of(make_scorer(book, sources=of_book), TODAY) for of_book in ({}, counts)]
        changed.append(bases[0] != bases[1])
    assert changed == [True, False]


@pytest.mark.both_databases
def test_what_licensed_sellers_ask_is_held_against_others_and_news_is_assessed_anew(
    database: Database, settings: Settings
) -> None:
    store_listing(database, "岚泽谷香挂面 1kg", key="x:1", price="4")
    assess(database, settings, on=TODAY)
    assert "price-licensed" not in kinds(database, "岚泽谷香挂面 1kg")
    for number, price in enumerate(("18", "20", "26")):
        store_listing(
            database,
            f"岚泽谷香挂面 {number + 1}斤装 1kg",
            "谷香示例旗舰店",
            f"l:{number}",
            price=price,
        )
    assess(database, settings, on=TODAY)
    assert "price-licensed" in kinds(database, "岚泽谷香挂面 1kg")
    before = counted(database)
    store_listing(database, "岚泽谷香挂面 4斤装 1kg", "谷香示例旗舰店", "l:4", price="20.5")
    assess(database, settings, on=TODAY)
    assert counted(database) == before + 1


def test_two_listings_of_licensed_sellers_make_no_price(
    database: Database, settings: Settings
) -> None:
    store_listing(database, "岚泽谷香挂面 1kg", key="x:1", price="4")
    for number in range(2):
        store_listing(database, "岚泽谷香挂面 1kg 装", "谷香示例旗舰店", f"l:{number}", price="20")
    assess(database, settings, on=TODAY)
    assert "price-licensed" not in kinds(database, "岚泽谷香挂面 1kg")


def test_a_run_ends_though_another_process_undoes_its_marks(
    database: Database, settings: Settings
) -> None:
    """As one does that began with other rights, or on a machine with other settings."""
    store_listing(database, "天赋河套面粉")
    with database.begin() as session:
        session.execute(
            sa.text(
                "CREATE TRIGGER other_basis AFTER UPDATE OF assessed_with ON listing_versions BEGIN"
                " UPDATE listing_versions SET assessed_with = 'other' WHERE id = new.id; END"
            )
        )
    assert assess(database, settings).listings == 2
