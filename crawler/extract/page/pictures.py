"""Where a picture lies: lazy loaders keep its address in an attribute of their own and show a
placeholder until the visitor scrolls to it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from crawler.extract.page.element import PageElement
from crawler.url.url_parts import absolute

_LAZY = (
    "data-src", "data-original", "data-lazy-src", "data-ks-lazyload", "data-lazyload", "data-lazy-img",
    "source-data-lazy-img", "data-lazy", "lazy-src", "data-echo", "data-actualsrc", "data-url", "original",
    "file", "zoomfile",
)  # fmt: skip
"""Attributes of the usual loaders, the surest first; further ones are known by what they hold."""
_SETS = ("srcset", "data-srcset", "data-lazy-srcset")
_FILE = re.compile(r"\.(?:jpe?g|png|webp|avif|gif|bmp)(?:$|[?!@_#&])", re.I)
_PLACEHOLDER = re.compile(
    r"^data:|(?:^|[/_.-])(?:blank|placeholder|loading|loader|spacer|spaceball|transparent|lazy(?:load)?|"
    r"pixel|grey|gray|empty|default|1x1)\.(?:gif|png|svg|jpe?g|webp)|(?:^|[/_.-])(?:dot|s|t|0)\.(?:gif|png|svg)",
    re.I,
)
_BACKGROUND = re.compile(r"background(?:-image)?\s*:[^;]*?url\(\s*['\"]?([^'\")\s]+)", re.I)


def picture_address(base: str, element: PageElement) -> str | None:
    """The absolute address of what an image element will show; None for a placeholder alone."""
    return picture_of(base, element.attributes)


def picture_of(base: str, attributes: Mapping[str, str | None]) -> str | None:
    """The same of an image element with these attributes."""
    values = [text.strip() for name in _LAZY if (text := attributes.get(name))]
    values += [largest for name in _SETS if (largest := _largest(attributes.get(name) or ""))]
    source = (attributes.get("src") or "").strip()
    if not values and (not source or _PLACEHOLDER.search(source)):
        values = [text for name, text in attributes.items() if text and _may_hold(name, text)]
    for value in (*values, source):
        if value and not _PLACEHOLDER.search(value) and (link := absolute(base, value)):
            return link
    return None


def background_address(base: str, element: PageElement) -> str | None:
    """The absolute address of the picture that an element's own style paints behind it."""
    match = _BACKGROUND.search(element.value("style"))
    if match is None or _PLACEHOLDER.search(match[1]) or not _FILE.search(match[1]):
        return None
    return absolute(base, match[1])


def _may_hold(name: str, value: str) -> bool:
    return name not in ("src", "alt", "title", "class", "id", "style") and bool(_FILE.search(value))


def _largest(candidates: str) -> str | None:
    """The widest image of a srcset (HTML Standard, srcset attributes), the first of those as wide."""
    best: tuple[float, str] | None = None
    for candidate in re.split(r",\s+|,(?=https?:|/)", candidates.strip()):
        words = candidate.split()
        if not words or words[0].startswith("data:"):
            continue
        size = re.fullmatch(r"([\d.]+)[wx]", words[1]) if len(words) > 1 else None
        width = float(size[1]) if size and size[1].count(".") < 2 else 1.0
        if best is None or width > best[0]:
            best = (width, words[0])
    return best[1] if best else None
