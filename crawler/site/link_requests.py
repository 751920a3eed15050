"""Where a page leads (后续页面): its links, its forms' questions, a second look with a browser."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from scrapy import Request

from crawler.extract.forms import FORM_TYPE, FormRequest, find_search_form, next_page_requests
from crawler.extract.page.page import Page, PageReading
from crawler.frontier.crawl_traps import VisitedPage
from crawler.frontier.page_queue import host_of
from crawler.frontier.page_text import PageText
from crawler.http.fetcher import Fetched
from crawler.http.link_headers import header_links
from crawler.http.sitemaps import sitemaps_of
from crawler.run.stored_request import KIND, RENDER
from crawler.site.script_lists import grows_by_script
from crawler.site.site_crawl import SiteCrawl
from storage.crawls.frontier import QueuedPage

_PROBES = 3
"""Lists of a host that showed no more in a browser, after which no other is tried there; chosen by hand."""


def links_in(fetched: Fetched, reading: PageReading) -> tuple[tuple[str, str], ...]:
    """Address and kind of what a page leads to, what a browser clicked open first."""
    if fetched.rendering is None:
        return (*reading.links, *header_links(fetched.url, fetched.headers))
    clicked = ((url, "listing") for url in fetched.rendering.discovered)
    places = ((url, "list") for url in fetched.rendering.places)
    return (*clicked, *reading.links, *places)


def follow_links(
    site: SiteCrawl, page: QueuedPage, fetched: Fetched, links: Iterable[tuple[str, str]]
) -> Iterator[Request]:
    """Of these links, what the order lets the crawl follow and the queue does not know yet."""
    follow = site.order.follow
    if follow == "none" or (follow == "links" and page.kind != "start"):
        return
    if follow == "results":
        if page.kind not in ("start", "next"):
            return
        links = ((url, kind) for url, kind in links if kind in ("listing", "next"))
    if follow == "site" and page.kind == "start":
        maps = sitemaps_of(site.run.gate.robots, fetched.url)
        yield from site.new_requests(((url, "sitemap") for url in maps), lambda _: True)
    yield from site.new_requests(links, site.bounds.is_ours)


def ask_forms(
    site: SiteCrawl, page: QueuedPage, document: Page, reading: PageReading
) -> Iterator[Request]:
    """What the page's forms would be asked: its next part, and once a host its search."""
    host = host_of(document.url)
    if site.order.follow != "site" or site.bounds.is_away(document.url):
        return
    if reading.kind == "listing":
        return
    for question in next_page_requests(document):
        yield from _ask(site, question, "next")
    if host in site.searched or page.kind == "search":
        return
    form = find_search_form(document)
    if form is None:
        return
    site.searched.add(host)
    shows_goods = any(link.kind == "listing" for link in reading.links)
    for words in (*site.words, *(() if shows_goods else ("",))):
        yield from _ask(site, form.request_for(words), "search")


def _ask(site: SiteCrawl, question: FormRequest, kind: str) -> Iterator[Request]:
    request = Request(question.url, meta={KIND: kind})
    if question.body is not None:
        headers = {"Content-Type": FORM_TYPE}
        request = request.replace(method="POST", body=question.body, headers=headers)
    if site.is_new_request(request):
        yield request


def look_again(
    site: SiteCrawl,
    page: QueuedPage,
    fetched: Fetched,
    document: Page,
    reading: PageReading,
    requests: Sequence[Request],
) -> Iterator[Request]:
    """A list of which a browser may show more is queued once more, to be drawn.

    A host whose lists showed no more, a few times, is believed to show all of them at once.
    """
    host = page.host
    was_asked_to_draw = page.request is not None and page.request.render
    if was_asked_to_draw and fetched.is_rendered and not site.run.rendering.sends_shells(host):
        shows_more = any(request.meta[KIND] == "listing" for request in requests)
        site.probes[host] += -_PROBES if shows_more else 1
    if fetched.is_rendered or page.request or site.run.rendering.mode(page.url) != "auto":
        return
    if site.order.follow == "none" or site.probes[host] >= _PROBES or not _leads_on(page):
        return
    if grows_by_script(document, reading):
        request = Request(fetched.url, meta={KIND: page.kind, RENDER: True})
        if site.is_new_request(request):
            yield request


def _leads_on(page: QueuedPage) -> bool:
    return page.kind in ("start", "list", "next", "search")


def note_repeats(
    site: SiteCrawl,
    url: str,
    links: Iterable[tuple[str, str]],
    text: PageText,
    requests: Sequence[Request],
) -> None:
    """Let the crawl see whether its lists and pages only repeat themselves.

    `text` is what the page says, where it names no listing.
    """
    goods = frozenset(site.fingerprinter.of_url(link) for link, kind in links if kind == "listing")
    new_links = [(request.url, request.meta[KIND]) for request in requests]
    site.run.traps.note(
        VisitedPage(
            url=url,
            host=host_of(url),
            goods=goods,
            text=text,
            news=any(kind == "listing" for _, kind in new_links),
            links=new_links,
        )
    )


def worthwhile(site: SiteCrawl, requests: Iterable[Request]) -> Iterator[Request]:
    """Of these requests, those that do not only lead to what is known; the first shall go first."""
    traps = site.run.traps
    for request in requests:
        host, kind = host_of(request.url), request.meta[KIND]
        if traps.leads_nowhere(host, request.url, kind):
            site.leave(request.url)
        else:
            request.priority += traps.priority(host, request.url, kind)
            yield request
