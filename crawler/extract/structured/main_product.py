"""Which of the goods on a page is the one it is about."""

from __future__ import annotations

from crawler.extract.page.heading import PageHeading, bare_text
from crawler.extract.structured.schema_graph import Node, first_text, types_of
from crawler.extract.weights import BY_HAND, Weight, WeightTable

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
_LISTED = 3
"""Products from which a page may be a list of them; chosen by hand."""
MANY = 12
"""Products of different names from which a page is a list, unless one is surely its own; chosen by hand."""


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
    names = outer_names(products, products[best][1])
    if len(products) >= _LISTED and len(names) >= _LISTED and scored[best][0] < _OWN_PRODUCT:
        return None
    if len(names) >= MANY and not _is_surely_own(products[best][0], heading):
        return None
    return products[best][0]


def outer_names(products: list[tuple[Node, int]], depth: int = 0) -> set[str | None]:
    """The different names of the goods that stand no deeper."""
    return {first_text(node.get("name")) for node, node_depth in products if node_depth <= depth}


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
