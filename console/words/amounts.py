"""Amounts and spans of time as a list shows them: ¥19.90, 3 天前."""

from __future__ import annotations

from datetime import datetime, timedelta

_SYMBOLS = {
    "CNY": "¥",
    "RMB": "¥",
    "USD": "US$",
    "EUR": "€",
    "HKD": "HK$",
    "TWD": "NT$",
    "GBP": "£",
}
_SPANS = (
    (timedelta(days=365), "年"),
    (timedelta(days=30), "个月"),
    (timedelta(days=1), "天"),
    (timedelta(hours=1), "小时"),
    (timedelta(minutes=1), "分钟"),
)
_LARGE = 1_000_000
"""Hundredths from which the cents are left out where there are none; chosen by hand."""


def show_price(hundredths: int | None, currency: str | None) -> str:
    """A price with its sign; one whose page names no currency is in yuan, as on the pages that are read."""
    if hundredths is None:
        return "—"
    code = (currency or "CNY").upper()
    whole = hundredths >= _LARGE and hundredths % 100 == 0
    amount = f"{hundredths // 100:,}" if whole else f"{hundredths / 100:,.2f}"
    return f"{_SYMBOLS[code]}{amount}" if code in _SYMBOLS else f"{amount} {currency}"


def show_age(moment: datetime, at: datetime) -> str:
    """How long ago a moment was, in its largest unit."""
    past = at - moment
    for span, name in _SPANS:
        if past >= span:
            return f"{past // span} {name}前"
    return "刚刚"
