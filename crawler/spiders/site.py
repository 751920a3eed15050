"""The spider that walks a shop or site from its start pages (站点采集)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from scrapy import Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.run.page_outcome import record_failure, record_page
from crawler.run.run_state import ActiveRun, log
from storage.base.errors import StoreUnavailable


class SiteSpider(Spider):
    """Reads every page that the frontier gives out; its links go back into the frontier."""

    name = "site"

    def __init__(self, run: ActiveRun, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.run = run

    async def start(self) -> AsyncIterator[Any]:
        """Nothing: the start pages are in the frontier before the engine opens."""
        nothing: tuple[Any, ...] = ()
        for request in nothing:
            yield request

    def parse(self, response: Response) -> None:
        """Read one page; what it gives is stored with its end in the queue."""
        meta = response.meta
        self.run.watchdog.reading(meta["page"].id)
        try:
            record_page(self.run, meta["page"], meta["fetched"])
        except StoreUnavailable:
            raise
        except Exception as error:
            # One page that cannot be read must not be lost from the account, nor end the run.
            log.exception("reading %s failed", response.url)
            record_failure(self.run, meta["page"], error)
        finally:
            self.run.watchdog.done()
            self.run.under_way -= 1

    def failed(self, failure: Failure) -> None:
        """A page that could not be had."""
        page = failure.request.meta["page"]  # type: ignore[attr-defined]
        assert failure.value is not None
        try:
            record_failure(self.run, page, failure.value)
        finally:
            self.run.under_way -= 1
