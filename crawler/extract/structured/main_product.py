"""Which of the goods on a page is the one it is about."""

from __future__ import annotations

from crawler.extract.page.heading import Heading
from crawler.extract.structured.schema_graph import Node, first_text, types_of

_LISTED = 3


def main_product(found: list[tuple[Node, int]], heading: Heading) -> Node | None:
    """The product that the page is about, or None when it shows many and is about none.

    Evidence: the page's own name and address, then having an offer, then standing outermost.
    """
    if not found:
        return None
    scored = [(_score(node, heading), -depth, -at) for at, (node, depth) in enumerate(found)]
    best = max(range(len(found)), key=scored.__getitem__)
    if len(found) >= _LISTED and scored[best][0] < 2 and _alike(found, best):
        return None
    return found[best][0]


def _alike(found: list[tuple[Node, int]], best: int) -> bool:
    """Do several different goods stand as high as the best one?"""
    depth = found[best][1]
    names = {first_text(node.get("name")) for node, at in found if at <= depth}
    return len(names) >= _LISTED


def _score(node: Node, heading: Heading) -> float:
    score = 0.0
    if heading.calls_itself(first_text(node.get("name")) or ""):
        score += 3
    if _names_page(node, heading):
        score += 2
    if node.get("offers"):
        score += 1
    if "offer" in types_of(node):
        score -= 1
    return score


def _names_page(node: Node, heading: Heading) -> bool:
    shown = {first_text(node.get(key)) for key in ("sku", "productID", "mpn", "gtin13", "gtin")}
    if shown & {*heading.ids}:
        return True
    address = first_text(node.get("url") or node.get("@id")) or ""
    here = {heading.url.split("#")[0].rstrip("/"), (heading.canonical or "").rstrip("/")} - {""}
    return address.split("#")[0].rstrip("/") in here
