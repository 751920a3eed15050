"""The record that a reading ends in: what no reader found is filled in, and each field keeps its source."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from crawler.extract.field_candidates import make_listing
from crawler.extract.page.heading import Heading
from crawler.extract.page.page import Kind, Page
from crawler.extract.visible.seller import read_operator
from crawler.url.url_parts import absolute, split
from storage.records import Listing

_IMAGES = 20
_FIRST_WORDS = 60
_NAMELESS = re.compile(
    r"(?:home|start|index|welcome|willkommen|accueil|inicio|首页|主页|欢迎)?(?:\s*page)?", re.I
)
"""Names that every site's first page bears: they say nothing."""
_OF_A_PAGE = ("title", "images", "operator", "attributes")


def make_record(
    page: Page,
    heading: Heading,
    kind: Kind,
    fields: dict[str, Any],
    sources: dict[str, str],
    shown: str,
    *,
    on_platform: bool = False,
) -> Listing | None:
    """The listing of a listing page, or an ordinary page's title, text, pictures and operator.

    `fields` and `sources` are completed on the way. None for lists, walls and pages of no use. On a
    platform (`on_platform`) the company at a listing's foot is the platform's own, not the seller.
    """
    if kind == "page":
        _as_page(heading, fields, sources, shown)
    if kind not in ("listing", "page"):
        return None
    if "title" not in fields and shown:
        fields["title"], sources["title"] = shown[:_FIRST_WORDS], "text"
    if not fields.get("title"):
        return None
    foreign = on_platform and kind == "listing"
    if "operator" not in fields and not foreign and _may_name_operator(page, shown):
        _fill(fields, sources, "operator", read_operator(shown), "text")
    if "images" not in fields:
        _fill(fields, sources, "images", _images(page), "shown")
    elif kind == "page":
        fields["images"] = (*fields["images"], *_images(page))[:_IMAGES]
    parts = split(page.url)
    fields["platform"] = parts.hostname if parts else None
    return make_listing(page.url, fields)


def traced(listing: Listing | None, sources: Mapping[str, str]) -> Mapping[str, str]:
    """Field → reader that found it, for the fields that the record has."""
    if listing is None:
        return MappingProxyType({})
    found = {name: source for name, source in sources.items() if getattr(listing, name, None)}
    if listing.price is not None and "price" in sources:
        found["price"] = sources["price"]
    if listing.sku and "sku" not in found and "item_id" in found:
        found["sku"] = found["item_id"]
    if listing.platform:
        found["platform"] = "address"
    return MappingProxyType(found)


def _as_page(heading: Heading, fields: dict[str, Any], sources: dict[str, str], shown: str) -> None:
    """Only what an ordinary page has; its name is its headline or its title, not any loud line."""
    for name in [name for name in fields if name not in _OF_A_PAGE]:
        del fields[name]
    named = fields.get("title") or ""
    if named not in heading.headlines or _NAMELESS.fullmatch(named):
        shared = heading.meta.get("og:title") or ""
        own = heading.title if _NAMELESS.fullmatch(shared) else shared or heading.title
        _fill(fields, sources, "title", own, "title")
    _fill(fields, sources, "description", shown, "text")


def _fill(
    fields: dict[str, Any], sources: dict[str, str], name: str, value: Any, source: str
) -> None:
    if value:
        fields[name], sources[name] = value, source


def _may_name_operator(page: Page, shown: str) -> bool:
    return "ICP" in page.text or any(
        word in shown for word in ("公司", "信用代码", "主体名称", "营业执照")
    )


def _images(page: Page) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for node in page.tree.css("img")[:200]:
        shown = node.attributes
        source = shown.get("data-src") or shown.get("data-original") or shown.get("src") or ""
        if (link := absolute(page.base, source)) and len(found) < _IMAGES:
            found[link] = None
    return tuple(found)
