"""Staying on the site: where a crawl goes, and what a redirect off the site means."""

from __future__ import annotations

from crawler.site.followed_hosts import FollowedHosts

SHOP, ELSEWHERE = "http://shop.example/list", "http://elsewhere.example/list"


def test_a_crawl_of_a_site_stays_on_the_hosts_of_its_start_pages() -> None:
    bounds = FollowedHosts([SHOP], "site")
    assert bounds.is_ours("http://shop.example/item/1")
    assert bounds.is_away(ELSEWHERE)
    assert bounds.is_away("http://shop.example:8080/item/1")


def test_a_start_page_that_redirects_takes_its_new_host_into_the_site() -> None:
    bounds = FollowedHosts([SHOP], "site")
    bounds.admit_start(ELSEWHERE)
    assert bounds.is_ours(ELSEWHERE)
    assert bounds.is_ours(SHOP)


def test_a_crawl_that_follows_something_else_knows_no_outside() -> None:
    assert FollowedHosts([SHOP], "links").is_ours(ELSEWHERE)
