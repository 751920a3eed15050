"""热点对比图: the counts of a risk warning beside their usual level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from alerts.text.bar_chart import Bars, draw_bars
from alerts.text.typeface import Typeface

_SERIES = ("本期（条）", "同期常值（条）")


def draw_chart(rows: Sequence[Mapping[str, Any]], face: Typeface) -> bytes:
    """A PNG with two bars a row: this period's count (本期) and the usual level (同期常值)."""
    bars = [
        Bars(
            name=f"{row['region']}　{row['goods']}",
            under=str(row["platform"]),
            values=(float(row["count"]), float(row["usual"])),
        )
        for row in rows
    ]
    return draw_bars(bars, _SERIES, face)


def describe_chart(rows: Sequence[Mapping[str, Any]]) -> str:
    """The same figures in words, for readers who cannot see the picture."""
    rows_in_words = (
        f"{row['region']}{row['goods']}{row['count']}条（常值{float(row['usual']):g}条）"
        for row in rows
    )
    return "热点数量对比图：" + "，".join(rows_in_words)
