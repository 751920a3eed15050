"""Price baseline (许可店铺价格): what a right's licensed sellers ask for its goods, and which listings it fits.

A median of three or more of their current listings stands where no reference price was filed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

from classifiers.candidate.licence_check import LicenceStanding, ask_ledger
from classifiers.candidate.package_size import price_each
from classifiers.characters.folding import fold
from storage.base.database import Database
from storage.leads.licensed_prices import file_prices, known_prices, listings_of_shops, moved
from storage.records import LicensedPrice, Listing, Right, RightHolder, RightsBook

_FEWEST = 3
"""Listings from which a median says anything; chosen by hand in 2026."""
_CENT = Decimal("0.01")
"""Yuan: medians are rounded to it."""
_LICENSED = frozenset({LicenceStanding.LICENSED, LicenceStanding.HOLDER})


def refresh_prices(database: Database, book: RightsBook, on: date) -> list[LicensedPrice]:
    """What licensed sellers ask now, put on file where it is news."""
    names = {seller.shop for right in book for seller in right.authorised_sellers}
    names |= {holder.name for holder in book.holders}
    with database.read() as session:
        on_file = known_prices(session)
        measured = measure(listings_of_shops(session, names), book, on)
    if moved(on_file, measured):
        with database.begin() as session:
            file_prices(session, measured)
            return known_prices(session)
    return on_file


def measure(listings: Iterable[Listing], book: RightsBook, on: date) -> list[LicensedPrice]:
    """The medians of what licensed sellers' listings ask, by right, goods and unit."""
    holders = {holder.id: holder for holder in book.holders}
    by_shop = _rights_by_seller(book, holders)
    asked: dict[tuple[str, str, str], list[Decimal]] = defaultdict(list)
    for listing in listings:
        each = price_each(listing)
        for right in by_shop.get(fold(listing.shop or ""), ()) if each else ():
            goods = _named(right.goods, listing)
            if each and goods and _shows(right, listing) and _licensed(right, listing, holders, on):
                asked[right.id, goods, each[1]].append(each[0])
    return [
        LicensedPrice(
            right=right,
            goods=goods,
            unit=unit,
            median=Decimal(median(prices)).quantize(_CENT),
            listings=len(prices),
        )
        for (right, goods, unit), prices in sorted(asked.items())
        if len(prices) >= _FEWEST
    ]


def _rights_by_seller(
    book: RightsBook, holders: Mapping[str, RightHolder]
) -> dict[str, list[Right]]:
    """Rights by the folded names of who may use them."""
    rights: dict[str, list[Right]] = defaultdict(list)
    for right in book:
        names = {fold(seller.shop) for seller in right.authorised_sellers}
        if (holder := holders.get(right.holder or "")) is not None:
            names.add(fold(holder.name))
        for name in names:
            rights[name].append(right)
    return rights


def _licensed(right: Right, listing: Listing, holders: Mapping[str, RightHolder], on: date) -> bool:
    answer = ask_ledger(listing, right, holders.get(right.holder or ""), on)
    return answer.standing in _LICENSED


def _shows(right: Right, listing: Listing) -> bool:
    """Whether the right's mark stands on the goods, so that they are its goods."""
    folded = fold(f"{listing.title} {listing.brand or ''}")
    return any(fold(form) in folded for form in (right.text, *right.aliases))


def _named(goods: Sequence[str], listing: Listing) -> str | None:
    """The longest of these goods words that the title holds."""
    title = fold(listing.title)
    return max((name for name in goods if fold(name) in title), key=len, default=None)


@dataclass(frozen=True)
class PriceList:
    """Licensed prices, looked up for one listing at a time."""

    prices: Sequence[LicensedPrice]

    def fitting(self, listing: Listing) -> tuple[LicensedPrice, ...]:
        """Those of goods that the title names, by the unit that the listing tells."""
        if not self.prices or (each := price_each(listing)) is None:
            return ()
        title = fold(listing.title)
        return tuple(self._of(title, each[1]))

    def _of(self, title: str, unit: str) -> Iterator[LicensedPrice]:
        return (price for price in self.prices if price.unit == unit and fold(price.goods) in title)
