"""What templates learnt of a shop are worth: `python -m benchmarks.templates`.

Shops of shapes drawn from a seed, each with goods whose every field is known, stand on loopback and are crawled.
Printed for each field: the share that single pages give right, and the share that is right in what the crawl
stored, first pages included; what it stored twice; CPU a page of both ways of reading (trust it on a busy
machine); and after how many pages a price that moves to another element is noticed, and how many prices
are stored wrongly for it.
"""

from __future__ import annotations

import argparse
import logging
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from html import escape
from pathlib import Path
from urllib.parse import urljoin

import sqlalchemy as sa

from benchmarks.material.loopback import NOT_FOUND, Answer, answering
from benchmarks.material.shop_goods import Goods, make_goods
from benchmarks.material.shop_shapes import Shape, address_of, draw_shape, render
from crawler.extract.page.page import Page
from crawler.extract.read_page import read_page
from crawler.run.crawl import run_crawl
from crawler.run.crawl_options import CrawlOrder
from crawler.templates.template_book import TemplateBook
from storage.base.database import Database, open_database
from storage.base.settings import Settings
from storage.records import Listing
from storage.tables import ListingRow, ListingVersionRow

FIELDS = (
    "title",
    "price",
    "shop",
    "brand",
    "description",
    "attributes",
    "images",
    "availability",
    "sku",
)
_BASE = "http://shop{seed}.example"
_PART = 20
"""Goods of one part of a shop's list."""
_MOVING = range(900, 905)
"""Seeds of the shops whose price moves."""
_MOVED_AFTER, _MOVED = 60, 200
"""Goods before and after the price has moved."""


def main() -> None:
    options = _options()
    logging.basicConfig(level=logging.ERROR)
    right: dict[str, Counter[str]] = {"single": Counter(), "stored": Counter()}
    seconds = {"single": 0.0, "learnt": 0.0}
    pages = again = 0
    with tempfile.TemporaryDirectory(prefix="hubiao-bench-") as folder:
        settings = Settings(home=Path(folder), allow_addresses=("127.0.0.0/8",), crawl_delay=0.0)
        database = open_database(settings, migrate=True)
        for seed in range(options.seed, options.seed + options.shops):
            shape, goods = draw_shape(seed), make_goods(options.goods, random.Random(seed))
            base = _BASE.format(seed=seed)
            read = _read(TemplateBook(database), shape, goods, seconds)
            for item, listing in zip(goods, read, strict=True):
                right["single"].update(_right_fields(item, listing, base))
            stored, versions = _crawl(shape, goods, settings, database)
            for item in goods:
                listing = stored.get(address_of(shape, item))
                right["stored"].update(_right_fields(item, listing, listing.url if listing else ""))
            again += versions - len(stored)
            pages += len(goods)
        noticed = [_pages_to_notice(TemplateBook(database), seed) for seed in _MOVING]
        wrong = [_wrong_prices(seed, settings, database) for seed in _MOVING]
        database.close()
    print(f"{options.shops} shops of {options.goods} goods, seeds from {options.seed}")
    print(f"{'field':14}{'single page':>12}{'stored':>9}   (aim .98)")
    for name in FIELDS:
        print(f"{name:14}{right['single'][name] / pages:12.3f}{right['stored'][name] / pages:9.3f}")
    print(f"versions beyond the first of a listing: {again}")
    for way in ("single", "learnt"):
        print(f"CPU a page, {way}: {1000 * seconds[way] / pages:.2f} ms")
    print(f"a price that moves is noticed after {', '.join(map(str, noticed))} pages")
    print(f"of {_MOVED_AFTER} + {_MOVED} prices are stored wrongly {', '.join(map(str, wrong))}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shops", type=int, default=24)
    parser.add_argument("--goods", type=int, default=100)
    parser.add_argument("--seed", type=int, default=100)
    return parser.parse_args()


def _read(
    book: TemplateBook, shape: Shape, goods: list[Goods], seconds: dict[str, float]
) -> list[Listing | None]:
    """What single pages say, in the order of the goods; CPU seconds of both ways of reading are added up."""
    base = _BASE.format(seed=shape.seed)
    single: list[Listing | None] = []
    for item in goods:
        url, text = base + address_of(shape, item), render(shape, item, goods)
        page, start = Page.from_text(url, text), time.process_time()
        reading = read_page(page)
        seconds["single"] += time.process_time() - start
        single.append(reading.listing if reading.kind == "listing" else None)
        page, start = Page.from_text(url, text), time.process_time()
        book.read(page, None)
        seconds["learnt"] += time.process_time() - start
    return single


