"""What a site's own search is asked for (站内检索词)."""

from __future__ import annotations

from crawler.run.crawl_options import CrawlOrder
from storage.base.database import Database
from storage.rights.store import load_rights

_MOST_WORDS = 24
"""Marks that one site's search is asked for in one run; chosen by hand."""


def search_words(order: CrawlOrder, database: Database) -> tuple[str, ...]:
    """The order's words, else the marks that the office protects."""
    if order.words:
        return order.words
    with database.read() as session:
        return load_rights(session).signs[:_MOST_WORDS]
