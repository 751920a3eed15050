"""Shapes of shops drawn from a seed: how their product pages are marked up and what they state.

No shape is that of a real shop. The choices are those in which shop programs differ: names of
classes, structured data and state objects or none, split and struck prices, where the seller stands,
how attributes are laid out, lazy pictures, recommended goods, blocks that only some pages have.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from benchmarks.material.shop_goods import Goods

_NAMINGS: dict[str, Callable[[str, random.Random], str]] = {
    "plain": lambda name, _: name,
    "bem": lambda name, _: f"goods-page__{name}",
    "camel": lambda name, _: f"m{name.title().replace('-', '')}",
    "hashed": lambda _, chance: f"css-{chance.randrange(16**6):06x}",
    "pair": lambda name, _: f"box {name}-wrap",
}


@dataclass(frozen=True, kw_only=True)
class Shape:
    """One way of writing product pages."""

    seed: int
    names: dict[str, str]
    data: str
    """none, json-ld, thin (name and price only), microdata, state or meta."""
    price: str
    """plain, split, coupon or words."""
    seller: str
    """line, card, definition, sentence or state."""
    attributes: str
    """table, wide (four cells), list, definition or spans."""
    pictures: str
    """src, lazy or none."""
    headline: str
    """h1, h2, div or menu (an h1 of the site before it)."""
    title_end: str
    address: str
    """Pattern of a product's address, with {n} (item id) and {s} (slug)."""
    near: int
    """Recommended goods a page."""
    stated_list_price: bool
    """Structured data states the list price, not the one a buyer pays."""


_PARTS = (
    *("head", "menu", "main", "title", "price", "now", "was", "stock", "buy", "seller", "shop-name", "attr"),
    *("gallery", "detail", "near", "near-item", "near-name", "near-price", "foot", "badge", "line", "crumb"),
)  # fmt: skip


def draw_shape(seed: int) -> Shape:
    """The shape of that seed."""
    chance = random.Random(seed)
    name = _NAMINGS[chance.choice(list(_NAMINGS))]
    return Shape(
        seed=seed,
        names={part: name(part, chance) for part in _PARTS},
        data=chance.choice(("none", "none", "json-ld", "thin", "microdata", "state", "meta")),
        price=chance.choice(("plain", "plain", "split", "coupon", "words")),
        seller=chance.choice(("line", "card", "definition", "sentence")),
        attributes=chance.choice(("table", "wide", "list", "definition", "spans")),
        pictures=chance.choice(("src", "src", "lazy")),
        headline=chance.choice(("h1", "h1", "h2", "div", "menu")),
        title_end=chance.choice((" - 示例商城", "_价格_图片_示例网", "", " | 示例良品")),
        address=chance.choice(
            ("/item/{n}.html", "/goods.php?id={n}", "/product/{s}", "/p/{s}-{n}/", "/index.php?route=goods&gid={n}")
        ),
        near=chance.choice((6, 12, 24)),
        stated_list_price=chance.random() < 0.3,
    )  # fmt: skip


def address_of(shape: Shape, goods: Goods) -> str:
    """Path of a product's page."""
    return shape.address.format(n=goods.item_id, s=f"t{goods.number * 7919 % 9973:x}-goods")


