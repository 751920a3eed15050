"""Facts of a listing as one reader states them, and the clean record made of them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypedDict, cast

from crawler.extract.page.text import DESCRIPTION_LIMIT, TITLE_LIMIT, clean_text
from storage.records import Listing, Operator


class ListingFacts(TypedDict, total=False):
    """Field of `storage.records.Listing` → value; a field that a reader does not find is left out."""

    url: str | None
    title: str | None
    price: Decimal | None
    currency: str | None
    brand: str | None
    shop: str | None
    shop_url: str | None
    platform: str | None
    operator: Operator | None
    location: str | None
    description: str | None
    attributes: Mapping[str, str]
    category: tuple[str, ...]
    images: tuple[str, ...]
    item_id: str | None
    sku: str | None
    gtin: str | None
    sales: int | None
    availability: str | None


_LENGTHS = {"title": TITLE_LIMIT, "description": DESCRIPTION_LIMIT, "url": 2000, "shop_url": 2000}
"""Characters of a text that are kept."""
_TEXT_LENGTH = 300
"""Characters of every further text."""
_NAME_LENGTH, _VALUE_LENGTH = 60, 500
"""Characters of an attribute's name and value."""
_ITEM_LENGTH = 2000
"""Characters of an image's address or a category's name."""
MOST_ITEMS = 60
"""Images, categories and attributes that one listing keeps."""
EMPTY: tuple[object, ...] = (None, "", (), {})
"""Values of a field that holds nothing; a price of 0 holds something."""


def present(facts: ListingFacts) -> ListingFacts:
    """The facts without the fields that hold nothing; a price of 0 holds something."""
    return cast(ListingFacts, {name: value for name, value in facts.items() if value not in EMPTY})


def make_listing(url: str, facts: ListingFacts) -> Listing:
    """A listing of cleaned facts, at `url` where they name no address. They must hold a title."""
    ready: dict[str, Any] = {}
    for name, value in facts.items():
        if isinstance(value, str):
            ready[name] = clean_text(value, _LENGTHS.get(name, _TEXT_LENGTH)) or None
        elif isinstance(value, Mapping):
            ready[name] = {
                clean_text(key, _NAME_LENGTH): clean_text(str(text), _VALUE_LENGTH)
                for key, text in value.items()
            }
        elif isinstance(value, tuple | list):
            texts = (clean_text(str(item), _ITEM_LENGTH) for item in value)
            ready[name] = tuple(dict.fromkeys(text for text in texts if text))[:MOST_ITEMS]
        else:
            ready[name] = value
    ready.setdefault("url", url)
    ready["sku"] = ready.get("sku") or ready.get("item_id")
    return Listing(**{name: value for name, value in ready.items() if value is not None})


def make_operator(facts: Mapping[str, str | None]) -> Operator | None:
    """平台内经营者 when at least one of its fields is present."""
    texts = {name: clean_text(text, _TEXT_LENGTH) for name, text in facts.items() if text}
    return Operator(**texts) if texts else None
