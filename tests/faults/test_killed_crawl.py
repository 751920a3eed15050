"""A crawl that is killed, interrupted or started twice: every page once, nothing doubled."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from crawler.run.watchdog import Watchdog
from storage.base.settings import Settings
from storage.crawls import frontier
from storage.crawls.frontier import NewPage
from storage.crawls.run_resume import open_run
from storage.records.run_options import RunOptions
from storage.tables import FrontierRow, ListingRow, ListingVersionRow, RunRow
from tests.crawler.held_site import HeldSite
from tests.crawler.website import running_site, shop
from tests.databases import migrated_database, migrated_file
from tests.servers.processes import Process
from tests.servers.processes import start as start_process


def start(home: Path, url: str, database: str, *options: str) -> Process:
    """The command itself, in a process of its own."""
    environment = os.environ | {
        "HUBIAO_HOME": str(home),
        "HUBIAO_DATABASE_URL": database,
        "HUBIAO_ALLOW_ADDRESSES": "127.0.0.0/8",
    }
    return start_process("console", "crawl", url, "--delay", "0", *options, environment=environment)


def held_shop(goods: int) -> HeldSite:
    """A shop whose goods are answered once they are allowed, so that a kill meets pages under way."""
    return HeldSite(shop(goods), below="/product")


@pytest.mark.parametrize(
    ("database_kind", "goods", "kills"),
    [
        ("sqlite", 50, (20,)),
        ("postgresql", 50, (20,)),
        pytest.param("sqlite", 570, (120, 270, 420), marks=pytest.mark.slow),
    ],
    indirect=["database_kind"],
)
def test_every_page_survives_the_kills_of_its_crawl(
    tmp_path: Path, database_url: str, goods: int, kills: tuple[int, ...]
) -> None:
    """In the slow set 600 pages and three kills."""
    settings = Settings(home=tmp_path, database_url=database_url)
    migrated_database(settings).close()
    pages = held_shop(goods)
    with running_site(pages) as site:
        for part in kills:
            pages.allow(part)
            process = start(tmp_path, site.url + "/", database_url)
            pages.wait_for_the_next()
            process.kill()
            process.communicate()
        pages.allow()
        last = start(tmp_path, site.url + "/", database_url)
        out, err = last.communicate(timeout=60)
    assert last.returncode == 0, err
    closing = json.loads(out)
    lists = -(-goods // 20)
    assert closing["pages"] == goods + lists
    assert closing["listings_new"] == goods
    assert closing["listings_changed"] == closing["listings_same"] == closing["errors"] == 0
    database = migrated_database(settings)
    with database.read() as session:
        for table in (ListingRow, ListingVersionRow):
            assert session.scalar(sa.select(sa.func.count()).select_from(table)) == goods
        assert session.scalar(sa.select(sa.func.count()).select_from(RunRow)) == 1
    database.close()


def test_a_limit_of_pages_counts_those_of_the_killed_process_too(tmp_path: Path) -> None:
    database = f"sqlite:///{migrated_file(tmp_path / 'hubiao.db')}"
    limit = ("--max-pages", "24")
    pages = held_shop(50)
    with running_site(pages) as site:
        pages.allow(12)
        process = start(tmp_path, site.url + "/", database, *limit)
        pages.wait_for_the_next()
        process.kill()
        process.communicate()
        pages.allow()
        last = start(tmp_path, site.url + "/", database, *limit)
        out, err = last.communicate(timeout=60)
    assert last.returncode == 0, err
    closing = json.loads(out)
    assert (closing["run"], closing["pages"], closing["reason"]) == (1, 24, "max-pages")


@pytest.mark.parametrize(
    "number", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.slow)]
)
def test_an_interrupted_crawl_ends_soon_with_exit_130_and_goes_on_later(
    tmp_path: Path, number: signal.Signals
) -> None:
    database = f"sqlite:///{migrated_file(tmp_path / 'hubiao.db')}"
    pages = held_shop(30)
    with running_site(pages) as site:
        pages.allow(8)
        process = start(tmp_path, site.url + "/", database)
        pages.wait_for_the_next()
        process.send_signal(number)
        asked = time.monotonic()
        out, err = process.communicate(timeout=30)
        assert time.monotonic() - asked < 25
        assert process.returncode == 130
        assert json.loads(out)["reason"] == "interrupted"
        assert "Traceback" not in err
        pages.allow()
        again = start(tmp_path, site.url + "/", database)
        out, err = again.communicate(timeout=60)
    assert again.returncode == 0, err
    assert json.loads(out)["listings_new"] == 30
    assert set(site.hits.values()) <= {1, 2}


def test_a_run_that_is_alive_is_refused_to_a_second_process(tmp_path: Path) -> None:
    database = f"sqlite:///{migrated_file(tmp_path / 'hubiao.db')}"
    pages = held_shop(30)
    with running_site(pages) as site:
        first = start(tmp_path, site.url + "/", database, "--concurrency", "1")
        pages.wait_for_the_next()
        second = start(tmp_path, site.url + "/", database, "--concurrency", "1")
        _, err = second.communicate(timeout=30)
        pages.allow()
        first.terminate()
        first.communicate(timeout=30)
    assert second.returncode == 1
    assert "under way" in err
    assert len(err.strip().splitlines()) == 1


def test_the_page_on_which_a_process_died_is_blamed_and_given_up_in_the_end(
    tmp_path: Path,
) -> None:
    settings = Settings(home=tmp_path)
    database = migrated_database(settings)
    with database.begin() as session:
        run = open_run(session, urls=("http://a.example/",), options=RunOptions())
        page = NewPage(fingerprint=b"1" * 20, url="http://a.example/x", host="a.example:80")
        frontier.add_pages(session, run.id, [page])
        (queued,) = frontier.next_pages(session, run.id, "a.example:80", 1)
    for _ in range(frontier.MAX_TRIES):
        died = Watchdog(settings.folder("runs"), run.id)
        died.reading(queued.id)
        Watchdog(settings.folder("runs"), run.id).blame(database)
    with database.read() as session:
        row = session.get_one(FrontierRow, queued.id)
        assert (row.state, row.tries) == ("dead", frontier.MAX_TRIES)
        assert "died" in str(row.error)
    database.close()
