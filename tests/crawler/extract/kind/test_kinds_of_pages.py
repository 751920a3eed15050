"""Kinds that addresses, graphs and words tell: searches, first pages, articles, what is gone, queues."""

from __future__ import annotations

import json

import pytest

from crawler.extract.page.page import Page, PageReading
from crawler.extract.read_page import explain_page, read_page

PRODUCT = {
    "@type": "Product",
    "name": "Mühle Modell A",
    "sku": "M-1",
    "offers": {
        "@type": "Offer",
        "price": "99.00",
        "priceCurrency": "EUR",
        "availability": "InStock",
    },
}


def read(url: str, body: str, data: object = None) -> PageReading:
    block = f'<script type="application/ld+json">{json.dumps(data)}</script>' if data else ""
    return read_page(
        Page.from_text(f"https://muehlen.example{url}", f"<html>{block}<body>{body}</body></html>")
    )


def test_a_search_that_marks_up_one_of_its_goods_is_a_list() -> None:
    cards = "".join(
        f'<div class=card><a href="/products/muehle-{n}">Mühle Modell {n}</a><b>{n},00 €</b></div>'
        for n in range(10, 18)
    )
    reading = read("/shop?keyword=muehle", f"<h1>Mühle</h1>{cards}", PRODUCT)
    assert reading.kind == "list"
    assert len(reading.cards) == 8


@pytest.mark.parametrize(
    "query", ["?gclid=x", "?utm_source=a&utm_medium=b", "?srsltid=Af", "?from=weixin"]
)
def test_the_first_page_stays_one_however_a_visitor_came(query: str) -> None:
    body = "<h1>Große Mühlen</h1><p class=price>99,00 €</p><button>Jetzt kaufen</button>"
    body += "<p>Mühlen für Haus und Hof, gebaut in einer kleinen Werkstatt am Fluss seit vielen Jahren.</p>"
    assert read(f"/{query}", body).kind != "listing"


def test_an_article_sells_nothing_of_what_it_reviews() -> None:
    article = {"@type": "BlogPosting", "headline": "Fünf Mühlen im Test"}
    text = (
        "<p>Wir haben fünf Wochen lang gemahlen und sagen, welche Mühle für wen die richtige ist.</p>"
        * 8
    )
    reading = read(
        "/magazin/muehlen-test",
        f"<h1>Fünf Mühlen im Test</h1>{text}",
        {"@graph": [article, PRODUCT]},
    )
    assert reading.kind == "page"


@pytest.mark.parametrize(
    "message",
    [
        "We can't find the page you requested",
        "Dieses Produkt existiert nicht mehr",
        "Cette page n'existe plus",
        "お探しのページは見つかりません",
        "该链接已失效",
        "没有找到您要访问的页面",
        "No such product exists",
        "This item does not exist",
        "Invalid product number",
        "The link you followed may be broken",
        "无此商品",
        "店铺已关闭",
        "链接有误",
        "商品信息获取失败",
        "查無此商品",
        "삭제된 상품입니다",
        "Сторінку не знайдено",
        "Diese Seite gibt es nicht mehr",
    ],
)
def test_what_is_gone_is_of_no_use(message: str) -> None:
    assert read("/products/alt", f"<h1>{message}</h1><p><a href='/'>Start</a></p>").kind == "other"


@pytest.mark.parametrize(
    "message",
    [
        "You are in the queue",
        "Warteschlange: bitte bleiben Sie hier",
        "当前访问人数过多，正在排队，请稍候",
        "アクセスが集中しています",
    ],
)
def test_a_waiting_room_is_a_wall(message: str) -> None:
    reading = read("/products/muehle-1", f"<h1>{message}</h1><p>…</p>")
    assert (reading.kind, reading.blocked_why) == ("blocked", "rate")


def test_a_code_in_a_form_of_comments_is_no_wall() -> None:
    menu = "".join(f'<a href="/c/{n}.html">分类{n}</a>' for n in range(12))
    form = "<form><textarea></textarea>验证码：<input name=code><button>发表评论</button></form>"
    body = f"{menu}<h1>示例石磨</h1><p>¥99.00</p>{form}"
    assert read("/goods.php?id=8", body).kind != "blocked"


def test_a_code_and_nothing_else_is_one() -> None:
    assert (
        read(
            "/goods.php?id=8", "<form>请输入验证码：<input name=code><button>提交</button></form>"
        ).kind
        == "blocked"
    )


