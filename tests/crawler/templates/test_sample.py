"""Samples wait in memory with the page as it was read, or packed."""

from __future__ import annotations

from benchmarks.material.shop_shapes import render
from crawler.extract.page.page import Page
from crawler.templates.sample import OpenSamples
from storage.tables.base import now
from tests.crawler.templates.made_shops import BASE, sample_of, shelf


def test_the_last_samples_stay_open_up_to_a_size_and_those_before_them_are_packed() -> None:
    shape, goods = shelf(4, 4)
    review = "<p>" + "好" * 300_000 + "</p>"
    pages = [
        Page.from_text(f"{BASE}/item/{number}.html", render(shape, item, goods) + review, at=now())
        for number, item in enumerate(goods[:3])
    ]
    samples = [sample_of(page) for page in pages]
    waiting = OpenSamples()
    for sample in samples:
        waiting.add(sample)
    is_open = [sample.page is page for sample, page in zip(samples, pages, strict=True)]
    assert is_open == [False, True, True]
    assert samples[0].page == pages[0], "its moment, too: special prices hold on their days"
