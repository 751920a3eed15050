"""Where a page leads (后续页面): its links, its forms' questions, a second look with a browser."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from crawler.extract.forms import FORM_TYPE, FormRequest, find_search_form, next_page_requests
from crawler.extract.page.page import Page, PageReading
from crawler.frontier.page_queue import fingerprint, host_of
from crawler.http.fetcher import Fetched
from crawler.http.sitemaps import sitemaps_of
from crawler.run.needs_browser import grows_by_script
from crawler.run.run_state import ActiveRun
from storage.crawls.frontier import NewPage, QueuedPage

_PROBES = 3
"""Lists of a host that showed no more in a browser, after which no other is tried there."""


def found_in(fetched: Fetched, reading: PageReading) -> tuple[tuple[str, str], ...]:
    """Address and kind of what a page leads to, what a browser clicked open first."""
    clicked = ((url, "listing") for url in fetched.discovered)
    places = ((url, "list") for url in fetched.places)
    return (*clicked, *reading.links, *places)


def links_of(
    run: ActiveRun, page: QueuedPage, fetched: Fetched, found: Iterable[tuple[str, str]]
) -> Iterator[NewPage]:
    """Of what was found, what the order lets the run follow and the queue does not know yet."""
    follow = run.order.follow
    if follow == "none" or (follow == "links" and page.kind != "start"):
        return
    if follow == "results":
        if page.kind not in ("start", "next"):
            return
        found = ((url, kind) for url, kind in found if kind in ("listing", "next"))
    if follow == "site" and page.kind == "start":
        maps = sitemaps_of(run.robots, fetched.url)
        yield from run.queue.offer(((url, "sitemap") for url in maps), page.depth + 1, _any)
    for new in run.queue.offer(found, page.depth + 1, partial(is_ours, run)):
        if not run.echoes.leads_nowhere(new.host, new.url, new.kind):
            yield new


def _any(_url: str) -> bool:
    return True


def questions(
    run: ActiveRun, page: QueuedPage, document: Page, reading: PageReading
) -> Iterator[NewPage]:
    """What the page's forms would be asked: its next part, and once a host its search."""
    host = host_of(document.url)
    if run.order.follow != "site" or host not in run.sites or reading.kind == "listing":
        return
    for asked in next_page_requests(document):
        yield from _ask(run, asked, "next", page.depth + 1)
    if host in run.searched or page.kind == "search":
        return
    form = find_search_form(document)
    if form is None:
        return
    run.searched.add(host)
    shows_goods = any(link.kind == "listing" for link in reading.links)
    for words in (*run.words, *(() if shows_goods else ("",))):
        yield from _ask(run, form.request_for(words), "search", page.depth + 1)


def _ask(run: ActiveRun, asked: FormRequest, kind: str, depth: int) -> Iterator[NewPage]:
    request = None
    if asked.body is not None:
        headers = {"Content-Type": FORM_TYPE}
        request = {"method": "POST", "body": asked.body, "headers": headers}
    page = run.queue.recognise(asked.url, kind, depth, request)
    if page is not None:
        yield page


def looks_again(
    run: ActiveRun,
    page: QueuedPage,
    fetched: Fetched,
    document: Page,
    reading: PageReading,
    links: tuple[NewPage, ...],
) -> Iterator[NewPage]:
    """A list of which a browser may show more is queued once more, to be drawn.

    A host whose lists showed no more, a few times, is believed to show all of them at once.
    """
    host = page.host
    if (page.request or {}).get("render") and fetched.rendered and not _was_shell(run, page):
        run.probes[host] += -_PROBES if any(new.kind == "listing" for new in links) else 1
    if fetched.rendered or page.request or run.render_mode(page.url) != "auto":
        return
    if run.order.follow == "none" or run.probes[host] >= _PROBES or not _leads_on(page):
        return
    if grows_by_script(document, reading):
        again = run.queue.recognise(fetched.url, page.kind, page.depth, {"render": True})
        if again is not None:
            yield again


def _leads_on(page: QueuedPage) -> bool:
    return page.kind in ("start", "list", "next", "search")


def _was_shell(run: ActiveRun, page: QueuedPage) -> bool:
    return run.shells[page.host] > 0


def note_repeats(
    run: ActiveRun,
    page: QueuedPage,
    document: Page,
    reading: PageReading,
    links: tuple[NewPage, ...],
) -> None:
    """Let the run see whether its lists and pages only repeat themselves."""
    if reading.kind == "listing":
        return
    host = host_of(document.url)
    goods = [link.url for link in reading.links if link.kind == "listing"]
    news = any(link.kind == "listing" for link in links)
    named = frozenset(fingerprint(run.queue.sessions.without(host, url)) for url in goods)
    text = "" if named else document.tree.body.text() if document.tree.body else ""
    run.echoes.note(document.url, host, page.depth, named, text, news=news)


def is_ours(run: ActiveRun, url: str) -> bool:
    """Does the run follow to this host: one on which a start page was found, or any?"""
    return run.order.follow != "site" or host_of(url) in run.sites
