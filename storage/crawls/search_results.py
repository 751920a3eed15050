"""检索结果: which listings a platform showed first when it was asked for a word; kept for every search crawled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.contested_rows import insert_missing
from storage.records import Listing
from storage.tables import ListingRow, ListingVersionRow, SearchResultRow, ShopRow


@dataclass(frozen=True, kw_only=True, slots=True)
class SearchResult:
    """One listing on the first page of a search."""

    word: str
    page_url: str
    place: int
    """On the page, from 1."""
    listing_key: str


@dataclass(frozen=True, kw_only=True)
class StoredResult:
    """The latest search for a word that showed a stored listing, with the listing as it is now."""

    word: str
    place: int
    run_id: int
    page_url: str
    captured_at: datetime
    listing_id: int
    shop_id: int
    shop: str
    platform: str
    listing: Listing


def results_of(word: str, page_url: str, keys: Iterable[str]) -> tuple[SearchResult, ...]:
    """The results of a search's first page from the keys of its listings in their order; each counts once."""
    return tuple(
        SearchResult(word=word, page_url=page_url, place=place, listing_key=key)
        for place, key in enumerate(dict.fromkeys(keys), start=1)
    )


def keep_results(
    session: Session, results: Iterable[SearchResult], *, run_id: int, at: datetime
) -> None:
    """Keep what searches showed; a listing counts once a run and word, at its first place."""
    rows = [
        {
            "run_id": run_id,
            "word": result.word[:200],
            "page_url": result.page_url,
            "place": result.place,
            "listing_key": result.listing_key,
            "captured_at": at,
        }
        for result in results
    ]
    insert_missing(session, SearchResultRow, rows, ["run_id", "word", "listing_key"])


def searched_words(session: Session) -> list[str]:
    """Every word that was searched for, once."""
    return list(session.scalars(sa.select(SearchResultRow.word).distinct().order_by("word")))


def latest_results(session: Session, word: str) -> Iterator[StoredResult]:
    """What the latest search for the word on each platform showed, of listings that are stored with their
    shop, in the order of the page."""
    latest = (
        sa.select(ShopRow.platform, sa.func.max(SearchResultRow.run_id).label("run_id"))
        .join(ListingRow, ListingRow.shop_id == ShopRow.id)
        .join(SearchResultRow, SearchResultRow.listing_key == ListingRow.key)
        .where(SearchResultRow.word == word, ListingRow.version_id.is_not(None))
        .group_by(ShopRow.platform)
        .subquery()
    )
    rows = session.execute(
        sa.select(SearchResultRow, ListingRow, ShopRow, ListingVersionRow.record)
        .join(ListingRow, ListingRow.key == SearchResultRow.listing_key)
        .join(ShopRow, ShopRow.id == ListingRow.shop_id)
        .join(ListingVersionRow, ListingVersionRow.id == ListingRow.version_id)
        .join(
            latest,
            sa.and_(
                latest.c.platform == ShopRow.platform, latest.c.run_id == SearchResultRow.run_id
            ),
        )
        .where(SearchResultRow.word == word)
        .order_by(SearchResultRow.run_id.desc(), SearchResultRow.place)
    ).all()
    for result, listing, shop, record in rows:
        yield StoredResult(
            word=word,
            place=result.place,
            run_id=result.run_id,
            page_url=result.page_url,
            captured_at=result.captured_at,
            listing_id=listing.id,
            shop_id=shop.id,
            shop=shop.name,
            platform=shop.platform,
            listing=record,
        )
