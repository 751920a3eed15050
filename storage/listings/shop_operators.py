"""平台内经营者: from a shop's 亮照 page to the shop it speaks of (电子商务法 §15)."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.vocabulary import ListingKind
from storage.tables import ListingRow, ListingVersionRow, ShopRow


def attach_operators(session: Session, run_id: int) -> int:
    """Give shops the operator that a page below their address showed in this run.

    What a listing's own page said of its operator is not overwritten. Returns how many shops.
    """
    pages = session.execute(
        sa.select(ListingRow.url, ListingRow.platform, ListingVersionRow.record)
        .join(ListingVersionRow, ListingVersionRow.id == ListingRow.version_id)
        .where(ListingRow.run_id == run_id, ListingRow.kind == ListingKind.PAGE)
        .execution_options(yield_per=500)
    )
    return sum(
        _attach(session, platform, url, listing.operator.to_json())
        for url, platform, listing in pages
        if listing.operator is not None
    )


def _attach(session: Session, platform: str, url: str, operator: Mapping[str, str]) -> int:
    """The shop with the longest address that this page's address begins with."""
    shops = session.scalars(
        sa.select(ShopRow).where(ShopRow.platform == platform, ShopRow.url.is_not(None))
    )
    above = [shop for shop in shops if shop.url and _is_below(url, shop.url)]
    best = max(above, key=lambda shop: len(shop.url or ""), default=None)
    if best is None or best.operator:
        return 0
    best.operator = dict(operator)
    return 1


def _is_below(url: str, shop_url: str) -> bool:
    stem = shop_url.rstrip("/")
    return url.startswith((stem + "/", stem + "?")) and stem.count("/") > 2
