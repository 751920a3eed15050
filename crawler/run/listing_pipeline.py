"""The last item pipeline (商品信息管道): what is no listing goes no further."""

from __future__ import annotations

from typing import Any

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from crawler.run.item_listings import listing_of
from crawler.run.run_extension import run_of
from storage.base.errors import BadInput


class ListingPipeline:
    """Drops, with a warning, an item that is no listing; the others are stored with their page."""

    def __init__(self, crawler: Crawler) -> None:
        self._run = run_of(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ListingPipeline:
        return cls(crawler)

    def process_item(self, item: Any) -> Any:
        try:
            listing_of(item, self._run.contact_key)
        except BadInput as error:
            self._run.buffer.counts["items_dropped"] += 1
            raise DropItem(str(error)) from error
        return item