def render(
    shape: Shape, goods: Goods, shelf: list[Goods], *, filler: int = 0, menu: str = ""
) -> str:
    """The product's page; `filler` bytes of running text come behind it."""
    chance = random.Random(shape.seed * 100_003 + goods.number)
    c = shape.names
    token = f"{chance.randrange(16**16):016x}"
    near = chance.sample(shelf, min(shape.near, len(shelf)))
    head = f"<title>{escape(goods.title + shape.title_end)}</title>{_data(shape, goods, near)}"
    badge = f'<i class="{c["badge"]}">限时</i>' if chance.random() < 0.4 else ""
    gallery = f'<div class="{c["gallery"]}">{_pictures(shape, goods)}</div>'
    main = (
        f'<div class="{c["crumb"]}"><a href="/">首页</a> &gt; '
        f'<a href="/list/{_code(goods.category)}">{goods.category}</a></div>'
        f'<div class="{c["main"]}">{gallery}{_headline(shape, goods, badge)}{_price(shape, goods)}'
        f"{_stock(shape, goods)}{_seller(shape, goods)}</div>{_attributes(shape, goods)}"
        f'<div class="{c["detail"]}" id="goods-intro"><p>{escape(goods.description)}</p></div>'
    )
    cards = "".join(
        f'<li class="{c["near-item"]}"><a href="{address_of(shape, neighbour)}"><img src="{neighbour.images[0]}">'
        f'<span class="{c["near-name"]}">{escape(neighbour.title)}</span></a>'
        f'<em class="{c["near-price"]}">¥{neighbour.price}</em></li>'
        for neighbour in near
    )
    words = "".join(chance.choices(goods.description, k=filler // 3)) if filler else ""
    site = "<h1>示例商城 全部分类</h1>" if shape.headline == "menu" else ""
    return (
        '<!doctype html><html lang="zh"><head><meta charset="utf-8">'
        f'<meta name="csrf-token" content="{token}">{head}</head>'
        f'<body><div class="{c["head"]}"><img src="/static/logo.png">{site}'
        f'<ul class="{c["menu"]}">{menu}<li><a href="/">首页</a></li></ul></div>{main}'
        f'<div class="{c["near"]}"><h3>看了又看</h3><ul>{cards}</ul></div><div class="more">{words}</div>'
        f'<div class="{c["foot"]}"><p>示例ICP备00000000号</p><p>在线 {chance.randrange(900)} 人 {token}</p></div>'
        "</body></html>"
    )


def _code(text: str) -> str:
    return f"{sum(map(ord, text)) % 97}"


def _headline(shape: Shape, goods: Goods, badge: str) -> str:
    tag = {"menu": "h2", "div": "div", "h2": "h2"}.get(shape.headline, "h1")
    prop = ' itemprop="name"' if shape.data == "microdata" else ""
    return f'<{tag} class="{shape.names["title"]}"{prop}>{badge if tag != "h1" else ""}{escape(goods.title)}</{tag}>'


def _price(shape: Shape, goods: Goods) -> str:
    c, price = shape.names, goods.price
    whole, cents = f"{price:.2f}".split(".")
    now = {
        "plain": f'<b class="{c["now"]}">¥{price:.2f}</b>',
        "split": f'<b class="{c["now"]}"><i>¥</i><em>{whole}</em><sup>.{cents}</sup></b>',
        "coupon": f'<span class="{c["line"]}">券后价</span><b class="{c["now"]}">{price:.2f}元</b>',
        "words": f'<span class="{c["line"]}">价格：</span><b class="{c["now"]}">￥{price:.2f}</b>',
    }[shape.price]
    tag = "del" if shape.seed % 2 else "span"
    was = (
        f'<{tag} class="{c["was"]}">市场价 ¥{goods.list_price}</{tag}>' if goods.list_price else ""
    )
    return f'<div class="{c["price"]}">{now}{was}<span>月销 {goods.sales}</span></div>'


def _stock(shape: Shape, goods: Goods) -> str:
    c = shape.names
    if goods.availability == "InStock":
        return f'<div class="{c["stock"]}"><button class="{c["buy"]}">加入购物车</button></div>'
    return f'<div class="{c["stock"]}"><button class="{c["buy"]}" disabled>已售罄</button></div>'


def _seller(shape: Shape, goods: Goods) -> str:
    c = shape.names
    return {
        "line": f'<p class="{c["line"]}">店铺：{goods.shop}</p>',
        "card": (
            f'<div class="{c["seller"]}"><img src="/static/shop.png"><a class="{c["shop-name"]}" '
            f'href="/shop/{_code(goods.shop)}">{goods.shop}</a><span>进店逛逛</span></div>'
        ),
        "definition": (
            f'<dl class="{c["seller"]}"><dt>服务</dt><dd>七天退换</dd>'
            f"<dt>卖家</dt><dd>{goods.shop}</dd></dl>"
        ),
        "sentence": f'<p class="{c["line"]}">本商品由{goods.shop}销售并发货，售后请联系客服。</p>',
    }[shape.seller]


def _attributes(shape: Shape, goods: Goods) -> str:
    c, pairs = shape.names, list(goods.attributes.items())
    if shape.attributes == "table":
        rows = "".join(f"<tr><th>{k}</th><td>{v}</td></tr>" for k, v in pairs)
        return f'<table class="{c["attr"]}">{rows}</table>'
    if shape.attributes == "wide":
        cells = [f"<td>{k}</td><td>{v}</td>" for k, v in pairs]
        rows = "".join(f"<tr>{''.join(cells[n : n + 2])}</tr>" for n in range(0, len(cells), 2))
        return f'<table class="{c["attr"]}">{rows}</table>'
    if shape.attributes == "definition":
        return (
            f'<dl class="{c["attr"]}">{"".join(f"<dt>{k}</dt><dd>{v}</dd>" for k, v in pairs)}</dl>'
        )
    if shape.attributes == "spans":
        rows = "".join(f"<li><span>{k}</span><span>{v}</span></li>" for k, v in pairs)
        return f'<ul class="{c["attr"]}">{rows}</ul>'
    return f'<ul class="{c["attr"]}">{"".join(f"<li>{k}：{v}</li>" for k, v in pairs)}</ul>'


def _pictures(shape: Shape, goods: Goods) -> str:
    if shape.pictures == "lazy":
        return "".join(f'<img src="/static/blank.gif" data-src="{path}">' for path in goods.images)
    return "".join(f'<img src="{path}">' for path in goods.images)


def _data(shape: Shape, goods: Goods, near: list[Goods]) -> str:
    amount = goods.list_price if shape.stated_list_price and goods.list_price else goods.price
    offer = {"@type": "Offer", "price": f"{amount:.2f}", "priceCurrency": "CNY"}
    if shape.data == "json-ld":
        product = {
            "@context": "https://schema.org", "@type": "Product", "name": goods.title, "sku": goods.attributes["货号"],
            "brand": {"@type": "Brand", "name": goods.brand}, "image": list(goods.images),
            "description": goods.description,
            "offers": {**offer, "availability": f"https://schema.org/{goods.availability}"},
        }  # fmt: skip
        return _script("application/ld+json", product)
    if shape.data == "thin":
        return _script(
            "application/ld+json", {"@type": "Product", "name": goods.title, "offers": offer}
        )
    if shape.data == "meta":
        return (
            f'<meta property="og:title" content="{escape(goods.title)}">'
            f'<meta property="og:image" content="{goods.images[0]}">'
            f'<meta property="og:description" content="{escape(goods.description[:60])}">'
        )
    if shape.data == "state":
        state = {
            "user": None,
            "detail": {"goodsId": int(goods.item_id), "goodsName": goods.title, "price": f"{goods.price:.2f}",
                       "shopName": goods.shop, "brandName": goods.brand,
                       "stock": 0 if goods.availability != "InStock" else 9},
            "recommend": [
                {"goodsId": int(g.item_id), "goodsName": g.title, "price": f"{g.price:.2f}"} for g in near
            ],
        }  # fmt: skip
        return f"<script>window.__STATE__ = {json.dumps(state, ensure_ascii=False)};</script>"
    return ""


def _script(kind: str, value: object) -> str:
    return f'<script type="{kind}">{json.dumps(value, ensure_ascii=False)}</script>'
