"""What an address alone says: goods, part of a list, a trap; acts are in acting_links.py."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from crawler.url.acting_links import is_acting, is_acting_host
from crawler.url.goods_ids import is_goods_id, is_menu_item
from crawler.url.path_rules import rules_of
from crawler.url.site import site_of
from crawler.url.url_parts import PROGRAM_PARTS, ROUTE_NAMES, Address, page_parts, split

_LISTING_QUERY = frozenset({"sku", "product"})
"""Names of a query that hold the number or the name of goods, besides those of goods_ids.py."""
_NUMBER = re.compile(r"[\w-]{1,40}", re.ASCII)
_NO_NAMES = frozenset(
    [
        *("cat", "cid", "category", "category_id", "catid", "cate", "class", "type", "tag", "page"),
        *("q", "kw", "keyword", "keywords", "wd", "lang", "l", "from", "tab", "ref", "spm", "t"),
    ]
)
_ROUTE_LISTING = re.compile(r"^/?(?:\w+/)?(?:goods|product|item|detail)s?/\w+/id/\d+", re.I)

_PAGE_QUERY = re.compile(r"^(?:page|p|pg|paged|pageno|pagenum|page_no|page_num|pn|currentpage|cp|"
                         r"curpage|start|offset|s|seite|pagina|pageindex|page_index)$", re.I)  # fmt: skip

FACETS = frozenset(
    [
        "sort",
        "order",
        "orderby",
        "order_by",
        "sortby",
        "sort_by",
        "dir",
        "direction",
        "filter",
        "min_price",
        "max_price",
        "minprice",
        "maxprice",
        "price_min",
        "price_max",
        "color",
        "colour",
        "size",
        "brand",
        "rating",
        "per_page",
        "perpage",
        "pagesize",
        "page_size",
        "limit",
        "view",
        "display",
        "mode",
        "layout",
    ]
)
FACET_PREFIXES = ("filter_", "filter[", "pa_", "attr_", "f[", "refine", "prefn", "prefv")
PAGE_SIZES = frozenset({"per_page", "perpage", "pagesize", "page_size", "limit"})
"""How many goods a part of a list shows."""


_LIST_PATH = re.compile(
    r"/(?:categor(?:y|ies)|catalog(?:ue)?|collections?|search|lists?|tags?|shops?|stores?|brands?"
    r"|fenlei|分类)(?:/[^/]+)?/?$|/(?:sale|clearance|outlet|shop-?all|new-?arrivals|best-?sellers)/?$"
    r"|/(?:browse|departments?|product-categor(?:y|ies)|sub-?categor(?:y|ies))(?:/[^/]+){1,4}/?$"
    r"|/(?:goods|product)[-_]?(?:lists?|cate\w{0,6})(?:/index)?/?$",
    re.IGNORECASE,
)


_NO_GOODS = frozenset({"doing", "program"})
_FOR_QUERIES = frozenset({"listing page", "beside goods", "showing"})
"""Rules that mean something only where an address has a query."""


def names_goods(path: str) -> bool:
    """Does a path alone name one listing? `/goods/detail` names none: its query does."""
    return _names_goods(rules_of(path))


def _names_goods(rules: frozenset[str]) -> bool:
    return "listing" in rules and rules.isdisjoint(_NO_GOODS)


def is_listing(parts: Address) -> bool:
    """Does the address look like that of one listing?"""
    parts = page_parts(parts)
    rules = rules_of(parts.path)
    if _names_goods(rules):
        return not is_paged(parts) and "shelf" not in rules
    if not parts.query or "beside goods" in rules:
        return False
    pairs = parts.pairs()
    query = {name.lower(): value for name, value in pairs if value and not is_menu_item(name)}
    return _names_goods_by_query(query, rules) and not _shows_what_is_beside(query)


def _shows_what_is_beside(query: Mapping[str, str]) -> bool:
    """Does the query name a part of the program for what belongs to goods and is none?"""
    names = PROGRAM_PARTS.intersection(query)
    return any("beside goods" in rules_of(f"/{query[name]}") for name in names)


def _names_goods_by_query(query: Mapping[str, str], rules: frozenset[str]) -> bool:
    """Do these values, or these on a path of these rules, name one listing?"""
    for name, value in query.items():
        if (name in _LISTING_QUERY or is_goods_id(name)) and _names_one(value):
            return True
    is_numbered = _NUMBER.fullmatch(query.get("id", "")) is not None
    if is_numbered and ("listing page" in rules or _shows_listing_page(query)):
        return True
    if "showing" in rules and any(
        _NUMBER.fullmatch(value) and name not in _NO_NAMES and name not in FACETS
        for name, value in query.items()
    ):
        return True
    route = next((query[name] for name in ROUTE_NAMES if name in query), "")
    return bool(_ROUTE_LISTING.match(route))


def _shows_listing_page(query: Mapping[str, str]) -> bool:
    """Does the query name, in one step, a part of the program that shows goods?"""
    values = [query[name] for name in PROGRAM_PARTS.intersection(query)]
    return any("/" not in value and "listing page" in rules_of(f"/{value}") for value in values)


def _names_one(value: str) -> bool:
    """Is it the number or the name of goods, not an address in a query?"""
    return "/" not in value


_SEARCH_PATH = re.compile(
    r"/(?:search|suche|recherche|buscar|busca|cerca|szukaj|hledat|sousuo|搜索)\b", re.I
)
_SEARCH_QUERY = frozenset(
    ("q", "query", "search", "search_query", "keyword", "keywords", "kw", "wd", "searchterm", "term", "k")
)  # fmt: skip


def is_search(parts: Address) -> bool:
    """Is it the answer to a search: by its path, or by the words that its query holds?"""
    parts = page_parts(parts)
    if _SEARCH_PATH.search(parts.path):
        return True
    return not is_listing(parts) and any(
        value and name.lower() in _SEARCH_QUERY for name, value in parts.pairs()
    )


_CATEGORY_QUERY = frozenset(
    [
        *("cat", "cat_id", "catid", "cate", "cate_id", "cateid", "category", "category_id"),
        *("categoryid", "cid", "cpath", "gc_id", "ca_id"),
    ]
)
"""Names of a query that hold a category (Zen Cart, ECShop, ShopNC, YoungCart)."""


_CATEGORY = re.compile(r"\d{1,9}(?:[_,-]\d{1,9})*|[a-z]+(?:[_-][a-z]+)*", re.I)
"""What a category's value looks like: a number or several, or words. A client's is a token, a UUID or a long number."""
_OF_ONE = re.compile(
    r"(?:^|[/_-])(?:compan(?:y|ies)|corps?|firms?|enterprises?|merchants?|clients?|customers?|contacts?|about|news|articles?"
    r"|posts?|comments?|coupons?|courses?|cert\w*|details?|info|xiangqing|qiye|gongsi)(?:\.\w{2,5})?/?$",
    re.I,
)
"""The last step of a path that shows one company, text or coupon by the number that the query holds."""
_SHORT_FOR_MANY = frozenset({"cid"})
"""Names of a category that are as well those of a company, a client, a content or a coupon."""


def names_list(parts: Address) -> bool:
    """Does the address say that a list stands here: a category, a shop's shelf, a search?"""
    parts = page_parts(parts)
    if is_listing(parts):
        return False
    return bool(_LIST_PATH.search(parts.path)) or _asks_for_category(parts)


