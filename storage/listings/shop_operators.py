"""平台内经营者: a shop's operator, read from the shop's 亮照 page (电子商务法 §15).

Which shops belong to one operator is the rule of `operators`; here a shop gets its operator.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.vocabulary import ListingKind
from storage.records import Operator
from storage.tables import ListingRow, ListingVersionRow, ShopRow

MOST_SHOPS = 2
"""Shops of one platform for which a name without a credit code may stand; chosen by hand: what stands
on the pages of more is the platform's own company."""


def attach_operators(session: Session, run_id: int) -> int:
    """Give shops the operator that a page below their address showed in this run.

    A page with a credit code (统一社会信用代码) is the seller's own and goes before what a listing's
    page said, at whose foot a platform names itself; without a code it only fills what is empty, and
    only if the platform's other pages do not name the same company. Returns how many shops.
    """
    pages = session.execute(
        sa.select(ListingRow.url, ListingRow.platform, ListingVersionRow.record)
        .join(ListingVersionRow, ListingVersionRow.id == ListingRow.version_id)
        .where(ListingRow.run_id == run_id, ListingRow.kind == ListingKind.PAGE)
        .execution_options(yield_per=500)
    )
    by_platform: dict[str, list[tuple[str, Operator]]] = defaultdict(list)
    for url, platform, listing in pages:
        if listing.operator is not None:
            by_platform[platform].append((url, listing.operator))
    shops = _shops_by_platform(session, by_platform)
    return sum(
        _attach_on_platform(shops[platform], licences) for platform, licences in by_platform.items()
    )


def _shops_by_platform(session: Session, platforms: Iterable[str]) -> dict[str, list[ShopRow]]:
    """The shops of these platforms that have an address."""
    query = sa.select(ShopRow).where(ShopRow.platform.in_(set(platforms)), ShopRow.url.is_not(None))
    shops: dict[str, list[ShopRow]] = defaultdict(list)
    for shop in session.scalars(query):
        shops[shop.platform].append(shop)
    return shops


def _attach_on_platform(shops: Sequence[ShopRow], licences: Sequence[tuple[str, Operator]]) -> int:
    by_address = {shop.url.rstrip("/"): shop for shop in shops if shop.url}
    owners = [(_shop_above(by_address, url), operator) for url, operator in licences]
    holders: dict[str | None, set[int]] = defaultdict(set)
    for shop, operator in owners:
        holders[operator.name].add(shop.id if shop else 0)
    return sum(
        _attach(shop, operator)
        for shop, operator in owners
        if shop is not None
        and (operator.credit_code or not _is_platforms_own(holders[operator.name]))
    )


def _is_platforms_own(holders: set[int]) -> bool:
    """Does a name stand on pages of no shop (0), or of many?"""
    return 0 in holders or len(holders) > MOST_SHOPS


def _attach(shop: ShopRow, operator: Operator) -> bool:
    if shop.operator == operator:
        return False
    if shop.operator not in (None, Operator()) and not operator.credit_code:
        return False
    shop.operator = operator
    return True


def _shop_above(by_address: Mapping[str, ShopRow], url: str) -> ShopRow | None:
    """The shop with the longest address that this page's address begins with."""
    stem = url.partition("?")[0]
    while stem.count("/") > 2:
        if (shop := by_address.get(stem)) is not None and stem != url:
            return shop
        stem = stem.rpartition("/")[0]
    return None