def test_a_numbered_page_of_another_host_is_no_next_page() -> None:
    body = '<h1>Mühlen</h1><a href="https://hilfe.muehlen.example/list-3-20.html">Hilfe</a>'
    body += '<a href="/c/muehlen?page=2">2</a>'
    kinds = {link.url: link.kind for link in read("/c/muehlen", body).links}
    assert kinds["https://hilfe.muehlen.example/list-3-20.html"] == "list"
    assert kinds["https://muehlen.example/c/muehlen?page=2"] == "next"


def test_an_arrow_without_words_leads_on() -> None:
    body = '<h1>Mühlen</h1><a class="pager-next" href="/c/muehlen/weiter"><svg></svg></a>'
    assert [link.kind for link in read("/c/muehlen", body).links] == ["next"]


@pytest.mark.parametrize(
    ("title", "head", "name"),
    [
        ("石磨坊｜手工石磨 2号 - 示例商城", "", "石磨坊｜手工石磨 2号"),
        ("Mühle Modell A | Leise, schnell, klein", "<h1 class=product__title>Modell A Mühle</h1>"
            "<p class=sub-title>Leise, schnell, klein</p>", "Modell A Mühle"),
        ("手工石磨 2号 5公斤装_示例商城", "", "手工石磨 2号 5公斤装"),
    ],
)  # fmt: skip
def test_the_name_of_the_goods_in_titles_with_bars(title: str, head: str, name: str) -> None:
    body = f"{head}<p class=price>¥99.00</p><button>立即购买</button>"
    body += "<p>用整块青石打制，转动轻快，磨出的面粉细而不热，附木架。</p>"
    listing = read_page(
        Page.from_text(
            "https://muehlen.example/products/stone-2", f"<title>{title}</title><body>{body}</body>"
        )
    ).listing
    assert listing is not None
    assert listing.title == name


_SHELF_CARD = (
    "<div class=product-card><a href=/cat-0/sl7><img src=/i/7.png alt='示例驼奶粉 礼盒装'></a>"
    "<a href=/cat-0/sl7 class=name>示例驼奶粉 礼盒装</a><span class=sale-price>¥121.91</span>{}</div>"
)


@pytest.mark.parametrize("button", ["", "<button>加入购物车</button>"])
def test_a_shelf_with_one_card_is_a_list(button: str) -> None:
    page = f"<title>乳品</title><h1>乳品</h1><div class=list>{_SHELF_CARD.format(button)}</div>"
    reading = read_page(Page.from_text("https://shop.example/cat-0", page))
    assert reading.kind == "list"
    assert ("https://shop.example/cat-0/sl7", "listing") in reading.links


def test_goods_with_one_related_card_stay_goods() -> None:
    page = (
        "<title>示例奶酪</title><h1>示例奶酪</h1><p class=price>¥35.00</p><a class=btn>立即购买</a>"
        f"<div class=x>{_SHELF_CARD.format('')}</div>"
    )
    reading = read_page(Page.from_text("https://shop.example/cheese", page))
    assert reading.kind == "listing"
    assert reading.listing is not None
    assert str(reading.listing.price) == "35.00"


_TILE = "<div class=tile><a href=/p-{0}><img src=/i/{0}.jpg><span>Flour {0}</span></a></div>"
_TILES = "".join(_TILE.format(name) for name in ("a", "b", "c", "d", "e", "f", "g"))
_TEXT = "<p>" + "We translate your papers in a day, in every language. " * 80 + "</p>"


@pytest.mark.parametrize(
    ("url", "body", "kind"),
    [
        ("https://s.example/flour", f"<a href=/cart>Cart</a><h1>Flour</h1>{_TILES}", "list"),
        ("https://s.example/browse/food/flour", "<a href=/cart>Cart</a><h1>Flour</h1>" + "<p>Text</p>" * 40, "list"),
        ("https://s.example/team", f"<h1>Team</h1>{_TILES}{_TEXT}", "page"),
        ("https://s.example/translation", f"<h1>Translation</h1><div class=price>$18</div>{_TEXT}", "page"),
        ("https://s.example/blog/flour", f"<h1>Best</h1><p class=price>$18</p><a class=btn>Buy now</a>{_TEXT}", "page"),
        ("https://s.example/plans", f"<h1>Plans</h1><b>$0.07 per word</b><b class=price>6 users</b>{_TEXT}", "page"),
    ],
)  # fmt: skip
def test_shelves_services_and_articles(url: str, body: str, kind: str) -> None:
    title = f"<title>{body.split('<h1>')[1].split('</h1>')[0]} | Example</title>"
    assert read_page(Page.from_text(url, title + body)).kind == kind


