"""Which listings a search showed (检索结果): the first page of results, with the word that was asked for."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from crawler.extract.page.page import PageReading
from crawler.frontier.listing_key import listing_key
from crawler.http.fetcher import Fetched
from crawler.platform.search_urls import searched_word
from crawler.site.site_crawl import SiteCrawl
from storage.crawls.frontier import QueuedPage
from storage.crawls.search_results import SearchResult, results_of
from storage.records import Listing

_FIRST_PAGES = frozenset({"start", "search"})
"""Kinds of pages that may be the first of a search: what follows is `next`."""

_READ_WHOLE = _FIRST_PAGES | {"recheck", "listing"}
"""Kinds of pages that are read in full where no template of goods fits them."""


def wants_cards(page: QueuedPage, fetched: Fetched, follow: str) -> bool:
    """Is more asked of a list than where it leads? A page to which a link led as goods may be none, too."""
    is_asked = page.kind in _READ_WHOLE or page.request is not None
    return is_asked or fetched.is_rendered or follow != "site"


def search_results(
    site: SiteCrawl, page: QueuedPage, reading: PageReading
) -> tuple[SearchResult, ...]:
    """The listings of a search's first page in their order; none for any other page."""
    if page.kind not in _FIRST_PAGES or reading.kind == "listing":
        return ()
    word = _word_asked(site, page)
    if word is None:
        return ()
    return results_of(word, page.url, _keys(reading))


def _word_asked(site: SiteCrawl, page: QueuedPage) -> str | None:
    """The word of the platform's search address, else one of the crawl's words in the query or the form."""
    profile = site.run.rules.profile_of(page.url)
    if profile is not None and (word := searched_word(profile, page.url)) is not None:
        return word
    body = page.request.body if page.request is not None else b""
    asked = parse_qsl(f"{urlsplit(page.url).query}&{body.decode('utf-8', 'replace')}")
    return next((value for _, value in asked if value in site.words), None)


def _keys(reading: PageReading) -> Iterator[str]:
    """Cards stand in the order of the page; a page without them is known by its links."""
    if reading.cards:
        yield from map(listing_key, reading.cards)
    else:
        for link in reading.links:
            if link.kind == "listing":
                yield listing_key(Listing(url=link.url, title=""))