def _crawl(
    shape: Shape,
    goods: list[Goods],
    settings: Settings,
    database: Database,
    draw: Callable[[Shape, Goods, list[Goods]], str] = render,
) -> tuple[dict[str, Listing], int]:
    """Path and query of each listing → what a crawl of the shop stored of it, and the number of versions."""
    with answering(_site(shape, goods, draw)) as url:
        run_crawl(CrawlOrder(urls=(url + "/",), render="never"), settings, database)
    with database.read() as session:
        rows = session.execute(
            sa.select(ListingRow.url, ListingVersionRow.record)
            .join(ListingVersionRow, ListingVersionRow.listing_id == ListingRow.id)
            .where(ListingRow.url.startswith(url + "/"))
            .order_by(ListingVersionRow.current)  # the one that is shown is the last
        ).all()
    addresses = {address_of(shape, item) for item in goods}
    versions = [(row.url.removeprefix(url), row.record) for row in rows]
    versions = [(place, record) for place, record in versions if place in addresses]
    return dict(versions), len(versions)


def _site(
    shape: Shape, goods: list[Goods], draw: Callable[[Shape, Goods, list[Goods]], str]
) -> Callable[[str], Answer]:
    """A shop with a list in parts, and a page for each of the goods."""
    pages = {address_of(shape, item): item for item in goods}

    def answer(path: str) -> Answer:
        if item := pages.get(path):
            body = draw(shape, item, goods)
        elif path == "/" or path.startswith("/list?part="):
            part = int(path.partition("=")[2] or 0)
            body = _list(shape, goods[part * _PART : (part + 1) * _PART])
            if (part + 1) * _PART < len(goods):
                body += f"<a rel='next' href='/list?part={part + 1}'>下一页</a>"
        else:
            return NOT_FOUND
        return Answer(content_type="text/html; charset=utf-8", body=body.encode())

    return answer


def _list(shape: Shape, goods: list[Goods]) -> str:
    cards = "".join(
        f"<li><a href='{address_of(shape, item)}'>{escape(item.title)}</a><b>¥{item.price}</b></li>"
        for item in goods
    )
    return f"<meta charset='utf-8'><title>全部商品</title><ul>{cards}</ul>"


def _right_fields(goods: Goods, listing: Listing | None, base: str) -> list[str]:
    if listing is None:
        return []
    answers = {
        "title": listing.title == goods.title,
        "price": listing.price == goods.price,
        "shop": listing.shop == goods.shop,
        "brand": listing.brand == goods.brand,
        "description": listing.description == goods.description,
        "attributes": goods.attributes.items() <= dict(listing.attributes).items(),
        "images": listing.images == tuple(urljoin(base, path) for path in goods.images),
        "availability": listing.availability == goods.availability,
        "sku": listing.sku in (goods.item_id, goods.attributes["货号"]),
    }
    return [name for name, is_right in answers.items() if is_right]


def _pages_to_notice(book: TemplateBook, seed: int) -> int:
    """Pages from the one whose price stands elsewhere to the first that is read rightly and stays so."""
    shape, goods = draw_shape(seed), make_goods(_MOVED_AFTER + _MOVED, random.Random(seed))
    base = _BASE.format(seed=seed)
    last = 0
    for number, item in enumerate(goods):
        draw = render if number < _MOVED_AFTER else _render_moved
        text = draw(shape, item, goods)
        reading = book.read(Page.from_text(base + address_of(shape, item), text), None)
        if reading.listing is None or reading.listing.price != item.price:
            last = max(last, number + 1 - _MOVED_AFTER)
    return last


def _wrong_prices(seed: int, settings: Settings, database: Database) -> int:
    """Goods of the same shop of which a crawl stores another price, where its design changes while it is crawled."""
    shape, goods = draw_shape(seed), make_goods(_MOVED_AFTER + _MOVED, random.Random(seed))
    answered: set[int] = set()

    def draw(shape: Shape, item: Goods, goods: list[Goods]) -> str:
        is_before = len(answered) < _MOVED_AFTER
        answered.add(item.number)
        return render(shape, item, goods) if is_before else _render_moved(shape, item, goods)

    stored, _ = _crawl(shape, goods, settings, database, draw)
    listings = [(item, stored.get(address_of(shape, item))) for item in goods]
    return sum(listing is None or listing.price != item.price for item, listing in listings)


def _render_moved(shape: Shape, item: Goods, goods: list[Goods]) -> str:
    """A page of goods in a design whose price is in another element."""
    former = f"<del>原价 ¥{item.price + 30}</del>"
    element = f'<b class="{shape.names["now"]}">'
    return render(shape, item, goods).replace(element, f'{element}{former}</b><b class="paid">')


if __name__ == "__main__":
    main()