RECOMMENDED = "".join(
    f'<div class=card><a href="/products/muehle-{n}">Mühle Modell {n}</a><b>{n},00 €</b></div>'
    for n in range(10, 24)
)
CART = '<a href="/cart">Warenkorb</a>'


def test_goods_among_many_recommended_ones_stay_goods_where_data_and_address_name_them() -> None:
    data = PRODUCT | {"offers": None}
    body = f'<meta property="og:type" content="product"><h1>Mühle Modell A</h1>{RECOMMENDED}'
    assert read("/products/muehle-modell-a", body, data).kind == "listing"
    assert read("/collections/muehlen", body, data).kind == "list"


def test_an_offer_with_a_printed_number_is_goods_at_any_address() -> None:
    body = (
        "<h1>Mühle Modell A</h1><p>Artikelnummer: MA-7731</p><p class=price>99,00 €</p>"
        f"<button>Jetzt kaufen</button>{RECOMMENDED}"
    )
    assert read("/muehle-modell-a.html", body).kind == "listing"


@pytest.mark.parametrize(
    ("url", "more", "kind"),
    [
        ("/kaffee/muehle-modell-a", "<button>Jetzt kaufen</button><p>Artikelnummer: MA-7731</p>", "listing"),
        ("/kaffee/grosse-muehle-modell-a", "<button>Jetzt kaufen</button>", "listing"),
        ("/kaffee/muehle-modell-a", "", "page"),
        ("/muehle-modell-a", "<button>Jetzt kaufen</button>", "page"),
        ("/kaffee/wie-wir-mahlen", "<button>Jetzt kaufen</button>", "page"),
    ],
)  # fmt: skip
def test_goods_without_a_price_are_known_by_the_last_of_two_steps(
    url: str, more: str, kind: str
) -> None:
    text = (
        "<p>Aus Stahl und Nussholz gebaut, mahlt fein und grob, und wird von Hand gekurbelt.</p>"
        * 5
    )
    body = f"{CART}<main><h1>Große grosse Mühle Modell A</h1>{more}{text}</main>"
    assert read(url, body).kind == kind


def test_two_goods_with_a_button_each_are_a_list() -> None:
    cards = "".join(
        f'<div class=card><a href="/m/{n}-muehle"><img src=/{n}.jpg>Mühle {n}</a><b class=price>{n},00 €</b>'
        "<button>In den Warenkorb</button></div>"
        for n in (11, 12)
    )
    assert (
        read("/kaffee/handmuehlen/", f"{CART}<main><h1>Handmühlen</h1>{cards}</main>").kind
        == "list"
    )


def test_the_first_page_of_a_shop_is_a_list_though_its_goods_come_by_script() -> None:
    text = "<p>Mühlen für Haus und Hof, gebaut in einer kleinen Werkstatt am Fluss.</p>" * 5
    body = f"<h1>Große Mühlen</h1>{text}" + "<p><img src=/m.jpg></p>" * 6
    assert read("/", f"{CART}{body}").kind == "list"
    assert read("/", body).kind == "page"


RECIPE = {"@context": "https://schema.org", "@type": "Recipe", "name": "枸杞粥"}
INGREDIENTS = "<h1>枸杞粥</h1><p>枸杞 <span class=price>¥9.90</span></p><button>加入购物车</button><p>库存 12</p>"


@pytest.mark.parametrize(
    "body",
    [
        f'<script type="application/ld+json">{json.dumps(RECIPE)}</script>{INGREDIENTS}',
        f"<div itemscope itemtype=https://schema.org/Recipe>{INGREDIENTS}</div>",
    ],
)
def test_a_recipe_sells_nothing_though_its_ingredients_have_prices(body: str) -> None:
    assert read("/item/99781", body).kind == "page"


def test_goods_that_come_with_a_recipe_stay_goods() -> None:
    body = "<h1>Mühle Modell A</h1><p>99,00 €</p><button>Jetzt kaufen</button>"
    reading = read("/muehle", body, {"@graph": [RECIPE, PRODUCT]})
    assert reading.kind == "listing"


def test_goods_in_the_data_of_the_page_stay_goods_beside_an_answer() -> None:
    state = json.dumps({"goods": {"goodsId": 99781, "goodsName": "枸杞一号 500g", "price": "9.90"}})
    answers = json.dumps({"@context": "https://schema.org", "@type": "QAPage", "name": "问答"})
    body = (
        f'<script type="application/ld+json">{answers}</script><script>window.__STATE__ = {state}</script>'
        "<h1>枸杞一号 500g</h1><p>¥9.90</p><button>加入购物车</button>"
    )
    assert read("/item/99781", body).kind == "listing"


