"""Goods in a page's own data: Next / Nuxt state, script objects, JSON answers of its interface.

Shops that draw themselves by script still carry their data as JSON. Any object with a name and a
price is a candidate; which one the page is about is decided by its name and its address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from crawler.extract.listing_facts import ListingFacts, present
from crawler.extract.page.heading import Heading
from crawler.extract.page.text import plain_text
from crawler.extract.structured.offers import read_availability
from crawler.extract.structured.schema_graph import all_texts, first_text
from crawler.extract.structured.state_keys import (
    ADDRESSES,
    BRANDS,
    GTINS,
    IDS,
    IMAGES,
    NAMES,
    PLACES,
    PRICES,
    SALES,
    SHOPS,
    SKUS,
    STOCKS,
)
from crawler.extract.visible.amounts import read_machine_price
from crawler.extract.visible.currencies import MULTIPLES, read_currency
from crawler.url.url_parts import absolute

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
_CENT_KEYS = frozenset({"compare_at_price", "public_title", "price_varies"})
_PRICE_DEPTH = 3
"""Objects around the number of a price; {"current": {"value": 199}} has two."""
_WRAPPED = (
    "sale", "promo", "discounted", "final", "selling", "current", "now", "value", "raw", "amount",
    "regular", "base", "formatted",
)  # fmt: skip
_COUNT = re.compile(
    rf"(\d{{1,12}}(?:\.\d{{1,6}})?)\s*({'|'.join(sorted(MULTIPLES, key=len, reverse=True))}|k)?",
    re.I,
)
_CURRENCIES = ("currency", "priceCurrency", "currencyCode", "currency_code")


def find_items(value: Any) -> list[dict[str, object]]:
    """Objects that have a name and a price, in reading order; walks at most 30,000 nodes.

    The currency often stands once around many goods: it is handed down to those without one.
    """
    items: list[dict[str, object]] = []
    queue: list[tuple[Any, Any]] = [(value, None)]
    visited = 0
    while queue and visited < _MOST_NODES:
        value_at, currency = queue.pop()
        visited += 1
        if isinstance(value_at, dict):
            value_at = _in_camel_case(value_at)
            currency = next((value_at[key] for key in _CURRENCIES if value_at.get(key)), currency)
            if _name(value_at) and _priced(value_at) is not None:
                items.append(
                    value_at
                    if "currency" in value_at or not currency
                    else value_at | {"currency": currency}
                )
            inside = (v for v in reversed(list(value_at.values())) if isinstance(v, dict | list))
            queue.extend((inner, currency) for inner in inside)
        elif isinstance(value_at, list):
            inside = (v for v in reversed(value_at[:2000]) if isinstance(v, dict | list))
            queue.extend((inner, currency) for inner in inside)
    return items


def _in_camel_case(item: dict[str, Any]) -> dict[str, Any]:
    """The object with its keys as most shops write them: those of .NET begin with a capital."""
    first = next(iter(item), "")
    if not (isinstance(first, str) and first[:1].isupper()):
        return item
    return {
        key.lower() if key.isupper() else f"{key[:1].lower()}{key[1:]}": value
        for key, value in item.items()
    }


def find_item_by_number(values: list[Any], heading: Heading) -> dict[str, object] | None:
    """The first object with a price whose item number is a part of the address, though it has no
    name: states keep offers (number, price, stock) apart from what they are offers of."""
    ids = {text for text in heading.ids if len(text) >= _LONG_ID}
    if not ids:
        return None
    queue = list(reversed(values))
    for _ in range(_MOST_NODES):
        if not queue:
            break
        value_at = queue.pop()
        if isinstance(value_at, dict):
            numbers = (value_at.get(key) for key in (*SKUS, *IDS))
            if any(str(number) in ids for number in numbers) and _priced(value_at):
                return value_at
            queue.extend(v for v in reversed(list(value_at.values())) if isinstance(v, dict | list))
        elif isinstance(value_at, list):
            queue.extend(v for v in reversed(value_at[:2000]) if isinstance(v, dict | list))
    return None


def _name(item: dict[str, object]) -> str | None:
    for key in NAMES:
        value = item.get(key)
        if isinstance(value, str) and len(value.strip()) > 1:
            return value
    return None


def _priced(item: dict[str, object]) -> Decimal | None:
    prices: list[tuple[Any, Decimal]] = []
    for key in PRICES:
        value = _figure(item.get(key))
        if value is not None and (amount := read_machine_price(value)) is not None:
            prices.append((value, amount))
    paid = [(value, amount) for value, amount in prices if amount]
    if not paid:
        return prices[0][1] if prices else None
    value, amount = paid[0]
    cents = amount.scaleb(-2)
    if isinstance(value, int) and _is_in_cents(item):
        return cents
    told_again = str(value).isdigit() and any(further == cents for _, further in paid[1:])
    return cents if told_again else amount


def _is_in_cents(item: dict[str, object]) -> bool:
    """Does the object have the shape in which Shopify's templates print goods? Whole numbers there
    are cents (shopify.dev, Liquid objects product and variant). Elsewhere a whole number is in cents
    when the object holds the same price a hundred times smaller, too."""
    keys = item.keys()
    return bool(keys & _CENT_KEYS) or {"variants", "vendor"} <= keys


def _figure(value: Any, depth: int = 0) -> Any:
    """The number of a price that may be wrapped: {"current": {"value": 199}}."""
    if isinstance(value, dict) and depth < _PRICE_DEPTH:
        inner = (_figure(value[key], depth + 1) for key in (*PRICES, *_WRAPPED) if key in value)
        return next((figure for figure in inner if figure is not None), None)
    return None if isinstance(value, bool | list | dict) else value


def item_facts(item: dict[str, object], url: str) -> ListingFacts:
    """Listing fields of one such object."""
    facts: ListingFacts = {
        "title": plain_text(_name(item) or "", 500),
        "price": _priced(item),
        "currency": read_currency(_currency(item)),
        "sku": _first(item, SKUS),
        "item_id": _first(item, IDS),
        "brand": _first(item, BRANDS),
        "gtin": _gtin(item),
        "shop": _first(item, SHOPS),
        "images": tuple(_pictures(item, url)),
        "sales": read_sales(_first(item, SALES)),
        "location": _first(item, PLACES),
        "availability": _availability(item),
        "description": plain_text(_first(item, ("description", "desc", "goodsDesc")) or ""),
    }
    return present(facts)


def item_url(item: dict[str, object], url: str) -> str | None:
    """The address of the listing that such an object names, absolute."""
    for key in ADDRESSES:
        value = item.get(key)
        if isinstance(value, str) and len(value) > 1 and (link := absolute(url, value)):
            return link if link != url else None
    return None


def find_main_item(items: list[dict[str, object]], heading: Heading) -> dict[str, object] | None:
    """The object that the page is about: its number stands in the address, or its name alone of
    all names in the headline."""
    for item in items[:_MOST_ITEMS]:
        if any(str(item[key]) in heading.ids for key in (*SKUS, *IDS) if item.get(key)):
            return item
    named: dict[str, dict[str, object]] = {}
    for item in items[:_MOST_ITEMS]:
        name = _name(item) or ""
        if len(name) > _SHORT_NAME and heading.is_named(name):
            named.setdefault(name, item)
    return next(iter(named.values())) if 0 < len(named) <= _MOST_NAMESAKES else None


def merged_item_facts(
    items: list[dict[str, object]], main: dict[str, object], url: str
) -> ListingFacts:
    """The facts of all objects that bear the main item's name: pages keep several objects of one item."""
    name = _name(main)
    alike = [item for item in items[:_MOST_ITEMS] if item is not main and _name(item) == name]
    facts: ListingFacts = {}
    for item in (main, *alike[:_MOST_ALIKE]):
        facts = {**item_facts(item, url), **facts}
    return facts


