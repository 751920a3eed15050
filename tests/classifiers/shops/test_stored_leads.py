"""Over a whole store: shops whose names imitate, and what searches listed; on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from classifiers.shops.stored_imitations import find_imitations
from classifiers.shops.stored_keyword_uses import find_keyword_uses
from storage.base.database import Database
from storage.base.settings import Settings, load_settings
from storage.crawls.search_results import SearchResult, keep_results
from storage.leads.shop_leads import ShopLeadLine, list_shop_leads, settle_shop_lead
from storage.listings.store import SeenListing, save_listings
from storage.records import AuthorisedSeller, Listing, Right, RightHolder, RightsBook
from storage.records.listing import Operator
from storage.rights.book_import import import_rights
from storage.tables import RunRow, ShopLeadKind, ShopLeadState
from tests.databases import migrated_database

CODE, OTHER_CODE = "91150000MA0EXAMPL1", "91150000MA0EXAMPL2"
AT = datetime(2026, 11, 1, tzinfo=UTC)
RIGHT = Right(
    id="lanze", text="岚泽谷香", classes=(30,), goods=("面粉", "挂面"), holder="h",
    authorised_sellers=(AuthorisedSeller(shop="岚泽谷香旗舰店", platform="a.example"),),
)  # fmt: skip
BOOK = RightsBook(holders=(RightHolder(id="h", name="示例岚泽食品有限公司"),), rights=(RIGHT,))


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


def store(
    database: Database,
    key: str,
    title: str,
    shop: str,
    *,
    platform: str = "a.example",
    code: str | None = None,
) -> None:
    operator = Operator(name="示例经营部", credit_code=code) if code else None
    listing = Listing(
        url=f"https://{platform}/{key}",
        title=title,
        shop=shop,
        platform=platform,
        operator=operator,
    )
    with database.begin() as session:
        save_listings(session, [SeenListing(key=key, listing=listing)], run_id=None, at=AT)


def lines(database: Database, kind: ShopLeadKind) -> list[ShopLeadLine]:
    with database.read() as session:
        return list_shop_leads(session, kind)


@pytest.mark.both_databases
def test_an_imitated_name_is_one_lead_a_shop_and_right_that_asks_the_holder(
    database: Database,
) -> None:
    store(database, "k1", "高筋面粉 5kg", "岚择谷香官方旗舰店")
    store(database, "k2", "手工挂面 1kg", "岚择谷香官方旗舰店")
    store(database, "k3", "连衣裙 夏季", "岚泽谷香小店")
    store(database, "k4", "高筋面粉", "岚泽谷香旗舰店", code=CODE)
    store(database, "k5", "高筋面粉", "岚泽谷香旗舰店", platform="b.example", code=CODE)
    store(database, "k6", "高筋面粉", "岚泽谷香旗舰店", platform="c.example", code=OTHER_CODE)
    assert find_imitations(database) == 2
    assert find_imitations(database) == 0
    first, second = lines(database, ShopLeadKind.IMITATION)
    assert (first.shop, first.row.goods, first.row.likeness) == ("岚择谷香官方旗舰店", 2, "changed")
    assert first.row.next_step == "ask_holder"
    assert "“泽”写作“择”" in first.row.grounds[0]
    assert (second.platform, second.row.likeness) == ("c.example", "same")
    assert any("不同" in ground and OTHER_CODE in ground for ground in second.row.grounds)


def test_a_licensed_shop_on_a_host_below_its_platform_tells_its_code_too(
    database: Database,
) -> None:
    store(database, "k1", "高筋面粉", "岚泽谷香旗舰店", platform="m.a.example", code=CODE)
    store(database, "k2", "高筋面粉", "岚泽谷香旗舰店", platform="b.example", code=CODE)
    assert find_imitations(database) == 0


def test_a_lead_lapses_with_its_ground_unless_an_officer_settled_it(database: Database) -> None:
    store(database, "k1", "高筋面粉", "岚择谷香旗舰店")
    store(database, "k2", "高筋面粉", "岚泽古香旗舰店")
    assert find_imitations(database) == 2
    settled = lines(database, ShopLeadKind.IMITATION)[0]
    with database.begin() as session:
        settle_shop_lead(session, settled.row.id, ShopLeadState.DISMISSED, by="甲")
        licences = (
            *RIGHT.authorised_sellers,
            *(AuthorisedSeller(shop=s) for s in ("岚择谷香旗舰店", "岚泽古香旗舰店")),
        )
        import_rights(session, RightsBook(holders=BOOK.holders, rights=(_with(licences),)))
    assert find_imitations(database) == 0
    [line] = lines(database, ShopLeadKind.IMITATION)
    assert (line.row.id, line.row.state, line.row.decided_by) == (
        settled.row.id,
        ShopLeadState.DISMISSED,
        "甲",
    )


def _with(sellers: tuple[AuthorisedSeller, ...]) -> Right:
    return Right(id=RIGHT.id, text=RIGHT.text, classes=RIGHT.classes, goods=RIGHT.goods, holder="h",
                 authorised_sellers=sellers)  # fmt: skip


def search(database: Database, word: str, *keys: str) -> int:
    with database.begin() as session:
        run = RunRow(fingerprint=word, urls=("https://a.example/s",))
        session.add(run)
        session.flush()
        page = f"https://a.example/s?q={word}"
        results = [
            SearchResult(word=word, page_url=page, place=n, listing_key=key)
            for n, key in enumerate(keys, 1)
        ]
        keep_results(session, [*results, *results], run_id=run.id, at=AT)
        return run.id


@pytest.mark.both_databases
def test_goods_that_a_search_lists_without_the_mark_are_counted_a_shop_and_word(
    database: Database, settings: Settings
) -> None:
    store(database, "k1", "高筋面粉 5kg", "示例甲店")
    store(database, "k2", "手工挂面", "示例甲店")
    store(database, "k3", "岚泽谷香面粉", "示例乙店")
    store(database, "k4", "面粉机 家用电器", "示例丙店")
    store(database, "k5", "连衣裙", "示例丙店")
    store(database, "k6", "高筋面粉", "岚泽谷香旗舰店")
    run = search(database, "岚泽谷香", "k3", "k1", "k2", "k4", "k5", "k6")
    search(database, "面粉", "k1")
    assert find_keyword_uses(database, settings) == 1
    [line] = lines(database, ShopLeadKind.KEYWORD)
    row = line.row
    assert (line.shop, row.word, row.goods, row.run_id) == ("示例甲店", "岚泽谷香", 2, run)
    assert row.page_url == "https://a.example/s?q=岚泽谷香"
    assert row.captured_at == AT
    assert row.next_step == "refer"
    assert "第2、3位" in row.grounds[0]


def test_the_latest_search_of_a_word_counts(database: Database, settings: Settings) -> None:
    store(database, "k1", "高筋面粉 5kg", "示例甲店")
    store(database, "k3", "岚泽谷香面粉", "示例乙店")
    search(database, "岚泽谷香", "k1")
    assert find_keyword_uses(database, settings) == 1
    search(database, "岚泽谷香", "k3")
    find_keyword_uses(database, settings)
    assert lines(database, ShopLeadKind.KEYWORD) == []
