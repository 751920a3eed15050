"""The fields of goods in one object of a page's own data (单个商品对象), by the names that shops give them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from crawler.extract.listing_facts import ListingFacts, present
from crawler.extract.page.text import plain_text
from crawler.extract.structured.attribute_pairs import attribute_pairs
from crawler.extract.structured.offers import read_availability
from crawler.extract.structured.schema_graph import all_texts, first_text
from crawler.extract.structured.state_keys import (
    ADDRESSES,
    BRANDS,
    DESCRIPTIONS,
    GTINS,
    IDS,
    IMAGES,
    NAMES,
    NAMES_OR_SHOPS,
    PLACES,
    PRICES,
    SALES,
    SHOP_RECORDS,
    SHOPS,
    SKUS,
    STOCKS,
)
from crawler.extract.visible.amounts import read_machine_price
from crawler.extract.visible.currencies import MULTIPLES, read_currency
from crawler.url.url_parts import absolute

_CENT_KEYS = frozenset({"compare_at_price", "public_title", "price_varies"})
_CENT_RECORDS = (
    frozenset({"variants", "vendor"}),
    frozenset({"introduction", "picUrl", "marketPrice", "salesCount"}),
    frozenset({"properties", "picUrl", "marketPrice", "vipPrice"}),
)
"""Keys of the records whose whole numbers are cents: Shopify's products (shopify.dev, Liquid object
product), and goods and variants of yudao's mall (AppProductSpuRespVO, "单位：分")."""
BESIDE = "attributes beside"
"""Key under which `find_items` hands attributes down; no shop writes it."""
_GTIN = re.compile(r"\d{8,14}")
_LIST_OF_PICTURES = re.compile(r"[\"']?\s*,\s*[\"']?(?=https?:|/)")
"""Between the pictures of one text: "/a.png,/b.png", or a list written as JSON."""
_TEXT_OR_RECORD = frozenset(SHOP_RECORDS) & frozenset(DESCRIPTIONS)
"""Keys under which one program writes a text on the goods, another one the record of their seller."""
_PRICE_DEPTH = 3
"""Objects around the number of a price; {"current": {"value": 199}} has two."""
_WRAPPED = (
    "sale", "promo", "discounted", "final", "selling", "current", "now", "value", "raw", "amount",
    "regular", "base", "formatted",
)  # fmt: skip
_COUNT = re.compile(
    rf"(\d{{1,12}}(?:\.\d{{1,6}})?)\s*({'|'.join(sorted(MULTIPLES, key=len, reverse=True))}|k|w(?![a-z]))?",
    re.I,
)
CURRENCIES = ("currency", "priceCurrency", "currencyCode", "currency_code")


def item_name(item: dict[str, object]) -> str | None:
    for key in (*NAMES, *NAMES_OR_SHOPS):
        value = item.get(key)
        if isinstance(value, str) and len(value.strip()) > 1:
            return value
    return None


def _shop(item: dict[str, object]) -> str | None:
    """The seller's name; what names the goods for want of another name is none."""
    named = any(isinstance(item.get(key), str) and item.get(key) for key in NAMES)
    keys = SHOPS if named else tuple(key for key in SHOPS if key not in NAMES_OR_SHOPS)
    return _first(item, (*keys, *_of_shape(item, SHOP_RECORDS, dict)), *SHOPS, *NAMES)


def _of_shape(item: dict[str, object], keys: tuple[str, ...], shape: type) -> tuple[str, ...]:
    """These keys, those that may hold a text or a record only where theirs has one shape of the two."""
    return tuple(
        key for key in keys if key not in _TEXT_OR_RECORD or isinstance(item.get(key), shape)
    )


_PRICE_KEYS = frozenset(PRICES)


def item_price(item: dict[str, object]) -> Decimal | None:
    """What a buyer pays; None for an object that names no price."""
    if _PRICE_KEYS.isdisjoint(item):
        return None  # as of nearly all objects of a page
    prices: list[tuple[Any, Decimal]] = []
    for key in PRICES:
        held = item.get(key)
        value = None if held is None else _figure(held)
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
    """Does the object have the shape in which a shop program prints goods with whole cents? Elsewhere a
    whole number is in cents when the object holds the same price a hundred times smaller, too."""
    keys = item.keys()
    return bool(keys & _CENT_KEYS) or any(record <= keys for record in _CENT_RECORDS)


