"""The market's day: a number that every site reads and the control endpoint moves."""

from __future__ import annotations

from dataclasses import dataclass

LAST_DAY = 1
"""The catalogue tells of day 0 (first crawl) and day 1 (what changed since)."""


@dataclass(kw_only=True)
class MarketDay:
    """Which day the market shows."""

    number: int = 0
