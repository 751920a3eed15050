"""Listings whose key is written otherwise now (商品标识变更): they keep their row, their leads and their past,
and what searches showed of them.

A newer version of the program may know the number of goods in addresses that said nothing to an earlier
one, and a shop may give its pages another canonical link; an earlier version stored hosts in characters
(农产.example) that are in ASCII now. The listing is then met under a key that nobody has, at the address
and with the title, or the number, of one that is stored under its former key.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from storage.net.domain_names import name_in_characters
from storage.records import Listing
from storage.tables import ListingRow, ListingVersionRow, SearchResultRow


class _Keyed(Protocol):
    @property
    def listing(self) -> Listing: ...


def rename_known(
    session: Session, items: Mapping[str, _Keyed], taken: Iterable[str], *, run_id: int
) -> bool:
    """Give stored listings the keys of `items` where these are the same; True where one got another key.

    Of `items`, none is stored under its key yet; the listings of the `taken` keys keep theirs, as do those
    that this run has met already, and those that share their address with others: a page may show
    several goods.
    """
    by_url: dict[str, list[str]] = {}
    for key, item in items.items():
        by_url.setdefault(item.listing.url, []).append(key)
    single = {url: keys[0] for url, keys in by_url.items() if len(keys) == 1}
    if not single:
        return False
    spelled = {**{_in_characters(url): url for url in single}, **{url: url for url in single}}
    columns = (ListingRow.id, ListingRow.key, ListingRow.url, ListingRow.title, ListingRow.run_id)
    rows = session.execute(
        sa.select(*columns, ListingVersionRow.record)
        .join(ListingVersionRow, ListingVersionRow.id == ListingRow.version_id)
        .where(ListingRow.url.in_(list(spelled)))
    ).all()
    at_url = Counter(spelled[row.url] for row in rows)
    in_use = set(taken)
    renamed = [
        (row.id, row.key, single[spelled[row.url]])
        for row in rows
        if at_url[spelled[row.url]] == 1
        and row.key not in in_use
        and row.run_id != run_id
        and _is_same(row.record, items[single[spelled[row.url]]].listing)
    ]
    if renamed:
        session.execute(sa.update(ListingRow), [{"id": row, "key": to} for row, _, to in renamed])
        _rename_results(session, [(key, to) for _, key, to in renamed])
    return bool(renamed)


def _in_characters(url: str) -> str:
    """An address with its host in characters, as earlier versions stored it; else as it stands."""
    scheme, mark, behind = url.partition("://")
    host, slash, path = behind.partition("/")
    return f"{scheme}{mark}{name_in_characters(host)}{slash}{path}"


def _rename_results(session: Session, names: Iterable[tuple[str, str]]) -> None:
    """What searches showed of these listings stays theirs; where one showed both keys, it stays once."""
    twin = aliased(SearchResultRow)
    for key, to in names:
        both = sa.exists().where(
            twin.run_id == SearchResultRow.run_id,
            twin.word == SearchResultRow.word,
            twin.listing_key == to,
        )
        session.execute(
            sa.update(SearchResultRow)
            .where(SearchResultRow.listing_key == key, ~both)
            .values(listing_key=to)
            .execution_options(synchronize_session=False)
        )


def _is_same(stored: Listing, listing: Listing) -> bool:
    if _are_numbered_apart(stored, listing):
        return False
    if stored.title == listing.title:
        return True
    return any(
        mine and mine == theirs
        for mine, theirs in ((stored.item_id, listing.item_id), (stored.sku, listing.sku))
    )


def _are_numbered_apart(stored: Listing, listing: Listing) -> bool:
    """Do the page's data give each a number of its own? One that stands in the address may only have been
    read otherwise by an earlier version, from another part of it."""
    numbers = {stored.item_id, listing.item_id}
    return len(numbers) > 1 and all(number and number not in listing.url for number in numbers)
