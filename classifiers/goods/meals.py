"""Meals (餐饮服务): dishes and vouchers that a restaurant sells are its service (class 43), not food."""

from __future__ import annotations

import re

from storage.records import Right

RESTAURANTS = 43
"""Nice class of services that provide food and drink."""
_SERVICES = re.compile("餐馆|餐厅|饭店|快餐|餐饮|咖啡馆|茶馆|酒楼|小吃店|火锅店|饮食")
_MEAL = re.compile(
    r"""
    [单双二三四五六八十\d]人(?:套?餐|份)  # a meal for so many
    | [大中小]份 | [微中特]辣 | 双拼 | 聚餐 | 单杯 | 外送
    | 套餐 | 代金券 | 外卖 | 堂食 | 自助餐 | 到店 | 团购券
    """,
    re.VERBOSE,
)


def serves_meals(right: Right) -> bool:
    """Whether the right is registered for providing meals."""
    named = any(_SERVICES.search(name) for name in right.goods)
    return named or (RESTAURANTS in right.classes and not right.goods)


def is_meal(title: str) -> bool:
    """Whether a title offers a meal as restaurants do."""
    return bool(_MEAL.search(title))
