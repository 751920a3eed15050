"""Known listings that no page led to any more (未再出现的商品), looked for at the end of a crawl."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from scrapy import Request

from crawler.run.stored_request import KIND
from crawler.site.site_crawl import SiteCrawl
from storage.base.database import Database
from storage.base.vocabulary import ListingKind, Presence
from storage.tables import ListingRow


def recheck_requests(site: SiteCrawl) -> Iterator[Request]:
    """Requests for the stored listings of these sites that this run has not met.

    Nothing where the crawl did not see the whole site: another reach, a failed start, a given-up host.
    """
    run = site.run
    if site.order.follow != "site" or run.outcome.failure or run.outcome.given_up:
        return
    if run.outcome.stopping or run.has_enough():
        return
    origins = {url.rstrip("/") for url in run.gate.robots.origins()}
    with run.database.read() as session:
        urls = [
            url
            for origin in sorted(origins)
            for url in session.scalars(
                sa.select(ListingRow.url).where(
                    *_below(origin, run.database),
                    ListingRow.kind == ListingKind.LISTING,
                    ListingRow.presence != Presence.REMOVED,
                    sa.or_(ListingRow.run_id.is_(None), ListingRow.run_id != run.id),
                )
            )
        ]
    for url in urls:
        site.take_up(url)
        yield Request(url, meta={KIND: "recheck"})


def _below(origin: str, database: Database) -> list[sa.ColumnElement[bool]]:
    """Conditions on listings whose address lies below an origin.

    SQLite finds them by its index of addresses if it is asked for a range; PostgreSQL, whose index
    is for whole addresses and whose order is the locale's, reads all listings.
    """
    conditions = [ListingRow.url.startswith(origin + "/", autoescape=True)]
    if database.is_sqlite:
        conditions += [ListingRow.url >= origin + "/", ListingRow.url < origin + "0"]
    return conditions
