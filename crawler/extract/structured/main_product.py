"""Which of the goods on a page is the one it is about."""

from __future__ import annotations

import re
from collections import Counter

from crawler.extract.page.heading import PageHeading, bare_text
from crawler.extract.structured.schema_graph import Node, first_text, types_of
from crawler.extract.weights import BY_HAND, Weight, WeightTable
from crawler.url.url_kind import is_listing
from crawler.url.url_parts import absolute, split

PRODUCT_WEIGHTS = WeightTable(
    decision="main product",
    origin=BY_HAND,
    weights={
        "named_by_page": Weight(3.0, "its name stands in the page's headlines or title"),
        "numbered_by_url": Weight(2.0, "its number or its address is the page's own"),
        "with_offer": Weight(1.0, "it carries an offer"),
        "lone_offer": Weight(-1.0, "it is an offer without its product"),
    },
)
_OWN_PRODUCT = 2.0
"""Points from which one product among several is the page's own."""
_FEWEST_VARIANTS = 2
"""Nodes that share an item from which they are its variants."""
_TELLING = 4
"""Characters from which a headline names one item; chosen by hand."""
_LISTED = 3
"""Products from which a page may be a list of them; chosen by hand."""
MANY = 12
"""Products of different names from which a page is a list, unless one is surely its own; chosen by hand."""

_CHOICE = re.compile(r"variant|variation(?:_id)?|attribute_\w+|colou?r|size", re.I)
"""Names of a query that choose among the variants of one item (Shopify, WooCommerce)."""


def main_product(products: list[tuple[Node, int]], heading: PageHeading) -> Node | None:
    """The product that the page is about, or None when it shows many and is about none.

    Evidence: the page's own name and address, then having an offer, then standing outermost.
    """
    if not products:
        return None
    scored = [
        (_score(node, heading), -depth, -position)
        for position, (node, depth) in enumerate(products)
    ]
    best = max(range(len(products)), key=scored.__getitem__)
    names = outer_names(products, heading, products[best][1])
    if len(products) >= _LISTED and len(names) >= _LISTED and scored[best][0] < _OWN_PRODUCT:
        return None
    if len(names) >= MANY and not _is_surely_own(products[best][0], heading):
        return None
    return _of_whole_item(products[best][0], products, heading)


def _of_whole_item(node: Node, products: list[tuple[Node, int]], heading: PageHeading) -> Node:
    """The node, by the name of its item where it is one of several variants, unless the page names this one."""
    if not (node.get("offers") or node.get("hasVariant")):
        group = _group_of(node)
        variants = (product for product, _ in products if product.get("isVariantOf"))
        node = next((v for v in variants if group and _group_of(v["isVariantOf"]) == group), node)
    item = _item_of(node, heading)
    variant_name = bare_text(first_text(node.get("name")) or "")
    if item is None or _is_named(variant_name, heading):
        return node
    if sum(_item_of(product, heading) == item for product, _ in products) < _FEWEST_VARIANTS:
        return node
    group = node.get("isVariantOf")
    name = first_text(group) if isinstance(group, dict) else None  # a plain text is its @id
    name = name or _headline_of(variant_name, heading) or next(iter(heading.headlines), None)
    return {**node, "name": name} if name else node


def _is_named(name: str, heading: PageHeading) -> bool:
    return bool(name) and any(name in bare_text(text) for text in heading.headlines)


def _group_of(value: object) -> str | None:
    """What tells one group of variants from another: its @id, its number or its name."""
    if isinstance(value, dict):
        value = [value.get(key) for key in ("@id", "productGroupID", "name")]
    return first_text(value)


def outer_names(
    products: list[tuple[Node, int]], heading: PageHeading, depth: int = 0
) -> set[str | None]:
    """The different names of the goods that stand no deeper; variants of one item (规格) have one name."""
    outer = [
        (_item_of(node, heading), first_text(node.get("name")))
        for node, node_depth in products
        if node_depth <= depth
    ]
    counts = Counter(item for item, _ in outer)
    return {item if item and counts[item] > 1 else name for item, name in outer}


def _item_of(node: Node, heading: PageHeading) -> str | None:
    """What variants of one item share: the group that they name, else the page's own address without
    the choice; without an address the headline with which their names begin, and one price, at the address
    of goods: the name of a brand or a category begins those of its goods, too."""
    if group := _group_of(node.get("isVariantOf") or node.get("inProductGroupWithID")):
        return group
    address = first_text(node.get("url") or _first_offer(node).get("url")) or ""
    if address:
        return _page_of_choice(address, heading)
    headline = _headline_of(bare_text(first_text(node.get("name")) or ""), heading)
    here = split(heading.url)
    if headline is None or here is None or not is_listing(here):
        return None
    return f"{headline} {first_text(_first_offer(node).get('price')) or ''}"


def _headline_of(variant_name: str, heading: PageHeading) -> str | None:
    """The headline with which the bare name of a variant begins."""
    bare = ((text, bare_text(text)) for text in heading.headlines)
    return next((t for t, b in bare if len(b) >= _TELLING and variant_name.startswith(b)), None)


def _page_of_choice(address: str, heading: PageHeading) -> str | None:
    """The page's own address, where this one is it with a choice among variants; what else its query
    holds (`?id=2`) must be the page's own."""
    there = split(absolute(heading.url, address) or "")
    pairs = there.pairs() if there else []
    further = {pair for pair in pairs if not _CHOICE.fullmatch(pair[0])}
    if there is None or len(further) == len(pairs):
        return None
    addresses = (split(text) for text in (heading.url, heading.canonical) if text)
    return next(
        (
            f"{here.hostname}{here.path}"
            for here in addresses
            if here
            and (here.hostname, here.path) == (there.hostname, there.path)
            and further <= {*here.pairs()}
        ),
        None,
    )


def _first_offer(node: Node) -> Node:
    offers = node.get("offers")
    offer = offers[0] if isinstance(offers, list) and offers else offers
    return offer if isinstance(offer, dict) else {}


def _is_surely_own(node: Node, heading: PageHeading) -> bool:
    """Is it the page's own by its number, its address or its whole name? The name of a category is
    the larger part of the names of some of its goods."""
    name = bare_text(first_text(node.get("name")) or "")
    names = (bare_text(text) for text in (*heading.names, heading.title))
    return _names_page(node, heading) or (bool(name) and any(name in text for text in names))


def _score(node: Node, heading: PageHeading) -> float:
    return PRODUCT_WEIGHTS.score(
        {
            "named_by_page": heading.is_named(first_text(node.get("name")) or ""),
            "numbered_by_url": _names_page(node, heading),
            "with_offer": bool(node.get("offers")),
            "lone_offer": "offer" in types_of(node),
        }
    )


def _names_page(node: Node, heading: PageHeading) -> bool:
    numbers = {first_text(node.get(key)) for key in ("sku", "productID", "mpn", "gtin13", "gtin")}
    if numbers & {*heading.ids}:
        return True
    address = first_text(node.get("url") or node.get("@id")) or ""
    addresses = {heading.url.split("#")[0].rstrip("/"), (heading.canonical or "").rstrip("/")} - {
        ""
    }
    return address.split("#")[0].rstrip("/") in addresses
