"""One run over open APIs from its words to its closing account (执行一个接口监测批次).

It opens, resumes and closes as a crawl does, with the same queue, ledger and closing line. The APIs are asked
beside one another: one that refuses does not keep the others from going on.
"""

from __future__ import annotations

import asyncio
import signal
import time

from crawler.frontier.crawl_traps import CrawlTraps
from crawler.frontier.left_pages import Left, is_whole
from crawler.http.fetcher import Fetcher
from crawler.http.user_agent import user_agent
from crawler.open_api.api_order import ApiOrder, OpenApi, open_apis
from crawler.open_api.api_worker import ApiWorker, RunParts
from crawler.open_api.client import ApiClient
from crawler.open_api.pages import first_pages
from crawler.platform.start_check import keep_refused_start
from crawler.run.commit_buffer import CommitBuffer
from crawler.run.crawl_options import CrawlReport
from crawler.run.host_conduct import ConductLog
from crawler.run.run_lifecycle import INTERRUPTED, close_row
from storage.base.database import Database
from storage.base.errors import NotFound, Refused
from storage.base.message import Message
from storage.base.settings import Settings
from storage.base.vocabulary import RunState
from storage.crawls import frontier, runs
from storage.crawls.run_resume import OpenRun, open_run
from storage.files.contact_key import contact_key

_LISTEN_SECONDS = 2.0
"""Seconds between two looks whether an officer wants the run to end; the rows tell it to any machine."""


def run_apis(order: ApiOrder, settings: Settings, database: Database) -> CrawlReport:
    """Ask every API for every word, or go on where the same order was interrupted or its budget ended.

    Raises NotFound for an unknown API, Refused where none may be asked or another process works on the
    run, BadInput for a description that cannot be read, StoreUnavailable.
    """
    try:
        apis, refusals = open_apis(order.apis, settings, database)
    except (NotFound, Refused) as refusal:
        keep_refused_start(order, refusal, database)
        raise
    with database.begin() as session:
        opened = open_run(
            session,
            urls=order.urls,
            options=order.options,
            task_id=order.task_id,
            slot=order.slot,
        )
        for api in apis:
            frontier.add_pages(session, opened.id, first_pages(api.description, order.words))
    return asyncio.run(_ApiRun(order, apis, opened, settings, database).work(refusals))


class _ApiRun:
    """The run while it runs."""

    def __init__(
        self,
        order: ApiOrder,
        apis: list[OpenApi],
        opened: OpenRun,
        settings: Settings,
        database: Database,
    ) -> None:
        self._order = order
        self._apis = apis
        self._run = opened.id
        self._settings = settings
        self._database = database
        conduct = ConductLog(opened.id, user_agent(settings))
        self._buffer = CommitBuffer(
            database, opened.id, conduct, CrawlTraps(), opened.counts, opened.seconds
        )
        self._stopping = False
        self._looked_at = 0.0
        self._parts = RunParts(
            run_id=opened.id,
            database=database,
            buffer=self._buffer,
            conduct=conduct,
            contact_key=contact_key(settings.home),
            is_stopping=self._is_stopping,
            has_enough=self._has_enough,
        )

    async def work(self, refusals: dict[str, Message]) -> CrawlReport:
        """Until every API is done or left."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._stop)
        fetcher = Fetcher(self._settings)
        workers = {api.description.title: self._worker(api, fetcher) for api in self._apis}
        try:
            await asyncio.gather(*(worker.work() for worker in workers.values()))
        finally:
            await fetcher.close()
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.remove_signal_handler(number)
        return self._close(workers, refusals)

    def _worker(self, api: OpenApi, fetcher: Fetcher) -> ApiWorker:
        least = api.description.limits.delay
        delay = least if self._order.delay is None else max(self._order.delay, least)
        client = ApiClient(api.description, api.keys, fetcher)
        return ApiWorker(api, client, self._parts, delay)

    def _stop(self) -> None:
        self._stopping = True

    def _is_stopping(self) -> bool:
        """Did a signal or an officer ask the run to end? Each look renews the run's heartbeat."""
        if not self._stopping and time.monotonic() - self._looked_at > _LISTEN_SECONDS:
            self._looked_at = time.monotonic()
            with self._database.begin() as session:
                runs.keep_run(session, self._run, self._buffer.counts, self._buffer.seconds)
                self._stopping = runs.is_asked_to_stop(session, self._run)
        return self._stopping

    def _has_enough(self) -> bool:
        limit = self._order.max_pages
        return limit is not None and self._buffer.counts["pages"] >= limit

    def _close(self, workers: dict[str, ApiWorker], refusals: dict[str, Message]) -> CrawlReport:
        """End the run; what still waits is gone on with by the next run of the same task."""
        self._buffer.close()
        left = {title: worker.left for title, worker in workers.items() if worker.left}
        goes_on = self._stopping or bool(left)
        nothing_came = not any(worker.calls for worker in workers.values())
        if nothing_came:
            left |= {title: worker.fault for title, worker in workers.items() if worker.fault}
        reason = self._reason({**refusals, **left})
        ended = RunState.FAILED if left else RunState.FINISHED
        state = RunState.STOPPED if goes_on else ended
        with self._database.begin() as session:
            if not goes_on:
                waiting = frontier.queued_hosts(session, self._run)
                self._buffer.counts[Left.BUDGET] += sum(waiting.values())
            close_row(session, self._run, self._buffer, state=state, reason=reason)
        return CrawlReport(
            run=self._run,
            counts=dict(+self._buffer.counts),
            seconds=self._buffer.seconds,
            finished=not (goes_on or left or refusals) and is_whole(self._buffer.counts),
            why=reason,
            failed=self._stopping or (bool(left) and nothing_came),
        )

    def _reason(self, left: dict[str, Message]) -> Message:
        if self._stopping:
            return INTERRUPTED
        if left:
            lines = [
                Message("api.left", {"title": title, "why": why}) for title, why in left.items()
            ]
            return Message("run.hosts-left", {"hosts": lines})
        return Message("run.max-pages") if self._has_enough() else Message("run.finished")
