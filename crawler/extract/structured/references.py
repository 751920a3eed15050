"""References (@id) among the nodes of a page's JSON-LD, put in place of what they name.

Shop programs and SEO plug-ins write one graph: the product names its seller and its brand by their
@id, and what they are called stands elsewhere (JSON-LD 1.1 §3.5, node identifiers).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crawler.extract.structured.schema_graph import Node
from crawler.url.url_parts import absolute

_MOST_NODES = 5000
"""Nodes of one page that are looked at; a bound on the work that one page may cost."""
_DEEPEST = 6
"""References within references that are followed; a bound on the work that one page may cost."""
_NAMING = frozenset(
    ("brand", "seller", "offers", "manufacturer", "offeredBy", "merchant", "isVariantOf", "hasVariant",
     "image", "priceSpecification", "itemOffered")
)  # fmt: skip
"""Properties whose plain text may be the @id of a node."""


def with_references(documents: list[Any], url: str) -> list[Any]:
    """The documents, each node that is only a reference replaced by the node that it names."""
    named: dict[str, Node] = {}
    for node in _nodes(documents):
        name = node.get("@id")
        if isinstance(name, str) and not _is_reference(node):
            named.setdefault(_absolute(name, url), node)
    if not named:
        return documents
    return [_resolved(document, named, url, ()) for document in documents]


def _nodes(value: Any) -> Iterator[Node]:
    queue = [value]
    for _ in range(_MOST_NODES):
        if not queue:
            return
        current = queue.pop()
        if isinstance(current, list):
            queue.extend(current[:500])
        elif isinstance(current, dict):
            yield current
            queue.extend(inner for inner in current.values() if isinstance(inner, dict | list))


def _is_reference(node: Node) -> bool:
    return "@id" in node and node.keys() <= {"@id", "@type"}


def _absolute(name: str, url: str) -> str:
    """An @id as an absolute one; `absolute` cuts fragments off, which tell nodes apart here."""
    front, mark, fragment = name.strip().partition("#")
    return f"{absolute(url, front) or front or url}{mark}{fragment}"


def _resolved(value: Any, named: dict[str, Node], url: str, around: tuple[str, ...]) -> Any:
    if isinstance(value, list):
        return [_resolved(item, named, url, around) for item in value]
    if not isinstance(value, dict):
        return value
    if _is_reference(value) and isinstance(value["@id"], str):
        return _named(_absolute(value["@id"], url), named, url, around) or value
    return {
        key: (
            (_named(_absolute(inner, url), named, url, around) or inner)
            if isinstance(inner, str) and key in _NAMING
            else _resolved(inner, named, url, around)
        )
        for key, inner in value.items()
    }


def _named(name: str, named: dict[str, Node], url: str, around: tuple[str, ...]) -> Node | None:
    """The node of a name, its own references resolved; None within itself, and too deep."""
    node = named.get(name)
    if node is None or name in around or len(around) >= _DEEPEST:
        return None
    inner: Node = {
        key: _resolved(value, named, url, (*around, name)) for key, value in node.items()
    }
    return inner
