"""Selectors of a platform profile: CSS, XPath 1.0, a path into a script object, or a constant.

    title: {css: "#J_Title h3", attribute: data-title}
    price: [{script: pageConfig, path: "product.price"}, {css: ".p-price .price"}]
    cards: {script: g_page_config, path: "mods.itemlist.data.auctions[*]"}
    sales: {css: ".sold", pattern: "(\\d+)"}
    brand: {script: ld+json, path: "[0].brand.name"}
    availability: {css: ".buy", values: {加入购物车: InStock, 已售罄: OutOfStock}}
    price: {script: rawData, path: "..minPrice", unit: fen}

XPath runs without network, extensions or file access; a path is names and indexes, no code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import re2

from storage.base.errors import BadInput

_KINDS = ("css", "xpath", "script", "path", "constant")
_KEYS = (*_KINDS, "attribute", "pattern", "unit", "values")
JSON_LD = "ld+json"
"""The name under which `script` selects the goods that the page's JSON-LD describes, outermost first."""
_STEP = re.compile(r"(?:\.\.)?[\w$@/-]+|\[(?:\d+|\*)\]")
_MOST_NODES = 30_000
"""Nodes of a script object that one `..name` walks; chosen by hand, well above real states."""
_LINEAR = re2.Options()
_LINEAR.case_sensitive = False
_LINEAR.log_errors = False
_FORBIDDEN = re.compile(
    r"document\s*\(|unparsed-text|doc\s*\(|::?\s*namespace|\$|re:|exslt|str:", re.I
)


@dataclass(frozen=True, kw_only=True)
class Selector:
    """One way to find one value."""

    css: str | None = None
    xpath: str | None = None
    script: str | None = None
    """Name of a script object, as the page assigns it."""
    path: str | None = None
    """Steps into that object (or into a card that is itself an object): `a.b[0].c`, `[*]` = all,
    `..c` = every c at any depth."""
    constant: str | None = None
    """The value itself, where all pages have the same."""
    attribute: str | None = None
    """Attribute to take instead of the text (css only)."""
    pattern: str | None = None
    """Regular expression; its first group is the value."""
    unit: str | None = None
    """`fen` where the number is in 分, a hundredth of the currency."""
    values: Mapping[str, str] | None = None
    """Whole text → the value that it means; a further text means nothing."""


def as_selectors(value: object, at: str) -> tuple[Selector, ...]:
    """One selector or several in order of preference. Raises BadInput naming the place."""
    items = value if isinstance(value, list) else [value]
    return tuple(_selector(item, at) for item in items)


def steps(path: str) -> list[str]:
    """`a.b[0].c[*]` → a, b, [0], c, [*]."""
    return _STEP.findall(path)


def follow(value: Any, path: str | None) -> list[Any]:
    """Every value that a path leads to; a missing step leads to none."""
    values = [value]
    for step in steps(path or ""):
        nearer: list[Any] = []
        for item in values:
            if step == "[*]":
                nearer += (
                    list(item.values())
                    if isinstance(item, dict)
                    else item
                    if isinstance(item, list)
                    else []
                )
            elif step.startswith(".."):
                nearer += _below(item, step[2:])
            elif step.startswith("["):
                at = int(step[1:-1])
                nearer += [item[at]] if isinstance(item, list) and at < len(item) else []
            elif isinstance(item, dict) and step in item:
                nearer.append(item[step])
        values = nearer
    return values


def _below(value: Any, name: str) -> list[Any]:
    """Every value of that name at any depth, in reading order; walks at most 30,000 nodes."""
    values: list[Any] = []
    waiting: list[Any] = [value]
    visited = 0
    while waiting and visited < _MOST_NODES:
        at = waiting.pop()
        visited += 1
        if isinstance(at, dict):
            values += [at[name]] if name in at else []
            waiting += [v for v in reversed(at.values()) if isinstance(v, dict | list)]
        elif isinstance(at, list):
            waiting += [v for v in reversed(at) if isinstance(v, dict | list)]
    return values


def _selector(item: object, at: str) -> Selector:
    if isinstance(item, str):
        item = {"css": item}
    if not isinstance(item, dict) or not all(_is_text(k, v) for k, v in item.items()):
        raise BadInput("selector.no-mapping", at=at)
    for key in item:
        if key not in _KEYS:
            raise BadInput("yaml.key-unknown", key=f"{at}.{key}")
    if "values" in item:
        item = {**item, "values": MappingProxyType(dict(item["values"]))}
    selector = Selector(**item)
    if (
        sum(getattr(selector, kind) is not None for kind in ("css", "xpath", "script", "constant"))
        > 1
    ):
        raise BadInput("selector.several-kinds", at=at)
    if not any(getattr(selector, kind) for kind in _KINDS):
        raise BadInput("selector.empty", at=at)
    _check(selector, at)
    return selector


def _is_text(key: object, value: object) -> bool:
    if key != "values":
        return isinstance(value, str)
    return isinstance(value, dict) and all(
        isinstance(text, str) for text in (*value.keys(), *value.values())
    )


def _check(selector: Selector, at: str) -> None:
    if selector.css is not None and not _css_reads(selector.css):
        raise BadInput("selector.css", at=at, text=selector.css)
    if selector.xpath is not None and not _xpath_reads(selector.xpath):
        raise BadInput("selector.xpath", at=at, text=selector.xpath)
    if selector.path is not None and _without_dots("".join(steps(selector.path))) != _without_dots(
        selector.path
    ):
        raise BadInput("selector.path", at=at, text=selector.path)
    if selector.pattern is not None:
        compile_pattern(selector.pattern, at)
    if selector.unit not in (None, "fen"):
        raise BadInput("selector.unit", at=at, text=selector.unit)


def _without_dots(path: str) -> str:
    return path.replace(".", "")


def compile_pattern(pattern: str, at: str) -> Any:
    """An officer's regular expression, on an engine whose time is linear. Raises BadInput."""
    try:
        return re2.compile(pattern, _LINEAR)
    except re2.error as error:
        raise BadInput("selector.pattern", at=at, text=pattern, reason=error) from error


def _css_reads(css: str) -> bool:
    from selectolax.lexbor import LexborHTMLParser, SelectolaxError

    try:
        LexborHTMLParser("<p></p>").css(css)
    except (SelectolaxError, ValueError):
        return False
    return True


def _xpath_reads(xpath: str) -> bool:
    from lxml import etree

    if _FORBIDDEN.search(xpath):
        return False
    try:
        etree.XPath(xpath)
    except etree.XPathError:
        return False
    return True