def read_sales(text: str | None) -> int | None:
    """Number sold as shown: "月销 1.2万+" → 12000, "已拼10万+件" → 100000."""
    match = _COUNT.search((text or "").replace(",", ""))
    if not match:
        return None
    word = (match[2] or "").lower()
    return int(Decimal(match[1]) * (1000 if word == "k" else MULTIPLES.get(word, 1)))


def _first(item: dict[str, object], keys: tuple[str, ...]) -> str | None:
    for key in keys:
        value = item.get(key)
        if (
            value
            and not isinstance(value, bool)
            and (text := first_text(value, "name", "title", "value"))
        ):
            return text
    return None


def _currency(item: dict[str, Any]) -> str | None:
    """Beside the price or inside it."""
    places = (item, *(item[key] for key in PRICES if isinstance(item.get(key), dict)))
    places += tuple(value for place in places[1:] for value in place.values())
    values = (p.get(key) for p in places if isinstance(p, dict) for key in _CURRENCIES)
    return next((text for value in values if (text := first_text(value, "code", "iso"))), None)


def _gtin(item: dict[str, object]) -> str | None:
    number = _first(item, GTINS) or ""
    return number if re.fullmatch(r"\d{8,14}", number) else None


def _pictures(item: dict[str, object], url: str) -> Iterator[str]:
    for key in IMAGES:
        for text in (
            all_texts(item.get(key), "url", "src", "image", "imgUrl") if item.get(key) else ()
        ):
            if link := absolute(url, text):
                yield link


def _availability(item: dict[str, object]) -> str | None:
    for key in STOCKS:
        value = item.get(key)
        if isinstance(value, bool):
            return "InStock" if value != key.lower().endswith("soldout") else "OutOfStock"
        if isinstance(value, int):
            return "InStock" if value > 0 else "OutOfStock"
        if isinstance(value, dict):
            value = first_text(value, "status", "name", "code", "value")
        if isinstance(value, str) and (name := read_availability(value)):
            return name
    return None
