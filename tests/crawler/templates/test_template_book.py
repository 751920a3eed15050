"""A crawl learns how a shop's goods pages are made, and reads the others by it."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urljoin

import pytest

from benchmarks.material.shop_shapes import address_of, render
from crawler.extract.page.page import Page
from crawler.templates.learning import EARLY_SAMPLES, SAMPLES
from crawler.templates.template_book import TemplateBook
from storage.base.database import Database
from storage.base.settings import Settings
from storage.crawls.learnt_templates import (
    TemplatePin,
    forget_templates,
    load_pins,
    load_templates,
    remove_pins,
    save_pin,
)
from tests.crawler.templates.made_shops import BASE, listing_of, page_of, read_all, shelf
from tests.databases import migrated_database

HOST = "shop.example:80"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = migrated_database(Settings(home=tmp_path))
    yield database
    database.close()


@pytest.mark.parametrize("seed", [0, 1, 7, 12, 18, 25])
def test_fields_are_right_that_single_pages_get_wrong(database: Database, seed: int) -> None:
    shape, goods = shelf(seed, 24)
    book = TemplateBook(database)
    readings = read_all(book, (page_of(shape, item, goods) for item in goods))
    for item in goods:
        listing = listing_of(readings[BASE + address_of(shape, item)])
        assert (listing.title, listing.price, listing.shop) == (item.title, item.price, item.shop)
        assert listing.brand == item.brand
        assert listing.availability == item.availability
        assert listing.images == tuple(urljoin(BASE, path) for path in item.images)
        assert listing.attributes.items() >= item.attributes.items()
        assert listing.description == item.description


def test_a_later_crawl_begins_with_what_was_learnt(database: Database) -> None:
    shape, goods = shelf(4)
    first = TemplateBook(database)
    readings = read_all(first, (page_of(shape, item, goods) for item in goods[:20]))
    first.close()
    with database.read() as session:
        (stored,) = load_templates(session, HOST)
    assert (stored.reads, stored.checks, stored.agreeing) == (20 - EARLY_SAMPLES, 0, 0)
    again = TemplateBook(database)
    again_readings = read_all(again, (page_of(shape, item, goods) for item in goods[:20]))
    again.close()
    assert {u: r.listing for u, r in readings.items()} == {
        u: r.listing for u, r in again_readings.items()
    }
    with database.read() as session:
        (stored,) = load_templates(session, HOST)
    assert (stored.reads, stored.checks, stored.agreeing) == (40 - EARLY_SAMPLES, 1, 1)


@pytest.mark.parametrize(("data", "pages"), [("json-ld", EARLY_SAMPLES), ("none", SAMPLES)])
def test_pages_with_data_for_machines_teach_a_template_earlier(
    database: Database, data: str, pages: int
) -> None:
    shape, goods = shelf(4)
    shape = replace(shape, data=data)
    book = TemplateBook(database)
    for item in goods[:pages]:
        with database.read() as session:
            assert not load_templates(session, HOST)
        book.read(page_of(shape, item, goods), None)
    with database.read() as session:
        (stored,) = load_templates(session, HOST)
    assert stored.samples == pages


def test_a_reading_is_final_once_the_full_reader_agrees_with_what_was_learnt(
    database: Database,
) -> None:
    """A single page of this shop tells no description."""
    shape, goods = shelf(0, 30)
    book = TemplateBook(database)
    openings = [book.read_first(page_of(shape, item, goods), None)[1] for item in goods]
    waiting = [number for number, each in enumerate(openings) if each and not each.is_settled]
    assert set(waiting).isdisjoint(range(20)), "a check has agreed"
    for item, opening in zip(goods[: EARLY_SAMPLES - 1], openings, strict=False):
        assert opening is not None
        assert opening.better is not None
        assert listing_of(opening.better).description == item.description
    assert openings[EARLY_SAMPLES - 1] is None, "it is read by the template that it taught"


def test_nothing_is_learnt_from_one_page_under_many_addresses(database: Database) -> None:
    shape, goods = shelf(4)
    html = render(shape, goods[0], goods)
    book = TemplateBook(database)
    read_all(book, (Page.from_text(f"{BASE}/item/{n}.html", html) for n in range(40, 60)))
    with database.read() as session:
        assert load_templates(session) == ()


def test_pages_that_differ_in_a_clock_alone_teach_nothing(database: Database) -> None:
    shape, goods = shelf(4)
    book = TemplateBook(database)
    pages = (
        Page.from_text(
            f"{BASE}/item/{n}.html",
            render(shape, goods[0], goods).replace("</body>", f"<p>12:00:{n}</p></body>"),
        )
        for n in range(10, 30)
    )
    read_all(book, pages)
    with database.read() as session:
        assert load_templates(session) == ()


def test_an_error_text_with_status_200_is_no_listing(database: Database) -> None:
    shape, goods = shelf(4)
    book = TemplateBook(database)
    read_all(book, (page_of(shape, item, goods) for item in goods[:10]))
    url = BASE + address_of(shape, goods[11])
    html = render(shape, goods[11], goods)
    start, end = html.index("</head>"), html.index("</body>")
    error = Page.from_text(
        url, f"{html[:start]}</head><body><h1>系统繁忙</h1>请稍后再试{html[end:]}"
    )
    bare = Page.from_text(url, "<title>系统繁忙</title><h1>系统繁忙，请稍后再试</h1>")
    assert book.read(bare, None).kind != "listing"
    reading = book.read(error, None)
    assert reading.listing is None or reading.listing.title != goods[10].title


def test_a_new_design_in_mid_crawl_is_noticed_at_its_first_page(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    shape, goods = shelf(4, 60)
    redesign = replace(shelf(0)[0], address=shape.address)
    book = TemplateBook(database)
    read_all(book, (page_of(shape, item, goods) for item in goods[:20]))
    with caplog.at_level(logging.INFO, "hubiao.templates"):
        readings = read_all(book, (page_of(redesign, item, goods) for item in goods[20:]))
    for item in goods[20:]:
        listing = listing_of(readings[BASE + address_of(shape, item)])
        assert (listing.title, listing.price) == (item.title, item.price)
    assert "learnt a template" in caplog.text


def test_a_price_that_moves_is_noticed_and_learnt_anew(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    shape, goods = shelf(7, 80)
    book = TemplateBook(database)
    read_all(book, (page_of(shape, item, goods) for item in goods[:20]))
    now = f'<b class="{shape.names["now"]}">'
    pages = [
        Page.from_text(
            BASE + address_of(shape, item),
            render(shape, item, goods).replace(
                now, f'<b class="{shape.names["now"]}">{item.price + 40}元</b><b class="paid">'
            ).replace("券后价", "原价"),
        )
        for item in goods[20:]
    ]  # fmt: skip
    with caplog.at_level(logging.WARNING, "hubiao.templates"):
        read_all(book, pages)
    assert "learnt anew" in caplog.text or "forgotten" in caplog.text


@pytest.mark.parametrize("seed", [1, 2])
def test_after_a_change_of_the_template_in_mid_crawl_no_listing_keeps_a_wrong_price(
    database: Database, seed: int
) -> None:
    shape, goods = shelf(seed, 90)
    book = TemplateBook(database)
    read_all(book, (page_of(shape, item, goods) for item in goods[:40]))
    now = f'<b class="{shape.names["now"]}">'
    pages = []
    for item in goods[40:]:
        before = (
            f'<i>会员价 <b class="{shape.names["now"]}">{item.price - 3}元</b></i><b class="paid">'
        )
        markup = render(shape, item, goods).replace(now, before)
        pages.append(Page.from_text(BASE + address_of(shape, item), markup))
    readings = read_all(book, pages)
    prices = [listing_of(readings[BASE + address_of(shape, item)]).price for item in goods[40:]]
    assert prices == [item.price for item in goods[40:]]


@pytest.mark.parametrize("seed", [6, 12])
def test_a_template_is_learnt_anew_from_the_new_design_alone(database: Database, seed: int) -> None:
    shape, goods = shelf(seed, 50)
    now = f'<b class="{shape.names["now"]}">'
    pages = []
    for number, item in enumerate(goods):
        former = f"<del>原价 ¥{item.price + 30}</del>"
        moved = f'<b class="{shape.names["now"]}">{former}</b><b class="paid">'
        markup = render(shape, item, goods)
        markup = markup if number < 30 else markup.replace(now, moved)
        pages.append(Page.from_text(BASE + address_of(shape, item), markup))
    readings = read_all(TemplateBook(database), pages)
    prices = [listing_of(readings[page.url]).price for page in pages]
    assert prices == [item.price for item in goods]


def test_an_officers_selector_is_the_rule(database: Database) -> None:
    shape, goods = shelf(4, 20)
    pin = TemplatePin(host=HOST, shape="", field="brand", selector="table th", pinned_by="li")
    wrong = TemplatePin(host=HOST, shape="", field="shop", selector="p[", pinned_by="li")
    with database.begin() as session:
        save_pin(session, wrong, datetime.now(UTC))
        save_pin(session, pin, datetime.now(UTC))
        save_pin(session, replace(pin, selector="{css: '#goods-intro'}"), datetime.now(UTC))
    book = TemplateBook(database)
    readings = read_all(book, (page_of(shape, item, goods) for item in goods))
    for item in goods:
        listing = listing_of(readings[BASE + address_of(shape, item)])
        assert listing.brand == item.description
        assert listing.shop == item.shop
    with database.begin() as session:
        assert remove_pins(session, HOST, ["brand"]) == 1
        assert [pin.field for pin in load_pins(session)] == ["shop"]
        assert forget_templates(session, HOST) == 1
        assert load_templates(session) == ()


def test_absurdly_deep_pages_are_read_all_the_same(database: Database) -> None:
    shape, goods = shelf(4, 12)
    book = TemplateBook(database)
    deep = "<div>" * 3000
    pages = [
        Page.from_text(
            BASE + address_of(shape, item), render(shape, item, goods).replace('<div class="more">', deep)
        )
        for item in goods
    ]  # fmt: skip
    readings = read_all(book, pages)
    assert all(listing_of(r).price for r in readings.values())


def test_goods_on_sale_keep_the_price_that_a_buyer_pays(database: Database) -> None:
    """The template is learnt of goods at their usual price: it would read the struck one."""

    def sold(number: int, *, on_sale: bool) -> Page:
        usual, sale = f"${number + 9}.50", f"${number + 4}.25"
        price = (
            f"<span class=normalprice>{usual}</span> <span class=productSpecialPrice>{sale}</span><br>Save 20%"
            if on_sale
            else f"<span class=productBasePrice>{usual}</span>"
        )
        goods = f"山谷坊 {number} 号小麦粉 5kg"
        return Page.from_text(
            f"{BASE}/index.php?main_page=product_info&products_id={number}",
            f"<title>{goods} : 示例商店</title><h1>{goods}</h1><img src=/images/{number}.jpg alt='{goods}'>"
            f"<div id=cart-box><h2 id=productPrices>{price}</h2><button>Add to Cart</button></div>"
            f"<div id=productDescription>产地：示例县。{goods}，密封包装，请放阴凉处。</div>",
        )

    pin = TemplatePin(host=HOST, shape="", field="brand", selector="{css: h1}", pinned_by="li")
    with database.begin() as session:
        save_pin(session, pin, datetime.now(UTC))
    pages = [sold(number, on_sale=number > 12 and number % 3 == 0) for number in range(1, 31)]
    readings = read_all(TemplateBook(database), pages)
    listings = [listing_of(readings[page.url]) for page in pages]
    usual = {number: number + 9.5 for number in range(1, 31)}
    on_sale = {number: number + 4.25 for number in range(15, 31, 3)}
    assert {
        number: float(listing.price or 0) for number, listing in enumerate(listings, 1)
    } == usual | on_sale
    assert all(listing.attributes.get("产地") == "示例县" for listing in listings)
    assert all(listing.brand == listing.title for listing in listings), "an officer's selector"


def test_sold_out_goods_and_a_menu_of_terms_where_every_page_hides_a_word_of_sold_out_goods(
    database: Database,
) -> None:
    """All goods from which the template is learnt are in stock, and each says what a hidden choice would say."""
    menu = "".join(
        f"<dl><dt><a href=/c/{at}>第{at}馆</a></dt><dd><a href=/c/{at}1>第{at}区</a></dd></dl>"
        for at in range(1, 4)
    )

    def page(number: int) -> Page:
        goods, gone = f"山谷坊 {number} 号小麦粉 5kg", number > 20 and number % 2
        says = "<div class=tip>您选择的商品<b>库存不足</b></div>" if gone else ""
        return Page.from_text(
            f"{BASE}/home/Goods/index.html?goods_id={number}",
            f"<title>{goods} - 示例商店</title>{menu}<h1>{goods}</h1><p class=price>¥{number + 9}.50</p>"
            f"<dl><dt>产地</dt><dd>示例{number % 7}县</dd></dl><dl><dt>净重</dt><dd>{number}千克</dd></dl>"
            f"<p hidden>该地区已售罄</p>{says}<a class='buy now{' no-buy' if gone else ''}'>立即购买</a>"
            f"<div id=description>产自山谷。{goods}，密封包装，请放阴凉处。</div>",
        )

    pages = {number: page(number) for number in range(1, 31)}
    readings = read_all(TemplateBook(database), pages.values())
    listings = {number: listing_of(readings[page.url]) for number, page in pages.items()}
    answers = {number: listing.availability for number, listing in listings.items()}
    assert answers == {
        number: "OutOfStock" if number in range(21, 31, 2) else "InStock" for number in pages
    }
    assert all(set(listing.attributes) == {"产地", "净重"} for listing in listings.values())


@pytest.mark.parametrize("is_usual", [True, False])
def test_a_special_price_in_a_script_holds_on_its_days_for_a_template_too(
    database: Database, is_usual: bool
) -> None:
    """The days of two goods are other than those of all from which the template was learnt."""
    noon, odd = datetime(2026, 11, 22, 4, tzinfo=UTC), (29, 33)

    def is_special(number: int) -> bool:
        return is_usual is (number in odd)

    def page(number: int) -> Page:
        goods = f"山谷坊 {number} 号小麦粉 5kg"
        state = {
            "goods_id": number, "goods_name": goods, "shop_price": f"{number + 9}.50",
            "promote_price": f"{number + 4}.25",
            "promote_end_date": "2026-12-31" if is_special(number) else "2026-11-01",
        }  # fmt: skip
        return Page.from_text(
            f"{BASE}/index.php?main_page=product_info&products_id={number}",
            f"<title>{goods} : 示例商店</title><h1>{goods}</h1>"
            f"<div id=cart-box><h2 id=productPrices></h2><button>Add to Cart</button></div>"
            f"<script>var goods = {json.dumps(state)};</script>"
            f"<div id=productDescription>产地：示例县。{goods}，密封包装，请放阴凉处。</div>",
            at=noon,
        )

    pages = {number: page(number) for number in range(1, 36)}
    readings = read_all(TemplateBook(database), pages.values())
    prices = {
        number: float(listing_of(readings[page.url]).price or 0) for number, page in pages.items()
    }
    assert prices == {n: n + (4.25 if is_special(n) else 9.5) for n in pages}
    with database.read() as session:
        assert [template.samples for template in load_templates(session)] == [SAMPLES]
