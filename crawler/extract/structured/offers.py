"""The offer of a schema.org product: price really paid, currency, availability, seller."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from crawler.extract.listing_facts import ListingFacts, present
from crawler.extract.structured.schema_graph import TERMS, Node, all_texts, first_text, types_of
from crawler.extract.visible.amounts import read_machine_price
from crawler.extract.visible.currencies import read_currency

_AVAILABILITY = {
    word: term for term, words in TERMS.groups["availability"].items() for word in words
}
_USED = re.compile(r"used|refurbished|damaged", re.I)
GONE = frozenset({"OutOfStock", "Discontinued"})
_OLD = re.compile(r"list|strike|msrp|regular|rrp|srp|invoice", re.I)


def read_availability(value: object) -> str | None:
    """The schema.org short name of an availability, however it was written.

    Shades that are the same to a buyer become one: few left is InStock, sold out is OutOfStock.
    """
    if isinstance(value, bool):
        return "InStock" if value else "OutOfStock"
    text = first_text(value, "@id", "name")
    if not text:
        return None
    name = re.split(r"[/#]", text.strip())[-1].strip().lower()
    return _AVAILABILITY.get(name) or _AVAILABILITY.get(re.sub(r"[\s_-]", "", name))


def offer_facts(offers: Any, page_ids: Iterable[str] = ()) -> ListingFacts:
    """One offer out of all that a product carries.

    The one the address names (a chosen size or colour), else the cheapest that can be bought,
    else the cheapest: 'from' prices are what a buyer pays for the plainest unit.
    """
    flat = _flatten(offers)
    if not flat:
        return {}
    chosen = _chosen(flat, tuple(page_ids))
    facts = _facts(chosen)
    if len(flat) > 1:
        stocks = {read_availability(offer.get("availability")) for offer in flat}
        live = stocks - GONE - {None}
        facts["availability"] = (
            "InStock"
            if "InStock" in live
            else next(iter(sorted(filter(None, live or stocks))), None)
        )
    return present(facts)


def _flatten(offers: Any, depth: int = 0) -> list[Node]:
    if isinstance(offers, list):
        return [node for item in offers[:300] for node in _flatten(item, depth)]
    if not isinstance(offers, dict) or depth > 3:
        return []
    inner = _flatten(offers.get("offers"), depth + 1)
    priced = [node for node in inner if _price(node) is not None]
    if priced and "aggregateoffer" in types_of(offers):
        shared = {k: offers[k] for k in ("priceCurrency", "seller", "availability") if k in offers}
        return [{**shared, **node} for node in priced]
    return [offers]


def _chosen(flat: list[Node], page_ids: tuple[str, ...]) -> Node:
    named = [offer for offer in flat if is_named_by_url(offer, page_ids)]
    if len(named) == 1 and _price(named[0]) is not None:
        return named[0]
    priced = [offer for offer in flat if _price(offer) is not None]
    fresh = [o for o in priced if not _USED.search(first_text(o.get("itemCondition")) or "")]
    priced = fresh or priced
    live = [offer for offer in priced if read_availability(offer.get("availability")) not in GONE]
    return min(live or priced or flat, key=lambda offer: _price(offer) or Decimal(0))


def is_named_by_url(node: Node, page_ids: tuple[str, ...]) -> bool:
    """Does an offer or variant carry a number or an address out of the page's own address?"""
    names = {first_text(node.get(key)) for key in ("sku", "url", "productID", "@id")}
    return bool(names & {*page_ids})


def _facts(offer: Node) -> ListingFacts:
    seller = offer.get("seller") or offer.get("offeredBy") or offer.get("merchant")
    specification = _specification(offer)
    return {
        "price": _price(offer),
        "currency": read_currency(
            first_text(offer.get("priceCurrency")) or first_text(specification.get("priceCurrency"))
        ),
        "availability": read_availability(offer.get("availability")),
        "sku": first_text(offer.get("sku")),
        "shop": first_text(seller, "name", "legalName"),
        "shop_url": first_text(seller, "url", "@id") if isinstance(seller, dict) else None,
    }


def _price(offer: Node) -> Decimal | None:
    for key in ("price", "lowPrice"):
        for text in all_texts(offer.get(key), "price", "@value", "value"):
            if (value := read_machine_price(text)) is not None:
                return value
    specification = _specification(offer)
    return read_machine_price(
        first_text(specification.get("price") or specification.get("minPrice"))
    )


def _specification(offer: Node) -> Node:
    """The price specification in force, not the struck-through list price beside it."""
    specifications = offer.get("priceSpecification")
    mappings = [
        s
        for s in (specifications if isinstance(specifications, list) else [specifications])
        if isinstance(s, dict)
    ]
    paid = [s for s in mappings if not _OLD.search(str(s.get("priceType") or s.get("name") or ""))]
    return next(iter(paid or mappings), {})
