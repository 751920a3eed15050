"""How long ago something was, as a list shows it: 3 天前."""

from __future__ import annotations

from datetime import datetime, timedelta

_SPANS = (
    (timedelta(days=365), "年"),
    (timedelta(days=30), "个月"),
    (timedelta(days=1), "天"),
    (timedelta(hours=1), "小时"),
    (timedelta(minutes=1), "分钟"),
)


def show_age(moment: datetime, at: datetime) -> str:
    """How long ago a moment was, in its largest unit."""
    past = at - moment
    for span, name in _SPANS:
        if past >= span:
            return f"{past // span} {name}前"
    return "刚刚"
