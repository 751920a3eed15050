"""淘宝联盟 against a server that behaves as the documents say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.open_api.api_office import ApiOffice, an_api_office
from tests.open_api.taobao_union_server import Refusal, TaobaoServer, running_taobao, taobao_goods

NEW_ID = "PMBPqwCQtkYnYrUr-Zb8QguX7gBRtm"


@pytest.fixture
def server() -> Iterator[TaobaoServer]:
    goods = [taobao_goods(str(700_000_000 + n), f"天赋河套 大米 {n}") for n in range(120)]
    goods += [
        taobao_goods("812345678", "天赋河套 面粉", tmall=True),
        taobao_goods(NEW_ID, "天赋河套 小米"),
    ]
    with running_taobao(goods) as taobao:
        yield taobao


@pytest.fixture
def office(tmp_path: Path, server: TaobaoServer) -> ApiOffice:
    office = an_api_office(tmp_path)
    office.describe("taobao-union", server.url)
    office.open("taobao-union", app_key=server.app_key, secret=server.secret, adzone_id="110")
    office.run("task", "api", "淘宝", "--api", "taobao-union", "--disguises", "0")
    return office


def test_goods_come_under_the_addresses_of_taobao_and_tmall(office: ApiOffice) -> None:
    code, account = office.crawl("淘宝")

    assert (code, account["pages"], account["listings_new"]) == (0, 2, 122)
    listings = office.listings()
    listing = listings["https://item.taobao.com/item.htm?id=700000000"]
    assert (listing["price"], listing["sales"], listing["shop"]) == ("29.90", 3000, "示例粮仓")
    assert listing["images"] == ["https://img.alicdn.com/bao/uploaded/a.jpg"]
    assert "https://detail.tmall.com/item.htm?id=812345678" in listings
    assert f"https://uland.taobao.com/item/edetail?id={NEW_ID}" in listings


def test_the_pause_that_the_platform_names_is_kept(office: ApiOffice, server: TaobaoServer) -> None:
    limited = "accesscontrol.limited-by-app-api-access-count"
    server.refusals.append(
        Refusal(7, "App Call Limited", limited, "This ban will last for 1 more seconds")
    )

    code, account = office.crawl("淘宝")

    assert (code, account["listings_new"]) == (0, 122)
    assert float(str(account["seconds"])) >= 1


@pytest.mark.parametrize(
    ("refusal", "answer"),
    [
        (Refusal(27, "Invalid session", "invalid-sessionkey"), "密钥过期（27 "),
        (Refusal(25, "Invalid signature"), "密钥错误（25 "),
        (Refusal(11, "Insufficient isv permissions"), "无权限（11 "),
        (
            Refusal(7, "App Call Limited", "accesscontrol.limited-by-app-access-count"),
            "平台给予的当日调用次数已用完（7 ",
        ),
        (
            Refusal(15, "Remote service error", "isp.top-remote-service-unavailable"),
            "平台繁忙，稍后再试（15 ",
        ),
    ],
)
def test_refusals_are_told_apart(
    office: ApiOffice, server: TaobaoServer, refusal: Refusal, answer: str
) -> None:
    server.refusals.append(refusal)

    assert office.try_api("taobao-union").startswith(f"淘宝联盟：{answer}")


def test_a_clock_that_is_off_is_told(office: ApiOffice, server: TaobaoServer) -> None:
    server.clock_offset = 1200

    assert office.try_api("taobao-union").startswith(
        "淘宝联盟：系统时间偏差：本机比接口服务器慢 20 分钟"
    )
