"""Sitemaps and feeds (站点地图): sitemaps.org (XML, index, gzip, plain text), RSS, Atom, JSON Feed, and the
feeds of merchants (Google Merchant Center, YML)."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urlsplit

from crawler.http.fetcher import Fetched
from crawler.http.robots import RobotsBook
from crawler.http.sitemap_body import element_text, plain_body
from crawler.url.acting_links import is_acting
from crawler.url.url_kind import is_listing, is_trap
from crawler.url.url_parts import LONGEST_LINK, split
from storage.net.joined_address import joined

_ROOT = re.compile(rb"<(?:\w+:)?(urlset|sitemapindex|rss|feed|rdf|yml_catalog)[\s>]", re.IGNORECASE)
_HTML = re.compile(rb"<!doctype\s+html|<(?:html|head|body)[\s>]", re.IGNORECASE)
_TEXT = rb"(?:[^<]{1,3000}+|<!\[CDATA\[[^\]]{0,3000}\]\]>){1,8}+"
_VALUE = rb"\s*+(" + _TEXT + rb")</"
"""The text of an element, parts of it as CDATA; one that is cut off holds none: half an address leads
elsewhere."""
_ADDRESS = rb"(?=\s*+(?:<!\[CDATA\[\s*+)?https?:)"
"""An address follows."""
_LOC = re.compile(
    rb"<(?!image:|video:)(?:\w+:)?(?:loc(?:\s[^>]{0,300})?>|(?:sitemap|url)>"
    + _ADDRESS
    + rb")"
    + _VALUE,
    re.IGNORECASE,
)
"""Some programs leave `loc` out and write the address into its entry."""
_OFFER = re.compile(rb"<url>" + _VALUE, re.IGNORECASE)
_FEED = re.compile(
    rb"<(?:g:)?link\s*>" + _VALUE + rb"|<link\b([^>]{0,800})>|"
    rb"<guid\b(?![^>]{0,300}isPermaLink=[\"']false)[^>]{0,300}>" + _ADDRESS + _VALUE,
    re.IGNORECASE,
)
"""An RSS guid is the address of its entry unless it says that it is none (RSS 2.0)."""
_PATTERNS = {b"urlset": _LOC, b"sitemapindex": _LOC, b"yml_catalog": _OFFER}
"""Root element → where its addresses stand; sitemaps.org, and the feeds of merchants (YML, RSS, Atom)."""
_ENTITY_ALONE = re.compile(rb"\s*&\w+;\s*")
"""An address out of a declaration of entities, which are not read: they may name files (XXE)."""
_HREF = re.compile(rb"\bhref=[\"']([^\"'\s]+)", re.IGNORECASE)
_NO_ENTRY = re.compile(
    rb"\brel=[\"'](?:self|edit|replies|enclosure|hub|next-archive|prev-archive)", re.IGNORECASE
)
_JSON_FEED = re.compile(rb"\s*\{.{0,300}jsonfeed\.org/version", re.DOTALL)
_ADDRESS_LINE = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_COLUMN = re.compile(r"[\t,;|]")
_COLUMNS = frozenset({"link", "product_url", "url"})
"""Names of the column with the address in a merchant's feed that is a table (Google Merchant Center)."""
_HEAD = 16_384
"""Bytes by which a map or feed is recognised: comments and warnings may go before; chosen by hand."""
_PACKED_HEAD = 65_536
"""Bytes of a packed file from which its head is unpacked; chosen by hand."""
_MOST = 50_000
"""Addresses in one file (sitemaps.org protocol)."""
_MOST_VALUES = 500_000
"""Values of a JSON feed, of which each takes some 100 bytes of memory, and lines of a list or table; ten for each
address, chosen by hand."""
_LINE = re.compile(rb"[^\r\n]+[\r\n]?")


def sitemaps_of(robots: RobotsBook, url: str) -> tuple[str, ...]:
    """Where a site's maps are: what its robots.txt names, and the usual place."""
    parts = urlsplit(url)
    origin = f"{parts.scheme}://{parts.netloc}"
    rules = robots.cached(origin)
    named = [joined(origin, sitemap) for sitemap in rules.sitemaps] if rules else []
    return tuple(dict.fromkeys((*filter(None, named), f"{origin}/sitemap.xml")))


