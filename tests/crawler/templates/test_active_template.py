"""When a page that a template reads is read in full, too."""

from __future__ import annotations

from dataclasses import replace

from crawler.templates.active_template import ActiveTemplate
from crawler.templates.learning import SAMPLES, learn
from tests.crawler.templates.made_shops import page_of, sample_of, shelf


def test_a_check_waits_a_little_for_a_page_that_is_not_long_and_the_wait_is_made_good() -> None:
    shape, goods = shelf(4, 20)
    samples = [sample_of(page_of(shape, item, goods)) for item in goods[:SAMPLES]]
    template = learn("shop.example:80", "/*", samples, [])
    assert template is not None
    active = ActiveTemplate(template)
    usual, long = 60_000, 600_000
    listings = [replace(samples[0].listing, title=str(number)) for number in range(60)]
    due = [active.is_due(listing, usual) for listing in listings[:19]]
    due += [active.is_due(listing, long) for listing in listings[19:22]]
    due += [active.is_due(listings[22], usual)]
    assert due == [False] * 22 + [True]
    active.note({"price": True})
    due = [active.is_due(listing, usual) for listing in listings[23:40]]
    assert due == [False] * 16 + [True]
    active.note({"price": False})
    assert active.is_due(listings[40], long)
