"""Crawls that wait for a machine (监测排队): Procrastinate in the office's own PostgreSQL.

On SQLite there is one machine, and the clock starts its crawls as processes. On PostgreSQL the clock
and the console put a job here, and whichever worker is free takes it. The engine does what a queue
must: one waiting job a task, one running crawl a platform, waking by NOTIFY, and handing out again
what a dead worker held. Its tables stand in a schema of their own.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from datetime import datetime
from typing import Any

import procrastinate
import psycopg
import sqlalchemy as sa
from procrastinate import exceptions
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager

from console.work.children import Children
from console.work.crawl_jobs import CrawlJob, Unfinished, do_crawl, hosts_of
from storage.base.database import Database
from storage.base.errors import StoreUnavailable
from storage.base.settings import Settings
from storage.crawls.tasks import Task
from storage.tables.base import now

SCHEMA = "hubiao_jobs"
_PATH = f"-c search_path={SCHEMA}"
QUEUE = "crawl"
HOUSE = "house"
"""The engine's own keeping: what a dead worker held is handed out again."""
AGAIN_SECONDS = 20
"""How long an unfinished crawl waits before it is handed out again."""
DEAD_SECONDS = 60
"""A worker that gave no sign for so long is dead; its jobs go to others."""

_PASSING: tuple[type[Exception], ...] = (
    Unfinished, StoreUnavailable,
    sa.exc.OperationalError, sa.exc.InterfaceError, psycopg.OperationalError, psycopg.InterfaceError,
)  # fmt: skip
"""What ends an attempt and not the job: the crawl is not over, or the database was away meanwhile. A statement
that the database refuses (PEP 249: IntegrityError, ProgrammingError …) would be refused again, without end."""

log = logging.getLogger(__name__)


def make_queue(settings: Settings) -> None:
    """Make the engine's tables once, in a schema of their own; may be called again at any time."""
    with psycopg.connect(_conninfo(settings), autocommit=True, options=_PATH) as connection:
        connection.execute("SELECT pg_advisory_lock(874100999)")  # two `init` at once
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
        if connection.execute(f"SELECT to_regclass('{SCHEMA}.procrastinate_jobs')").fetchone() == (
            None,
        ):
            connection.execute(procrastinate.schema.SchemaManager.get_schema())


class CrawlQueue:
    """The door for the clock and the console: `put` a crawl that some machine shall do."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def put(self, task: Task, slot: datetime | None = None) -> bool:
        """Queue a crawl of the task; False while one of the same task still waits.

        Raises StoreUnavailable.
        """
        app = procrastinate.App(
            connector=procrastinate.SyncPsycopgConnector(**_pool(self._settings))
        )
        answering = slot.isoformat() if slot else None
        try:
            with app.open():
                app.configure_task(
                    name="crawl",
                    queue=QUEUE,
                    lock=f"crawl {hosts_of(task)[0]}",
                    queueing_lock=f"task {task.id}",
                    allow_unknown=True,
                ).defer(task=task.name, slot=answering, asked_at=now().isoformat())
        except exceptions.AlreadyEnqueued:
            return False
        except exceptions.ConnectorException as error:
            raise StoreUnavailable("crawl-queue.unreachable") from error
        return True


class _Jobs(JobManager):
    """The engine's jobs. Of a task one job waits at a time: one that is to be handed out again makes way for a
    later one that waits, and that goes on with its run. Asked beforehand, the later one might come in between, and
    the refused hand-over would leave the job, and the platform's lock, with a worker that no longer works on it."""

    async def retry_job(
        self,
        job: Job,
        retry_at: datetime | None = None,
        priority: int | None = None,
        queue: str | None = None,
        lock: str | None = None,
    ) -> None:
        try:
            await super().retry_job(job, retry_at, priority, queue, lock)
        except exceptions.UniqueViolation:
            log.info("job %s: a later crawl of its task waits and goes on with it", job.id)
            await self.finish_job(job, status=Status.FAILED, delete_job=True)


class CrawlTaker:
    """Takes crawls from the queue in a thread of its own, until it is stopped."""

    def __init__(self, settings: Settings, database: Database, children: Children) -> None:
        self._settings, self._database, self._children = settings, database, children
        self._ending = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._work: asyncio.Task[None] | None = None
        self._thread = threading.Thread(target=self._run, name="crawls", daemon=True)

    def start(self) -> None:
        """Begin to take crawls."""
        self._thread.start()

    def stop(self) -> None:
        """Take no further crawl, end those under way, and give them back to the queue."""
        self._ending.set()
        self._children.stop()
        if self._loop is not None and self._work is not None:
            self._loop.call_soon_threadsafe(self._work.cancel)
        self._thread.join(4)

    def _run(self) -> None:
        with asyncio.Runner() as runner:
            self._loop = runner.get_loop()
            while not self._ending.is_set():
                try:
                    runner.run(self._take())
                except asyncio.CancelledError:
                    return
                except Exception:  # the database was away; rows and jobs are still there
                    log.exception("the queue of crawls cannot be reached; again in 10 s")
                    self._ending.wait(10)

    async def _take(self) -> None:
        self._work = asyncio.current_task()
        app = self._app()
        async with app.open_async():
            await _give_back(app)
            await asyncio.gather(
                *(
                    app.run_worker_async(
                        queues=[queue],
                        concurrency=many,
                        install_signal_handlers=False,
                        delete_jobs="successful",
                        stalled_worker_timeout=DEAD_SECONDS,
                        shutdown_graceful_timeout=25,
                    )
                    for queue, many in ((QUEUE, self._settings.worker_crawls), (HOUSE, 1))
                )
            )

    def _app(self) -> procrastinate.App:
        app = procrastinate.App(connector=procrastinate.PsycopgConnector(**_pool(self._settings)))
        app.job_manager = _Jobs(app.connector)
        again = procrastinate.RetryStrategy(wait=AGAIN_SECONDS, retry_exceptions=_PASSING)

        @app.task(name="crawl", queue=QUEUE, pass_context=True, retry=again)
        def crawl(
            context: procrastinate.JobContext, task: str, slot: str | None, asked_at: str
        ) -> str:
            job = CrawlJob(
                task=task,
                slot=datetime.fromisoformat(slot) if slot else None,
                asked_at=datetime.fromisoformat(asked_at),
                attempt=context.job.attempts,
            )
            outcome = do_crawl(
                job, self._database, self._settings, self._children, self._ending.is_set
            )
            log.info("task '%s': %s", task, outcome)
            return outcome

        @app.periodic(cron="* * * * *")
        @app.task(name="give back", queue=HOUSE, queueing_lock="give back", pass_context=True)
        async def give_back(context: procrastinate.JobContext, timestamp: int) -> None:  # noqa: ARG001
            await _give_back(context.app)

        return app


async def _give_back(app: procrastinate.App) -> None:
    """Hand out again what dead workers held."""
    for held in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_SECONDS):
        log.warning("job %s: its worker is gone; it is handed out again", held.id)
        await app.job_manager.retry_job(held)


def _conninfo(settings: Settings) -> str:
    """The office's database as psycopg names it."""
    scheme, _, address = settings.database.partition("://")
    return f"{scheme.partition('+')[0]}://{address}"


def _pool(settings: Settings) -> dict[str, Any]:
    return {
        "conninfo": _conninfo(settings),
        "kwargs": {"options": _PATH},
        "min_size": 1,
        "max_size": 6,
    }