def is_sitemap(fetched: Fetched) -> bool:
    """By its content: a shop may send its map as text/html, compressed without saying so, or with
    comments and its program's warnings before it."""
    head = plain_body(fetched.body[:_PACKED_HEAD], _HEAD)[:_HEAD].lstrip()
    if _HTML.match(head):
        return False  # at once, as nearly every page
    if head.startswith(b"{"):
        return bool(_JSON_FEED.match(head))
    if b"<" not in head[:1] and _table_column(head.decode("utf-8", "replace")) is not None:
        return True
    root = _ROOT.search(head)
    if root is None:
        return _is_address_list(head, whole=len(fetched.body) <= _HEAD)
    return not _HTML.search(head, 0, root.start())


def read_sitemap(fetched: Fetched, limit: int) -> Iterator[tuple[str, str]]:
    """(address, kind) of each entry; `limit` caps the bytes that are unpacked."""
    body = plain_body(fetched.body, limit)
    root = _ROOT.search(body[:_HEAD])
    name = root[1].lower() if root else b""
    for number, raw in enumerate(_entries(body, name)):
        if number >= _MOST:
            return
        url = joined(fetched.url, raw) if len(raw) <= LONGEST_LINK else None
        address = split(url) if url else None
        if url is None or address is None:
            continue
        if name == b"sitemapindex":
            yield url, "sitemap"
        elif not is_acting(address) and not is_trap(address):
            yield url, "listing" if is_listing(address) else "list"


def _entries(body: bytes, name: bytes) -> Iterator[str]:
    """The addresses of a map or feed."""
    if not name:
        yield from _json_entries(body) if body.lstrip().startswith(b"{") else _rows(body)
        return
    for match in _PATTERNS.get(name, _FEED).finditer(body):
        raw = match[1] or (_entry(match) if match.re is _FEED else None)
        if raw and not _ENTITY_ALONE.fullmatch(raw):
            yield element_text(raw.decode("utf-8", "replace")).strip()


def _entry(match: re.Match[bytes]) -> bytes | None:
    """What an Atom link or an RSS guid names, unless it is no entry of the feed."""
    attributes, guid = match[2], match[3]
    if attributes is None or _NO_ENTRY.search(attributes):
        return guid
    href = _HREF.search(attributes)
    return href[1] if href else None


def _is_address_list(head: bytes, *, whole: bool) -> bool:
    """Does each line hold one address and nothing else (sitemaps.org, text file)?"""
    lines = [line.strip() for line in head.decode("utf-8", "replace").splitlines() if line.strip()]
    complete = lines if whole or len(lines) < 2 else lines[:-1]
    return bool(complete) and all(_ADDRESS_LINE.fullmatch(line) for line in complete)


def _rows(body: bytes) -> Iterator[str]:
    """The addresses of a text list, or those in their column of a table."""
    column = _table_column(body[:_HEAD].decode("utf-8", "replace"))
    if column is None:
        yield from filter(None, (line.strip() for line in _lines(body)))
        return
    mark, place = column
    for row in _readable_rows(_lines(body), mark):
        if len(row) > place and _ADDRESS_LINE.fullmatch(row[place].strip()):
            yield row[place].strip()


def _lines(body: bytes) -> Iterator[str]:
    """One after the other, each with its end; blank ones are left out."""
    for line in islice(_LINE.finditer(body), _MOST_VALUES):
        yield line[0].decode("utf-8", "replace")


def _readable_rows(lines: Iterator[str], mark: str) -> Iterator[list[str]]:
    """The rows of a table without those that cannot be read: a quotation mark that nothing closes
    makes one value of all that follows, longer than any may be."""
    rows = csv.reader(lines, delimiter=mark)
    while True:
        try:
            yield next(rows)
        except csv.Error:
            continue
        except StopIteration:
            return


def _table_column(text: str) -> tuple[str, int] | None:
    """(delimiter, place) of the addresses in a table whose first line names its columns."""
    first = text.lstrip().partition("\n")[0]
    mark = _COLUMN.search(first)
    names = [name.strip(" \"'\r").lower() for name in first.split(mark[0])] if mark else []
    places = [place for place, name in enumerate(names) if name in _COLUMNS]
    return (mark[0], places[0]) if mark and places and "id" in names else None


def _json_entries(body: bytes) -> Iterator[str]:
    """https://www.jsonfeed.org/version/1.1/: each item's `url`, else what it points at."""
    if body.count(b",") > _MOST_VALUES or body.count(b"[") + body.count(b"{") > _MOST_VALUES:
        return
    try:
        items = json.loads(body).get("items", ())
    except (ValueError, AttributeError, RecursionError):
        return
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict):
            url = item.get("url") or item.get("external_url")
            if isinstance(url, str):
                yield url
