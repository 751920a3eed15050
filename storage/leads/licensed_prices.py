"""许可店铺价格 in the store: prices of licensed sellers, with which other prices are compared."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.contested_rows import insert_missing
from storage.base.database import query_parts
from storage.base.vocabulary import Presence
from storage.leads.reassessment import assess_right_again
from storage.records import LicensedPrice, Listing
from storage.tables import LicensedPriceRow, ListingRow, ListingVersionRow, ShopRow

_MOVED = Decimal("0.1")
"""Share by which a median must move to be noted, chosen by hand: each note has the right's listings
scored anew."""


def listings_of_shops(session: Session, names: Collection[str]) -> Iterator[Listing]:
    """Current offers of the shops with these names."""
    for part in query_parts(sorted(names)):
        query = (
            sa.select(ListingVersionRow.record)
            .join(ListingRow, ListingRow.version_id == ListingVersionRow.id)
            .join(ShopRow, ShopRow.id == ListingRow.shop_id)
            .where(ShopRow.name.in_(part), ListingRow.presence == Presence.PRESENT)
        )
        yield from session.scalars(query)


def known_prices(session: Session) -> list[LicensedPrice]:
    """All stored prices."""
    return [_price(row) for row in session.scalars(sa.select(LicensedPriceRow))]


def _price(row: LicensedPriceRow) -> LicensedPrice:
    return LicensedPrice(
        right=row.right_id,
        goods=row.goods,
        unit=row.unit,
        median=Decimal(row.median),
        listings=row.listings,
    )


def moved(previous: Sequence[LicensedPrice], measured: Sequence[LicensedPrice]) -> bool:
    """Whether the prices differ from the stored ones."""
    return bool(_news(previous, measured))


def file_prices(session: Session, measured: Sequence[LicensedPrice]) -> None:
    """Store changed prices, and have the listings of those rights assessed again."""
    news = _news(known_prices(session), measured)
    now_known = {_key(price): price for price in measured}
    rows = {_key(_price(row)): row for row in session.scalars(sa.select(LicensedPriceRow))}
    for key in news:
        if key in rows:
            session.delete(rows[key])
    session.flush()
    added = [
        {
            "right_id": price.right,
            "goods": price.goods,
            "unit": price.unit,
            "median": str(price.median),
            "listings": price.listings,
        }
        for key in news
        if (price := now_known.get(key)) is not None
    ]
    insert_missing(session, LicensedPriceRow, added, ["right_id", "goods", "unit"])
    for right in sorted({right for right, _, _ in news}):
        assess_right_again(session, right)


def _news(
    previous: Sequence[LicensedPrice], measured: Sequence[LicensedPrice]
) -> list[tuple[str, str, str]]:
    """Keys of prices that are new, gone, or moved by more than a tenth."""
    before, after = ({_key(price): price.median for price in some} for some in (previous, measured))
    return [
        key
        for key in sorted({*before, *after})
        if key not in before
        or key not in after
        or abs(after[key] - before[key]) > before[key] * _MOVED
    ]


def _key(price: LicensedPrice) -> tuple[str, str, str]:
    return price.right, price.goods, price.unit
