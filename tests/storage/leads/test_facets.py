"""By what a lead is sorted, filtered and grouped, and that it follows what it repeats."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from sqlalchemy.orm import Session

from storage.base.database import Database, open_as_it_is, open_database
from storage.base.disguises import IN_PICTURE, Disguise, disguise_of
from storage.base.settings import load_settings
from storage.base.vocabulary import Verdict
from storage.leads import lifecycle
from storage.leads.opening import open_lead
from storage.leads.picture_hashes import keep_pictures
from storage.leads.rank import LEVEL_BAND, LEVEL_VALUE, queue_rank
from storage.listings.store import SeenListing, save_listings
from storage.pictures.fingerprint import hash_only
from storage.records import Level, Listing, Operator, Right, RightHolder, RightsBook, Signal
from storage.rights.book_import import import_rights
from storage.tables import AssessmentRow, LeadRow, ListingRow, RunRow, TaskRow
from storage.tables.base import now
from tests.databases import between_revisions

BOOK = RightsBook(
    holders=(RightHolder(id="h", name="示例协会", tier=3),),
    rights=(Right(id="r", text="示例", holder="h"),),
)


def signal(**parts: object) -> Signal:
    return Signal.from_json(parts)


def opened(session: Session, key: str, *, run: int | None = None, **fields: object) -> LeadRow:
    """The open lead of one listing that a run saw."""
    listing = Listing(url=f"https://shop.invalid/{key}", title="示例面粉", **fields)  # type: ignore[arg-type]
    import_rights(session, BOOK)
    save_listings(session, [SeenListing(key=key, listing=listing)], run_id=run, at=now())
    row = session.scalars(sa.select(ListingRow).where(ListingRow.key == key)).one()
    session.refresh(row)
    assessment = AssessmentRow(
        version_id=row.version_id, right_id="r", basis="b", model="m", score=0.9, level="red",
        lead=True, signals=(signal(kind="mark", how="sound", weight=1.2, field="title"),),
    )  # fmt: skip
    session.add(assessment)
    session.flush()
    made = open_lead(session, assessment, row.id, tier=3)
    return session.get_one(LeadRow, made.lead_id)


@pytest.mark.both_databases
def test_a_lead_holds_what_its_listing_says(database: Database) -> None:
    with database.begin() as session:
        task = TaskRow(name="集市", urls=[], campaign="铁拳")
        session.add(task)
        session.flush()
        run = RunRow(task_id=task.id, fingerprint="f", urls=[])
        session.add(run)
        session.flush()
        lead = opened(
            session, "1", run=run.id, platform="shop.invalid", shop="示例店", sales=900,
            operator=Operator(address="内蒙古自治区巴彦淖尔市五原县"),
        )  # fmt: skip
        assert (lead.platform, lead.region, lead.reach) == ("shop.invalid", "150821", 900)
        assert (lead.disguise, lead.campaign, lead.tier) == ("sound", "铁拳", 3)
        assert lead.shop_id is not None


def test_what_many_buy_comes_first_among_equals() -> None:
    rank = queue_rank
    red = Level.RED
    assert rank(red, 0.9, 3, 10_000) < rank(red, 0.9, 3, 10) < rank(red, 0.9, 3, 0)
    assert rank(red, 0.9, 3, 10) < rank(Level.ORANGE, 0.9, 3, 10)


@pytest.mark.both_databases
def test_leads_follow_their_holder_into_another_tier(database: Database) -> None:
    with database.begin() as session:
        first = opened(session, "1").id
        before = session.get_one(LeadRow, first).rank
    with database.begin() as session:
        higher = RightHolder(id="h", name="示例协会", tier=1)
        import_rights(session, RightsBook(holders=(higher,), rights=BOOK.rights))
    with database.read() as session:
        lead = session.get_one(LeadRow, first)
        assert lead.tier == 1
        band = LEVEL_BAND * LEVEL_VALUE[Level(lead.level)]
        assert lead.rank == pytest.approx((before + band) * 1.75 / 1.25 - band)


@pytest.mark.both_databases
def test_leads_whose_main_pictures_look_alike_share_one_key(database: Database) -> None:
    alike, near, distant = "00000000000000ff", "00000000000000fe", "ffffffff00000000"
    with database.begin() as session:
        rows = [opened(session, key) for key in ("1", "2", "3")]
        for row, phash in zip(rows, (alike, near, distant), strict=True):
            pictures = {"a.jpg": hash_only(int(phash, 16)), "b.jpg": hash_only(0x0F0F0F0F0F0F0F0F)}
            keep_pictures(session, row.listing_id, pictures)
        ids = [row.id for row in rows]
    with database.read() as session:
        keys = [session.get_one(LeadRow, lead).picture for lead in ids]
    assert keys == [alike, alike, distant]


@pytest.mark.both_databases
def test_moments_of_confirmation_stand_and_fall_with_the_verdict(database: Database) -> None:
    with database.begin() as session:
        lead = opened(session, "1")
        lifecycle.decide(session, lead.id, Verdict.CONFIRMED, officer="li", reason="same_mark")
        assert lead.confirmed_at is not None
        lifecycle.undo(session, lead.id, officer="li")
        assert lead.confirmed_at is None
        lifecycle.decide(session, lead.id, Verdict.CONFIRMED, officer="li", reason="same_mark")
        lifecycle.advance(session, lead.id, lifecycle.LeadState.NOTICED, actor="li")
        lifecycle.advance(session, lead.id, lifecycle.LeadState.REMOVED, actor="li")
        assert lead.removed_at is not None
        assert lead.noticed_at is not None
        assert lead.confirmed_at <= lead.noticed_at <= lead.removed_at


def test_a_lead_is_filed_under_its_most_telling_disguise() -> None:
    exact = signal(kind="mark", field="description", how="exact", weight=1.0)
    sound = signal(kind="mark", field="title", how="sound", weight=1.3)
    drawn = signal(kind="mark", field="image_text", how="exact", weight=1.0)
    assert disguise_of([exact, sound, signal(kind="price")]) == Disguise.SOUND.value
    assert disguise_of([drawn]) == IN_PICTURE
    assert disguise_of([drawn, exact]) == Disguise.EXACT.value
    assert disguise_of([signal(kind="price")]) is None


@pytest.mark.both_databases
def test_leads_of_an_older_version_are_filed_by_the_migration(
    tmp_path: Path, empty_database_url: str
) -> None:
    settings = load_settings(home=tmp_path / "home", database_url=empty_database_url)
    database = open_as_it_is(settings)
    with between_revisions(database) as (connection, config):
        command.upgrade(config, "0004")
        fill_older(connection)
    database.close()
    database = open_database(settings, migrate=True)
    with database.read() as session:
        lead, unsaid = session.scalars(sa.select(LeadRow).order_by(LeadRow.id)).all()
    assert (lead.platform, lead.shop_id, lead.region, lead.reach) == ("shop.invalid", 1, "37", 99)
    assert (lead.tier, lead.disguise, lead.campaign, lead.title) == (1, "sound", "铁拳", "试例")
    assert lead.picture == unsaid.picture == "00000000000000ff"
    assert (lead.confirmed_at, lead.noticed_at, lead.removed_at) == (AT, AT, None)
    assert lead.rank == queue_rank(Level.RED, 0.9, 1, 99)
    assert (unsaid.disguise, unsaid.confirmed_at) == (None, None)
    database.close()


@pytest.mark.both_databases
def test_the_next_step_of_an_older_lead_is_that_of_its_assessment(
    tmp_path: Path, empty_database_url: str
) -> None:
    settings = load_settings(home=tmp_path / "home", database_url=empty_database_url)
    database = open_database(settings, migrate=True)
    with database.begin() as session:
        opened(session, "1")
        opened(session, "2")
    with between_revisions(database) as (connection, config):
        command.downgrade(config, "0024")
        connection.execute(
            sa.text("UPDATE assessments SET next_step = 'ask_holder' WHERE version_id = 2")
        )
        command.upgrade(config, "head")
    with database.read() as session:
        steps = session.scalars(sa.select(LeadRow.next_step).order_by(LeadRow.id)).all()
    assert steps == ["none", "ask_holder"]
    database.close()


@pytest.mark.both_databases
def test_the_next_step_follows_the_assessment_that_a_lead_stands_on(database: Database) -> None:
    with database.begin() as session:
        lead = opened(session, "1")
        assert lead.next_step == "none"
        later = AssessmentRow(
            version_id=lead.version_id, right_id="r", basis="b2", model="m", score=0.5,
            level="blue", lead=True, signals=(), next_step="test_purchase",
        )  # fmt: skip
        session.add(later)
        session.flush()
        open_lead(session, later, lead.listing_id, tier=3)
        assert lead.next_step == "test_purchase"


AT = datetime(2026, 11, 1, 4, tzinfo=UTC)


def fill_older(connection: sa.Connection) -> None:
    """Two leads with what they came from, as revision 0004 holds them."""
    tables = sa.MetaData()
    tables.reflect(connection)

    def put(table: str, **values: object) -> None:
        connection.execute(tables.tables[table].insert().values(**values))

    put("holders", id="h", name="示例协会", tier=1, record={}, updated_at=AT)
    for right in ("r", "s"):
        put("rights", id=right, text="示例", kind="trademark", holder_id="h", record={},
            active=True, revision=1, updated_at=AT)  # fmt: skip
    put("shops", id=1, platform="shop.invalid", name="示例店", first_seen_at=AT)
    put("tasks", id=1, name="集市", urls=[], options={}, campaign="铁拳", enabled=True,
        created_at=AT)  # fmt: skip
    put("runs", id=1, task_id=1, fingerprint="f", urls=[], options={}, state="finished", counts={},
        started_at=AT, seconds=1.0)  # fmt: skip
    listing = {"url": "https://shop.invalid/1", "title": "试例", "sales": 99, "location": "山东省"}
    put("listings", id=1, key="k", url=listing["url"], platform="shop.invalid", shop_id=1,
        title="试例", kind="listing", content_hash=b"0" * 32, version_id=1, presence="present",
        first_seen_at=AT, last_seen_at=AT, run_id=1)  # fmt: skip
    put("listing_versions", id=1, listing_id=1, content_hash=b"0" * 32, record=listing, seen_at=AT)
    put("picture_hashes", listing_id=1, url="a.jpg", phash="00000000000000ff", seen_at=AT)
    mark = {"kind": "mark", "explanation": "标题出现“试例”，与“示例”近似（同音或近音字）"}
    for number, (right, state, signals) in enumerate(
        [("r", "noticed", [mark]), ("s", "pending", [])], start=1
    ):
        put("assessments", id=number, version_id=1, right_id=right, basis="b", model="m", score=0.9,
            level="red", lead=True, signals=signals, created_at=AT)  # fmt: skip
        put("leads", id=number, listing_id=1, right_id=right, assessment_id=number, version_id=1,
            state=state, revision=1, score=0.9, level="red", rank=-1.0, relisted=False,
            opened_at=AT, updated_at=AT)  # fmt: skip
    put("decisions", lead_id=1, assessment_id=1, verdict="confirmed", officer="li",
        from_state="pending", decided_at=AT)  # fmt: skip
    put("audit", id=1, at=AT, actor="li", act="lead.noticed", subject="lead:1", detail={},
        previous="", hash="")  # fmt: skip
