"""Goods in a page's own data: Next / Nuxt state, script objects, JSON answers of its interface.

Shops that draw themselves by script still carry their data as JSON. Any object with a name and a
price is a candidate; which one the page is about is decided by its name and its address.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from crawler.extract.listing_facts import ListingFacts
from crawler.extract.page.heading import PageHeading
from crawler.extract.structured.attribute_pairs import listed_pairs
from crawler.extract.structured.promotions import without_other_days
from crawler.extract.structured.schema_graph import first_text
from crawler.extract.structured.state_item import (
    BESIDE,
    CURRENCIES,
    item_facts,
    item_name,
    item_price,
)
from crawler.extract.structured.state_keys import (
    IDS,
    NAMES,
    PROMOTION_PRICES,
    SHOP_RECORDS,
    SHOPS,
    SKUS,
)

_MOST_NODES = 30_000
"""Objects and lists that are visited in one value; a bound on the work that one page may cost."""
_MOST_ITEMS = 500
"""Goods of a page that are compared with its name; a bound on the work that one page may cost."""
_SHORT_NAME = 3
"""Characters up to which a name says nothing; chosen by hand."""
_LONG_ID = 6
"""Characters from which a number in the address names one item; chosen by hand."""
_MOST_NAMESAKES = 2
"""Names in the page's own that still leave the first one as its goods; chosen by hand."""
_MOST_ALIKE = 8
"""Further objects of the same name whose fields are joined; a bound on the work that one page may cost."""

_PROMOTED = frozenset(PROMOTION_PRICES)
_SHARED_KEYS = frozenset((*CURRENCIES, *SHOP_RECORDS))
"""Keys of what stands once around many goods."""


def find_items(value: Any, at: datetime | None = None) -> list[dict[str, object]]:
    """Objects that have a name and a price, in reading order; walks at most 30,000 nodes.

    Currency and seller often stand once around many goods: they are handed down to those without
    one. Attributes that stand beside one object of goods are its own. Special prices that do not hold
    at the time `at` are left out.
    """
    items: list[dict[str, object]] = []
    queue: list[tuple[Any, dict[str, Any]]] = [(value, {})]
    visited = 0
    while queue and visited < _MOST_NODES:
        value_at, around = queue.pop()
        visited += 1
        if isinstance(value_at, dict):
            value_at = _in_camel_case(value_at)
            if not _PROMOTED.isdisjoint(value_at):
                value_at = without_other_days(value_at, at)
            if item_price(value_at) is not None and item_name(value_at):
                items.append(around | value_at if around else value_at)
            inside = _holders(value_at.values())
            if inside:
                around = _around(value_at, inside, around)
                queue += [(inner, around) for inner in reversed(inside)]
        elif isinstance(value_at, list) and (inside := _holders(value_at[:2000])):
            shared = {key: around[key] for key in around if key != BESIDE}
            queue += [(inner, shared) for inner in reversed(inside)]
    return items


def _holders(values: Iterable[Any]) -> list[Any]:
    """Of the values those that may hold goods: objects and lists."""
    return [value for value in values if value.__class__ is dict or value.__class__ is list]


def _around(item: dict[str, Any], inside: list[Any], outer: dict[str, Any]) -> dict[str, Any]:
    """What an object hands down to the goods `inside` it: currency, seller, attributes beside them."""
    around: dict[str, Any] = {}
    if not _SHARED_KEYS.isdisjoint(item):
        if currency := next((item[key] for key in CURRENCIES if item.get(key)), None):
            around["currency"] = currency
        records = (item[key] for key in SHOP_RECORDS if isinstance(item.get(key), dict))
        names = (_record_name(record) for record in records if item_price(record) is None)
        if shop := next((name for name in names if name), None):
            around["shopName"] = shop
    if any(value.__class__ is list for value in inside) and (pairs := listed_pairs(item)):
        around[BESIDE] = pairs
    if BESIDE in outer:
        outer = {key: outer[key] for key in outer if key != BESIDE}
    return outer | around if around else outer


def _record_name(record: dict[str, Any]) -> str | None:
    return first_text(record, *SHOPS, *NAMES)


def _in_camel_case(item: dict[str, Any]) -> dict[str, Any]:
    """The object with its keys as most shops write them: those of .NET begin with a capital."""
    first = next(iter(item), "")
    if not (isinstance(first, str) and first[:1].isupper()):
        return item
    return {
        key.lower() if key.isupper() else f"{key[:1].lower()}{key[1:]}": value
        for key, value in item.items()
    }


def find_item_by_number(
    values: list[Any], heading: PageHeading, at: datetime | None = None
) -> dict[str, object] | None:
    """The first object with a price whose item number is a part of the address, though it has no
    name: states keep offers (number, price, stock) apart from what they are offers of. Special prices
    that do not hold at the time `at` are left out."""
    ids = {text for text in heading.ids if len(text) >= _LONG_ID}
    if not ids:
        return None
    queue = list(reversed(values))
    for _ in range(_MOST_NODES):
        if not queue:
            break
        value_at = queue.pop()
        if isinstance(value_at, dict):
            item: dict[str, object] = without_other_days(value_at, at)
            numbers = (item.get(key) for key in (*SKUS, *IDS))
            if item_price(item) and any(str(number) in ids for number in numbers):
                return item
            queue.extend(v for v in reversed(list(value_at.values())) if isinstance(v, dict | list))
        elif isinstance(value_at, list):
            queue.extend(v for v in reversed(value_at[:2000]) if isinstance(v, dict | list))
    return None


def find_main_item(
    items: list[dict[str, object]], heading: PageHeading
) -> dict[str, object] | None:
    """The object that the page is about: its number stands in the address, or its name alone of
    all names in the headline."""
    for item in items[:_MOST_ITEMS]:
        if _is_numbered(item, heading):
            return item
    named: dict[str, dict[str, object]] = {}
    for item in items[:_MOST_ITEMS]:
        name = item_name(item) or ""
        if len(name) > _SHORT_NAME and heading.is_named(name):
            named.setdefault(name, item)
    return next(iter(named.values())) if 0 < len(named) <= _MOST_NAMESAKES else None


def name_by_number(item: dict[str, object] | None, heading: PageHeading) -> str | None:
    """The name of the page's goods, where their number in the address tells which they are: documents of
    scripted shops are all called alike."""
    return item_name(item) if item is not None and _is_numbered(item, heading) else None


def _is_numbered(item: dict[str, object], heading: PageHeading) -> bool:
    return any(str(item[key]) in heading.ids for key in (*SKUS, *IDS) if item.get(key))


def merged_item_facts(
    items: list[dict[str, object]], main: dict[str, object], url: str
) -> ListingFacts:
    """The facts of all objects that bear the main item's name: pages keep several objects of one item."""
    name = item_name(main)
    alike = [item for item in items[:_MOST_ITEMS] if item is not main and item_name(item) == name]
    facts: ListingFacts = {}
    for item in (main, *alike[:_MOST_ALIKE]):
        facts = {**item_facts(item, url), **facts}
    return facts
