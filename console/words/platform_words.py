"""Parts and fields of a platform profile in the officers' words (平台档案的用语)."""

from __future__ import annotations

import re

FIELD_NAMES = {
    "title": "标题", "price": "价格", "brand": "品牌", "shop": "店铺", "shop_url": "店铺网址",
    "location": "所在地", "description": "描述", "attributes": "属性", "category": "分类",
    "images": "图片", "item_id": "商品编号", "sku": "货号", "gtin": "条形码", "sales": "销量",
    "availability": "是否在售", "currency": "币种", "operator_name": "主体名称",
    "operator_code": "信用代码", "operator_address": "主体地址", "operator_icp": "备案号",
}  # fmt: skip
"""Fields of a profile."""
CARD_NAMES = {"cards": "商品卡片", "url": "商品网址", **FIELD_NAMES}
"""Fields of a profile's lists."""
PART_NAMES = {
    "contact": "联系渠道",
    "search": "搜索",
    "paging": "翻页",
    "item_urls": "商品网址",
    "listing": "商品页",
    "cards": "列表页",
    "blocked": "受阻识别",
}
"""Parts of a profile that can be unchecked (未核实)."""
_KEY_NAMES = {
    "name": "档案名", "title": "平台名称", "hosts": "域名", "delay": "间隔", "render": "渲染方式",
    "currency": "币种", "search": "搜索网址", "paging": "翻页", "paging.parameter": "翻页参数",
    "paging.step": "每页增加", "paging.first": "首页的值", "item_urls": "商品网址规则",
    "id_space": "编号空间", "blocked": "受阻页网址规则", "minimum_listings": "最少商品数",
    "minimum_links": "最少链接数", "contact": "联系渠道", "contact.operator": "运营单位",
    "contact.complaint_url": "投诉网址", "contact.email": "电子邮箱", "contact.address": "通信地址",
}  # fmt: skip
_NAMED_KEY = re.compile(r"“((?:[a-z_]+)(?:\.[a-z_]+)*)”")


def key_name(key: str) -> str:
    """A key of the file as the form calls it; a key that the form lacks stands for itself."""
    group, _, name = key.partition(".")
    name = name.partition(".")[0]
    if group == "listing" and name in FIELD_NAMES:
        return f"商品页的{FIELD_NAMES[name]}"
    if group == "cards" and name in CARD_NAMES:
        return f"列表页的{CARD_NAMES[name]}"
    return _KEY_NAMES.get(key, key)


def in_words_of_form(text: str) -> str:
    """A refusal of the file's reader, its keys called as the form calls them."""
    return _NAMED_KEY.sub(lambda match: f"“{key_name(match[1])}”", text)


def first_key(text: str) -> str:
    """The first key of the file that a refusal names; empty where it names none."""
    match = _NAMED_KEY.search(text)
    return match[1] if match else ""
