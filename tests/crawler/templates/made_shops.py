"""Shops made from a seed, read page by page as a crawl reads them."""

from __future__ import annotations

import random
from collections.abc import Iterable

from benchmarks.material.shop_goods import Goods, make_goods
from benchmarks.material.shop_shapes import Shape, address_of, draw_shape, render
from crawler.extract.page.page import Page, PageReading
from crawler.extract.read_page import explain_page
from crawler.templates.sample import Sample
from crawler.templates.template_book import TemplateBook
from storage.records import Listing

BASE = "http://shop.example"


def shelf(seed: int, count: int = 40) -> tuple[Shape, list[Goods]]:
    """A shape and its goods."""
    return draw_shape(seed), make_goods(count, random.Random(seed))


def page_of(shape: Shape, goods: Goods, neighbours: list[Goods]) -> Page:
    """One product's page."""
    return Page.from_text(BASE + address_of(shape, goods), render(shape, goods, neighbours))


def sample_of(page: Page) -> Sample:
    return Sample(page, explain_page(page))


def read_all(book: TemplateBook, pages: Iterable[Page]) -> dict[str, PageReading]:
    """Address → what a crawl would store of it in the end."""
    first = {page.url: book.read_first(page, None) for page in pages}
    return {
        url: (opening.better if opening else None) or reading
        for url, (reading, opening) in first.items()
    }


def listing_of(reading: PageReading) -> Listing:
    assert reading.listing is not None
    return reading.listing
