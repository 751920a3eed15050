"""A schema.org product node read into the fields of a listing."""

from __future__ import annotations

import re
from typing import Any

from crawler.extract.listing_facts import ListingFacts, make_listing, present
from crawler.extract.page.text import plain_text
from crawler.extract.structured.offers import is_named_by_url, offer_facts
from crawler.extract.structured.schema_graph import (
    Node,
    all_texts,
    first_text,
    is_goods,
    products,
    types_of,
)
from crawler.extract.visible.brand import clean_brand
from crawler.url.url_kind import address_kind
from crawler.url.url_parts import absolute
from storage.records import Listing

_GTINS = ["gtin", "gtin13", "gtin14", "gtin12", "gtin8", "isbn", "ean", "upc"]
_NAMES = {
    "color": "颜色", "material": "材质", "size": "尺码", "model": "型号", "countryOfOrigin": "产地",
    "manufacturer": "厂名", "weight": "重量", "mpn": "厂家货号", "countryOfAssembly": "装配地",
}  # fmt: skip
_MOST_LISTED = 300
"""Entries of a list that are read; a bound on the work that one page may cost."""
_MOST_VARIANTS = 200
"""Variants and offers of one product; a bound on the work that one page may cost."""
_GTIN = re.compile(r"\d{8,14}")


def product_facts(node: Node, url: str, page_ids: tuple[str, ...] = ()) -> ListingFacts:
    """Fields of the listing that this product node describes; absent ones are left out."""
    group = node.get("isVariantOf")
    if isinstance(group, dict):
        node = {**{key: value for key, value in group.items() if key != "hasVariant"}, **node}
    variant = _named_variant(node, (*page_ids, url))
    if variant is not None:
        node = {**node, **{key: value for key, value in variant.items() if key != "name"}}
    facts: ListingFacts = {
        "title": plain_text(first_text(node.get("name"), "@value", "name") or ""),
        "description": plain_text(first_text(node.get("description"), "@value") or ""),
        "brand": clean_brand(
            plain_text(first_text(node.get("brand"), "name", "@value", "logo") or "")
        ),
        "sku": first_text(node.get("sku")),
        "item_id": first_text(
            node.get("productID") or node.get("productId") or node.get("productGroupID")
        ),
        "gtin": _gtin(node),
        "images": _images(node, url),
        "category": _category(node),
        "attributes": _attributes(node),
    }
    offer = offer_facts(node.get("offers") or _variant_offers(node), page_ids, url)
    facts = {**offer, **present(facts)}
    if shop_url := facts.get("shop_url"):
        facts["shop_url"] = absolute(url, shop_url)
    return present(facts)


def listed_goods(nodes: list[tuple[Node, int]], url: str) -> tuple[Listing, ...]:
    """What ItemLists (or products side by side) say of each of their goods, by its address."""
    listings: dict[str, Listing] = {}
    for entry in _entries(nodes)[:_MOST_LISTED]:
        inner = entry.get("item")
        product = inner if isinstance(inner, dict) else entry
        link = absolute(
            url, first_text([product.get("url"), product.get("@id"), entry.get("url")]) or ""
        )
        if link and link != url and (is_goods(product) or address_kind(link)[1] == "listing"):
            facts = product_facts(product, url)
            title = facts.get("title") or first_text(entry.get("name")) or link
            listings.setdefault(link, make_listing(link, {**facts, "title": title}))
    return tuple(listings.values())


def _entries(nodes: list[tuple[Node, int]]) -> list[Node]:
    listed = [
        entry
        for node, _ in nodes
        if "itemlist" in types_of(node) and isinstance(node.get("itemListElement"), list)
        for entry in node["itemListElement"]
        if isinstance(entry, dict)
    ]
    return listed or [node for node, _ in products(nodes)]


def _gtin(node: Node) -> str | None:
    """The global trade item number, digits only, of whichever property holds one."""
    for key in _GTINS:
        text = (first_text(node.get(key)) or "").replace("-", "").replace(" ", "")
        if _GTIN.fullmatch(text.removeprefix("isbn:")):
            return text
    return None


def breadcrumb(nodes: list[tuple[Node, int]], title: str | None) -> tuple[str, ...]:
    """The category path of a BreadcrumbList, without the home page and the goods themselves."""
    for node, _ in nodes:
        if "breadcrumblist" in types_of(node) and isinstance(node.get("itemListElement"), list):
            items = [i for i in node["itemListElement"][:20] if isinstance(i, dict)]
            items.sort(key=_position)
            names = [first_text(i.get("name")) or first_text(i.get("item"), "name") for i in items]
            path = [plain_text(name) for name in names if name]
            return tuple(n for n in path[1:] if n != title) or tuple(n for n in path if n != title)
    return ()


def _position(item: Node) -> float:
    try:
        return float(first_text(item.get("position")) or 0)
    except ValueError:
        return 0.0


def _images(node: Node, url: str) -> tuple[str, ...]:
    addresses = all_texts(node.get("image"), "url", "contentUrl", "@id")
    return tuple(link for image in addresses if (link := absolute(url, image)))


def _category(node: Node) -> tuple[str, ...]:
    names = all_texts(node.get("category"), "name")
    if len(names) == 1:
        return tuple(p.strip() for p in re.split(r"\s*(?:>|&gt;|›|/)\s*", names[0]) if p.strip())
    return names


def _attributes(node: Node) -> dict[str, str]:
    attributes = {
        name: plain_text(text, 500)
        for key, name in _NAMES.items()
        if (text := first_text(node.get(key), "name", "value"))
    }
    extra = node.get("additionalProperty")
    for item in (extra if isinstance(extra, list) else [extra])[:60]:
        if isinstance(item, dict):
            name, value = first_text(item.get("name")), first_text(item.get("value"))
            if name and value:
                attributes[plain_text(name, 60)] = plain_text(value, 500)
    return attributes


def _variants(node: Node) -> list[Node]:
    """The variants of a ProductGroup."""
    variants = node.get("hasVariant") or node.get("model")
    if not isinstance(variants, list):
        return []
    return [variant for variant in variants[:_MOST_VARIANTS] if isinstance(variant, dict)]


def _named_variant(node: Node, page_ids: tuple[str, ...]) -> Node | None:
    """The one variant that the page's address names; its own fields go before the group's."""
    named = [
        variant
        for variant in _variants(node)
        if is_named_by_url(variant, page_ids)
        or any(is_named_by_url(offer, page_ids) for offer in _each(variant.get("offers")))
    ]
    return named[0] if len(named) == 1 else None


def _each(value: Any) -> list[Node]:
    items = value if isinstance(value, list) else [value]
    return [item for item in items[:_MOST_VARIANTS] if isinstance(item, dict)]


def _variant_offers(node: Node) -> list[Any]:
    """Offers of a ProductGroup sit on its variants."""
    return [variant["offers"] for variant in _variants(node) if variant.get("offers")]
