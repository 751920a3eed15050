"""Crawls wait in PostgreSQL for a machine: one a platform, none lost with its worker."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from procrastinate.jobs import Job

from console.work import crawl_queue
from console.work.children import Children
from console.work.crawl_queue import CrawlQueue, CrawlTaker, make_queue
from storage.base.database import Database
from storage.base.errors import StoreUnavailable
from storage.base.settings import Settings
from storage.crawls.runs import ask_to_stop
from storage.crawls.tasks import Task, add_task
from storage.records.task_options import TaskOptions
from storage.tables import ListingRow, RunRow
from tests.databases import migrated_database
from tests.servers.http_server import serving
from tests.servers.processes import Process, start
from tests.waiting import wait_until

_PAGES, _AT_ONCE = 40, 10
_CRAWLS = ("--stages", "crawl")
"""What a machine is started with that crawls and does nothing else."""


class _Shop(BaseHTTPRequestHandler):
    """A list of goods, each page after a short while, and how many were asked for at once."""

    at_once = 0
    most = 0
    lock = threading.Lock()
    release = threading.Event()
    """Until it is set, only the first goods are answered: what follows meets a crawl in its midst."""
    answered = 0
    """Goods that were answered since the shop opened."""

    def do_GET(self) -> None:
        with _Shop.lock:
            _Shop.at_once += 1
            _Shop.most = max(_Shop.most, _Shop.at_once)
        time.sleep(0.05)
        if self.path.startswith("/goods/") and self._number() >= _AT_ONCE:
            _Shop.release.wait(60)
        # Before the answer: the crawl may ask for its next page before this thread runs again.
        with _Shop.lock:
            _Shop.at_once -= 1
        body = self._body()
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body)
        if self.path.startswith("/goods/"):
            _Shop.answered += 1

    def _body(self) -> bytes:
        if self.path.partition("?")[0] == "/":
            links = "".join(f'<a href="/goods/{n}.html">商品{n}</a>' for n in range(_PAGES))
            return f"<html><title>示例铺</title><body>{links}</body></html>".encode()
        if not self.path.startswith("/goods/"):
            return b""
        name = self._number()
        return f"""<html lang="zh"><head><title>示例面粉{name}</title>
<script type="application/ld+json">{{"@context":"https://schema.org","@type":"Product",
"name":"示例面粉 {name}号","sku":"{name}","offers":{{"@type":"Offer","price":"39.90",
"priceCurrency":"CNY"}}}}</script></head><body><h1>示例面粉 {name}号</h1></body></html>""".encode()

    def _number(self) -> int:
        return int(self.path.removeprefix("/goods/").removesuffix(".html"))

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def shop() -> Iterator[str]:
    _Shop.most = _Shop.answered = 0
    _Shop.release.set()
    with serving(_Shop) as url:
        yield url


@pytest.fixture
def house(tmp_path: Path, postgres_url: str) -> Iterator[tuple[Settings, Database]]:
    settings = Settings(home=tmp_path, database_url=postgres_url)
    database = migrated_database(settings)
    make_queue(settings)
    make_queue(settings)  # `hubiao init` may be run again at any time
    yield settings, database
    database.close()


@contextmanager
def a_worker(settings: Settings, *options: str) -> Iterator[Process]:
    """`hubiao worker` as another machine would run it."""
    process = start(
        "console",
        "worker",
        *options,
        is_heard=False,
        environment=os.environ
        | {
            "HUBIAO_HOME": str(settings.home),
            "HUBIAO_DATABASE_URL": str(settings.database_url),
            "HUBIAO_ALLOW_ADDRESSES": "127.0.0.0/8",
            "HUBIAO_CRAWL_DELAY": "0.1",
            "HUBIAO_CRAWL_CONCURRENCY": "1",
        },
    )
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(40)


def a_task(database: Database, name: str, url: str) -> Task:
    with database.begin() as session:
        return add_task(session, name, [url], options=TaskOptions(render="never"))


def states(database: Database) -> list[str]:
    with database.read() as session:
        return list(session.scalars(sa.select(RunRow.state).order_by(RunRow.id)))


def listings(database: Database) -> int:
    with database.read() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(ListingRow)) or 0


def test_two_workers_share_the_tasks_and_never_ask_one_platform_at_the_same_time(
    house: tuple[Settings, Database], shop: str
) -> None:
    settings, database = house
    queue = CrawlQueue(settings)
    first, second = a_task(database, "全店", shop), a_task(database, "再看", shop + "?from=2")
    assert queue.put(first)
    assert not queue.put(first)  # it waits already
    assert queue.put(second)
    with a_worker(settings, *_CRAWLS), a_worker(settings, *_CRAWLS):
        wait_until(lambda: states(database) == ["finished", "finished"], 120)
    assert listings(database) == _PAGES
    assert _Shop.most == 1


def test_a_crawl_whose_worker_is_killed_is_finished_by_another(
    house: tuple[Settings, Database], shop: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, database = house
    _Shop.release.clear()
    CrawlQueue(settings).put(a_task(database, "全店", shop))
    with a_worker(settings, *_CRAWLS) as doomed:
        wait_until(lambda: _Shop.answered > 3, 60)
        with database.read() as session:
            owner = session.scalars(sa.select(RunRow.owner)).one()
        doomed.kill()
        os.kill(int(str(owner).split(":")[1]), signal.SIGKILL)  # the machine went, crawl and all
    _Shop.release.set()
    silence(settings)
    with a_worker(settings, *_CRAWLS):
        wait_until(lambda: states(database) == ["finished"], 120)
    assert listings(database) == _PAGES


def test_a_crawl_whose_worker_is_killed_is_finished_though_the_next_one_waits(
    house: tuple[Settings, Database], shop: str
) -> None:
    settings, database = house
    task = a_task(database, "全店", shop)
    _Shop.release.clear()
    CrawlQueue(settings).put(task)
    with a_worker(settings, *_CRAWLS) as doomed:
        wait_until(lambda: _Shop.answered > 3, 60)
        with database.read() as session:
            owner = session.scalars(sa.select(RunRow.owner)).one()
        doomed.kill()
        os.kill(int(str(owner).split(":")[1]), signal.SIGKILL)
    assert CrawlQueue(settings).put(task)
    _Shop.release.set()
    silence(settings)
    with a_worker(settings, *_CRAWLS):
        wait_until(lambda: states(database) == ["finished"], 120)
        wait_until(lambda: waiting(settings) == 0, 60)
    assert listings(database) == _PAGES


@pytest.mark.parametrize("waits", [False, True])
def test_a_crawl_that_is_not_over_leaves_its_place_to_one_that_came_at_that_moment(
    house: tuple[Settings, Database], waits: bool
) -> None:
    """Whoever hands it out again finds out in the same statement whether another one waits."""
    settings, database = house
    task = a_task(database, "全店", "http://shop.invalid/")
    CrawlQueue(settings).put(task)
    app = CrawlTaker(settings, database, Children(settings.folder("logs")))._app()

    async def hand_over() -> None:
        async with app.open_async():
            worker = await app.job_manager.register_worker()
            job = await app.job_manager.fetch_job(["crawl"], worker)
            assert job is not None
            if waits:
                assert await asyncio.to_thread(CrawlQueue(settings).put, task)
            await app.job_manager.retry_job(job)

    asyncio.run(hand_over())
    assert waiting(settings) == 1
    assert not CrawlQueue(settings).put(
        task
    )  # what waits can be taken: nothing is held by a worker


def silence(settings: Settings) -> None:
    """Let the dead worker's last sign be as old as it takes to be believed dead."""
    with psycopg.connect(str(settings.database_url), autocommit=True) as connection:
        connection.execute(
            f"UPDATE {crawl_queue.SCHEMA}.procrastinate_workers"
            " SET last_heartbeat = last_heartbeat - interval '1 hour'"
        )