def _figure(value: Any, depth: int = 0) -> Any:
    """The number of a price that may be wrapped: {"current": {"value": 199}}."""
    if isinstance(value, dict) and depth < _PRICE_DEPTH:
        inner = (_figure(value[key], depth + 1) for key in (*PRICES, *_WRAPPED) if key in value)
        return next((figure for figure in inner if figure is not None), None)
    return None if isinstance(value, bool | list | dict) else value


def item_facts(item: dict[str, object], url: str) -> ListingFacts:
    """Listing fields of one such object."""
    facts: ListingFacts = {
        "title": plain_text(item_name(item) or "", 500),
        "price": item_price(item),
        "currency": read_currency(_currency(item)),
        "sku": _first(item, SKUS) or _number(item),
        "item_id": _first(item, IDS),
        "brand": _first(item, BRANDS),
        "gtin": _gtin(item),
        "shop": _shop(item),
        "images": tuple(_pictures(item, url)),
        "sales": read_sales(_first(item, SALES)),
        "location": _first(item, PLACES),
        "availability": _availability(item),
        "attributes": _attributes(item),
        "description": plain_text(_first(item, _of_shape(item, DESCRIPTIONS, str)) or ""),
    }
    return present(facts)


def item_url(item: dict[str, object], url: str) -> str | None:
    """The address of the listing that such an object names, absolute."""
    for key in ADDRESSES:
        value = item.get(key)
        if isinstance(value, str) and len(value) > 1 and (link := absolute(url, value)):
            return link if link != url else None
    return None


def read_sales(text: str | None) -> int | None:
    """Number sold as shown: "月销 1.2万+" and "1.2w+人付款" → 12000, "已拼10万+件" → 100000."""
    match = _COUNT.search((text or "").replace(",", ""))
    if not match:
        return None
    word = (match[2] or "").lower()
    return int(Decimal(match[1]) * (_LETTERS.get(word) or MULTIPLES.get(word, 1)))


_LETTERS = {"k": 1000, "w": 10_000}
"""Letters behind a number sold, 千 and 万 (w for wàn); behind a price w is a power."""


def _first(item: dict[str, object], keys: tuple[str, ...], *inner: str) -> str | None:
    """The first text under one of these keys; of an object there, that under one of its `inner` keys."""
    for key in keys:
        value = item.get(key)
        if (
            value
            and not isinstance(value, bool)
            and (text := first_text(value, *(inner or ("name", "title", "value"))))
        ):
            return text
    return None


def _attributes(item: dict[str, object]) -> dict[str, str]:
    beside = item.get(BESIDE)
    return {**(beside if isinstance(beside, dict) else {}), **attribute_pairs(item)}


def _currency(item: dict[str, Any]) -> str | None:
    """Beside the price or inside it."""
    places = (item, *(item[key] for key in PRICES if isinstance(item.get(key), dict)))
    places += tuple(value for place in places[1:] for value in place.values())
    values = (p.get(key) for p in places if isinstance(p, dict) for key in CURRENCIES)
    return next((text for value in values if (text := first_text(value, "code", "iso"))), None)


def _gtin(item: dict[str, object]) -> str | None:
    number = _first(item, GTINS) or ""
    return number if _GTIN.fullmatch(number) else None


def _number(item: dict[str, object]) -> str | None:
    """A bar code that is none is the seller's own number."""
    number = _first(item, GTINS)
    return None if number is None or _GTIN.fullmatch(number) else number


def _pictures(item: dict[str, object], url: str) -> Iterator[str]:
    links = (
        absolute(url, text)
        for key in IMAGES
        if item.get(key)
        for whole in all_texts(item[key], "url", "src", "image", "imgUrl", "uri", "images")
        for text in _LIST_OF_PICTURES.split(whole.strip("[]\"' "))
        if text
    )
    yield from dict.fromkeys(link for link in links if link)


def _availability(item: dict[str, object]) -> str | None:
    for key in STOCKS:
        value = item.get(key)
        if isinstance(value, dict):
            value = first_text(value, "status", "name", "code", "value")
        if isinstance(value, str) and value.isdecimal():
            value = int(value[:9])
        if isinstance(value, int):  # a truth value, too
            says_gone = key.lower().endswith("soldout")
            return "InStock" if (value > 0) != says_gone else "OutOfStock"
        if isinstance(value, str) and (name := read_availability(value)):
            return name
    return None
