"""店铺名称: what of the name of a shop or an undertaking says whose it is, and what any may be called.

`name_core` leaves out such words wherever they stand, for comparing shops with one another; `without_kind`
those at the end alone, where a name must stand in full; `trade_name` the trade of an undertaking too.
"""

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
_FORM = re.compile(
    r"""
    ( 有限责任公司 | 股份有限公司 | 集团有限公司 | 有限公司 | 集团 | 公司   # 公司法
    | 合作社 | 专业合作社                                                   # 农民专业合作社法
    )$
    """,
    re.VERBOSE,
)
"""The form of an undertaking at the end of its name."""
_SHOP_KIND = re.compile(
    r"""
    ( 官方旗舰店 | 旗舰店 | 专营店 | 专卖店     # kinds that platforms grant
    | 官方店 | 直营店 | 自营店 | 企业店 | 授权店 | 品牌店 | 食品店 | 官方 | 工厂店
    | 小店 | 商行 | 店铺 | 店
    )$
    """,
    re.VERBOSE,
)
"""The kind of a shop at the end of its shown name."""
_TRADE = re.compile(
    "(?:[酒药茶米乳实鞋农商糖]业|制药|食品|餐饮|饮食|服饰|电器|饮料|文化|家纺|粮油|卫厨|日化|刀剪)$"
)
"""The trade at the end of an undertaking's trade name (企业名称登记管理规定: place, name, trade, form)."""
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


def is_undertaking(name: str) -> bool:
    """Does a name end in the legal form of an undertaking?"""
    return bool(_FORM.search(name))


def without_kind(name: str) -> str:
    """The name without the legal form and the kind of shop at its end.

    >>> without_kind("岚川禾谷酒业旗舰店"), without_kind("岚川禾谷酒业有限公司")
    ('岚川禾谷酒业', '岚川禾谷酒业')
    """
    while (shorter := _SHOP_KIND.sub("", _FORM.sub("", name))) != name and shorter:
        name = shorter
    return name


def trade_name(company: str) -> str:
    """Place and name of an undertaking without its trade; empty where nothing is left.

    >>> trade_name("岚川禾谷酒业有限公司")
    '岚川禾谷'
    """
    return _TRADE.sub("", name_core(company))
