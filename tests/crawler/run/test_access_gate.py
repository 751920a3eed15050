"""A page whose robots.txt was not read before the run stopped is no failed page."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from storage.base.settings import Settings
from storage.base.vocabulary import RobotsState
from storage.crawls.runs import ask_to_stop
from storage.tables import ComplianceRow, RunRow
from tests.crawler.website import Answer, crawl, product, running_site
from tests.databases import migrated_database


def test_a_run_that_stops_while_it_waits_for_robots_txt_is_gone_on_with_from_its_first_page(
    tmp_path: Path,
) -> None:
    asked = 0

    def page(path: str) -> Answer | None:
        nonlocal asked
        if path != "/robots.txt":
            return product(1)
        asked += 1
        if asked > 1:
            return None
        database = migrated_database(Settings(home=tmp_path))
        with database.begin() as session:
            assert ask_to_stop(session, session.scalars(sa.select(RunRow.id)).one())
        database.close()
        return Answer(status=429, headers={"Retry-After": "200"})

    with running_site(page) as site:
        stopped = crawl(tmp_path, site.url + "/")
        assert (stopped.finished, stopped.counts.get("failed", 0), site.hits["/"]) == (False, 0, 0)
        assert states_of_robots(tmp_path) <= {None}
        resumed = crawl(tmp_path, site.url + "/")
    assert resumed.run == stopped.run
    assert resumed.counts["listings_new"] == 1
    assert states_of_robots(tmp_path) == {RobotsState.ABSENT}


def states_of_robots(home: Path) -> set[RobotsState | None]:
    """What the compliance ledger says of robots.txt."""
    database = migrated_database(Settings(home=home))
    with database.read() as session:
        states = set(session.scalars(sa.select(ComplianceRow.robots)))
    database.close()
    return states
