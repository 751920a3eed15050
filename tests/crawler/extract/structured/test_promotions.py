"""Special prices in the state of a page hold on their days alone (促销价)."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from crawler.extract.page.page import Page
from crawler.extract.read_page import read_page
from crawler.extract.structured.promotions import leave_out_other_days

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
GOODS = {"goods_id": "12", "goods_name": "示例面粉 5kg", "shop_price": "39.00", "promote_price": "29.00"}  # fmt: skip


def price_of(goods: dict[str, object], at: datetime | None = NOON) -> Decimal | None:
    text = (
        f"<h1>示例面粉 5kg</h1><script>window.__STATE__ = {json.dumps({'goods': goods})}</script>"
    )
    page = Page.from_bytes("https://shop.example/goods.php?id=12", text.encode(), at=at)
    listing = read_page(page).listing
    return listing.price if listing else None


@pytest.mark.parametrize(
    ("days", "price"),
    [
        ({}, "29.00"),
        ({"promote_start_date": "1763740800", "promote_end_date": "1798761600"}, "29.00"),
        ({"promote_start_date": 1560000000, "promote_end_date": 1570000000}, "39.00"),
        ({"promote_start_date": "2027/01/01", "promote_end_date": "2027/02/01"}, "39.00"),
        ({"promote_start_date": "2026-11-01", "promote_end_date": "2026-11-22"}, "29.00"),
        ({"promote_start_date": "2026-11-01", "promote_end_date": "2026-11-21"}, "39.00"),
        ({"promote_end_date": "2026-11-21 23:59:59"}, "39.00"),
        ({"promotion_end_time": 1570000000000}, "39.00"),
        ({"promotion_end_time": 1570000000.0}, "39.00"),
        ({"promotion_end_time": "2026-11-22T03:59:59.000+0000"}, "39.00"),
        ({"promotion_end_time": "2026-11-22T04:00:01.000Z"}, "29.00"),
        ({"promotion_end_time": "2026-11-22T12:00:01+08:00"}, "29.00"),
        ({"promotion_end_time": "2026-11-21 22:59:59.0 -05:00"}, "39.00"),
        ({"promote_start_date": "0001-01-01", "promote_end_date": "9999-12-31"}, "29.00"),
        ({"promote_end_date": "2026-02-30"}, "29.00"),
        ({"is_promote": "0"}, "39.00"),
        ({"is_promote": 1, "gmt_end_time": 0}, "39.00"),
    ],
)
def test_a_special_price_holds_on_its_days_alone(days: dict[str, object], price: str) -> None:
    assert price_of({**GOODS, **days}) == Decimal(price)


def test_where_the_day_of_a_page_is_not_known_its_special_price_is_believed() -> None:
    past = {"promote_start_date": 1560000000, "promote_end_date": 1570000000}
    assert price_of({**GOODS, **past}, at=None) == Decimal("29.00")
    assert price_of({**GOODS, "is_promote": 0}, at=None) == Decimal("39.00")


def test_the_days_hold_too_for_an_offer_that_is_told_by_its_number_alone() -> None:
    offer = {
        "goods_id": "4711012",
        "shop_price": "39.00",
        "promote_price": "29.00",
        "is_promote": 0,
    }
    script = f"<script>window.__STATE__ = {json.dumps({'offer': offer})}</script>"
    text = f"<h1>示例面粉 5kg</h1>{script}"
    page = Page.from_bytes("https://shop.example/goods.php?id=4711012", text.encode(), at=NOON)
    listing = read_page(page).listing
    assert listing is not None
    assert listing.price == Decimal("39.00")


@pytest.mark.parametrize(
    ("special", "holds"),
    [
        ("29.00", True), ("￥29.00元", True), ({"value": 29}, True), (29, True),
        ("￥0.00元", False), ("0.00", False), (0, False), ("", False), (None, False), (False, False),
    ],
)  # fmt: skip
def test_a_special_price_of_nothing_holds_on_no_day(special: object, holds: bool) -> None:
    goods = {"goods": [{"shop_price": "39.00", "promote_price": special}]}
    assert leave_out_other_days(goods, NOON) is holds
    assert goods == {"goods": [{"shop_price": "39.00", "promote_price": special}]}
