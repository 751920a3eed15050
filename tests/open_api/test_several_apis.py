"""Runs over several open APIs: one that refuses does not hold up the others; a killed run goes on."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.frontier.listing_key import listing_key
from storage.records import Listing
from storage.tables import SearchResultRow
from tests.crawler.run.stored_rows import rows
from tests.open_api.api_office import ApiOffice, an_api_office
from tests.open_api.jd_union_server import JdUnionServer, jd_goods, running_jd_union
from tests.open_api.pdd_ddk_server import PddServer, pdd_goods, running_pdd
from tests.servers.processes import start
from tests.waiting import wait_until


@pytest.fixture
def jd() -> Iterator[JdUnionServer]:
    with running_jd_union(
        [jd_goods(100_000 + n, f"天赋河套 大米 {n}") for n in range(40)]
    ) as server:
        yield server


@pytest.fixture
def pdd() -> Iterator[PddServer]:
    goods = [pdd_goods(6_000_000 + n, f"天赋河套 面粉 {n}") for n in range(250)]
    with running_pdd(goods) as server:
        yield server


@pytest.fixture
def office(tmp_path: Path, jd: JdUnionServer, pdd: PddServer) -> ApiOffice:
    office = an_api_office(tmp_path)
    office.describe("jd-union", jd.url)
    office.describe("pdd-ddk", pdd.url)
    office.open("jd-union", app_key=jd.app_key, secret=jd.secret)
    office.open("pdd-ddk", client_id=pdd.client_id, secret=pdd.secret)
    office.run("task", "api", "两家", "--api", "jd-union", "--api", "pdd-ddk", "--disguises", "0")
    return office


def test_pinduoduo_leads_from_the_api_to_a_lead_though_jd_refuses(
    office: ApiOffice, jd: JdUnionServer, pdd: PddServer
) -> None:
    jd.permitted = False
    pdd.overlap = 3

    code, account = office.crawl("两家")

    assert (code, account["finished"], account["listings_new"]) == (0, False, 250)
    assert account["reason"] == "京东联盟: no permission (24 无权调用API cannot use this API)"
    listing = office.listings()["https://mobile.yangkeduo.com/goods.html?goods_id=6000000"]
    assert (listing["price"], listing["sales"], listing["shop"]) == ("29.9", 12_000, "示例农产品店")
    office.run("assess")
    assert {lead["right"] for lead in office.lines("leads")} == {"hetao"}
    hosts = {row["host"]: row for row in office.lines("compliance", str(account["run"]))}
    refused = hosts[jd.url.removeprefix("http://")]
    assert (refused["blocked"], refused["requests"]) == (1, 1)
    assert "无权限" in str(refused["blocked_why"])

    jd.permitted = True
    assert office.crawl("两家")[1]["listings_new"] == 290
    assert len(pdd.calls) == 3
    results = rows(office.office.home, SearchResultRow.page_url, SearchResultRow.place)
    pages = {str(page) for page, _ in results}
    assert len(pages) == 2, "the first page of each API's result is kept, no further one"
    for page in pages:
        places = [place for address, place in results if address == page]
        assert places == list(range(1, len(places) + 1))


def test_a_key_is_the_one_of_a_crawl(office: ApiOffice, pdd: PddServer) -> None:
    pdd.goods[:] = [pdd_goods(6_000_001, "天赋河套 大米")]
    office.crawl("两家")
    (url,) = [url for url in office.listings() if "yangkeduo" in url]
    crawled = Listing(
        url="https://mobile.yangkeduo.com/goods2.html?refer_page=x&goods_id=6000001",
        title="天赋河套",
    )

    assert listing_key(Listing(url=url, title="天赋河套")) == listing_key(crawled)


def test_goods_under_a_sign_alone_are_kept_under_it(office: ApiOffice, pdd: PddServer) -> None:
    pdd.goods[:] = [pdd_goods(0, "天赋河套 大米", goods_id=None, goods_sign="c9r2omogKFFAc7")]

    office.crawl("两家")

    url = "https://mobile.yangkeduo.com/duo_coupon_landing.html?goods_sign=c9r2omogKFFAc7"
    assert url in office.listings()


def test_the_same_goods_under_two_ids_are_one_listing_once_an_item_named_both(
    office: ApiOffice, pdd: PddServer
) -> None:
    both = pdd_goods(6_000_001, "天赋河套 大米", goods_sign="c9r2omogKFFAc7")
    pdd.goods[:] = [{**both, "goods_id": None}, both, {**both, "goods_id": None}]

    office.crawl("两家")

    urls = [url for url in office.listings() if "yangkeduo" in url]
    assert urls == ["https://mobile.yangkeduo.com/goods.html?goods_id=6000001"]


def test_a_description_that_cannot_be_read_stops_its_own_api_only(
    office: ApiOffice, pdd: PddServer
) -> None:
    file = office.office.home / "apis" / "jd-union.yml"
    file.write_text(file.read_text("utf-8").replace("paging:", "pageing:"), "utf-8")

    code, account = office.crawl("两家")

    assert (code, account["finished"], account["listings_new"]) == (0, False, 250)
    assert "unknown key 'pageing'" in str(account["reason"])
    states = {line["name"]: line["state"] for line in office.lines("api", "list")}
    assert "unknown key 'pageing'" in str(states["jd-union"])
    assert states["pdd-ddk"] == "on"


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        (10019, "多多进宝：密钥过期（10019 access_token已过期）"),
        (20031, "多多进宝：无权限（20031 用户没有授权访问此接口）"),
        (70031, "多多进宝：调用过于频繁（70031 调用过于频繁，请调整调用频率）"),
    ],
)
def test_a_trial_says_in_one_line_what_is_wrong(
    office: ApiOffice, pdd: PddServer, code: int, answer: str
) -> None:
    pdd.refusals.append(code)

    assert office.try_api("pdd-ddk") == answer
    assert office.try_api("pdd-ddk").startswith("多多进宝：正常（返回 0 件商品）")


def test_a_clock_that_the_platform_refuses_without_naming_it_is_told(
    office: ApiOffice, pdd: PddServer
) -> None:
    pdd.clock_offset = -900

    assert office.try_api("pdd-ddk").startswith(
        "多多进宝：系统时间偏差：本机比接口服务器快 15 分钟"
    )


def test_a_killed_run_goes_on_without_loss_or_doubling(
    office: ApiOffice, jd: JdUnionServer, pdd: PddServer
) -> None:
    command = ["crawl", "--task", "两家", "--allow-address", "127.0.0.0/8"]
    pdd.before_answer = lambda: time.sleep(60 if len(pdd.calls) == 2 else 0)
    process = start("console", *command, environment=office.office.environment(), is_heard=False)
    wait_until(lambda: len(pdd.calls) >= 2 and len(jd.calls) >= 2, 60)
    wait_until(lambda: len(office.listings()) == 140)  # both of its pages, and the other's first
    process.kill()
    process.communicate()
    pdd.before_answer = lambda: None

    code, account = office.crawl("两家")

    assert (code, account["finished"]) == (0, True)
    assert (account["listings_new"], account["pages"]) == (290, 5)
    assert len(office.listings()) == 290
    assert (len(jd.calls), len(pdd.calls)) == (2, 4)
