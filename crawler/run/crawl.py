"""Running one crawl from its start pages to its closing account (执行一个监测批次)."""

from __future__ import annotations

import asyncio
import signal

from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.settings import Settings as ScrapySettings

from crawler.run.active_run import log
from crawler.run.crawl_options import CrawlOrder, CrawlReport
from crawler.run.garbage_collection import SeldomCollection
from crawler.run.run_extension import RunExtension, RunResources
from crawler.run.run_lifecycle import INTERRUPTED
from storage.base.database import Database
from storage.base.settings import Settings

_SPIDER = "site"
_STOP_SECONDS = 10.0
"""Seconds that pages under way may take to end after Ctrl-C or SIGTERM; chosen by hand."""


def run_crawl(order: CrawlOrder, settings: Settings, database: Database) -> CrawlReport:
    """Crawl until the queue is empty, or go on where the same command was interrupted.

    Raises EgressRefused for a start URL that the address policy forbids, Refused while another
    process works on the same run, BadInput for a profile that cannot be read, StoreUnavailable.
    """
    collection = SeldomCollection()  # the spiders' modules are imported under it, too
    try:
        return asyncio.run(_crawl(order, RunResources(settings, database)))
    finally:
        collection.end()


async def _crawl(order: CrawlOrder, resources: RunResources) -> CrawlReport:
    values = ScrapySettings()
    values.setmodule("crawler.run.scrapy_settings", priority="project")
    values.set("SPIDER_MODULES", ["crawler.spiders"], priority="cmdline")
    crawler = AsyncCrawlerRunner(values).create_crawler(_SPIDER)
    task = asyncio.create_task(crawler.crawl_async(order=order, resources=resources))
    await _until_ended_or_interrupted(crawler, task)
    extension = crawler.get_extension(RunExtension)
    assert extension is not None
    await extension.close()
    assert extension.report is not None
    return extension.report


async def _until_ended_or_interrupted(crawler: Crawler, task: asyncio.Task[None]) -> None:
    """Let Scrapy's engine work until nothing is left, or a signal asks it to stop."""
    interrupted = asyncio.Event()

    def interrupt() -> None:
        extension = crawler.get_extension(RunExtension)
        if extension is not None:
            extension.run.outcome.stop(INTERRUPTED)
        interrupted.set()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, interrupt)
    try:
        waiter = asyncio.create_task(interrupted.wait())
        await asyncio.wait({task, waiter}, return_when=asyncio.FIRST_COMPLETED)
        waiter.cancel()
        if not task.done():
            log.info("stopping; pages under way may take %d s", _STOP_SECONDS)
            await asyncio.wait({task}, timeout=_STOP_SECONDS)
        if task.done():
            task.result()
        else:
            task.cancel()
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)
