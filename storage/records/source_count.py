"""来源计数: how often unknown sellers of a right's sign on one platform had leave, and how often not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class SourceCount:
    """Decided leads of one right on one platform."""

    unlawful: int = 0
    """Confirmed for want of leave."""
    lawful: int = 0
    """Dismissed because the seller had leave or sold genuine goods on."""


SourceCounts = Mapping[tuple[str, str], SourceCount]
"""By right and platform."""

NOTHING_COUNTED = SourceCount()
