"""What one visit gave (一次访问的结果), as it is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from storage.crawls.frontier import NewPage
from storage.crawls.search_results import SearchResult
from storage.listings.page_digests import PageMemory
from storage.listings.store import SeenListing


@dataclass(frozen=True, kw_only=True, slots=True)
class PageResult:
    """What one visited page gave."""

    page_id: int | None
    """Its row in the queue; None for what a spider yields before any page."""
    listings: tuple[SeenListing, ...] = ()
    cards: tuple[SeenListing, ...] = ()
    """What a list says of listings whose own pages are not visited: stored where nothing is yet."""
    results: tuple[SearchResult, ...] = ()
    """What it showed as the first page of a search."""
    links: tuple[NewPage, ...] = ()
    gone: tuple[str, ...] = ()
    """Addresses of stored listings that were not there any more."""
    unchanged: tuple[str, ...] = ()
    """Keys of listings on a page that has not changed since the last run."""
    memory: PageMemory | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
