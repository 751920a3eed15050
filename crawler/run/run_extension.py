"""The extension that owns a run (批次扩展): it opens the run with the spider and closes it with the engine.

The other components ask it for the run. Under `hubiao crawl` the command hands over its settings and
its database; under `scrapy crawl` they are those of the environment.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass

from scrapy import Spider, signals
from scrapy.crawler import Crawler

from crawler.run.active_run import ActiveRun, log
from crawler.run.crawl_options import CrawlOrder, CrawlReport, RunOrder, SpiderOrder
from crawler.run.log_format import is_no_store_failure
from crawler.run.run_lifecycle import INTERRUPTED, close_active_run, open_active_run
from storage.base.database import Database, open_database
from storage.base.errors import HubiaoError, StoreUnavailable
from storage.base.message import Message
from storage.base.settings import Settings, load_settings
from storage.crawls import runs

_PRINTING = tuple(map(logging.getLogger, ("scrapy.core.scraper", "scrapy.utils.signal")))
"""Scrapy's logs of what spiders, pipelines and receivers of signals raise."""
_LISTEN_SECONDS = 2.0
"""Seconds between two looks whether an officer wants the run to end; the rows tell it to any machine."""


@dataclass(frozen=True)
class RunResources:
    """What a command has open already and lends to its run."""

    settings: Settings
    database: Database


class RunExtension:
    """Holds the run of one crawler."""

    def __init__(self, crawler: Crawler) -> None:
        spider = crawler.spider
        assert spider is not None
        lent: RunResources | None = getattr(spider, "resources", None)
        settings = lent.settings if lent is not None else load_settings()
        self._database = None if lent is not None else open_database(settings)
        database = lent.database if lent is not None else self._database
        assert database is not None
        try:
            self.run = open_active_run(order_of(spider), settings, database)
        except BaseException:
            self._close_database()
            raise
        self.report: CrawlReport | None = None
        self._listener: asyncio.Task[None] | None = None
        self._closing: asyncio.Future[None] | None = None
        self._crawler = crawler
        for logger in _PRINTING:
            logger.addFilter(is_no_store_failure)
        crawler.signals.connect(self._spider_opened, signals.spider_opened)
        crawler.signals.connect(self._spider_closed, signals.spider_closed)
        crawler.signals.connect(self._engine_stopped, signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RunExtension:
        return cls(crawler)

    def _spider_opened(self) -> None:
        self._listener = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        while not self.run.outcome.stopping:
            await asyncio.sleep(_LISTEN_SECONDS)
            if self._is_shut_down():
                self.run.outcome.stop(INTERRUPTED)
            # A database that cannot be read breaks the run off where pages are stored; else the next look does.
            with suppress(StoreUnavailable), self.run.database.read() as session:
                if runs.is_asked_to_stop(session, self.run.id):
                    self.run.outcome.stop(INTERRUPTED)

    def _is_shut_down(self) -> bool:
        """Whether Ctrl-C came in `scrapy crawl`, which tells nobody before all that waits has ended."""
        engine = self._crawler.engine
        return engine is not None and engine.start_time is not None and not engine.running

    def _spider_closed(self, reason: str) -> None:
        """Any reason but `finished` leaves the run to be gone on with."""
        if self._listener is not None:
            self._listener.cancel()
        if reason == "shutdown":
            self.run.outcome.stop(INTERRUPTED)
        elif reason != "finished":
            self.run.outcome.stop(Message("run.closed-by-spider", {"reason": reason}))

    async def _engine_stopped(self) -> None:
        """As `close`; a run that broke off is one line, since Scrapy prints what a handler raises in full."""
        try:
            await self.close()
        except HubiaoError as error:
            log.error("run %d: %s", self.run.id, error)
            self._crawler.spider = None  # for which `scrapy crawl` ends with 1

    async def close(self) -> None:
        """Close the run, once. Raises what it broke off for."""
        if self._closing is None:
            self._closing = asyncio.ensure_future(self._close())
        await self._closing

    async def _close(self) -> None:
        if self._listener is not None:
            self._listener.cancel()
        try:
            self.report = await close_active_run(self.run)
            log.info("run %d: %s", self.run.id, self.report.to_json())
        finally:
            self._close_database()

    def _close_database(self) -> None:
        if self._database is not None:
            self._database.close()
            self._database = None


def order_of(spider: Spider) -> RunOrder:
    """What a spider's run is asked to do: the order that it was given, else its name and arguments."""
    order = getattr(spider, "order", None)
    return order if isinstance(order, CrawlOrder) else SpiderOrder.of(spider)


def run_of(crawler: Crawler) -> ActiveRun:
    """The run of a crawler, for Scrapy's components. Raises RuntimeError without the extension."""
    extension = crawler.get_extension(RunExtension)
    if extension is None:
        raise RuntimeError("crawler.run.run_extension.RunExtension is not in EXTENSIONS")
    return extension.run
