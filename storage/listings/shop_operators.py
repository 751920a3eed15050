"""平台内经营者: a shop's operator, read from the shop's 亮照 page (电子商务法 §15).

Which shops belong to one operator is the rule of `operators`; here a shop gets its operator.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.vocabulary import ListingKind
from storage.records import Operator
from storage.tables import ListingRow, ListingVersionRow, ShopRow


def attach_operators(session: Session, run_id: int) -> int:
    """Give shops the operator that a page below their address showed in this run.

    A page with a credit code (统一社会信用代码) is the seller's own and goes before what a listing's
    page said, at whose foot a platform names itself; without a code it only fills what is empty.
    Returns how many shops.
    """
    pages = session.execute(
        sa.select(ListingRow.url, ListingRow.platform, ListingVersionRow.record)
        .join(ListingVersionRow, ListingVersionRow.id == ListingRow.version_id)
        .where(ListingRow.run_id == run_id, ListingRow.kind == ListingKind.PAGE)
        .execution_options(yield_per=500)
    )
    licences = [
        (url, platform, listing.operator)
        for url, platform, listing in pages
        if listing.operator is not None
    ]
    shops = _shops_by_platform(session, {platform for _, platform, _ in licences})
    return sum(_attach(shops[platform], url, operator) for url, platform, operator in licences)


def _shops_by_platform(session: Session, platforms: Iterable[str]) -> dict[str, list[ShopRow]]:
    """The shops of these platforms that have an address."""
    query = sa.select(ShopRow).where(ShopRow.platform.in_(set(platforms)), ShopRow.url.is_not(None))
    shops: dict[str, list[ShopRow]] = defaultdict(list)
    for shop in session.scalars(query):
        shops[shop.platform].append(shop)
    return shops


def _attach(shops: Iterable[ShopRow], url: str, operator: Operator) -> int:
    """To the shop with the longest address that this page's address begins with."""
    above = [shop for shop in shops if shop.url and _is_below(url, shop.url)]
    best = max(above, key=lambda shop: len(shop.url or ""), default=None)
    if best is None or best.operator == operator:
        return 0
    if best.operator not in (None, Operator()) and not operator.credit_code:
        return 0
    best.operator = operator
    return 1


def _is_below(url: str, shop_url: str) -> bool:
    stem = shop_url.rstrip("/")
    return url.startswith((stem + "/", stem + "?")) and stem.count("/") > 2
