"""Stored tasks: replaced, disabled, removed; one that cannot work is refused."""

from __future__ import annotations

import pytest

from storage.base.database import Database
from storage.base.errors import BadInput, NotFound
from storage.crawls.tasks import add_task, enable_task, list_tasks, load_task, remove_task
from storage.records.task_options import TaskOptions

URLS = ("http://a.example/",)


@pytest.mark.both_databases
def test_a_task_is_stored_replaced_disabled_and_removed(database: Database) -> None:
    with database.begin() as session:
        add_task(session, "奶食品", URLS, options=TaskOptions(follow="links"))
        add_task(session, "奶食品", ["http://b.example/"], cron="*/5 * * * *")
        assert load_task(session, "奶食品").urls == ("http://b.example/",)
        enable_task(session, "奶食品", False)
        assert list_tasks(session, enabled_only=True) == []
        remove_task(session, "奶食品")
        with pytest.raises(NotFound):
            load_task(session, "奶食品")


@pytest.mark.parametrize(
    ("name", "urls", "more"),
    [
        (" ", URLS, {}),
        ("a", (), {}),
        ("a", ("ftp://x/",), {}),
        ("a", URLS, {"cron": "every day"}),
    ],
)
def test_a_task_that_cannot_work_is_not_stored(
    database: Database, name: str, urls: tuple[str, ...], more: dict[str, object]
) -> None:
    with database.begin() as session, pytest.raises(BadInput):
        add_task(session, name, urls, **more)  # type: ignore[arg-type]
