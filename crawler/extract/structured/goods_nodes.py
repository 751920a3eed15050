"""The goods that the JSON-LD of a page describes (结构化商品节点)."""

from __future__ import annotations

from crawler.extract.page.page import Page
from crawler.extract.structured.jsonld import json_ld_of_tree
from crawler.extract.structured.schema_graph import (
    Node,
    products,
    typed_nodes,
    with_offered_goods,
)


def json_ld_goods(page: Page) -> list[Node]:
    """Nodes of goods, those that stand outermost first, else in the order of the page."""
    nodes = [node for document in json_ld_of_tree(page) for node in typed_nodes(document)]
    return [
        node for node, _ in sorted(products(with_offered_goods(nodes)), key=lambda pair: pair[1])
    ]
