"""A first comparison (比对表) from the reasons that the machine gave and an officer confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from storage.law.article_words import with_articles
from storage.records import Right, Signal
from storage.records.letter_facts import Comparison

MOST_QUOTES = 3
"""Quotes in one cell, chosen by hand to fit it; the annex names every listing anyway."""
_ASPECTS = (("mark", "标识"), ("goods", "商品"), ("position", "使用位置"))
"""Kinds of signal, and the aspect of the comparison that each belongs to."""


def compare_signals(right: Right, signals: Sequence[Iterable[Signal]]) -> tuple[Comparison, ...]:
    """A row for each aspect that the signals of these leads concern.

    `signals` holds the signals of each lead. An aspect without any has no row, so that the check of
    completeness asks the officer for it.
    """
    sides = {
        "mark": f"“{right.text}”"
        + (f"（注册号{right.registration_no}）" * bool(right.registration_no)),
        "goods": "、".join(right.goods) or "—",
        "position": "核定商品、包装及其商业活动中识别来源的使用",
    }
    rows = []
    for kind, aspect in _ASPECTS:
        grounds = [signal for lead in signals for signal in lead if _speaks_for(signal, kind)]
        if grounds:
            rows.append(
                Comparison(
                    aspect=aspect,
                    right=sides[kind],
                    listing="；".join(_first(f"“{signal.text}”" for signal in grounds)),
                    finding="；".join(
                        _first(with_articles(signal.explanation) for signal in grounds)
                    ),
                )
            )
    return tuple(rows)


def _speaks_for(signal: Signal, kind: str) -> bool:
    return bool(signal.kind == kind and signal.text and signal.weight > 0)


def _first(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))[:MOST_QUOTES]
