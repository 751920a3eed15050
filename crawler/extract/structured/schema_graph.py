"""The schema.org graph of a page: typed nodes, whichever syntax (JSON-LD, microdata) wrote them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from crawler.extract.vocabulary import load_vocabulary

Node = dict[str, Any]

TERMS = load_vocabulary(__package__, "schema_terms.yml")
_GOODS = frozenset(TERMS.words("goods"))
_GOODS_WITH_OFFER = frozenset(TERMS.words("goods_with_offer"))
_SIDE_PROPERTIES = frozenset(TERMS.words("side_property"))
_TRANSPARENT = frozenset({"@graph", "mainEntity", "mainEntityOfPage"})
_PREFIX = re.compile(r"^(?:schema:|https?://schema\.org/)")
_DEEPEST = 12
"""Nodes inside one another; a bound on the work that one page may cost."""
_MOST_MEMBERS = 500
"""Members of one list; a bound on the work that one page may cost."""


def types_of(node: Node) -> frozenset[str]:
    """Short schema.org type names of a node, in lower case: shops write them in every case."""
    value = node.get("@type") or node.get("type")
    names = value if isinstance(value, list) else [value]
    return frozenset(re.split(r"[/#:]", n)[-1].lower() for n in names if isinstance(n, str))


def typed_nodes(value: Any, depth: int = 0) -> Iterator[tuple[Node, int]]:
    """Every typed node with its depth; side products (related goods, reviews) are left out."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value[:_MOST_MEMBERS]:
            yield from typed_nodes(item, depth)
    elif isinstance(value, dict):
        value = _plain_keys(value)
        if "@type" in value:
            yield value, depth
        for key, inner in value.items():
            if key not in _SIDE_PROPERTIES and isinstance(inner, dict | list):
                yield from typed_nodes(inner, depth + (key not in _TRANSPARENT))


def _plain_keys(node: Node) -> Node:
    """The node with its properties by their short names: `schema:name`, `http://schema.org/name`."""
    if not any(":" in key for key in node):
        return node
    return {_PREFIX.sub("", key): inner for key, inner in node.items()}


def is_goods(node: Node) -> bool:
    """Sure types of goods always; other types only when they carry an offer."""
    kinds = types_of(node)
    return bool(kinds & _GOODS) or bool(kinds & _GOODS_WITH_OFFER and node.get("offers"))


def products(nodes: list[tuple[Node, int]]) -> list[tuple[Node, int]]:
    """The nodes that are goods, with their depths."""
    return [(node, depth) for node, depth in nodes if is_goods(node)]


def with_offered_goods(nodes: list[tuple[Node, int]]) -> list[tuple[Node, int]]:
    """The nodes, goods with the offer in which they stand (`itemOffered`) as their own."""
    offers = [
        (item, node)
        for node, _ in nodes
        if isinstance(item := node.get("itemOffered"), dict) and not item.get("offers")
    ]
    if not offers:
        return nodes

    def offer_of(node: Node) -> Node | None:
        return next((offer for item, offer in offers if item is node or _is_same(item, node)), None)

    return [
        ({**node, "offers": offer}, depth)
        if is_goods(node) and not node.get("offers") and (offer := offer_of(node))
        else (node, depth)
        for node, depth in nodes
    ]


def _is_same(item: Node, node: Node) -> bool:
    """Do two nodes bear one @id?"""
    return bool(item.get("@id")) and item.get("@id") == node.get("@id")


def first_text(value: Any, *keys: str) -> str | None:
    """A text out of the many shapes a property takes: text, number, node with a name, list."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list):
        return next((text for item in value[:20] if (text := first_text(item, *keys))), None)
    if isinstance(value, dict):
        names = keys or ("name", "@value", "value")
        return next((text for key in names if (text := first_text(value.get(key)))), None)
    return None


def all_texts(value: Any, *keys: str) -> tuple[str, ...]:
    """Every text of a property that may be one value or many."""
    items = value if isinstance(value, list) else [value]
    texts = (first_text(item, *keys) for item in items[:_MOST_MEMBERS])
    return tuple(dict.fromkeys(text for text in texts if text))
