"""京东联盟: from the command to the lead, against a server that behaves as the documents say."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from crawler.frontier.listing_key import listing_key
from storage.base.database import open_database
from storage.base.settings import Settings
from storage.listings.store import SeenListing, save_listings
from storage.records import Listing
from storage.tables.base import now
from tests.open_api.api_office import ApiOffice, an_api_office
from tests.open_api.api_server import BUSY, HTML, garbled, half, in_gbk
from tests.open_api.jd_union_server import JdUnionServer, jd_goods, running_jd_union


@pytest.fixture
def server() -> Iterator[JdUnionServer]:
    with running_jd_union(
        [jd_goods(100_000 + n, f"天赋河套 大米 {n} 号 5kg") for n in range(70)]
    ) as jd:
        yield jd


@pytest.fixture
def office(tmp_path: Path, server: JdUnionServer) -> ApiOffice:
    office = an_api_office(tmp_path)
    office.describe("jd-union", server.url)
    office.open("jd-union", app_key=server.app_key, secret=server.secret)
    office.run("task", "api", "京东", "--api", "jd-union", "--disguises", "0")
    return office


def test_a_task_leads_from_the_api_to_a_lead(office: ApiOffice, server: JdUnionServer) -> None:
    code, account = office.crawl("京东")

    assert (code, account["reason"], account["finished"]) == (0, "finished", True)
    assert (account["pages"], account["listings_new"]) == (3, 70)
    listing = office.listings()["https://item.jd.com/100000.html"]
    assert listing["title"] == "天赋河套 大米 0 号 5kg"
    assert (listing["price"], listing["currency"]) == ("29.9", "CNY")
    assert (listing["shop"], listing["sales"]) == ("示例粮油店", 120)
    assert listing["images"] == ["https://img14.360buyimg.com/pop/100000.jpg"]
    office.run("assess")
    leads = office.lines("leads")
    assert len(leads) == 70
    assert leads[0]["right"] == "hetao"
    (conduct,) = office.lines("compliance", str(account["run"]))
    assert conduct["requests"] == 3
    assert "secret" not in str(office.lines("runs"))


def test_the_second_run_finds_nothing_new_and_goes_on_with_what_changed(
    office: ApiOffice, server: JdUnionServer
) -> None:
    office.crawl("京东")
    server.goods[3]["skuName"] = "天赋河套 有机大米 10kg"

    _, account = office.crawl("京东")

    assert (account["listings_new"], account["listings_changed"], account["listings_same"]) == (
        0,
        1,
        69,
    )


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"app_key": "no-such-key-at-all"}, "密钥错误（21 无效app_key Invalid app_key）"),
        ({"secret": "another-secret"}, "密钥错误（12 无效签名 Invalid Signature）"),
    ],
)
def test_a_wrong_key_is_told_in_one_line(
    office: ApiOffice, server: JdUnionServer, wrong: dict[str, str], words: str
) -> None:
    office.open("jd-union", **({"app_key": server.app_key, "secret": server.secret} | wrong))

    assert office.try_api("jd-union") == f"京东联盟：{words}"


def test_a_clock_that_is_ten_minutes_off_is_told_and_leaves_nothing_half_written(
    office: ApiOffice, server: JdUnionServer
) -> None:
    server.clock_offset = 600

    code, account = office.crawl("京东")

    assert code == 1
    assert "clock is off: this machine is 10 min behind the API's server" in str(account["reason"])
    assert not office.listings()
    server.clock_offset = 0
    assert office.crawl("京东")[1]["listings_new"] == 70


@pytest.mark.parametrize("oddity", [HTML, BUSY, half, garbled])
def test_an_answer_that_cannot_be_read_is_asked_for_again(
    office: ApiOffice, server: JdUnionServer, oddity: object
) -> None:
    server.odd.append(oddity)  # type: ignore[arg-type]

    code, account = office.crawl("京东")

    assert (code, account["finished"], account["listings_new"]) == (0, True, 70)


def test_an_answer_in_another_character_set_is_read(
    office: ApiOffice, server: JdUnionServer
) -> None:
    server.odd.extend([in_gbk, in_gbk, in_gbk])

    office.crawl("京东")

    assert office.listings()["https://item.jd.com/100000.html"]["title"] == "天赋河套 大米 0 号 5kg"


def test_an_api_that_stays_unreadable_fails_the_run(
    office: ApiOffice, server: JdUnionServer
) -> None:
    server.odd.extend([HTML] * 3)

    code, account = office.crawl("京东")

    assert (code, account["finished"], account["errors"]) == (1, False, 1)
    assert account["reason"] == "京东联盟: the answer cannot be read (HTTP 200 HTML)"
    assert not office.listings()
    assert office.crawl("京东")[1]["listings_new"] == 70


def test_a_word_that_gets_no_readable_answer_does_not_hold_up_the_others(
    office: ApiOffice, server: JdUnionServer
) -> None:
    server.odd.extend([HTML] * 3)
    words = ("--word", "天赋", "--word", "天赋河套")
    office.run("task", "api", "两词", "--api", "jd-union", "--disguises", "0", *words)

    code, account = office.crawl("两词")

    assert (code, account["listings_new"], account["errors"]) == (0, 70, 1)


def test_asking_too_often_waits_and_goes_on(office: ApiOffice, server: JdUnionServer) -> None:
    server.refusals.extend([2, 2])

    code, account = office.crawl("京东")

    assert (code, account["listings_new"]) == (0, 70)
    assert len(server.calls) == 5


def test_goods_without_id_or_name_are_dropped_and_price_0_is_unknown(
    office: ApiOffice, server: JdUnionServer
) -> None:
    nameless = jd_goods(5000, "天赋河套")
    server.goods[:] = [
        jd_goods(200_001, "天赋河套 面粉", price=0),
        jd_goods(0, "天赋河套 无编号", itemId="", materialUrl=""),
        nameless,
    ]
    server.odd.append(
        lambda reply: reply.__class__(reply.body.replace('天赋河套\\"'.encode(), b'\\"'))
    )

    _, account = office.crawl("京东")

    listings = office.listings()
    assert set(listings) == {"https://item.jd.com/200001.html"}
    assert "price" not in listings["https://item.jd.com/200001.html"]
    assert account["items_dropped"] == 2


def test_a_page_that_repeats_for_ever_is_left(office: ApiOffice, server: JdUnionServer) -> None:
    server.repeats = True

    code, account = office.crawl("京东")

    assert (code, account["finished"], account["listings_new"]) == (0, True, 70)
    assert len(server.calls) <= 5


def test_the_address_comes_out_of_an_affiliate_link(
    office: ApiOffice, server: JdUnionServer
) -> None:
    link = "https://union-click.jd.com/jdc?e=1&p=abc&to=https%3A%2F%2Fitem.jd.com%2F300007.html%3Fx%3D1"
    server.goods[:] = [jd_goods(0, "天赋河套 大米", skuId=None, materialUrl=link)]

    office.crawl("京东")

    assert set(office.listings()) == {"https://item.jd.com/300007.html"}


def test_an_item_without_sku_keeps_the_address_of_the_union(
    office: ApiOffice, server: JdUnionServer
) -> None:
    server.goods[:] = [
        jd_goods(
            1,
            "天赋河套 大米",
            skuId=None,
            itemId="MsDxpCw3eBBU3UGh",
            materialUrl="jingfen.jd.com/detail/MsDxpCw3eBBU3UGh.html",
        )
    ]

    office.crawl("京东")

    assert set(office.listings()) == {"https://jingfen.jd.com/detail/MsDxpCw3eBBU3UGh.html"}


def test_the_budget_of_a_day_is_shared_by_all_runs_and_the_rest_is_asked_later(
    office: ApiOffice, server: JdUnionServer
) -> None:
    office.run("api", "budget", "jd-union", "2")
    office.run("task", "api", "另一", "--api", "jd-union", "--disguises", "0")

    code, account = office.crawl("京东")

    assert (code, account["finished"], account["listings_new"]) == (0, False, 60)
    assert "2 calls are used up" in str(account["reason"])
    assert office.crawl("另一")[0] == 1
    assert len(server.calls) == 2
    office.run("api", "budget", "jd-union", "100")
    assert office.crawl("京东")[1]["listings_new"] == 70
    assert len(server.calls) == 3


def test_an_api_is_off_until_keys_and_terms_are_there(
    tmp_path: Path, server: JdUnionServer
) -> None:
    office = an_api_office(tmp_path)
    office.describe("jd-union", server.url)
    office.run("task", "api", "京东", "--api", "jd-union")
    without_keys = office.run("crawl", "--task", "京东")
    office.run(
        "api", "keys", "jd-union", stdin=f"app_key={server.app_key}\nsecret={server.secret}\n"
    )
    without_terms = office.run("crawl", "--task", "京东")

    assert without_keys.returncode == without_terms.returncode == 1
    assert "no keys yet" in without_keys.stderr
    assert "京东联盟用户服务协议" in without_terms.stderr
    assert not server.calls


def test_keys_lie_sealed_and_are_shown_nowhere(office: ApiOffice, server: JdUnionServer) -> None:
    office.crawl("京东")
    stored = b"".join(path.read_bytes() for path in office.office.home.rglob("*") if path.is_file())

    assert server.secret.encode() not in stored
    assert server.app_key.encode() not in stored
    for command in (("api", "list"), ("api", "show", "jd-union"), ("settings",), ("audit", "list")):
        assert server.secret not in office.run(*command).stdout


def test_what_a_page_said_of_goods_stays_when_the_api_meets_them(
    office: ApiOffice, server: JdUnionServer
) -> None:
    server.goods[:] = [jd_goods(100_001, "天赋河套 大米 5kg", price=29.9)]
    page = Listing(
        url="https://item.jd.com/100001.html",
        title="天赋河套 大米 5kg",
        price=Decimal("29.9"),
        currency="CNY",
        shop="示例粮油店",
        platform="item.jd.com",
        description="产自河套平原",
        attributes={"产地": "河套", "店铺编号": "1000"},
        images=("https://img10.360buyimg.com/n1/page.jpg",),
    )
    key = listing_key(page)
    database = open_database(Settings(home=office.office.home))
    with database.begin() as session:
        save_listings(session, [SeenListing(key=key, listing=page)], run_id=None, at=now())
    database.close()

    first, second = office.crawl("京东")[1], office.crawl("京东")[1]

    assert (first["listings_new"], first["listings_changed"]) == (0, 1)
    assert second["listings_same"] == 1
    listing = office.listings()["https://item.jd.com/100001.html"]
    assert listing["description"] == "产自河套平原"
    assert listing["images"] == ["https://img10.360buyimg.com/n1/page.jpg"]
    assert listing["brand"] == "示例"
