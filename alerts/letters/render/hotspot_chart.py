"""热点对比图: the counts of a risk warning beside the mean of the four periods before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from alerts.text.bar_chart import Bars, draw_bars
from alerts.text.typeface import Typeface

_SERIES = ("本期（条）", "前四期均值（条）")


def draw_chart(rows: Sequence[Mapping[str, Any]], face: Typeface) -> bytes:
    """A PNG with two bars a row: this period's count (本期) and the mean of the four periods before
    (前四期均值); with one where not all of these were watched."""
    compared = all(row["usual"] is not None for row in rows)
    bars = [
        Bars(
            name=f"{row['region']}　{row['goods']}",
            under=str(row["platform"]),
            values=_values(row, compared=compared),
        )
        for row in rows
    ]
    return draw_bars(bars, _SERIES if compared else _SERIES[:1], face)


def _values(row: Mapping[str, Any], *, compared: bool) -> tuple[float, ...]:
    return (float(row["count"]), float(row["usual"])) if compared else (float(row["count"]),)


def _mean(row: Mapping[str, Any]) -> str:
    return "" if row["usual"] is None else f"（前四期均值{float(row['usual']):g}条）"


def describe_chart(rows: Sequence[Mapping[str, Any]]) -> str:
    """The same figures in words, for readers who cannot see the picture."""
    rows_in_words = (f"{row['region']}{row['goods']}{row['count']}条{_mean(row)}" for row in rows)
    return "热点数量对比图：" + "，".join(rows_in_words)
