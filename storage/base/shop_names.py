"""店铺名称: what of a shop's shown name says whose it is, and what every shop may be called."""

from __future__ import annotations

import re
from collections.abc import Iterator

_KINDS = (
    "旗舰店", "专营店", "专卖店", "自营店", "直营店", "官方店", "企业店", "品牌店", "特产店", "小店", "商行",
    "商城", "超市", "商贸", "批发", "店铺", "店",
)  # fmt: skip
"""What a shop is, the longer name first; rules of platforms for shop names name most of them."""
_TRADES = ("", "官方", "食品", "农产品", "特产")
_PLAIN = re.compile(
    "|".join(
        (*_KINDS, "官方", "旗舰", "专营", "专卖", "自营", "直营", "食品", "农产品", "特产", "贸易", "科技", "网络",
         "电子商务", "股份", "有限责任公司", "有限公司", "公司", "集团", "中国", r"[\s（）()【】\[\]·\-_]+")
    )
)  # fmt: skip
"""Words that shops and companies of any owner have in their names."""
SHORTEST_CORE = 2
"""Characters; chosen by hand: a single one names nobody."""


def name_core(name: str) -> str:
    """The name without the words that any shop may have; empty where nothing is left."""
    core = _PLAIN.sub("", name)
    return core if len(core) >= SHORTEST_CORE else ""


def name_variants(name: str) -> Iterator[str]:
    """Names under which the same core may stand on another platform, each once; the name itself is
    among them where it is made in the usual way."""
    core = name_core(name)
    if not core:
        return
    yield core
    for trade in _TRADES:
        for kind in _KINDS:
            yield f"{core}{trade}{kind}"


def is_named_after(shop: str, company: str) -> bool:
    """Does the whole core of a shop's name stand in a company's, or the company's in the shop's?"""
    core, company_core = name_core(shop), name_core(company)
    return bool(core and company_core) and (core in company or company_core in shop)
