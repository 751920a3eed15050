"""What one visit of a site means for the run (采集结果): listings, walls, removals, failures.

Where the page leads stands in link_requests.py.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator

from scrapy import Request

from crawler.extract.kind.overload import is_overloaded
from crawler.extract.page.page import Page, PageReading
from crawler.frontier.left_pages import CUT_SHORT
from crawler.frontier.page_queue import host_of
from crawler.frontier.page_text import PageText, page_text
from crawler.http.fetcher import Fetched, FetchFailed
from crawler.http.sitemaps import is_sitemap, read_sitemap
from crawler.run.open_visits import OpenVisit
from crawler.run.visit_outputs import GONE
from crawler.site.link_requests import (
    ask_forms,
    follow_links,
    links_in,
    look_again,
    note_repeats,
    worthwhile,
)
from crawler.site.page_listings import card_listings, page_listings, page_of
from crawler.site.script_lists import wants_phone
from crawler.site.search_results import search_results, wants_cards
from crawler.site.sign_ins import beneath_sign_in, note_wall
from crawler.site.site_crawl import SiteCrawl
from crawler.site.unchanged_pages import memory_of, unchanged_links
from storage.base.message import Message
from storage.crawls.frontier import MAX_TRIES, QueuedPage
from storage.listings.store import SeenListing

_PAGE_TYPES = ("html", "xml", "text/plain")
_OVERLOAD_SECONDS = 1.0
"""Before the second visit of a page in whose place an error came; twice as long before each further one."""

Outputs = Iterator[Request | SeenListing]


def read_answer(site: SiteCrawl, visit: OpenVisit, fetched: Fetched) -> Outputs:
    """What an answer gave, whatever its status: listings, requests; the visit says the remainder."""
    page = visit.page
    if (links := unchanged_links(site, page, fetched)) is not None:
        yield from _unchanged(site, visit, fetched, links)
    elif fetched.status in GONE:
        _note_gone(visit, fetched)
    elif is_sitemap(fetched):
        yield from _sitemap(site, visit, fetched)
    elif page.kind == "sitemap" or not _is_page(fetched):
        visit.counts, visit.start_counts = {"other_files": 1}, False
    else:
        yield from _html(site, visit, fetched)


def _unchanged(
    site: SiteCrawl, visit: OpenVisit, fetched: Fetched, links: tuple[tuple[str, str], ...]
) -> Outputs:
    """The page is what it was at the last visit: its listings are there, its links lead on."""
    memory = visit.page.memory
    assert memory is not None
    _note_page(site, visit, fetched)
    visit.unchanged = memory.keys
    visit.counts = {"pages": 1}
    requests = list(follow_links(site, visit.page, fetched, links))
    if memory.kind == "listing":
        _note_goods(site, visit.page, fetched.url, memory.keys)
    elif memory.kind or not memory.keys:
        note_repeats(site, fetched.url, links, PageText(*memory.text), requests)
    yield from worthwhile(site, requests)


def _note_page(site: SiteCrawl, visit: OpenVisit, fetched: Fetched) -> None:
    """A page with content was read."""
    site.run.conduct.passed(host_of(fetched.url))
    site.walls[visit.page.host] = 0
    if visit.page.kind == "start":
        site.bounds.admit_start(fetched.url)


def _is_page(fetched: Fetched) -> bool:
    media = fetched.content_type
    return not media or any(word in media for word in _PAGE_TYPES) or fetched.body[:1] == b"<"


def _html(site: SiteCrawl, visit: OpenVisit, fetched: Fetched) -> Outputs:
    page, run, order = visit.page, site.run, site.order
    document = page_of(fetched)
    profile, whole = run.rules.profile_of(fetched.url), wants_cards(page, fetched, order.follow)
    reading, opening = site.templates.read_first(document, profile, with_cards=whole)
    yield from site.open_pages.settle(visit)
    if (beneath := beneath_sign_in(page, fetched, reading)) is not None:
        (fetched, document, reading), opening = beneath, None
    if _wants_phone(site, page, fetched, document, reading):
        visit.again_with_browser = True
        return
    if _is_in_the_way(site, visit, fetched, document, reading):
        if reading.blocked_why == "login" and fetched.rendering is not None:
            links = links_in(fetched, reading)
            yield from worthwhile(site, list(follow_links(site, page, fetched, links)))
        return
    _note_page(site, visit, fetched)
    host = host_of(fetched.url)
    is_away = site.bounds.is_away(fetched.url)
    links = () if is_away else links_in(fetched, reading)
    if links and reading.kind != "listing":
        site.fingerprinter.sessions.learn(host, (url for url, _ in links))
    requests = list(follow_links(site, page, fetched, links))
    requests += ask_forms(site, page, document, reading)
    requests += look_again(site, page, fetched, document, reading, requests)
    clean_url = site.fingerprinter.sessions.without(host, fetched.url)
    listings = () if is_away else tuple(
        page_listings(fetched, reading, run.contact_key, clean_url)
    )  # fmt: skip
    text = _text(document, reading, links)
    if reading.kind == "listing":
        _note_goods(site, page, document.url, (listing.key for listing in listings))
    else:
        note_repeats(site, document.url, links, text, requests)
    if order.follow == "none":
        visit.cards = tuple(card_listings(reading, run.contact_key))
    visit.results = search_results(site, page, reading)
    if not _says_little(page, reading, links):
        visit.memory = memory_of(
            site, page, fetched, listings, links, document.charset, reading.kind, text
        )
    site.open_pages.add(visit, opening if listings else None, fetched, document.charset)
    visit.gone = _gone(site, page, fetched, reading)
    visit.counts = {
        "pages": 1,
        "unread_shells": int(reading.needs_script and not fetched.is_rendered),
        **({CUT_SHORT: 1} if fetched.rendering is not None and fetched.rendering.cut else {}),
    }
    yield from listings
    yield from worthwhile(site, requests)


def _note_goods(site: SiteCrawl, page: QueuedPage, url: str, keys: Iterable[str]) -> None:
    """A listing was read; the family of an address that a list might have learns of it."""
    if page.kind != "listing":
        site.run.traps.note_goods(host_of(url), url, keys)


def _text(document: Page, reading: PageReading, links: Iterable[tuple[str, str]]) -> PageText:
    """What a page says that is no listing and names none."""
    if reading.kind == "listing" or any(kind == "listing" for _, kind in links):
        return PageText()
    return page_text(document.tree.body.text() if document.tree.body else "")


def _is_in_the_way(
    site: SiteCrawl,
    visit: OpenVisit,
    fetched: Fetched,
    document: Page,
    reading: PageReading,
) -> bool:
    """A shell, a wall or an error in the page's place, noted as that."""
    if fetched.is_rendered and fetched.status < 400 and not is_overloaded(document, reading):
        is_empty = reading.kind == "other"
        site.run.rendering.note_drawn_page(visit.page, is_empty=is_empty)
    profile = site.run.rules.profile_of(fetched.url)
    if profile is not None and profile.turns_away(fetched.url):
        note_wall(site, visit, fetched, "login")
    elif _wants_browser(site, visit.page, fetched, reading):
        visit.again_with_browser = True
    elif _is_empty_on_a_desk(site, visit.page, fetched, reading):
        site.run.rendering.note_phone_page(visit.page.host)
        visit.again_with_browser = True
    elif _stayed_empty(visit.page, fetched, reading):
        visit.failure = FetchFailed("exchange.empty-in-browser", temporary=True)
    elif fetched.status < 400 and _is_overloaded(visit, document, reading):
        wait = _OVERLOAD_SECONDS * 2**visit.page.tries
        site.run.paces.of(visit.page.host).overloaded(time.monotonic())
        visit.failure = FetchFailed("exchange.overloaded", temporary=True, pause=wait)
    elif reading.kind == "blocked":
        note_wall(site, visit, fetched, reading.blocked_why or "unknown")
    elif fetched.status >= 400:
        visit.failure = FetchFailed("exchange.status", temporary=False, status=fetched.status)
    else:
        return False
    return True


