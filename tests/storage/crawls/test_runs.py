"""Runs of a crawl: resumed, owned by one process, one for each slot of the clock."""

from __future__ import annotations

import pytest

from storage.base.database import Database
from storage.base.errors import Refused
from storage.base.message import Message
from storage.base.process import this_process
from storage.base.vocabulary import RunState
from storage.crawls import runs
from storage.crawls.run_resume import open_run
from storage.crawls.tasks import add_task
from storage.records.run_options import RunOptions
from storage.tables import RunRow

URLS = ("http://a.example/",)


@pytest.mark.both_databases
def test_an_unfinished_run_is_gone_on_with_and_a_finished_one_is_not(database: Database) -> None:
    with database.begin() as session:
        first = open_run(session, urls=URLS, options=RunOptions(follow="site"))
        runs.keep_run(session, first.id, {"pages": 7}, 1.5)
        runs.end_run(session, first.id, state=RunState.STOPPED, reason=Message("run.interrupted"))
        again = open_run(session, urls=URLS, options=RunOptions(follow="site"))
        another_command = open_run(session, urls=URLS, options=RunOptions(follow="none"))
        runs.end_run(session, again.id, state=RunState.FINISHED, reason=Message("run.finished"))
        fresh = open_run(session, urls=URLS, options=RunOptions(follow="site"))
    assert (again.id, again.resumed, again.counts["pages"]) == (first.id, True, 7)
    assert again.seconds == 1.5
    assert len({first.id, another_command.id, fresh.id}) == 3
    assert not fresh.resumed


@pytest.mark.both_databases
def test_a_run_of_a_living_process_is_refused_and_a_dead_ones_taken_over(
    database: Database,
) -> None:
    with database.begin() as session:
        mine = open_run(session, urls=URLS, options=RunOptions())
        machine, pid, started = this_process().rsplit(":", 2)
        dead = f"{machine}:{pid}:{int(started) - 1}"
        alive = f"another/machine:{pid}:{started}"
        row = session.get_one(RunRow, mine.id)
        row.owner = alive
        session.flush()
        with pytest.raises(Refused, match="under way"):
            open_run(session, urls=URLS, options=RunOptions())
        row.owner = dead
        session.flush()
        assert open_run(session, urls=URLS, options=RunOptions()).id == mine.id


@pytest.mark.both_databases
def test_a_slot_of_the_clock_is_answered_by_one_run(database: Database) -> None:
    from datetime import UTC, datetime

    slot = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
    with database.begin() as session:
        task = add_task(session, "示例", URLS, cron="0 8 * * 1")
        first = open_run(session, urls=URLS, options=RunOptions(), task_id=task.id, slot=slot)
        runs.end_run(session, first.id, state=RunState.FINISHED, reason=Message("run.finished"))
        with pytest.raises(Refused, match="answered"):
            open_run(session, urls=URLS, options=RunOptions(), task_id=task.id, slot=slot)
