"""A task that may not start leaves a failed run, so that nobody waits for it in vain."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.run.crawl_options import CrawlOrder
from crawler.run.run_lifecycle import open_active_run
from storage.base.database import Database
from storage.base.errors import EgressRefused
from storage.base.settings import Settings
from storage.base.vocabulary import RunState
from storage.crawls.runs import list_runs
from storage.crawls.tasks import add_task
from tests.databases import migrated_database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = migrated_database(Settings(home=tmp_path))
    yield opened
    opened.close()


def test_a_task_on_a_closed_network_leaves_a_failed_run(database: Database, tmp_path: Path) -> None:
    with database.begin() as session:
        task = add_task(session, "内网店", ["http://127.0.0.1:9/"])
    order = CrawlOrder(urls=task.urls, task_id=task.id)
    with pytest.raises(EgressRefused):
        open_active_run(order, Settings(home=tmp_path), database)
    with database.read() as session:
        row = list_runs(session, task_id=task.id)[0]
    assert row.state is RunState.FAILED
    assert row.reason is not None
    assert row.reason.code == "address.reserved"


def test_a_crawl_by_hand_leaves_none(database: Database, tmp_path: Path) -> None:
    with pytest.raises(EgressRefused):
        open_active_run(
            CrawlOrder(urls=("http://127.0.0.1:9/",)), Settings(home=tmp_path), database
        )
    with database.read() as session:
        assert list_runs(session) == []