def test_a_crawl_on_another_machine_ends_when_an_officer_stops_it(
    house: tuple[Settings, Database], shop: str
) -> None:
    settings, database = house
    queue = CrawlQueue(settings)
    task = a_task(database, "全店", shop)
    _Shop.release.clear()
    queue.put(task)
    with a_worker(settings, *_CRAWLS):
        wait_until(lambda: _Shop.answered > 3, 60)
        with database.begin() as session:
            assert ask_to_stop(session, session.scalars(sa.select(RunRow.id)).one())
        _Shop.release.set()
        wait_until(lambda: states(database) == ["stopped"], 60)
        assert listings(database) < _PAGES
        wait_until(lambda: waiting(settings) == 0, 60)
        assert queue.put(task)  # run again, it goes on where it was
        wait_until(lambda: states(database) == ["finished"], 60)
    assert listings(database) == _PAGES


def waiting(settings: Settings) -> int:
    with psycopg.connect(str(settings.database_url)) as connection:
        row = connection.execute(
            f"SELECT count(*) FROM {crawl_queue.SCHEMA}.procrastinate_jobs"
            " WHERE queue_name = 'crawl' AND status IN ('todo', 'doing')"
        ).fetchone()
    assert row is not None
    return int(row[0])


def test_a_queue_that_was_never_made_says_how_to_make_it(tmp_path: Path, postgres_url: str) -> None:
    settings = Settings(home=tmp_path, database_url=postgres_url)
    database = migrated_database(settings)
    with pytest.raises(StoreUnavailable, match="hubiao init"):
        CrawlQueue(settings).put(a_task(database, "全店", "http://shop.invalid/"))
    database.close()


def test_a_crawl_that_the_database_left_is_asked_for_again(
    house: tuple[Settings, Database],
) -> None:
    settings, database = house
    taker = CrawlTaker(settings, database, Children(settings.folder("logs")))
    crawl = taker._app().tasks["crawl"]
    job = Job(
        id=1, status="doing", queue="crawl", lock=None, queueing_lock=None, task_name="crawl",
        worker_id=None,
    )  # fmt: skip
    gone = sa.exc.OperationalError("SELECT 1", {}, Exception("server closed the connection"))
    for error in (gone, psycopg.OperationalError(), StoreUnavailable("crawl-queue.unreachable")):
        assert crawl.get_retry_exception(error, job) is not None
    refused = sa.exc.IntegrityError("INSERT", {}, Exception("violates a constraint"))
    for error in (refused, psycopg.ProgrammingError(), ValueError()):
        assert crawl.get_retry_exception(error, job) is None
