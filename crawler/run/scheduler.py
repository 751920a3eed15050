"""Scrapy's scheduler on the frontier in the database (调度器)."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from scrapy import Request
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler

from crawler.run.commit_buffer import Visit
from crawler.run.run_state import ActiveRun

_SHORTEST = 0.005
"""Seconds between two looks at least."""


class FrontierScheduler(BaseScheduler):
    """Hands out pages whose host may be asked now, and wakes the engine when one becomes ready."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._run: ActiveRun
        self._alarm: asyncio.TimerHandle | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> FrontierScheduler:
        return cls(crawler)

    def open(self, spider: Any) -> None:
        self._spider = spider
        self._run = spider.run

    def close(self, _reason: str) -> None:
        if self._alarm is not None:
            self._alarm.cancel()

    def enqueue_request(self, request: Request) -> bool:
        """Nothing enters but through the frontier, with the page that led to it."""
        raise NotImplementedError(f"{request.url} did not come through the frontier")

    def has_pending_requests(self) -> bool:
        run = self._run
        if run.under_way or run.ledger.waits:
            return True
        return run.has_more()

    def next_request(self) -> Request | None:
        run = self._run
        if run.ledger.due():
            run.commit()
        request = self._next()
        if request is None and not run.under_way:
            if run.ledger.waits:
                run.commit()
            run.queue_rechecks()
            request = self._next()
        if request is None:
            self._set_alarm()
        return request

    def _next(self) -> Request | None:
        run = self._run
        if run.stopping or run.enough():
            return None
        page = run.queue.take()
        while page is not None and run.echoes.leads_nowhere(page.host, page.url, page.kind):
            run.ledger.add(Visit(page_id=page.id, counts={"left_out": 1}))
            page = run.queue.take()
        if page is None:
            return None
        run.paces.of(page.host).started(time.monotonic())
        run.under_way += 1
        return Request(
            page.url,
            callback=self._spider.parse,
            errback=self._spider.failed,
            dont_filter=True,
            meta={"page": page},
        )

    def _set_alarm(self) -> None:
        """The engine looks again after each answer; between answers, this wakes it."""
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        moment = self._run.queue.next_moment()
        if moment is None and not self._run.ledger.waits:
            return
        wait = 0.5 if moment is None else min(moment - time.monotonic(), 5.0)
        loop = asyncio.get_running_loop()
        self._alarm = loop.call_later(max(wait, _SHORTEST), self._wake)

    def _wake(self) -> None:
        self._alarm = None
        slot = self._crawler.engine._slot
        if slot is not None:
            slot.nextcall.schedule()