def _is_empty_on_a_desk(
    site: SiteCrawl, page: QueuedPage, fetched: Fetched, reading: PageReading
) -> bool:
    """A browser drew nothing, as on every page of the host so far: a telephone may see more."""
    if not _drew_nothing(fetched, reading, "other"):
        return False
    host = page.host
    return not (site.run.rendering.is_for_phones(host) or site.run.conduct.has_passed(host))


def _is_overloaded(visit: OpenVisit, document: Page, reading: PageReading) -> bool:
    """An error in the page's place, which another visit may not meet; the last of them is a page or a wall."""
    return visit.page.tries + 1 < MAX_TRIES and is_overloaded(document, reading)


def _stayed_empty(page: QueuedPage, fetched: Fetched, reading: PageReading) -> bool:
    """Nothing was drawn, or goods of which only the title tells: the page is drawn once more."""
    return not page.tries and _drew_nothing(fetched, reading, "other", "listing")


def _drew_nothing(fetched: Fetched, reading: PageReading, *kinds: str) -> bool:
    """Did a browser's page stay an empty shell?"""
    return fetched.is_rendered and reading.needs_script and reading.kind in kinds


def _wants_browser(
    site: SiteCrawl, page: QueuedPage, fetched: Fetched, reading: PageReading
) -> bool:
    """An empty shell is visited again at once with a browser, and its host remembered."""
    rendering = site.run.rendering
    if fetched.is_rendered or rendering.mode(page.url) != "auto":
        return False
    rendering.note_plain_page(
        page.host, is_shell=reading.needs_script, is_goods=reading.kind == "listing"
    )
    return reading.needs_script and not rendering.draws_in_vain(page)


