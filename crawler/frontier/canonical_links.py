"""Canonical links that may be wrong (存疑的规范链接): one key for several addresses, once it is proved.

Many shops copy one canonical link onto every page. A page that claims another address as its own,
without a number or a name in common with it, gets that address's key only as long as no page with
another title holds it; else it keeps the key of its own address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy.orm import Session

from storage.listings.page_digests import forget
from storage.listings.store import SeenListing, holders_of, rename_listing

_BARE = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class _CanonicalPage:
    title: str
    url: str


@dataclass
class _Claim:
    """A key that was taken by a canonical link alone."""

    own_key: str
    """The holder's own."""
    pages: set[bytes] = field(default_factory=set)
    """Fingerprints of the pages that are remembered with the claimed key."""


class Claims:
    """Keys that pages of this run took by their canonical link alone."""

    def __init__(self) -> None:
        self._taken: dict[str, _Claim] = {}

    def __bool__(self) -> bool:
        return bool(self._taken)

    def settle(
        self, session: Session, waiting: Sequence[SeenListing], pages: Iterable[bytes | None]
    ) -> list[SeenListing]:
        """The same listings in the same order, under keys that are theirs.

        `pages` holds for each the fingerprint of its page where that is to be remembered.
        """
        doubtful = {item.key for item in waiting if item.own_key or item.key in self._taken}
        if not doubtful:
            return list(waiting)
        holders = {
            key: _CanonicalPage(title, url)
            for key, title, url in holders_of(session, sorted(doubtful))
        }
        settled: list[SeenListing] = []
        for item, page in zip(waiting, pages, strict=True):
            holder = holders.get(item.key)
            mine = _CanonicalPage(item.listing.title, item.listing.url)
            agree = holder is None or _same(holder, mine)
            if item.own_key is None:
                claim = self._taken.pop(item.key, None)
                if claim and not agree:
                    _make_way(session, settled, item.key, claim)
            elif agree:
                claim = self._taken.setdefault(item.key, _Claim(item.own_key))
                if page:
                    claim.pages.add(page)
            else:
                settled.append(replace(item, key=item.own_key, own_key=None))
                continue
            if item.key in doubtful:
                holders[item.key] = mine
            settled.append(replace(item, own_key=None) if item.own_key else item)
        return settled


def _make_way(session: Session, settled: list[SeenListing], key: str, claim: _Claim) -> None:
    """The address itself came: whoever held its key by a wrong claim goes back to its own.

    What was remembered of the holder's pages names the key that is not theirs: they are read anew.
    """
    rename_listing(session, key, claim.own_key)
    forget(session, claim.pages)
    for number, item in enumerate(settled):
        if item.key == key:
            settled[number] = replace(item, key=claim.own_key)


def _same(first: _CanonicalPage, second: _CanonicalPage) -> bool:
    return first.url == second.url or _bare(first.title) == _bare(second.title)


def _bare(title: str) -> str:
    return _BARE.sub("", title).lower()
