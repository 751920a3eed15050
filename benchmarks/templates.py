"""What templates learnt of a shop are worth: `python -m benchmarks.templates`.

Shops of shapes drawn from a seed, each with goods whose every field is known, are read as a crawl reads
them: page by page, learning on the way. Printed for each field: the share that single pages give right
and the share that the learnt templates give right, first pages included; CPU a page of both (trust it on
a busy machine); and after how many pages a price that moves to another element is noticed.
"""

from __future__ import annotations

import argparse
import logging
import random
import tempfile
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urljoin

from benchmarks.material.shop_goods import Goods, make_goods
from benchmarks.material.shop_shapes import Shape, address_of, draw_shape, render
from crawler.extract.page.page import Page, PageReading
from crawler.extract.read_page import read_page
from crawler.templates.template_book import TemplateBook
from storage.base.database import open_database
from storage.base.settings import Settings

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


def main() -> None:
    options = _options()
    logging.basicConfig(level=logging.ERROR)
    right: dict[str, Counter[str]] = {"single": Counter(), "learnt": Counter()}
    seconds = {"single": 0.0, "learnt": 0.0}
    pages = 0
    with tempfile.TemporaryDirectory(prefix="hubiao-bench-") as folder:
        database = open_database(Settings(home=Path(folder)), migrate=True)
        for seed in range(options.seed, options.seed + options.shops):
            shape, goods = draw_shape(seed), make_goods(options.goods, random.Random(seed))
            for way, readings in _read(TemplateBook(database), shape, goods, seconds).items():
                for item, reading in zip(goods, readings, strict=True):
                    right[way].update(_right_fields(item, reading, _BASE.format(seed=seed)))
            pages += len(goods)
        noticed = [_pages_to_notice(TemplateBook(database), seed) for seed in range(900, 905)]
        database.close()
    print(f"{options.shops} shops of {options.goods} goods, seeds from {options.seed}")
    print(f"{'field':14}{'single page':>12}{'learnt':>9}   (aim .98)")
    for name in FIELDS:
        print(f"{name:14}{right['single'][name] / pages:12.3f}{right['learnt'][name] / pages:9.3f}")
    for way in ("single", "learnt"):
        print(f"CPU a page, {way}: {1000 * seconds[way] / pages:.2f} ms")
    print(f"a price that moves is noticed after {', '.join(map(str, noticed))} pages")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shops", type=int, default=24)
    parser.add_argument("--goods", type=int, default=100)
    parser.add_argument("--seed", type=int, default=100)
    return parser.parse_args()


def _read(
    book: TemplateBook, shape: Shape, goods: list[Goods], seconds: dict[str, float]
) -> dict[str, list[PageReading]]:
    """The readings of both ways in the order of the goods; CPU seconds are added up."""
    base = _BASE.format(seed=shape.seed)
    single: list[PageReading] = []
    learnt: dict[str, PageReading] = {}
    for item in goods:
        url, text = base + address_of(shape, item), render(shape, item, goods)
        page, start = Page.from_text(url, text), time.process_time()
        single.append(read_page(page))
        seconds["single"] += time.process_time() - start
        page, start = Page.from_text(url, text), time.process_time()
        learnt[url] = book.read(page, None)
        for correction in book.corrections(url):
            assert correction.listing is not None
            learnt[correction.listing.url] = correction
        seconds["learnt"] += time.process_time() - start
    return {"single": single, "learnt": [learnt[base + address_of(shape, g)] for g in goods]}


def _right_fields(goods: Goods, reading: PageReading, base: str) -> list[str]:
    listing = reading.listing
    if listing is None or reading.kind != "listing":
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


def _pages_to_notice(book: TemplateBook, seed: int, most: int = 200) -> int:
    """Pages from the one whose price stands elsewhere to the first that is read rightly and stays so."""
    shape, goods = draw_shape(seed), make_goods(60 + most, random.Random(seed))
    base, element = _BASE.format(seed=seed), f'<b class="{shape.names["now"]}">'
    for item in goods[:60]:
        book.read(Page.from_text(base + address_of(shape, item), render(shape, item, goods)), None)
    last = 0
    for number, item in enumerate(goods[60:]):
        text = render(shape, item, goods)
        moved = text.replace(
            element,
            f'<b class="{shape.names["now"]}"><del>原价 ¥{item.price + 30}</del></b><b class="paid">',
        )
        reading = book.read(Page.from_text(base + address_of(shape, item), moved), None)
        if reading.listing is None or reading.listing.price != item.price:
            last = number + 1
    return last


if __name__ == "__main__":
    main()
