"""Sitemaps and feeds (站点地图): sitemaps.org (XML, index, gzip, plain text), RSS, Atom, JSON Feed."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from crawler.http.fetcher import Fetched
from crawler.http.robots import RobotsBook
from crawler.url.acting_links import is_acting
from crawler.url.url_kind import is_listing, is_trap
from crawler.url.url_parts import split

_ROOT = re.compile(rb"<(?:\w+:)?(urlset|sitemapindex|rss|feed|rdf)[\s>]", re.IGNORECASE)
_LOC = re.compile(
    rb"<(?!image:|video:)(?:\w+:)?loc\s*>\s*(?:<!\[CDATA\[)?\s*([^<\]\s]+)", re.IGNORECASE
)
_FEED = re.compile(
    rb"<link\s*>\s*(?:<!\[CDATA\[)?\s*([^<\]\s]+)|<link\b([^>]{0,800})>|"
    rb"<guid\s+isPermaLink=[\"']true[\"']\s*>\s*([^<\s]+)",
    re.IGNORECASE,
)
_HREF = re.compile(rb"\bhref=[\"']([^\"'\s]+)", re.IGNORECASE)
_NO_ENTRY = re.compile(
    rb"\brel=[\"'](?:self|edit|replies|enclosure|hub|next-archive|prev-archive)", re.IGNORECASE
)
_JSON_FEED = re.compile(rb"\s*\{.{0,300}jsonfeed\.org/version", re.DOTALL)
_TEXT = re.compile(rb"\s*https?://\S+\s*(?:\r?\n|$)")
_HEAD = 2048
"""Bytes by which a map or feed is recognised; chosen by hand."""
_GZIP = b"\x1f\x8b"
_MOST = 50_000
"""Addresses in one file (sitemaps.org protocol)."""


def sitemaps_of(robots: RobotsBook, url: str) -> tuple[str, ...]:
    """Where a site's maps are: what its robots.txt names, and the usual place."""
    parts = urlsplit(url)
    origin = f"{parts.scheme}://{parts.netloc}"
    rules = robots.cached(origin)
    named = tuple(urljoin(origin, sitemap) for sitemap in rules.sitemaps) if rules else ()
    return tuple(dict.fromkeys((*named, f"{origin}/sitemap.xml")))


def is_sitemap(fetched: Fetched) -> bool:
    """By its content: a shop may send its map as text/html, or compressed without saying so."""
    body = fetched.body
    if body.startswith(_GZIP):
        body = _unzipped(body, _HEAD)
    head = body[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"{"):
        return bool(_JSON_FEED.match(head))
    if head.startswith(b"http"):
        return "text/plain" in fetched.content_type and bool(_TEXT.match(head))
    return head.startswith((b"<?xml", b"<urlset", b"<sitemapindex", b"<rss", b"<feed")) and bool(
        _ROOT.search(head)
    )


def read_sitemap(fetched: Fetched, limit: int) -> Iterator[tuple[str, str]]:
    """(address, kind) of each entry; `limit` caps the bytes that are unpacked."""
    body = fetched.body
    if body.startswith(_GZIP):
        body = _unzipped(body, limit)
    root = _ROOT.search(body[:_HEAD])
    name = root[1].lower() if root else b""
    for number, raw in enumerate(_entries(body, name)):
        if number >= _MOST:
            return
        url = urljoin(fetched.url, raw.replace("&amp;", "&"))
        address = split(url)
        if address is None:
            continue
        if name == b"sitemapindex":
            yield url, "sitemap"
        elif not is_acting(address) and not is_trap(address):
            yield url, "listing" if is_listing(address) else "list"


def _entries(body: bytes, name: bytes) -> Iterator[str]:
    """The addresses of a map or feed, as written."""
    if not name:
        yield from _json_entries(body) if body.lstrip().startswith(b"{") else _lines(body)
        return
    for match in (_LOC if name in (b"urlset", b"sitemapindex") else _FEED).finditer(body):
        if raw := match[1] or (_entry(match) if match.re is _FEED else None):
            yield raw.decode("utf-8", "replace")


def _entry(match: re.Match[bytes]) -> bytes | None:
    """What an Atom link or an RSS guid names, unless it is no entry of the feed."""
    attributes, guid = match[2], match[3]
    if attributes is None or _NO_ENTRY.search(attributes):
        return guid
    href = _HREF.search(attributes)
    return href[1] if href else None


def _lines(body: bytes) -> Iterator[str]:
    return (line.strip() for line in body.decode("utf-8", "replace").splitlines() if line.strip())


def _json_entries(body: bytes) -> Iterator[str]:
    """https://www.jsonfeed.org/version/1.1/: each item's `url`, else what it points at."""
    try:
        items = json.loads(body).get("items", ())
    except (ValueError, AttributeError, RecursionError):
        return
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict):
            url = item.get("url") or item.get("external_url")
            if isinstance(url, str):
                yield url


def _unzipped(body: bytes, limit: int) -> bytes:
    """At most `limit` bytes of a gzip body; what is broken after that is left out."""
    try:
        return zlib.decompressobj(wbits=31).decompress(body, limit)
    except zlib.error:
        return b""
