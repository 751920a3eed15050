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
from crawler.extract.visible.shop_words import (
    IN_STOCK,
    NOT_GOODS,
    PREORDER,
    SOLD_OUT,
)
from crawler.url.url_parts import absolute, split

_AVAILABILITY = {
    word: term for term, words in TERMS.groups["availability"].items() for word in words
}
_USED = re.compile(r"used|refurbished|damaged", re.I)
GONE = frozenset({"OutOfStock", "Discontinued"})
_OLD = re.compile(r"list|strike|msrp|regular|rrp|srp|invoice|minimumadvertised", re.I)
_SALE = re.compile(r"sale", re.I)
_SENTENCE_LENGTH = 80
"""Characters of a text that says whether goods are there; chosen by hand."""
_MEMBERS_ONLY = ("validForMemberTier", "eligibleCustomerType", "memberProgram")
"""Properties of a price that only some buyers pay (Google's loyalty markup)."""
_RATES = ("billingDuration", "billingIncrement", "billingPeriod")
"""Properties of a price that is paid again and again."""


def read_availability(value: object) -> str | None:
    """The schema.org short name of an availability, however it was written.

    Shades that are the same to a buyer become one: few left is InStock, sold out is OutOfStock.
    """
    if isinstance(value, bool):
        return "InStock" if value else "OutOfStock"
    text = first_text(value, "@id", "name")
    if not text:
        return None
    name = re.split(r"[/#:]", text.strip().rstrip("/;., "))[-1].strip().lower()
    term = _AVAILABILITY.get(name) or _AVAILABILITY.get(re.sub(r"[\s_-]", "", name))
    return term or _worded_availability(text)


def _worded_availability(text: str) -> str | None:
    """What a sentence says, in the words that pages show to buyers ("Rupture de stock")."""
    if len(text) > _SENTENCE_LENGTH:
        return None
    words = {"OutOfStock": SOLD_OUT, "PreOrder": PREORDER, "InStock": IN_STOCK}
    return next((term for term, pattern in words.items() if pattern.search(text)), None)


def offer_facts(offers: Any, page_ids: Iterable[str] = (), url: str = "") -> ListingFacts:
    """One offer out of all that a product carries.

    Freight, insurance and what only members pay are no offers of the goods. The one the address
    names (a chosen size or colour), else the cheapest that can be bought,
    else the cheapest: 'from' prices are what a buyer pays for the plainest unit.
    """
    flat = _flatten(offers)
    if not flat:
        return {}
    chosen = _chosen(flat, tuple(page_ids), url)
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
    if _is_keyed(offers):
        return _flatten(list(offers.values()), depth + 1)
    inner = _flatten(offers.get("offers"), depth + 1)
    priced = [node for node in inner if _price(node) is not None]
    if priced and "aggregateoffer" in types_of(offers):
        shared = {k: offers[k] for k in ("priceCurrency", "seller", "availability") if k in offers}
        return [{**shared, **node} for node in priced]
    return [offers]


def _is_keyed(offers: Node) -> bool:
    """Is it a list that PHP wrote as an object: {"0": {…}, "1": {…}}?"""
    return bool(offers) and all(
        key.isdigit() and isinstance(inner, dict) for key, inner in offers.items()
    )


def _is_for_all(offer: Node) -> bool:
    """Is an offer, or a price specification, what anybody pays for one piece of the goods?"""
    if any(offer.get(key) for key in (*_MEMBERS_ONLY, *_RATES)):
        return False
    quantity = offer.get("eligibleQuantity")
    least = quantity.get("minValue") if isinstance(quantity, dict) else None
    if least is not None and (read_machine_price(least) or 0) > 1:
        return False
    texts = (first_text(offer.get(key)) for key in ("name", "category", "additionalType"))
    kinds = types_of(offer)
    return "deliverychargespecification" not in kinds and not any(
        NOT_GOODS.search(text) for text in texts if text and len(text) <= _SENTENCE_LENGTH
    )


def _leads_here(offer: Node, url: str) -> bool:
    """Is an offer's address the page's own, or does it choose what the page's address chooses?"""
    address = first_text(offer.get("url") or offer.get("@id")) or ""
    here, there = split(url), split(absolute(url, address) or "") if address and url else None
    if here is None or there is None or here.path.rstrip("/") != there.path.rstrip("/"):
        return False
    choice = {*there.pairs()}
    return choice <= {*here.pairs()} and bool(choice or not here.query)


def _chosen(flat: list[Node], page_ids: tuple[str, ...], url: str) -> Node:
    named = [offer for offer in flat if is_named_by_url(offer, page_ids)]
    if len(named) != 1:
        named = [offer for offer in flat if _leads_here(offer, url)]
    if len(named) == 1 and _price(named[0]) is not None:
        return named[0]
    priced = [offer for offer in flat if _price(offer) is not None]
    priced = [offer for offer in priced if _is_for_all(offer)] or priced
    current = [o for o in priced if not _OLD.search(str(o.get("priceType") or ""))]
    priced = current or priced
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
    currency = read_currency(first_text(offer.get("priceCurrency")))
    for key in ("price", "lowPrice"):
        for text in all_texts(offer.get(key), "price", "@value", "value"):
            if (value := read_machine_price(text, currency)) is not None:
                return value
    specification = _specification(offer)
    currency = read_currency(first_text(specification.get("priceCurrency"))) or currency
    price = first_text(specification.get("price") or specification.get("minPrice"))
    return read_machine_price(price, currency)


def _specification(offer: Node) -> Node:
    """The price specification in force for anybody and one piece: a sale price before an untyped
    one, not the list price beside it, not the price of a kilogram or before tax."""
    specifications = offer.get("priceSpecification")
    mappings = [
        s
        for s in (specifications if isinstance(specifications, list) else [specifications])
        if isinstance(s, dict)
    ]
    general = [s for s in mappings if _is_for_all(s)] or mappings
    whole = [s for s in general if not _is_share(s)] or general
    paid = [s for s in whole if not _OLD.search(str(s.get("priceType") or s.get("name") or ""))]
    paid.sort(key=lambda s: not _SALE.search(str(s.get("priceType") or "")))
    return next(iter(paid or mappings), {})


def _is_share(specification: Node) -> bool:
    """Is it the price of a measure of the goods (kilogram, litre), or one before tax?"""
    taxed = str(specification.get("valueAddedTaxIncluded", "true")).lower()
    return bool(specification.get("referenceQuantity")) or taxed == "false"