def _asks_for_category(parts: Address) -> bool:
    """Does the query name a category, and nothing in it but the part of the program and the order of the list?"""
    query = {name.lower(): value for name, value in parts.pairs() if value}
    further = query.keys() - _CATEGORY_QUERY - PROGRAM_PARTS - FACETS
    return any(_names_category(name, value, parts.path) for name, value in query.items()) and all(
        map(_PAGE_QUERY.match, further)
    )


def _names_category(name: str, value: str, path: str) -> bool:
    if name not in _CATEGORY_QUERY:
        return False
    if name not in _SHORT_FOR_MANY:
        return True
    return bool(_CATEGORY.fullmatch(value)) and not _OF_ONE.search(path)


def is_paged(parts: Address) -> bool:
    """Is this one part (beyond the first) of a list that is split over several addresses?"""
    parts = page_parts(parts)
    if "page" in rules_of(parts.path):
        return True
    return bool(parts.query) and any(
        value.isdigit() and len(value) < 6 and _PAGE_QUERY.match(name)
        for name, value in parts.pairs()
    )


_LONGEST_PATH = 400
"""Characters of a path beyond which an address is a trap; chosen by hand."""
_DEEP = 5
"""Steps of a path from which they are looked at for repetition; chosen by hand."""


def is_trap(parts: Address) -> bool:
    """Files, calendars and paths without end; facets without end show themselves in what they give
    (crawler/frontier/refinements.py)."""
    path = page_parts(parts).path
    rules, depth = rules_of(path), path.count("/")
    if "file" in rules or "calendar" in rules or len(path) > _LONGEST_PATH or depth > 15:
        return True
    if depth < _DEEP:
        return False
    pieces = path.strip("/").split("/")
    return len(pieces) > 5 and len(set(pieces)) * 2 < len(pieces)


@lru_cache(maxsize=4096)
def address_kind(url: str) -> tuple[str, str]:
    """(site, kind) of an address: kind is listing, paged, plain, or nothing for one not to follow.

    Cached, because the pages of one site repeat the same links.
    """
    parts = split(url)
    return ("", "") if parts is None else parts_kind(parts)


def parts_kind(parts: Address) -> tuple[str, str]:
    """The same of an address in its parts."""
    _, host, _, path, query, fragment = parts
    if not query and not fragment and rules_of(path) <= _FOR_QUERIES:  # as most addresses are
        if is_acting_host(host) or len(path) > _LONGEST_PATH:
            return "", ""
        if path.count("/") < _DEEP:
            return site_of(host), "plain"
    if is_acting(parts) or is_trap(parts):
        return "", ""
    parts = page_parts(parts)
    if is_listing(parts):
        return site_of(host), "listing"
    return site_of(host), "paged" if is_paged(parts) else "plain"
