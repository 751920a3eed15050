"""Goods marked up in the page's own elements: microdata (itemprop) and RDFa Lite (property), read
into the same nodes as JSON-LD."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from crawler.extract.page.element import PageElement
from crawler.extract.page.page import Page
from crawler.extract.page.selector import CssSelector
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
_NOBODY = -1
"""The place of no element."""
_MOST_REFERENCES = 10
"""Elements that one itemref may name; a bound on the work that one page may cost."""


@dataclass(frozen=True, kw_only=True)
class Syntax:
    """The attributes by which one syntax marks things and their properties."""

    scope: str
    kind: str
    prop: str
    items: CssSelector
    properties: CssSelector


_NAMED = CssSelector("[id]")
MICRODATA = Syntax(
    scope="itemscope",
    kind="itemtype",
    prop="itemprop",
    items=CssSelector("[itemscope][itemtype]"),
    properties=CssSelector("[itemprop]"),
)
RDFA = Syntax(
    scope="typeof",
    kind="typeof",
    prop="property",
    items=CssSelector("[typeof]"),
    properties=CssSelector("[property]"),
)


def marked_up_products(page: Page, syntax: Syntax = MICRODATA) -> list[tuple[Node, int]]:
    """Outermost product (or lone offer) items of the page, as schema nodes."""
    products: list[tuple[Node, int]] = []
    nested: set[int] = set()
    for scope in page.document.select(syntax.items)[: _MOST_SCOPES * 4]:
        kind = _type(scope, syntax)
        if kind.lower().startswith(_KINDS) and scope.index not in nested:
            node, inside = _read(page, scope, kind, syntax)
            nested |= inside
            products.append((node, 0))
        if len(products) >= _MOST_SCOPES:
            break
    return products


def marked_up_types(page: Page) -> frozenset[str]:
    """Short names of the types of a page's microdata items, in lower case."""
    items = page.document.select(MICRODATA.items)[: _MOST_SCOPES * 4]
    return frozenset(_type(item, MICRODATA).lower() for item in items)


def _type(scope: PageElement, syntax: Syntax) -> str:
    """The short name of an item's (first) type, whichever way it is written."""
    names = scope.value(syntax.kind).split()
    return names[0].rstrip("/").split("/")[-1].split(":")[-1].split("#")[-1] if names else ""


def _read(page: Page, scope: PageElement, kind: str, syntax: Syntax) -> tuple[Node, set[int]]:
    """One item with the items inside it; returns also which scopes it swallowed."""
    root: Node = {"@type": kind}
    nodes: dict[int, Node] = {scope.index: root}
    for prop in _properties(page, scope, syntax, nodes):
        owner = nodes.get(_owner(prop, nodes, syntax))
        attributes = prop.attributes
        if owner is None or prop.index == scope.index:
            continue
        value: object
        if syntax.scope in attributes:
            inner = _type(prop, syntax)
            value = nodes[prop.index] = {"@type": inner} if inner else {}
            if name_written := prop.value("content"):
                value["name"] = name_written
        else:
            value = _value(page, prop, syntax)
        for name in prop.value(syntax.prop).split():
            _add(owner, _OLD_NAMES.get(name, name.removeprefix("schema:")), value)
    return root, set(nodes)


def _properties(
    page: Page, scope: PageElement, syntax: Syntax, nodes: dict[int, Node]
) -> Iterator[PageElement]:
    """The elements that carry properties: inside the item, and where its itemref points to."""
    document = page.document
    yield from document.select_in(scope, syntax.properties)[:_MOST_PROPERTIES]
    names = scope.value("itemref").split()[:_MOST_REFERENCES]
    named = {e.value("id"): e for e in reversed(document.select(_NAMED))} if names else {}
    for name in names:
        referred = named.get(name)
        if referred is not None and referred.index not in nodes:
            nodes[referred.index] = nodes[scope.index]
            inside = document.select_in(referred, syntax.properties)[:_MOST_PROPERTIES]
            yield from inside if inside or syntax.prop not in referred.attributes else [referred]


def _owner(prop: PageElement, nodes: dict[int, Node], syntax: Syntax) -> int:
    current = prop.parent
    for _ in range(_OWNER_DEPTH):
        if current is None:
            return _NOBODY
        if current.index in nodes:
            return current.index
        if syntax.scope in current.attributes:
            return _NOBODY
        current = current.parent
    return _NOBODY


def _value(page: Page, prop: PageElement, syntax: Syntax) -> str:
    attributes = prop.attributes
    for name in ("content", _VALUES.get(prop.tag, "content"), "data-price"):
        text = attributes.get(name)
        if text and not (name == "href" and prop.tag == "a" and _named(prop, syntax)):
            return text
    return clean_text(page.document.text_of(prop, " "), 4000)


def _named(prop: PageElement, syntax: Syntax) -> bool:
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
