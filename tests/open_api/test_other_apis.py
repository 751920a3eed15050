"""eBay, 1688, 抖音 and a province's own service: descriptions of the same mechanism, each against its server."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.open_api.description_file import load_description
from storage.base.errors import BadInput
from tests.open_api.alibaba_1688_server import offer, running_1688
from tests.open_api.api_office import ApiOffice, an_api_office
from tests.open_api.api_server import ApiServer, Reply, Request, json_reply, serving
from tests.open_api.douyin_buyin_server import douyin_goods, running_douyin
from tests.open_api.ebay_browse_server import ebay_goods, running_ebay


@pytest.fixture
def office(tmp_path: Path) -> ApiOffice:
    return an_api_office(tmp_path)


def _listings(office: ApiOffice, name: str, word: str) -> dict[str, dict[str, object]]:
    office.run("task", "api", "任务", "--api", name, "--disguises", "0", "--word", word)
    code, account = office.crawl("任务")
    assert (code, account["finished"]) == (0, True), account
    return office.listings()


def test_ebay_gives_goods_behind_a_token_and_renews_it(office: ApiOffice) -> None:
    with running_ebay(
        [ebay_goods(385_462_000_000 + n, f"Hetao rice {n}") for n in range(230)]
    ) as ebay:
        token = (r"https://api.ebay.com/identity", f"{ebay.url}/identity")
        office.describe("ebay-browse", ebay.url, token)
        office.open("ebay-browse", client_id=ebay.client_id, secret=ebay.secret)
        listings = _listings(office, "ebay-browse", "Hetao")

        listing = listings["https://www.ebay.com/itm/385462000000"]
        assert len(listings) == 230
        assert (listing["price"], listing["currency"], listing["shop"]) == (
            "12.75",
            "USD",
            "shili-store",
        )
        assert [call.path for call in ebay.calls].count("/identity/v1/oauth2/token") == 1
        ebay.token = "v^1.1#token-2"
        assert office.try_api("ebay-browse").startswith("eBay Browse：正常")
        office.open("ebay-browse", client_id=ebay.client_id, secret="wrong-cert")
        assert office.try_api("ebay-browse").startswith("eBay Browse：密钥错误（HTTP 401 client")


def test_1688_gives_offers_and_tells_faults_apart(office: ApiOffice) -> None:
    with running_1688(
        [offer(620_201_390_000 + n, f"天赋河套大米{n}") for n in range(60)]
    ) as gateway:
        keys = {"app_key": gateway.app_key, "secret": gateway.secret}
        office.describe("alibaba-1688", gateway.url)
        office.open("alibaba-1688", **keys, access_token=gateway.access_token)
        listings = _listings(office, "alibaba-1688", "天赋河套")

        listing = listings["https://detail.1688.com/offer/620201390000.html"]
        assert len(listings) == 60
        assert (listing["price"], listing["sales"]) == ("10.5", 1213)
        office.open("alibaba-1688", **keys, access_token="old-token")
        assert office.try_api("alibaba-1688").startswith("1688 开放平台：密钥过期（401 ")
        keys["secret"] = "wrong-secret"
        office.open("alibaba-1688", **keys, access_token=gateway.access_token)
        assert office.try_api("alibaba-1688").startswith("1688 开放平台：密钥错误（400 ")


def test_douyin_gives_products_and_signs_its_body(office: ApiOffice) -> None:
    goods = [
        douyin_goods(3_400_312_511_185_000_000 + n, f"天赋&河套 <大米> {n}") for n in range(25)
    ]
    with running_douyin(goods) as gateway:
        keys = {"app_key": gateway.app_key, "secret": gateway.secret}
        office.describe("douyin-buyin", gateway.url)
        office.open("douyin-buyin", **keys, access_token=gateway.access_token)
        listings = _listings(office, "douyin-buyin", "天赋&河套 <大米>")

        url = "https://haohuo.jinritemai.com/views/product/item2?id=3400312511185000000"
        assert len(listings) == 25
        assert (listings[url]["price"], listings[url]["shop"]) == ("29.9", "示例小铺")
        office.open("douyin-buyin", **keys, access_token="old-token")
        assert office.try_api("douyin-buyin").startswith("抖音精选联盟：密钥过期（40003 ")


PROVINCE = """\
name: shuju
title: 示例省数据服务
keys: [{name: token, title: 访问令牌}]
terms: [{title: 数据使用协议, url: "https://data.example/terms"}]
endpoint: ADDRESS/api/goods
method: GET
headers: {Authorization: "Bearer {key.token}"}
parameters: {q: "{word}", pageNo: "{page}", pageSize: "{page_size}"}
paging: {size: 2, first: 0, most_pages: 100, total: data.total}
items: "data.rows[]"
fields: {title: name, shop: seller.name}
price: {paths: price, unit: fen}
addresses:
  - {template: "https://item.jd.com/{id}.html", links: url, pattern: 'item\\.jd\\.com/(?P<id>\\d+)'}
  - {template: "https://data.example/goods/{id}", ids: id, pattern: '(?P<id>\\w+)'}
