"""Sitemaps and feeds (站点地图): sitemaps.org XML (index, urlset, gzip), RSS, Atom."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from crawler.address import split
from crawler.fetcher import Fetched
from crawler.pages.addresses import is_listing
from crawler.robots import RobotsBook

_ROOT = re.compile(rb"<(?:\w+:)?(urlset|sitemapindex|rss|feed)[\s>]", re.IGNORECASE)
_LOC = re.compile(rb"<(?:\w+:)?loc\s*>\s*(?:<!\[CDATA\[)?\s*([^<\]\s]+)", re.IGNORECASE)
_FEED = re.compile(
    rb"<link\s*>\s*(?:<!\[CDATA\[)?\s*([^<\]\s]+)|<link\b[^>]{0,500}?\bhref=[\"']([^\"'\s]+)",
    re.IGNORECASE,
)
_HEAD = 2048
_GZIP = b"\x1f\x8b"
_MOST = 50_000
"""Addresses in one file, by the protocol."""


def sitemaps_of(robots: RobotsBook, url: str) -> tuple[str, ...]:
    """Where a site's maps are: what its robots.txt names, and the usual place."""
    parts = urlsplit(url)
    origin = f"{parts.scheme}://{parts.netloc}"
    known = robots.known(origin)
    named = tuple(urljoin(origin, found) for found in known.sitemaps) if known else ()
    return tuple(dict.fromkeys((*named, f"{origin}/sitemap.xml")))


def is_sitemap(fetched: Fetched) -> bool:
    """By its content: a shop may send its map as text/html, or compressed without saying so."""
    body = fetched.body
    if body.startswith(_GZIP):
        body = _unzipped(body, _HEAD)
    head = body[:_HEAD].lstrip()
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
    pattern = _FEED if name in (b"rss", b"feed") else _LOC
    for number, found in enumerate(pattern.finditer(body)):
        if number >= _MOST:
            return
        raw = (found[1] or found[found.lastindex or 1]).decode("utf-8", "replace")
        url = urljoin(fetched.url, raw.replace("&amp;", "&"))
        if not url.startswith(("http://", "https://")):
            continue
        if name == b"sitemapindex":
            yield url, "sitemap"
        else:
            address = split(url)
            yield url, "listing" if address and is_listing(address) else "list"


def _unzipped(body: bytes, limit: int) -> bytes:
    """At most `limit` bytes of a gzip body; what is broken after that is left out."""
    try:
        return zlib.decompressobj(wbits=31).decompress(body, limit)
    except zlib.error:
        return b""
