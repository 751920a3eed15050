"""A first comparison (比对表) from the reasons that the machine gave and an officer confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from storage.records import Right

_MOST = 3
"""Quotes a cell; the annex names every listing anyway."""
_ASPECTS = (("mark", "标识"), ("goods", "商品"), ("position", "使用位置"))


def compare_signals(
    right: Right, signals: Sequence[Iterable[Mapping[str, Any]]]
) -> list[dict[str, str]]:
    """A row an aspect that the signals of these leads speak of; an aspect without any has no row,
    so that the check asks the officer for it."""
    sides = {
        "mark": f"“{right.text}”"
        + (f"（注册号{right.registration_no}）" * bool(right.registration_no)),
        "goods": "、".join(right.goods) or "—",
        "position": "核定商品、包装及其商业活动中识别来源的使用",
    }
    rows = []
    for kind, aspect in _ASPECTS:
        said = [one for lead in signals for one in lead if _speaks_for(one, kind)]
        if said:
            rows.append(
                {
                    "aspect": aspect,
                    "right": sides[kind],
                    "listing": "；".join(_few(f"“{one['text']}”" for one in said)),
                    "finding": "；".join(_few(str(one["explanation"]) for one in said)),
                }
            )
    return rows


def _speaks_for(signal: Mapping[str, Any], kind: str) -> bool:
    return bool(signal["kind"] == kind and signal["text"] and signal["weight"] > 0)


def _few(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))[:_MOST]
