"""One item of an API as a listing (商品 → 商品信息), under the address at which a buyer sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from html import unescape
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from crawler.extract.structured.state_item import read_sales
from crawler.open_api.description import TEXT_FIELDS, ApiDescription, ItemAddress, Price
from crawler.open_api.json_path import as_text, first_text, values_at
from storage.base.money import read_price
from storage.records import Listing

_TAG = re.compile(r"</?[a-z][^>]{0,200}>", re.IGNORECASE)
_DEEPEST = 3
"""Addresses within addresses that are opened: affiliate links wrap a link once or twice."""
NO_ALIASES: Mapping[str, str] = MappingProxyType({})
_SHOP_NUMBER = "店铺编号"


def listing_in(
    description: ApiDescription, item: Mapping[str, object], aliases: Mapping[str, str] = NO_ALIASES
) -> Listing | None:
    """The listing that an item describes; None without a title, or without an id or an address.

    `aliases`: address → the better one that another item of the same goods gave.
    """
    url = next(item_addresses(description.addresses, item), None)
    if url is not None:
        url = aliases.get(url, url)
    title = _text(description, item, "title")
    if url is None or title is None:
        return None
    texts: dict[str, Any] = {
        name: _text(description, item, name) for name in TEXT_FIELDS if name != "title"
    }
    if texts["shop_url"]:
        texts["shop_url"] = _with_scheme(texts["shop_url"])
    shop_id = _text(description, item, "shop_id")
    price = _price(description.price, item) if description.price else None
    return Listing(
        url=url,
        title=title,
        price=price,
        currency=_currency(description.price, item) if price is not None else None,
        category=_texts(description, item, "category"),
        images=tuple(map(_with_scheme, _texts(description, item, "images"))),
        sales=read_sales(_text(description, item, "sales")),
        attributes={_SHOP_NUMBER: shop_id} if shop_id else {},
        **texts,
    )


def item_addresses(addresses: tuple[ItemAddress, ...], item: Mapping[str, object]) -> Iterator[str]:
    """The plain addresses of an item, affiliate links unwrapped, by each way that leads to one, the best first."""
    for address in addresses:
        if not all(first_text(item, (path,)) in values for path, values in address.only_if.items()):
            continue
        for number in _ids(address, item):
            yield address.template.replace("{id}", number)


def _ids(address: ItemAddress, item: Mapping[str, object]) -> Iterator[str]:
    for path in address.ids:
        for value in values_at(item, path):
            if match := re.fullmatch(address.pattern, as_text(value) or ""):
                yield match["id"]
    for path in address.links:
        for value in values_at(item, path):
            for link in unwrapped(as_text(value) or ""):
                if match := re.search(address.pattern, link):
                    yield match["id"]


def unwrapped(link: str, depth: int = 0) -> Iterator[str]:
    """An address, then those that its query holds, from the outside inwards."""
    if not link:
        return
    link = _with_scheme(link)
    yield link
    if depth < _DEEPEST:
        try:
            parts = urlsplit(link)
        except ValueError:
            return
        for _, value in parse_qsl(parts.query):
            if value.startswith(("http://", "https://", "//")):
                yield from unwrapped(value, depth + 1)


def _text(description: ApiDescription, item: Mapping[str, object], name: str) -> str | None:
    text = first_text(item, description.fields.get(name, ()))
    return " ".join(unescape(_TAG.sub("", text)).split()) or None if text else None


def _texts(description: ApiDescription, item: Mapping[str, object], name: str) -> tuple[str, ...]:
    values = (value for path in description.fields.get(name, ()) for value in values_at(item, path))
    return tuple(dict.fromkeys(text for value in values if (text := as_text(value))))


def _price(price: Price, item: Mapping[str, object]) -> Decimal | None:
    """The price in the main unit; APIs write 0 where there is none, so that 0 is unknown."""
    for path in price.paths:
        for value in values_at(item, path):
            text = as_text(value)
            amount = read_price(text) if text else None
            if amount:
                return price.in_yuan(amount)
    return None


def _currency(price: Price | None, item: Mapping[str, object]) -> str | None:
    if price is None:
        return None
    return first_text(item, price.currency_paths) or price.currency


def _with_scheme(link: str) -> str:
    if link.startswith("//"):
        return f"https:{link}"
    return link if "://" in link else f"https://{link}"