def _wants_phone(
    site: SiteCrawl, page: QueuedPage, fetched: Fetched, document: Page, reading: PageReading
) -> bool:
    """A page made for telephones is visited again in such a view, and its host remembered."""
    rendering = site.run.rendering
    if rendering.is_for_phones(page.host) or rendering.mode(page.url) == "never":
        return False
    is_shell = reading.needs_script and not fetched.is_rendered
    if not wants_phone(fetched.url, document, reading, shell=is_shell):
        return False
    rendering.note_phone_page(page.host)
    return fetched.is_rendered or is_shell


def _says_little(
    page: QueuedPage, reading: PageReading, links: tuple[tuple[str, str], ...]
) -> bool:
    """An unread shell or an empty answer is looked at afresh every time."""
    is_empty = reading.kind == "other" and not links
    return page.kind == "recheck" or reading.needs_script or is_empty


def _gone(
    site: SiteCrawl, page: QueuedPage, fetched: Fetched, reading: PageReading
) -> tuple[str, ...]:
    """A stored listing whose address shows something else now is gone too (soft 404)."""
    is_named = page.kind == "start" and site.order.follow == "none"
    if not (is_named or page.kind == "recheck") or reading.kind == "listing":
        return ()
    if reading.needs_script and not fetched.is_rendered:
        return ()
    return (page.url,)


def _sitemap(site: SiteCrawl, visit: OpenVisit, fetched: Fetched) -> Outputs:
    visit.counts = {"sitemaps": 1}
    is_start = visit.page.kind == "start"
    if is_start:
        site.bounds.admit_start(fetched.url)
    if site.order.follow != "none" or is_start:
        links = read_sitemap(fetched, site.run.settings.crawl_max_bytes)
        yield from site.new_requests(links, site.bounds.is_ours)


def _note_gone(visit: OpenVisit, fetched: Fetched) -> None:
    """The address shows nothing any more: that is an end of its page, not a failure to be tried again."""
    page = visit.page
    visit.gone = (page.url,)
    visit.counts = {} if page.kind in ("sitemap", "recheck") else {"errors": 1}
    visit.start_error = Message("exchange.status", {"status": fetched.status})
