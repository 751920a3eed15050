"""The shop that the crawl test stands on shows all its goods, page after page."""

from __future__ import annotations

import httpx

from tests.oscar.shop import OscarShop


def test_the_catalogue_pages_hold_every_good_once(oscar_shop: OscarShop) -> None:
    with httpx.Client(timeout=30) as client:
        pages = [client.get(oscar_shop.start_url, params={"page": n}) for n in (1, 2, 3)]
    assert [page.status_code for page in pages] == [200, 200, 200]
    addresses = [
        title for title in oscar_shop.titles for page in pages if f'title="{title}"' in page.text
    ]
    assert sorted(addresses) == sorted(oscar_shop.titles)


def test_a_good_is_served_under_each_language(oscar_shop: OscarShop) -> None:
    good = oscar_shop.goods[-1]
    with httpx.Client(timeout=30, follow_redirects=True) as client:
        for language in oscar_shop.languages:
            page = client.get(f"{oscar_shop.base_url}/{language}/search/", params={"q": good.title})
            assert page.status_code == 200
            assert good.title in page.text


def test_the_bare_address_leads_to_a_language(oscar_shop: OscarShop) -> None:
    page = httpx.get(oscar_shop.base_url + "/", follow_redirects=True, timeout=30)
    assert page.status_code == 200
    assert page.url.path.endswith("/catalogue/")
