"""A made-up shop whose pages are as the world has them: of several kinds, 20 to 600 kB, with struck
prices, attribute tables, recommended goods and a menu; some without item number or availability."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

from benchmarks.material.shop_goods import Goods, make_goods
from benchmarks.material.shop_shapes import Shape, draw_shape, render

PER_LIST = 40
_CATEGORIES = 90
"""Links of the menu."""
_KINDS: tuple[dict[str, str | int], ...] = (
    {"data": "json-ld", "price": "plain", "attributes": "table", "near": 24, "share": 5},
    {"data": "json-ld", "price": "split", "attributes": "definition", "near": 24, "share": 2},
    {"data": "thin", "price": "coupon", "attributes": "wide", "near": 24, "share": 2},
    {"data": "none", "price": "words", "attributes": "list", "near": 12, "share": 1},
)
"""Kinds of pages of the shop, with their shares."""
_SIZES = (20_000, 40_000, 64_000, 64_000, 64_000, 120_000, 250_000, 600_000)
"""Bytes of a page; the median is that of the pages on which reading was measured."""


def make_world(folder: Path, products: int, seed: int = 14) -> None:
    """Write `products` product pages of several kinds, and the lists that lead to them."""
    chance = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    shapes = [_shape(seed, number) for number in range(len(_KINDS))]
    weights = [int(kind["share"]) for kind in _KINDS]
    goods = make_goods(products, chance)
    kinds = chance.choices(range(len(shapes)), weights, k=products)
    menu = "".join(
        f'<li><a href="/list/{n % _lists(products)}.html">分类 {n}</a></li>'
        for n in range(_CATEGORIES)
    )
    shelves = {
        at: [g for g, kind in zip(goods, kinds, strict=True) if kind == at] for at in set(kinds)
    }
    for at, shelf in shelves.items():
        (folder / f"k{at}").mkdir(parents=True, exist_ok=True)
        for item in shelf:
            page = render(shapes[at], item, shelf, filler=0, menu=menu)
            size = chance.choice(_SIZES)
            page = _filled(page, size - len(page.encode()), item, chance)
            (folder / f"k{at}/{item.item_id}.html").write_text(page, encoding="utf-8")
    places = {item.number: kind for item, kind in zip(goods, kinds, strict=True)}
    _write_lists(folder, goods, places, menu)


def _lists(products: int) -> int:
    return -(-products // PER_LIST)


def _shape(seed: int, number: int) -> Shape:
    kind = _KINDS[number]
    return replace(
        draw_shape(seed + number),
        address=f"/k{number}/{{n}}.html",
        stated_list_price=False,
        data=str(kind["data"]),
        price=str(kind["price"]),
        attributes=str(kind["attributes"]),
        near=int(kind["near"]),
    )


def _filled(page: str, size: int, item: Goods, chance: random.Random) -> str:
    """With rows of reviews behind the goods, as long pages have them."""
    rows: list[str] = []
    while size > 0:
        words = "".join(chance.choices(item.description, k=40))
        buyer = f'<span class="who">买家{chance.randrange(9999)}</span>'
        row = f'<div class="review">{buyer}<p class="say">{words}</p></div>\n'
        rows.append(row)
        size -= len(row.encode())
    return page.replace('<div class="more"></div>', f'<div class="more">{"".join(rows)}</div>')


def _write_lists(folder: Path, goods: list[Goods], kinds: dict[int, int], menu: str) -> None:
    (folder / "list").mkdir(parents=True, exist_ok=True)
    parts = _lists(len(goods))
    for part in range(parts):
        cards = "".join(
            f'<li class="card"><a href="/k{kinds[g.number]}/{g.item_id}.html"><img src="{g.images[0]}">{g.title}</a>'
            f'<b class="card-price">¥{g.price}</b></li>'
            for g in goods[part * PER_LIST : (part + 1) * PER_LIST]
        )
        after = f'<a rel="next" href="/list/{part + 1}.html">下一页</a>' if part + 1 < parts else ""
        body = f'<ul class="menu">{menu}</ul><ul class="shelf">{cards}</ul>{after}'
        (folder / f"list/{part}.html").write_text(_frame("全部商品", body), encoding="utf-8")
    (folder / "index.html").write_text(_frame("示例商城", f"<ul>{menu}</ul>"), encoding="utf-8")
    (folder / "robots.txt").write_text("User-agent: *\nDisallow: /cart/\n", encoding="utf-8")


def _frame(title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body>{body}</body></html>"
    )
