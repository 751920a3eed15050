"""Sitemaps that robots.txt names, and one as the start."""

from __future__ import annotations

from pathlib import Path

from tests.crawler.website import Answer, crawl, html, running_site, shop


def test_a_sitemap_is_found_by_robots_and_read_through_its_index(tmp_path: Path) -> None:
    pages = shop(6)

    def page(path: str) -> Answer | None:
        if path == "/robots.txt":
            return Answer(f"Sitemap: {site.url}/maps.xml".encode())
        if path == "/maps.xml":
            entry = f"<sitemap><loc>{site.url}/goods.xml.gz</loc></sitemap>"
            return Answer(f"<?xml version='1.0'?><sitemapindex>{entry}</sitemapindex>".encode())
        if path == "/goods.xml.gz":
            import gzip

            urls = "".join(f"<url><loc>{site.url}/product/{n}.html</loc></url>" for n in range(6))
            return Answer(gzip.compress(f"<urlset>{urls}</urlset>".encode()))
        return html("<p>欢迎</p>") if path == "/" else pages(path)

    with running_site(page) as site:
        report = crawl(tmp_path, site.url + "/")
    assert report.counts["listings_new"] == 6
    assert report.counts["sitemaps"] == 2
    assert "errors" not in report.counts


def test_a_sitemap_can_be_the_start(tmp_path: Path) -> None:
    pages = shop(3)

    def page(path: str) -> Answer | None:
        if path == "/map.xml":
            urls = "".join(f"<url><loc>{site.url}/product/{n}.html</loc></url>" for n in range(3))
            return Answer(f"<?xml version='1.0'?><urlset>{urls}</urlset>".encode())
        return pages(path)

    with running_site(page) as site:
        report = crawl(tmp_path, site.url + "/map.xml")
    assert report.counts["listings_new"] == 3
    assert not report.failed