def test_a_first_page_that_calls_itself_goods_to_networks_is_none_without_a_price() -> None:
    body = "<meta property=og:type content=product><h1>Mühlen als Dienst</h1><a class=button>Jetzt kaufen</a>"
    assert read("/", body + "<p>Wir mahlen für Sie. " * 20).kind != "listing"


def test_many_buy_buttons_at_the_address_of_a_list_are_a_list() -> None:
    row = (
        "<tr><td>Шлейф {}</td><td>{},50 грн</td><td><input type=submit value='В корзину'></td></tr>"
    )
    rows = "".join(row.format(n, n) for n in range(70, 78))
    assert read("/category/shleif/", f"<h1>Шлейф</h1><table>{rows}</table>").kind == "list"


def test_the_name_of_a_category_is_no_name_of_its_goods() -> None:
    names = ("Penguin", "Globek", "Etro 3985", "Docksides", "Mocassin", "Rene", "Bayside", "Heaven",
             "Classic", "Portland", "Spinnaker", "Endeavor", "Litesides")  # fmt: skip
    goods = "".join(
        f"<div itemscope itemtype=http://schema.org/Product><b itemprop=name>Sejlersko {name}</b>"
        "<p itemprop=offers itemscope itemtype=http://schema.org/Offer><meta itemprop=priceCurrency content=DKK>"
        f"<span itemprop=price content={at}>{at} kr</span></p></div>"
        for at, name in enumerate(names, 400)
    )
    assert read("/sko/sejlersko/", f"<h1>Sejlersko</h1>{goods}").kind == "list"


BUTTON = "<a href='/order?id=1'><img src=b.gif alt='{}'></a>"
NAMELESS = "<form><input type=image name=ctl00$page${} src=b.gif></form>"


@pytest.mark.parametrize(
    ("button", "buttons"),
    [
        (BUTTON.format("Acquista - metti nel carrello"), 1),
        (BUTTON.format("Add to cart"), 1),
        (NAMELESS.format("addToCart"), 1),
        (BUTTON.format("Where to buy"), 0),
        (NAMELESS.format("go"), 0),
    ],
)
def test_a_picture_may_be_the_buy_button(button: str, buttons: int) -> None:
    html = f"<h1>Monitor A</h1><p>€ 430,00</p>{button}<p>Due monitor</p>"
    traced = explain_page(Page.from_text("https://musica.example/strumento.asp?id=1093", html))
    signs = traced.trace.decision.signs
    assert signs is not None
    assert signs.buy_buttons == buttons


HEALTH = {"@context": "https://schema.org", "@type": "MedicalWebPage", "name": "示例枸杞含片"}
CART_BUTTON = "<p class=price>¥39.00</p><button>加入购物车</button>"


@pytest.mark.parametrize(
    ("data", "more", "kind"),
    [
        (HEALTH, CART_BUTTON, "listing"),
        ({"@graph": [HEALTH, PRODUCT]}, "", "listing"),
        (HEALTH, "<p>每盒约 ¥39.00，请遵医嘱。</p>", "page"),
        (HEALTH, "", "page"),
    ],
)
def test_a_page_on_health_is_goods_where_a_pharmacy_sells_them(
    data: object, more: str, kind: str
) -> None:
    text = "<p>本品为示例药房所售，密封、置阴凉干燥处保存，服用前请阅读说明书。</p>" * 8
    assert read("/gouqi", f"<h1>示例枸杞含片</h1>{more}{text}", data).kind == kind


def test_the_recipe_of_a_shop_whose_program_draws_it_as_goods_is_none() -> None:
    body = f"<main class=product-page>{INGREDIENTS}</main>"
    text = f'<script type="application/ld+json">{json.dumps(RECIPE)}</script>'
    page = f"<html><head>{text}</head><body class=single-product>{body}</body></html>"
    assert read_page(Page.from_text("https://shop.example/gouqi-zhou", page)).kind == "page"


MAP = "<p>这里是一张地图，还有几条说明和一段历史，画的是示例县的水渠、村庄和田地。</p>" * 6


@pytest.mark.parametrize(
    ("url", "cart"), [("/account", CART), ("/2024/02/karte.html", ""), ("/account/orders", CART)]
)
def test_what_scripts_call_goods_is_none_at_an_account_or_without_a_shop(
    url: str, cart: str
) -> None:
    script = "<script>dataLayer.push({'pageType': 'item'})</script>"
    body = f"{cart}{script}<h1>我的地图</h1>{MAP}"
    assert read(url, body).kind == "page"


