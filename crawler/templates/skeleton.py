"""The skeleton of a page (页面骨架): the names of its elements and the shape of its address.

Texts, counts, tokens and the goods' own numbers leave it the same; another kind of page, or a new
design of the shop, changes it.
"""

from __future__ import annotations

import re
from hashlib import blake2b

from crawler.url.url_parts import split

Skeleton = frozenset[str]
"""`.name` for every class and `#name` for every id of the elements."""

_NAMED = re.compile(r"""\s(class|id)\s*=\s*(?:"([^"<>]{1,300})"|'([^'<>]{1,300})')""", re.I)
_NUMBERED = re.compile(r"\d{3,}")
_LONGEST_NAME = 60
_LOOKED_AT = 600_000
"""Characters of the markup whose names are read; chosen by hand, to bound time."""
_EXTENSION = re.compile(r"\.(?:s?html?|php|aspx?|jsp|do|cgi)$", re.I)
_ROUTES = frozenset({"route", "r", "m", "c", "a", "act", "action", "app", "mod", "controller", "s"})
"""Query parameters that name the kind of page in the usual shop programs."""


def skeleton_of(markup: str) -> Skeleton:
    """The names of a page's elements, each once."""
    distinct = set(_NAMED.findall(markup, 0, _LOOKED_AT))
    names = (
        f"{'#' if kind.lower() == 'id' else '.'}{name}"
        for kind, double, single in distinct
        for name in (double or single).split()
        if len(name) <= _LONGEST_NAME
    )
    return frozenset(names)


def likeness(a: Skeleton, b: Skeleton) -> float:
    """Share of the names that two skeletons have in common (Jaccard), 1 where neither has any.

    Names with a number that only one of them has are left out: they number goods, comments, rows.
    """
    shared = len(a & b)
    union = shared + sum(not _NUMBERED.search(name) for name in a ^ b)
    return shared / union if union else 1.0


def fingerprint(core: Skeleton) -> str:
    """16 hexadecimal digits of the names that all pages of a template share."""
    return blake2b("\n".join(sorted(core)).encode(), digest_size=8).hexdigest()


def path_shape(url: str) -> str:
    """The shape of an address: how deep it lies, its ending, its parameters; no names of goods.

    >>> path_shape("https://shop.example/tea/green-80231.html?from=7")
    '/*/*.html?from'
    >>> path_shape("https://shop.example/index.php?route=goods/show&id=5")
    '/index.php?id&route=goods/show'
    """
    parts = split(url)
    if parts is None:
        return ""
    ending = _EXTENSION.search(parts.path)
    depth = len([piece for piece in parts.path.split("/") if piece])
    path = "/*" * depth + (ending[0].lower() if ending else "")
    if depth == 1 and ending and parts.query:
        path = parts.path
    pairs = sorted({_parameter(pair) for pair in parts.query.split("&") if pair})
    route = parts.fragment.partition("?")[0] if parts.fragment.startswith(("/", "!")) else ""
    tail = f"#{'/*' * route.count('/')}" if route else ""
    return (path + (f"?{'&'.join(pairs)}" if pairs else "") + tail)[:200]


def _parameter(pair: str) -> str:
    name, _, value = pair.partition("=")
    plain = name.lower() in _ROUTES and value.replace("/", "").replace("_", "").isalpha()
    return f"{name}={value}" if plain else name
