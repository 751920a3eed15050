"""Values that a profile's selectors find, in the types of the listing's fields (档案字段取值)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from crawler.extract.page.text import plain_text
from crawler.extract.structured.offers import read_availability
from crawler.extract.structured.schema_graph import all_texts, first_text
from crawler.extract.structured.state_item import read_sales
from crawler.extract.visible.amounts import read_machine_price
from crawler.extract.visible.currencies import read_currency
from crawler.platform.selectors import Selector
from crawler.url.url_parts import absolute

_LINKS = ("shop_url", "url")
_PAIR_NAMES = ("name", "title", "key", "attrName", "propName", "fname", "label")
_PAIR_VALUES = ("value", "values", "text", "attrValue", "propValue", "fvalue")


def field_value(name: str, values: list[Any], url: str, way: Selector) -> Any:
    """The values of one field in the field's own type."""
    if not values:
        return None
    if name == "price":
        return _price(values, way)
    reader = _READERS.get(name)
    if reader:
        return reader(values)
    if name == "images":
        sources = tuple(t for v in values for t in all_texts(v, "url", "src", "imageURI"))
        return tuple(link for text in sources if (link := absolute(url, text)))
    if name == "category":
        return tuple(plain_text(t) for v in values for t in all_texts(v))
    text = first_text(values[0])
    if text is None:
        return None
    return absolute(url, text) if name in _LINKS else plain_text(text)


def _attributes(values: list[Any]) -> dict[str, str]:
    attributes: dict[str, str] = {}
    pairs = [pair for value in values if (pair := _pair(value))]
    if pairs:
        return dict(pairs)
    for value in values:
        if isinstance(value, dict):
            attributes |= {
                plain_text(str(k), 60): plain_text(str(v), 500) for k, v in value.items() if v
            }
        elif isinstance(value, str):
            key, _, text = value.replace("：", ":").partition(":")
            if text.strip() and len(key) <= 40:
                attributes[plain_text(key, 60)] = plain_text(text, 500)
    return attributes


def _pair(value: Any) -> tuple[str, str] | None:
    """Name and value of an attribute that is an object of the two."""
    if not isinstance(value, dict):
        return None
    name = next((value[key] for key in _PAIR_NAMES if isinstance(value.get(key), str)), None)
    text = first_text([value[key] for key in _PAIR_VALUES if key in value])
    return (plain_text(name, 60), plain_text(text, 500)) if name and text else None


def _price(values: list[Any], way: Selector) -> Decimal | None:
    """The first price that an element shows; of all prices in an object the lowest, since those
    are the choices of one listing."""
    amounts = (read_machine_price(first_text(value)) for value in values)
    prices = [price for price in amounts if price]
    if not prices:
        return None
    price = prices[0] if way.css is not None or way.xpath is not None else min(prices)
    return price.scaleb(-2) if way.unit == "fen" else price


_READERS: dict[str, Callable[[list[Any]], Any]] = {
    "currency": lambda values: read_currency(first_text(values[0])),
    "availability": lambda values: read_availability(values[0]),
    "sales": lambda values: read_sales(first_text(values[0])),
    "attributes": _attributes,
}
