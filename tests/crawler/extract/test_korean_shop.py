"""Pages of the shape that a Korean shop program (YoungCart) draws."""

from __future__ import annotations

from decimal import Decimal

import pytest

from crawler.extract.page.page import Page, PageReading
from crawler.extract.read_page import read_page

ITEM = "http://shop.example/shop/item.php?it_id=1500000001"
MENU = '<a href="/shop/cart.php">장바구니</a><ul><li><a href="/shop/list.php?ca_id=10">곡물</a></li></ul>'
CARDS = "".join(
    f'<li class="sct_li"><a href="/shop/item.php?it_id=15000000{n}"><img src="/{n}.jpg"></a>'
    f'<a href="/shop/item.php?it_id=15000000{n}">예시 상품 {n}</a><p class=sct_cost>{n},000원</p></li>'
    for n in range(11, 17)
)
BUY = "<button class=sit_btn_cart>장바구니</button><button class=sit_btn_buy>바로구매</button>"
SOLD_OUT = "<p>상품의 재고가 부족하여 구매할 수 없습니다.</p>"


def read(url: str, body: str) -> PageReading:
    return read_page(Page.from_text(url, f"<title>예시 밀가루 5kg</title>{MENU}{body}"))


@pytest.mark.parametrize(
    ("price", "button", "value", "availability"),
    [
        ("39,000원", BUY, "39000", "InStock"),
        ("39,000원", SOLD_OUT, "39000", "OutOfStock"),
        ("전화문의", "", None, None),
        ("판매중지", "", None, None),
    ],
)
def test_goods_and_what_is_paid_for_them(
    price: str, button: str, value: str | None, availability: str | None
) -> None:
    rows = {"시중가격": "45,000원", "판매가격": price, "제조사": "예시제분", "브랜드": "예시브랜드"}
    table = "".join(f"<tr><th>{name}</th><td>{text}</td></tr>" for name, text in rows.items())
    related = f"<h3>관련상품</h3><ul>{CARDS}</ul>"
    reading = read(ITEM, f"<h2>예시 밀가루 5kg</h2><table>{table}</table>{button}{related}")
    listing = reading.listing
    assert reading.kind == "listing"
    assert listing is not None
    assert listing.price == (Decimal(value) if value else None)
    assert listing.brand == "예시브랜드"
    if availability:
        assert listing.availability == availability


def test_a_shelf_and_its_next_part() -> None:
    pager = '<a href="?ca_id=10&page=2">2</a><a href="?ca_id=10&page=2" class=pg_next>다음</a>'
    reading = read(
        "http://shop.example/shop/list.php?ca_id=10", f"<h1>곡물</h1><ul>{CARDS}</ul>{pager}"
    )
    assert reading.kind == "list"
    assert len(reading.cards) == 6
    assert [link.kind for link in reading.links if "page=2" in link.url] == ["next"]


QUICK_MENU = (
    "<div class=qk_con><h2>장바구니</h2><button class=con_close>장바구니 닫기</button></div>"
    '<a href="/shop/item.php?it_id=1500000001&device=mobile">모바일버전</a>'
)
VISITS = "<section id=visit><dl><dt>오늘</dt><dd>12</dd><dt>전체</dt><dd>3400</dd></dl></section>"


def test_the_menu_of_the_cart_is_no_button_that_buys() -> None:
    table = "<table><tr><th>판매가격</th><td>39,000원</td></tr></table>"
    picture = '<img src="/shop/img/no_image.gif" width=400 height=400>'
    body = f"<h2>예시 밀가루 5kg</h2>{picture}{QUICK_MENU}{table}{SOLD_OUT}{VISITS}"
    reading = read(ITEM, body)
    listing = reading.listing
    assert listing is not None
    assert listing.availability == "OutOfStock"
    assert listing.images == ()
    assert set(listing.attributes) == {"판매가격"}
    assert not any("device" in link.url for link in reading.links)


def test_a_card_is_named_by_what_its_picture_tells_too() -> None:
    share = (
        "<div class=sct_sns><h3>SNS 공유</h3><a href='https://sns.example/?u=1'>공유하기</a></div>"
    )
    cards = "".join(
        f'<li class="sct_li"><a href="/shop/item.php?it_id=15000000{n}"><img src="/{n}.jpg" alt="예시 상품 {n}"></a>'
        f'<a href="/shop/item.php?it_id=15000000{n}">예시 상품 {n}</a><p class=sct_cost>{n},000원</p>{share}</li>'
        for n in range(11, 17)
    )
    reading = read("http://shop.example/shop/list.php?ca_id=10", f"<h1>곡물</h1><ul>{cards}</ul>")
    assert [card.title for card in reading.cards] == [f"예시 상품 {n}" for n in range(11, 17)]
