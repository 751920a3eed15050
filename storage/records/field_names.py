"""Fields of a listing as grounds name them in Chinese."""

from __future__ import annotations

FIELD_NAMES = {
    "title": "标题",
    "brand": "品牌栏",
    "shop": "店铺名",
    "description": "商品详情",
    "image_text": "图片文字",
    "image": "商品图片",
    "location": "发货地",
    "category": "类目",
    "operator.name": "经营主体名称",
    "price": "价格",
    "seen_at": "发现时间",
    "sales": "销量",
}
SELLER_FIELDS = ("shop", "operator.name")
"""Fields that name the seller."""


def field_name(field: str) -> str:
    """The field as an officer calls it; an attribute by its own name."""
    return FIELD_NAMES.get(field, f"属性“{field.removeprefix('attributes.')}”")
