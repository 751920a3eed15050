"""How many sellers stand behind a group of listings: shops of one operator are one seller."""

from __future__ import annotations

from collections.abc import Iterable

from storage.listings.operator_traits import particulars_traits
from storage.listings.operators import OperatorTrait, operator_groups
from storage.records import Listing

Shop = tuple[str, ...]
"""Platform and shown name; the number of the listing where it shows no shop."""


def count_shops(listings: Iterable[tuple[str, Listing]]) -> int:
    """Sellers that differ for certain, of pairs of platform and listing.

    Listings of one shop, or of shops that the particulars of their operators link (the rule of
    `storage.listings.operators`), have one seller; those that show neither count as one together.
    """
    traits: dict[Shop, frozenset[OperatorTrait]] = {}
    for number, (platform, listing) in enumerate(listings):
        particulars = particulars_traits(listing.operator)
        if listing.shop:
            shop: Shop = (platform, listing.shop.strip())
        else:
            shop = (str(number),) if particulars else ("unknown",)
        traits[shop] = traits.get(shop, frozenset()) | particulars
    return len(operator_groups(traits))
