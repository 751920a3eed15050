"""How many sellers stand behind a group of listings: shops of one operator are one seller."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from storage.records import Listing

Key = tuple[str, ...]


def count_shops(listings: Iterable[tuple[str, Listing]]) -> int:
    """Sellers that differ for certain, of pairs of platform and listing.

    Listings that share a shop, an operator's name or its credit code (统一社会信用代码) have one seller;
    those that show none of the three count as one together.
    """
    parents: dict[Key, Key] = {}
    for platform, listing in listings:
        keys = list(_keys(platform, listing)) or [("unknown",)]
        for key in keys:
            parents.setdefault(key, key)
            parents[_root(parents, key)] = _root(parents, keys[0])
    return sum(key == parent for key, parent in parents.items())


def _keys(platform: str, listing: Listing) -> Iterator[Key]:
    if listing.shop:
        yield "shop", platform, listing.shop.strip()
    if listing.operator and listing.operator.credit_code:
        yield "code", listing.operator.credit_code
    if listing.operator and listing.operator.name:
        yield "name", listing.operator.name.strip()


def _root(parents: dict[Key, Key], key: Key) -> Key:
    while parents[key] != key:
        key = parents[key]
    return key