errors: {codes: code, texts: message, success: ["0"], meanings: {"1001": expired-key}}
limits: {delay: 0, budget: 500, pause: 0.01}
"""


def _province(request: Request) -> Reply:
    if request.headers.get("Authorization") != "Bearer geheim-0001":
        return json_reply({"code": 1001, "message": "令牌无效 geheim"}, 200)
    rows = [
        {"id": f"g{n}", "name": f"天赋河套 大米 {n}", "price": 1990, "seller": {"name": "示例店"}}
        for n in range(3)
    ]
    rows.append(
        {
            "id": "x",
            "name": "天赋河套 面粉",
            "url": "https://u.jd.com/?to=https%3A%2F%2Fitem.jd.com%2F7001.html",
        }
    )
    first = int(request.parameters["pageNo"]) * 2
    return json_reply({"code": 0, "data": {"total": 4, "rows": rows[first : first + 2]}})


def test_a_provinces_own_service_is_asked_by_its_description_alone(office: ApiOffice) -> None:
    server = ApiServer()
    with serving(server, _province):
        (office.office.home / "apis").mkdir()
        file = office.office.home / "apis" / "shuju.yml"
        file.write_text(PROVINCE.replace("ADDRESS", server.url), "utf-8")
        office.open("shuju", token="geheim-0001")
        listings = _listings(office, "shuju", "天赋河套")

        assert set(listings) == {
            *(f"https://data.example/goods/g{n}" for n in range(3)),
            "https://item.jd.com/7001.html",
        }
        assert listings["https://data.example/goods/g0"]["price"] == "19.9"
        assert office.crawl("任务")[1]["listings_same"] == 4
        office.open("shuju", token="other-token")
        assert office.try_api("shuju") == "示例省数据服务：密钥过期（1001 令牌无效 geheim）"


@pytest.mark.parametrize(
    ("line", "broken", "words"),
    [
        ("method: GET", "methode: GET", "unknown key 'methode'"),
        ("method: GET", "method: PUT", "'method' must be one of GET, POST, not 'PUT'"),
        ("title: name,", "titel: name,", "unknown key 'fields.titel'"),
        ('q: "{word}"', 'q: "reis"', "no parameter holds {word}"),
        ("{key.token}", "{key.tokem}", "the variable {key.tokem}"),
        ("size: 2", "size: zwei", "'paging.size' must be a whole number, 1 or more"),
        ('items: "data.rows[]"', 'items: "data..rows"', "'items': 'data..rows' is no path"),
        ("(?P<id>\\w+)", "(\\w+)", "needs a group named id"),
        ("expired-key", "expired", "'errors.1001' must be one of expired-key"),
        ("unit: fen", "unit: cent", "'price.unit' must be one of yuan, fen"),
    ],
)
def test_a_mistake_in_a_description_is_one_line_that_names_it(
    tmp_path: Path, line: str, broken: str, words: str
) -> None:
    text = PROVINCE.replace("ADDRESS", "https://data.example")
    assert line in text
    file = tmp_path / "shuju.yml"
    file.write_text(text.replace(line, broken, 1), "utf-8")

    with pytest.raises(BadInput) as refused:
        load_description(file)

    assert words in str(refused.value)
