"""Cutting a shelf into pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from console.demo.market.catalogue import Good


@dataclass(frozen=True, kw_only=True)
class ShelfPage:
    """One page of goods and where it stands among the others."""

    goods: Sequence[Good]
    number: int
    count: int
    """Pages in all, at least 1."""


def cut_page(goods: Sequence[Good], page: str | None, size: int) -> ShelfPage | None:
    """The wanted page (first is "1"); None where there is no such page."""
    number = int(page) if page and page.isdecimal() and len(page) < 6 else 1
    count = max(1, -(-len(goods) // size))
    if not 1 <= number <= count:
        return None
    return ShelfPage(goods=goods[(number - 1) * size : number * size], number=number, count=count)
