"""A crawl of a hostile shop reaches nothing that the office did not name, by link or by browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.base.errors import EgressRefused
from tests.crawler.egress_attempts import hostile_shop, internal_host
from tests.crawler.website import Answer, crawl, html, running_site
from tests.storage.net.test_address_policy import INTERNAL_SPELLINGS

SHOP_ONLY = ("127.0.0.2/32",)


def test_a_page_that_tries_every_way_out_of_the_crawls_browser_reaches_nothing(
    tmp_path: Path,
) -> None:
    with internal_host() as host, hostile_shop(host.port) as site:
        report = crawl(tmp_path, site.url, render="always", allow_addresses=SHOP_ONLY, max_pages=3)
    assert host.knocks == []
    assert report.counts["pages"] >= 1


def test_links_and_redirects_in_every_spelling_reach_nothing(tmp_path: Path) -> None:
    with internal_host() as host:
        urls = [at_port(url, host.port) for url in INTERNAL_SPELLINGS]
        sent = [url for url in urls if url.isascii() and url.isprintable()]

        def page(path: str) -> Answer | None:
            if path == "/":
                links = "".join(f"<a href='/to/{n}'>{n}</a>" for n in range(len(sent)))
                return html(links + "".join(f"<a href='{url}'>内</a>" for url in urls))
            if path.startswith("/to/"):
                return Answer(b"", 302, {"Location": sent[int(path[4:])]})
            return None

        with running_site(page, host="127.0.0.2") as site:
            report = crawl(
                tmp_path, site.url + "/", allow_addresses=SHOP_ONLY, follow="links", render="never"
            )
    assert host.knocks == []
    assert report.counts["errors"] >= len(sent) // 2
    assert report.counts["pages"] <= 2


def at_port(url: str, port: int) -> str:
    """The spelling with the internal host's own port, where it has none."""
    plain = url.startswith("http://") and url.count("/") == 3 and url.endswith("/")
    return f"{url[:-1]}:{port}/" if plain else url


@pytest.mark.parametrize("url", [url for url in INTERNAL_SPELLINGS if "://" in url])
def test_no_internal_spelling_is_a_start(url: str, tmp_path: Path) -> None:
    with pytest.raises(EgressRefused, match="HUBIAO_ALLOW_ADDRESSES"):
        crawl(tmp_path, url, allow_addresses=())
