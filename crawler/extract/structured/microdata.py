"""Goods marked up in the page's own elements: microdata (itemprop) and RDFa Lite (property), read
into the same nodes as JSON-LD."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from crawler.extract.page.markup_hints import Hint
from crawler.extract.page.page import Page
from crawler.extract.page.text import clean_text
from crawler.extract.structured.schema_graph import Node

_KINDS = ("product", "offer", "event", "book", "car", "vehicle", "individualproduct")
_OLD_NAMES = {
    "offerDetails": "offers",
    "currency": "priceCurrency",
    "identifier": "sku",
    "photo": "image",
}
"""Properties of data-vocabulary.org, from before schema.org, by the names that they have now."""
_VALUES = {"meta": "content", "img": "src", "a": "href", "link": "href", "time": "datetime"}
_MOST_SCOPES = 60
"""Marked items of one page; a bound on the work that one page may cost."""
_MOST_PROPERTIES = 400
"""Properties of one item; a bound on the work that one page may cost."""
_OWNER_DEPTH = 40
"""Elements between a property and the item that owns it; a bound on the work that one page may cost."""
_MOST_REFERENCES = 10
"""Elements that one itemref may name; a bound on the work that one page may cost."""


@dataclass(frozen=True, kw_only=True)
class Syntax:
    """The attributes by which one syntax marks things and their properties."""

    scope: str
    kind: str
    prop: str
    selector: str
    hint: Hint
    """What the markup of every page with this syntax holds."""


MICRODATA = Syntax(
    scope="itemscope",
    kind="itemtype",
    prop="itemprop",
    selector="[itemscope][itemtype]",
    hint=Hint.MICRODATA,
)
RDFA = Syntax(
    scope="typeof",
    kind="typeof",
    prop="property",
    selector="[typeof]",
    hint=Hint.RDFA,
)


def marked_up_products(page: Page, syntax: Syntax = MICRODATA) -> list[tuple[Node, int]]:
    """Outermost product (or lone offer) items of the page, as schema nodes."""
    if syntax.hint not in page.hints:
        return []
    products: list[tuple[Node, int]] = []
    nested: set[int] = set()
    for scope in page.tree.css(syntax.selector)[: _MOST_SCOPES * 4]:
        kind = _type(scope, syntax)
        if kind.lower().startswith(_KINDS) and scope.mem_id not in nested:
            node, inside = _read(page, scope, kind, syntax)
            nested |= inside
            products.append((node, 0))
        if len(products) >= _MOST_SCOPES:
            break
    return products


def _type(scope: LexborNode, syntax: Syntax) -> str:
    """The short name of an item's (first) type, whichever way it is written."""
    names = (scope.attributes.get(syntax.kind) or "").split()
    return names[0].rstrip("/").split("/")[-1].split(":")[-1].split("#")[-1] if names else ""


def _read(page: Page, scope: LexborNode, kind: str, syntax: Syntax) -> tuple[Node, set[int]]:
    """One item with the items inside it; returns also which scopes it swallowed."""
    root: Node = {"@type": kind}
    nodes: dict[int, Node] = {scope.mem_id: root}
    for prop in _properties(page, scope, syntax, nodes):
        owner = nodes.get(_owner(prop, nodes, syntax))
        attributes = prop.attributes
        if owner is None or prop.mem_id == scope.mem_id:
            continue
        value: object
        if syntax.scope in attributes:
            inner = _type(prop, syntax)
            value = nodes[prop.mem_id] = {"@type": inner} if inner else {}
        else:
            value = _value(prop, syntax)
        for name in (attributes.get(syntax.prop) or "").split():
            _add(owner, _OLD_NAMES.get(name, name.removeprefix("schema:")), value)
    return root, set(nodes)


def _properties(
    page: Page, scope: LexborNode, syntax: Syntax, nodes: dict[int, Node]
) -> Iterator[LexborNode]:
    """The elements that carry properties: inside the item, and where its itemref points to."""
    selector = f"[{syntax.prop}]"
    yield from scope.css(selector)[:_MOST_PROPERTIES]
    for name in (scope.attributes.get("itemref") or "").split()[:_MOST_REFERENCES]:
        referred = page.tree.css_first(f'[id="{name}"]') if _plain(name) else None
        if referred is not None and referred.mem_id not in nodes:
            nodes[referred.mem_id] = nodes[scope.mem_id]
            inside = referred.css(selector)[:_MOST_PROPERTIES]
            yield from inside if inside or syntax.prop not in referred.attributes else [referred]


def _plain(name: str) -> bool:
    return len(name) < 200 and '"' not in name and "\\" not in name


def _owner(prop: LexborNode, nodes: dict[int, Node], syntax: Syntax) -> int:
    current = prop.parent
    for _ in range(_OWNER_DEPTH):
        if current is None:
            return 0
        if current.mem_id in nodes:
            return current.mem_id
        if syntax.scope in current.attributes:
            return 0
        current = current.parent
    return 0


def _value(prop: LexborNode, syntax: Syntax) -> str:
    attributes = prop.attributes
    for name in ("content", _VALUES.get(prop.tag or "", "content"), "data-price"):
        text = attributes.get(name)
        if text and not (name == "href" and prop.tag == "a" and _named(prop, syntax)):
            return text
    return clean_text(prop.text(separator=" "), 4000)


def _named(prop: LexborNode, syntax: Syntax) -> bool:
    """A link that is the brand's or category's name, not an address."""
    return prop.attributes.get(syntax.prop) not in ("url", "image", "availability", "sameAs")


def _add(owner: Node, name: str, value: object) -> None:
    if value in ("", None):
        return
    if name not in owner:
        owner[name] = value
    elif isinstance(owner[name], list):
        owner[name].append(value)
    else:
        owner[name] = [owner[name], value]
