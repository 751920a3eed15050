"""Texts of a listing that name its goods (商品名称栏): title, category, 品名 and the like."""

from __future__ import annotations

from collections.abc import Iterator

from storage.records import Listing

_NAMING = (
    "品类", "类别", "产品类别", "商品类别", "商品名称", "品名",
    "产品名称", "名称", "类型", "产品类型", "通用名称",
)  # fmt: skip
"""Attributes that say what the goods are."""
_TITLE, _ATTRIBUTE = 500, 100
"""Characters read of a title or category, and of an attribute: longer than platforms allow."""


def goods_texts(listing: Listing) -> Iterator[tuple[str, str]]:
    """(field, text) of what names the goods: title, category, 品名 and the like."""
    yield "title", listing.title[:_TITLE]
    if listing.category:
        yield "category", " > ".join(listing.category)[:_TITLE]
    for key in _NAMING:
        if text := listing.attributes.get(key):
            yield f"attributes.{key}", text[:_ATTRIBUTE]