def test_a_recipes_amounts_in_the_state_of_a_page_are_no_goods() -> None:
    state = json.dumps({"parts": [{"id": 7, "name": "枸杞粥", "amount": "3", "unit": "勺"}]})
    text = f'<script type="application/ld+json">{json.dumps(RECIPE)}</script>'
    body = f"{text}<script>window.__STATE__ = {state}</script><h1>枸杞粥</h1><button>加入购物车</button>"
    assert read("/gouqi-zhou/", body + "<p>先把米洗净，再放枸杞。</p>" * 20).kind == "page"


def goods_cards(count: int) -> str:
    return "".join(
        f'<div class=card><a href="/m/muehle-{n}"><img src=/{n}.jpg>Mühle {n}</a><b>{n},00 €</b></div>'
        for n in range(10, 10 + count)
    )


def test_the_first_page_of_a_shop_that_marks_up_one_of_its_goods_is_a_list() -> None:
    body = f"{CART}<h1>Große Mühlen</h1>{goods_cards(8)}"
    assert read("/de/", body, PRODUCT).kind == "list"
    assert read("/de/", f"{CART}<h1>Mühle Modell A</h1><p>99,00 €</p>", PRODUCT).kind == "listing"


def test_a_crowd_of_cards_with_a_price_near_the_headline_alone_is_a_list() -> None:
    lead = "<h1>Alle Mühlen</h1><p>Versand frei ab 49,00 €</p>"
    assert read("/muehlen_1997_p01/", f"{CART}{lead}{goods_cards(24)}").kind == "list"


@pytest.mark.parametrize(
    ("query", "kind"),
    [("cat=13", "list"), ("cid=7&sort=price", "list"), ("cPath=1_2&page=2", "list"), ("idx=13&cat=2", "listing")],
)  # fmt: skip
def test_a_query_that_names_a_category_is_the_address_of_a_list(query: str, kind: str) -> None:
    row = "<tr><td>Mühle 11</td><td>Art.-Nr. M-11</td><td class=price>11,00 €</td></tr>"
    body = (
        f"{CART}<h1>Handmühlen aus Stahl</h1><table>{row}</table><p>{'Von Hand gebaut. ' * 20}</p>"
    )
    assert read(f"/products.asp?{query}", body).kind == kind


@pytest.mark.parametrize("words", ["面议", "价格：电询", "Price on request", "Preis auf Anfrage"])
def test_goods_whose_price_is_told_on_asking_stay_goods_before_what_else_is_sold(
    words: str,
) -> None:
    body = (
        f"{CART}<h1>Mühle Modell A</h1><p class=price>{words}</p><h3>更多商品</h3>{goods_cards(8)}"
    )
    assert read("/goods.php?id=9", body).kind == "listing"
    assert read("/category/muehlen/", body).kind == "list"


def test_an_article_whose_reading_costs_something_is_no_goods() -> None:
    head = "<meta property=og:type content=article><meta property=product:price:amount content=1>"
    text = (
        "<p>Auf den Dächern liegt viel Schnee, und wer ihn räumt, sollte es gelernt haben.</p>" * 8
    )
    article = {"@context": "https://schema.org", "@type": "Article", "headline": "Schnee"}
    body = f"{head}<h1>Schnee auf dem Dach</h1>{text}"
    assert read("/energie/schnee-auf-dem-dach-10558804.html", body, article).kind == "page"


@pytest.mark.parametrize(
    "sentence",
    [
        "설탕 없는 상품",
        "문제가 없는 상품",
        "还没有该商品的评价",
        "收货地址有误请联系客服",
        "Chain Link Broken Heart Pendant",
        "找不到喜歡的商品？歡迎留言",
        "Etwas Besseres gibt es nicht",
        "Nu există recenzii",
        "Δεν υπάρχει κριτική",
        "Nem található benne cukor",
        "ไม่พบสารอันตราย",
        "Ne postoji recenzija",
    ],
)
def test_what_goods_lack_or_nobody_wrote_of_them_does_not_make_them_gone(sentence: str) -> None:
    text = "密封保存，开袋即食，净含量五百克。"
    assert (
        read("/goods.php?id=9", f"<h1>示例面粉</h1><p>{text}</p><p>{sentence}</p>").kind != "other"
    )
    assert read("/goods.php?id=9", f"<h1>{sentence}</h1><p>{text * 6}</p>").kind != "other"
