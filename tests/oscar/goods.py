"""What the shop sells: twenty-four made-up goods in six categories, three of them in none."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

_GOODS = {
    "面粉": ("雪花粉", "石磨面粉"),
    "羊肉": ("羊排", "羔羊卷"),
    "乳制品": ("奶豆腐", "酸奶"),
    "杂粮": ("小米", "燕麦片"),
    "瓜子": ("原味瓜子", "葵花籽油"),
    "果蔬": ("番茄", "黄河蜜瓜"),
}
_SIZES = ("500克装", "2.5千克家庭装")
UNCATEGORISED = 3
"""Goods found only by pagination or search."""


@dataclass(frozen=True, kw_only=True)
class Good:
    """商品 as the shop was told to show it."""

    upc: str
    title: str
    price: Decimal
    category: str | None
    stock: int
    description: str


def goods() -> list[Good]:
    """All goods in a fixed order; every tenth is out of stock."""
    made = []
    for category, names in _GOODS.items():
        for name in names:
            for size in _SIZES:
                number = len(made) + 1
                made.append(
                    Good(
                        upc=f"69{number:011d}",
                        title=f"河套平原 {name} {size}",
                        price=Decimal(990 + 137 * number) / 100,
                        category=None if number <= UNCATEGORISED else category,
                        stock=0 if number % 10 == 0 else 20,
                        description=f"产自河套平原的{name}，{size}，示例商品第 {number} 号。",
                    )
                )
    return made
