"""What a buyer pays in the end is the price, though it stands small beside the one before the coupon."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from crawler.extract.page.page import Page
from crawler.extract.read_page import read_page

OFFER = {"@type": "Offer", "price": "99.00", "priceCurrency": "CNY", "availability": "InStock"}
GOODS = {"@type": "Product", "name": "雪花粉 5kg", "sku": "80231", "offers": OFFER}


def price(
    beside: str, *, data: bool = True, amount: str = "<p class=price>¥99.00</p>"
) -> Decimal | None:
    block = f"<script type=application/ld+json>{json.dumps(GOODS)}</script>" if data else ""
    body = f"<h1>雪花粉 5kg</h1>{amount}{beside}<button>加入购物车</button>"
    text = f"<html><head>{block}</head><body>{body}</body></html>"
    listing = read_page(Page.from_text("https://laden.example/item/80231.html", text)).listing
    return listing.price if listing else None


@pytest.mark.parametrize("data", [True, False])
@pytest.mark.parametrize(
    "beside",
    [
        "<small>到手价 ¥79.00</small>",
        "<span>券后</span><span>¥79.00</span>",
        "<small>實付價 ¥79.00</small>",
        "<p>Your price after coupon <b>¥79.00</b></p>",
    ],
)
def test_the_price_behind_a_label_of_what_is_paid_is_the_price(beside: str, data: bool) -> None:
    assert price(beside, data=data) == Decimal("79.00")


@pytest.mark.parametrize(
    "beside",
    [
        "<small>会员到手价 ¥79.00</small>",
        "<small>第2件到手价 ¥79.00</small>",
        "<small>领券立减 ¥79.00</small>",
        "<small>到手价 ¥9.00</small>",
        "<small>到手价 €79.00</small>",
    ],
)
def test_what_members_or_several_pieces_pay_and_what_is_saved_is_not(beside: str) -> None:
    assert price(beside) == Decimal("99.00")


def test_a_bare_number_takes_the_sign_of_money_right_behind_it() -> None:
    amount = (
        "<div><b>建議售價 $3200 元</b><br>◎ 可提式設計，拿取更加貼心，附砧板可以輕鬆切菜、切肉，也可直接加熱。"
        "<strong>一次付清特價</strong> <b>72</b>折 <span>2320</span><i> 元 </i><a href=/c>適用折價券</a></div>"
    )
    assert price("", data=False, amount=amount) == Decimal(2320)
