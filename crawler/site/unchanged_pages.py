"""Whether a page is what it was at the last visit, and what of it is remembered (网页记忆)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from crawler.extract.links import raw_links
from crawler.frontier.list_address import list_address
from crawler.frontier.page_queue import host_of
from crawler.frontier.page_text import PageText
from crawler.http.fetcher import Fetched
from crawler.site.page_digest import page_digest
from crawler.site.page_marks import has_marks, marks_of
from crawler.site.site_crawl import SiteCrawl
from storage.crawls.frontier import QueuedPage
from storage.listings.page_digests import PageMarks, PageMemory, remembered
from storage.listings.store import SeenListing

_LONGEST_FIELD = 300
"""Characters of the longest ETag or Last-Modified that is remembered; chosen by hand."""
_SAME_LINKS = 0.5
"""Part of the former links that a page must still have to be the same; chosen by hand."""
_MOST_EXTRA = 200
"""Links more than at the last visit from which a page is read afresh; chosen by hand."""
_MOST_NEW = 8
"""Links more than at the last visit up to which new ones may be told by their address; chosen by hand."""
_KINDS = {"listing": "listing", "paged": "next", "plain": "list"}
"""What an address alone says → kind of link."""
_NOT_MODIFIED = 304
"""Status of an answer without a body, since the page is unchanged (RFC 9110 §15.4.5)."""


def unchanged_links(
    site: SiteCrawl, page: QueuedPage, fetched: Fetched
) -> tuple[tuple[str, str], ...] | None:
    """Where a page leads that shows the same goods as at the last visit; None for any other page.

    The server says so; or the same bytes came again but for tokens and clocks (page_digest.py); or bytes
    that differ in nothing that was read (page_marks.py) and lead to nothing that is new.
    """
    memory = page.memory
    if memory is None or fetched.is_rendered or memory.final != _final(site, fetched):
        return None
    if fetched.hops and page.kind == "recheck":
        return None
    if fetched.status == _NOT_MODIFIED:
        return memory.links
    if fetched.status != 200 or memory.reader != site.run.rules.reader(page.url):
        return None
    sessions, host = site.fingerprinter.sessions, host_of(fetched.url)
    sessions.adopt(host, memory.sessions)
    body = sessions.without_in(host, fetched.body)
    if memory.digest == page_digest(body):
        return memory.links
    if memory.marks is None or not has_marks(memory.marks, body):
        return None
    raw = raw_links(fetched.url, fetched.body, memory.marks.charset)
    links = {sessions.without(host, url): kind for url, kind in raw.items()}
    extra = _extra_links(site, links, memory.links)
    return None if extra is None else (*_remaining(memory.links, links), *extra)


def _remaining(
    previous: tuple[tuple[str, str], ...], links: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """The former links without goods that the page names no more: known goods to which nothing led are
    looked at by themselves at the end of a crawl, which tells whether they are gone."""
    return ((url, kind) for url, kind in previous if kind != "listing" or url in links)


def _extra_links(
    site: SiteCrawl, links: Mapping[str, str], previous: tuple[tuple[str, str], ...]
) -> list[tuple[str, str]] | None:
    """Links that the page did not have, to pages that an earlier run read, and few new ones that differ in
    their values alone from links of one kind that it had: rotating banners, new goods on a shelf. None
    where another one is new, or where most of the former links are gone."""
    addresses = {url for url, _ in previous}
    if sum(url in links for url in addresses) < _SAME_LINKS * len(addresses):
        return None
    extra = {url: kind for url, kind in links.items() if url not in addresses}
    extra = {url: kind for url, kind in extra.items() if not site.is_met(url)}
    if not extra:
        return []
    pages = {url: site.fingerprinter.of_url(url) for url in extra}
    fingerprints = set(pages.values()) - set(map(site.fingerprinter.of_url, addresses))
    if len(fingerprints) > _MOST_EXTRA:
        return None
    with site.run.database.read() as session:
        fingerprints -= remembered(session, sorted(fingerprints))
    kinds = {url: _KINDS[kind] for url, kind in extra.items()}
    new = [url for url, fingerprint in pages.items() if fingerprint in fingerprints]
    if new and len(kinds) > _MOST_NEW:
        return None
    families = kinds_of_families(previous) if new else {}
    for url in new:
        family = families.get(list_address(host_of(url), url).family, set())
        if len(family) != 1:
            return None
        (kinds[url],) = family
    return list(kinds.items())


def kinds_of_families(links: tuple[tuple[str, str], ...]) -> dict[str, set[str]]:
    """Family of addresses → kinds of the links that a page had to it."""
    families: dict[str, set[str]] = defaultdict(set)
    for url, kind in links:
        families[list_address(host_of(url), url).family].add(kind)
    return families


def _final(site: SiteCrawl, fetched: Fetched) -> str:
    """Where redirects led; empty for a page that answers at its own address."""
    if not fetched.hops:
        return ""
    return site.fingerprinter.sessions.without(host_of(fetched.url), fetched.url)


def memory_of(
    site: SiteCrawl,
    page: QueuedPage,
    fetched: Fetched,
    listings: tuple[SeenListing, ...],
    links: tuple[tuple[str, str], ...],
    charset: str,
    kind: str,
    text: PageText,
) -> PageMemory | None:
    """What to remember of a page that was read whole, on its own site, without a browser."""
    if fetched.is_rendered or fetched.status != 200 or page.request:
        return None
    if fetched.hops and site.bounds.is_away(fetched.url):
        return None
    sessions, host = site.fingerprinter.sessions, host_of(fetched.url)
    body = sessions.without_in(host, fetched.body)
    # What a server says of the last address of several is no word on the first.
    headers = {} if fetched.hops else fetched.headers
    etag = _short(headers.get("ETag") or headers.get("Etag"))
    modified = _short(headers.get("Last-Modified"))
    # A server that tells its pages' states apart is asked for them: marks would serve where its word
    # changed and the page did not, and are made once that was seen.
    has_validator = (etag or modified) is not None and page.memory is None
    return PageMemory(
        fingerprint=page.fingerprint,
        digest=page_digest(body),
        reader=site.run.rules.reader(page.url),
        keys=tuple(item.key for item in listings),
        links=tuple((sessions.without(host, url), link_kind) for url, link_kind in links),
        etag=etag,
        modified=modified,
        marks=None if kind == "other" or has_validator else _marks(body, listings, links, charset),
        kind=kind,
        text=text,
        final=_final(site, fetched),
        sessions=sessions.names(host),
    )


def _marks(
    body: bytes,
    listings: tuple[SeenListing, ...],
    links: tuple[tuple[str, str], ...],
    charset: str,
) -> PageMarks | None:
    if len(listings) > 1 or not links:
        return None
    return marks_of(body, charset, listings[0].listing if listings else None)


def _short(value: str | None) -> str | None:
    return value if value and len(value) <= _LONGEST_FIELD else None
