"""Prices (价格) as people in China read them."""

from __future__ import annotations

from decimal import Decimal

_YUAN = frozenset({"", "CNY", "RMB", "元", "¥", "￥"})
"""What a page writes for the yuan; a page that names no currency means it."""


def show_price(price: Decimal | None, currency: str | None = None) -> str:
    """A price with its sign, two decimals and separated thousands: ¥1,299.00; other currencies with their
    code. Absent is 未知."""
    if price is None:
        return "未知"
    amount = f"{price:,.2f}"
    return f"¥{amount}" if (currency or "").upper() in _YUAN else f"{currency} {amount}"
