"""Identity (同一性): one listing, one key, however many addresses show it.

`listing_key` decides whether two pages show one listing. Beyond what canonical_url.py drops it drops
languages, sorting, filters and variants, and believes a canonical link where that is believable.
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from crawler.platform.registry import profile_for
from crawler.url.canonical_url import (
    FIRST_PAGE,
    encoded_query,
    plain_path,
    telling_pairs,
)
from crawler.url.goods_ids import is_goods_id, is_menu_item
from crawler.url.host_names import bare_host
from crawler.url.site import site_of
from crawler.url.url_kind import FACET_PREFIXES, FACETS, names_goods
from crawler.url.url_parts import ROUTE_NAMES, Address, is_route, page_parts, split
from storage.records import Listing

_LANGUAGE = re.compile(
    r"^(?:aa|ar|az|be|bg|bn|bs|ca|cs|cy|da|de|el|en|eo|es|et|eu|fa|fi|fr|ga|gl|he|hi|hr|hu|"
    r"hy|id|is|it|ja|ka|kk|km|ko|ky|lt|lv|mk|mn|ms|nb|nl|nn|no|pl|pt|ro|ru|sk|sl|sq|sr|"
    r"sv|sw|ta|te|th|tr|ug|uk|ur|uz|vi|zh|cn|tw|jp|kr|bo"
    r")(?:[-_](?:[a-z]{2}|[a-z]{4}|\d{3}))?$",
    re.I,
)
_LANGUAGE_QUERY = frozenset({"lang", "language", "locale", "hl", "l", "currency", "country"})
_LONGEST = 600
"""Characters of a key, as its column holds."""
_MODULES = frozenset(
    [
        *("m", "c", "a", "app", "mod", "module", "controller", "ctl", "act", "action", "op", "do"),
        *("method", "ac", "main_page", "dispatch"),
    ]
)
"""Which part of a program shows it: the same number means other things to another part."""
_DETAIL_WORDS = frozenset({"show", "view", "detail", "details", "index", "info", "read", "content"})
_PARTS = frozenset({*FIRST_PAGE, "tab", "comment_page", "review_page", "print", "preview"})
_FRONT = re.compile(r"^/index\.php/", re.I)
_ON_SHELF = re.compile(r"/collections/[^/]+(/products/[^/]+)$", re.I)
_PHONE = re.compile(r"^/(?:m|wap|mobile|h5|touch|amp)/", re.I)
_IDS = frozenset({"id", "sku", "pid", "gid", "product"})
"""Names of a query that hold the number of goods, besides those of goods_ids.py."""
_VARIANTS = re.compile(
    r"^(?:variant|variation\w*|childsku|colou?r|size|option\w*|dwvar_\w+|cgid|skuid|sku_id)$", re.I
)
_SUFFIX = re.compile(r"\.(?:s?html?|php|aspx?|jsp)$", re.I)


def listing_key(listing: Listing, canonical: str | None = None) -> str:
    """The key under which a listing is stored: site and what names the goods in its address.

    A platform with item ids gives the id. A canonical address counts only when it can be this
    page's own: many shops point every page at their home page. At most 600 characters.
    """
    return listing_keys(listing, canonical)[0]


def listing_keys(listing: Listing, canonical: str | None = None) -> tuple[str, str | None]:
    """The key, and the one of its own address where the canonical link may as well be wrong.

    A canonical address that shares its number or its name with the page's own is believed; another
    one only as long as nobody else claims it (canonical_links.py).
    """
    parts = split(listing.url)
    if parts is None:
        return listing.url[:_LONGEST], None
    if platform_key := _platform_key(listing.url) or _platform_key(canonical or ""):
        return platform_key[:_LONGEST], None
    platform_key = f"{_site(parts)}{_named(parts)}"[:_LONGEST]
    named = split(canonical) if canonical else None
    if named is None or not _possible(parts, named) or is_route(parts.fragment):
        return platform_key, None
    key = f"{_site(named)}{_named(named)}"[:_LONGEST]
    ids = {name for name in (listing.item_id, listing.sku) if name}
    return key, None if key == platform_key or _alike(parts, named, ids) else platform_key


def _platform_key(url: str) -> str | None:
    profile = profile_for(url)
    return profile.item_of(url) if profile else None


def _possible(parts: Address, named: Address) -> bool:
    """Can the canonical address be this page's own: on its site, and not the home page?"""
    if site_of(named.hostname or "") != site_of(parts.hostname or ""):
        return False
    home = named.path.strip("/") == "" and not named.query
    return not home or (parts.path.strip("/") == "" and not parts.query)


def _alike(parts: Address, named: Address, ids: set[str]) -> bool:
    """Do both addresses name the goods by the same number or word?"""
    here, there = f"{parts.path}?{parts.query}", f"{named.path}?{named.query}"
    if any(name in there for name in ids):
        return True
    last = _SUFFIX.sub("", there.rstrip("/?").rsplit("/", 1)[-1])
    return len(last) > 2 and last in here


def _site(parts: Address) -> str:
    host = bare_host(parts.hostname or "")
    port = parts.port
    return f"{host}:{port}" if port and port not in (80, 443) else host


def _named(parts: Address) -> str:
    """What of an address names the goods: route or path without language, and the id queries."""
    if is_route(parts.fragment):
        bang = "!" if parts.fragment.startswith("!") else ""
        return f"{_named(parts._replace(fragment=''))}#{bang}{_named(page_parts(parts))}"
    pairs = parts.pairs()
    route = next((v for n, v in pairs if n.lower() in ROUTE_NAMES and "/" in v), None)
    path = f"/{_readable(route.strip('/'))}" if route else _readable(_one_way(plain_path(parts)))
    path = _SUFFIX.sub("", path.rstrip("/")) or "/"
    if route is None and names_goods(plain_path(parts)):
        return path
    goods_pairs = [(n, v) for n, v in telling_pairs(parts) if _names_goods(n, route is not None)]
    ids = [(n, v) for n, v in goods_pairs if n.lower() in _IDS or is_goods_id(n)]
    routes = [
        (n, v) for n, v in goods_pairs if n.lower() in _MODULES and v.lower() not in _DETAIL_WORDS
    ]
    key_pairs = sorted({*ids, *routes} if ids else goods_pairs)
    return f"{path}?{encoded_query(key_pairs)}" if key_pairs else path


def _readable(path: str) -> str:
    """The path in characters; with its bytes in per cent where they are no UTF-8."""
    text = unquote(path, errors="surrogateescape")
    try:
        text.encode()
    except UnicodeEncodeError:
        return quote(text, errors="surrogateescape")
    return text


def _names_goods(name: str, routed: bool) -> bool:
    low = name.lower()
    if routed and low in ROUTE_NAMES:
        return False
    return not (
        _VARIANTS.match(name)
        or is_menu_item(name)
        or low in FACETS
        or low in _LANGUAGE_QUERY
        or low in _PARTS
        or low.startswith(FACET_PREFIXES)
    )


def _one_way(path: str) -> str:
    """A path without what says only by which way its goods are looked at: language, telephone,
    the shelf on which they stand."""
    path = _language_free(_FRONT.sub("/", path))
    path = _ON_SHELF.sub(r"\1", path)
    plain = _PHONE.sub("/", path)
    return plain if plain != path and names_goods(plain) else path


def _language_free(path: str) -> str:
    pieces = path.split("/")
    while len(pieces) > 2 and _LANGUAGE.match(pieces[1]):
        del pieces[1]
    return "/".join(pieces)
