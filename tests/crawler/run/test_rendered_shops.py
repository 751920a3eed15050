"""Shops that a script draws, read through a real browser."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from storage.records import Listing
from storage.tables import ListingRow, ListingVersionRow
from tests.crawler.run.stored_rows import rows
from tests.crawler.shops.rendered_shop import CARDS, ENDLESS, LINKS, ROUTES, rendered_shop
from tests.crawler.website import Answer, crawl, html, running_site, shop


def test_a_shop_that_is_an_empty_shell_is_drawn_without_being_told(tmp_path: Path) -> None:
    with running_site(rendered_shop(LINKS, 8, per_part=5)) as site:
        report = crawl(tmp_path, site.url + "/")
    assert report.counts["listings_new"] == 8
    assert report.counts["pages"] == 10
    titles = {title for (title,) in rows(tmp_path, ListingRow.title)}
    assert titles == {f"示例河套面粉 {n} 号" for n in range(8)}


def test_a_shop_with_plain_pages_never_starts_a_browser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    with running_site(shop(3)) as site:
        report = crawl(tmp_path, site.url + "/")
    assert report.counts["listings_new"] == 3


def test_cards_that_are_no_links_are_found_by_one_click(tmp_path: Path) -> None:
    with running_site(rendered_shop(CARDS, 8)) as site:
        report = crawl(tmp_path, site.url + "/")
    assert report.counts["listings_new"] == 8
    urls = {url for (url,) in rows(tmp_path, ListingRow.url)}
    assert urls == {f"{site.url}/detail/{1000 + n}" for n in range(8)}


def test_a_list_that_grows_as_it_is_scrolled_is_read_to_its_end(tmp_path: Path) -> None:
    with running_site(rendered_shop(ENDLESS, 13, per_part=5)) as site:
        report = crawl(tmp_path, site.url + "/")
    assert report.counts["listings_new"] == 13


def test_routes_behind_the_number_sign_are_pages(tmp_path: Path) -> None:
    with running_site(rendered_shop(ROUTES, 5)) as site:
        report = crawl(tmp_path, site.url + "/")
    assert report.counts["listings_new"] == 5


def test_goods_of_which_nothing_but_the_title_was_drawn_are_drawn_once_more(tmp_path: Path) -> None:
    asked: list[str] = []
    script = (
        "fetch('/price').then(r => r.ok ? r.text() : Promise.reject()).then(t => { root.innerHTML ="
        "`<h1>Rote Kanne</h1><p class=price>${t}</p><button>Add to cart</button><p>${'Emaille. '.repeat(99)}</p>` })"
    )

    def page(path: str) -> Answer | None:
        if path == "/price":
            asked.append(path)
            return Answer(b"39.00 EUR", 200 if len(asked) > 1 else 503)
        is_goods = path == "/products/rote-kanne"
        return (
            html(f"<div id=root></div><script>{script}</script>", "Rote Kanne")
            if is_goods
            else None
        )

    with running_site(page) as site:
        crawl(tmp_path, f"{site.url}/products/rote-kanne", follow="none", render="always")
    assert len(asked) == 2
    (record,) = (record for (record,) in rows(tmp_path, ListingVersionRow.record))
    assert isinstance(record, Listing)
    assert record.price == Decimal("39.00")


def test_without_a_browser_an_empty_shell_is_not_taken_for_a_clean_page(tmp_path: Path) -> None:
    with running_site(rendered_shop(LINKS, 3)) as site:
        report = crawl(tmp_path, site.url + "/", render="never")
    assert report.counts.get("listings_new", 0) == 0
    assert report.counts["unread_shells"] == 1
