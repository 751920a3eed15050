"""Microdata (itemscope / itemprop) of goods, read into the same nodes as JSON-LD."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from crawler.pages.page import Page
from crawler.pages.schema import Node
from crawler.pages.text import clean

_KINDS = ("product", "offer", "event", "book", "car", "vehicle")
_VALUES = {"meta": "content", "img": "src", "a": "href", "link": "href", "time": "datetime"}
_SCOPES = 60
_PROPS = 400
_CLIMB = 40


def scopes(page: Page) -> list[tuple[Node, int]]:
    """Outermost product (or lone offer) items of the page, as schema nodes."""
    if "itemtype" not in page.text:
        return []
    found: list[tuple[Node, int]] = []
    done: set[int] = set()
    for scope in page.tree.css("[itemscope][itemtype]")[: _SCOPES * 4]:
        kind = (scope.attributes.get("itemtype") or "").rstrip("/").split("/")[-1]
        if kind.lower().startswith(_KINDS) and scope.mem_id not in done:
            node, inside = _read(scope, kind)
            done |= inside
            found.append((node, 0))
        if len(found) >= _SCOPES:
            break
    return found


def _read(scope: LexborNode, kind: str) -> tuple[Node, set[int]]:
    """One item with the items inside it; returns also which scopes it swallowed."""
    root: Node = {"@type": kind}
    nodes: dict[int, Node] = {scope.mem_id: root}
    for prop in scope.css("[itemprop]")[:_PROPS]:
        if prop.mem_id == scope.mem_id:
            continue
        owner = nodes.get(_owner(prop, nodes))
        shown = prop.attributes
        if owner is None:
            continue
        value: object
        if "itemscope" in shown:
            inner = (shown.get("itemtype") or "").rstrip("/").split("/")[-1]
            value = nodes[prop.mem_id] = {"@type": inner} if inner else {}
        else:
            value = _value(prop)
        for name in (shown.get("itemprop") or "").split():
            _add(owner, name, value)
    return root, set(nodes)


def _owner(prop: LexborNode, nodes: dict[int, Node]) -> int:
    at = prop.parent
    for _ in range(_CLIMB):
        if at is None:
            return 0
        if at.mem_id in nodes:
            return at.mem_id
        if "itemscope" in at.attributes:
            return 0
        at = at.parent
    return 0


def _value(prop: LexborNode) -> str:
    shown = prop.attributes
    for name in ("content", _VALUES.get(prop.tag or "", "content"), "data-price"):
        text = shown.get(name)
        if text and not (name == "href" and prop.tag == "a" and _named(prop)):
            return text
    return clean(prop.text(separator=" "), 4000)


def _named(prop: LexborNode) -> bool:
    """A link that is the brand's or category's name, not an address."""
    return prop.attributes.get("itemprop") not in ("url", "image", "availability", "sameAs")


def _add(owner: Node, name: str, value: object) -> None:
    if value in ("", None):
        return
    if name not in owner:
        owner[name] = value
    elif isinstance(owner[name], list):
        owner[name].append(value)
    else:
        owner[name] = [owner[name], value]
