"""工作台: what needs me today, counted right and leading to its rows."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from alerts.deadlines import start_clock
from alerts.verdicts import give_verdict
from storage.overview import read_funnel, read_needs, read_trend
from storage.records import AuthorisedSeller
from storage.rights import add_licence
from storage.tables import PlatformRow, RunRow
from storage.tables.base import now
from storage.tasks import add_task
from storage.vocabulary import Verdict
from tests.console.filling import an_office
from tests.console.serving import served
from tests.console.visitor import Visitor


def test_the_first_page_names_what_needs_somebody(tmp_path: Path) -> None:
    settings, database = an_office(tmp_path, leads=5)
    today = now().date()
    with database.begin() as session:
        task = add_task(session, "坏任务", ["https://shop.invalid/"])
        session.add(
            RunRow(task_id=task.id, fingerprint="x", urls=[], state="failed", reason="无法连接")
        )
        session.add(PlatformRow(host="wall.invalid", state="blocked", state_why="登录"))
        ending = AuthorisedSeller(shop="将到期店", valid_until=today + timedelta(days=5))
        add_licence(session, "tianfu-hetao", ending)
        give_verdict(
            session, 5, Verdict.CONFIRMED, officer="甲", reason="no_licence", settings=settings
        )
        start_clock(
            session, "statement", started=now() - timedelta(days=2), officer="甲", lead_id=5
        )
    with database.read() as session:
        needs = read_needs(session, "甲", today)
        funnel = read_funnel(session)
    assert (needs.red, needs.licences, len(needs.blocked)) == (4, 1, 1)
    assert needs.failing == [("坏任务", "无法连接")]
    assert (funnel.listings, funnel.leads, funnel.confirmed, funnel.noticed) == (5, 5, 1, 0)
    with served(settings, database) as address:
        visitor = Visitor(address, "甲")
        page = visitor.get("/").text
        visitor.close()
    for words in (
        "wall.invalid",
        "坏任务",
        "不侵权声明后的投诉",
        "/leads?tab=pending&amp;level=red",
    ):
        assert words in page
    database.close()


def test_a_task_whose_newest_run_is_well_again_is_not_named(tmp_path: Path) -> None:
    _, database = an_office(tmp_path, leads=0)
    with database.begin() as session:
        task = add_task(session, "好了", ["https://shop.invalid/"])
        session.add(RunRow(task_id=task.id, fingerprint="x", urls=[], state="failed"))
        session.flush()
        session.add(RunRow(task_id=task.id, fingerprint="x", urls=[], state="finished"))
    with database.read() as session:
        assert read_needs(session, "甲", date(2026, 11, 22)).failing == []
    database.close()


def test_the_trend_counts_a_day_in_the_offices_zone(tmp_path: Path) -> None:
    settings, database = an_office(tmp_path, leads=3)
    with database.begin() as session:
        give_verdict(
            session, 1, Verdict.DISMISSED, officer="甲", reason="licensed", settings=settings
        )
    from console.office_day import today

    with database.read() as session:
        trend = read_trend(session, today())
    assert (trend["opened"][-1], trend["decided"][-1]) == (3, 1)
    assert sum(trend["opened"]) == 3
    database.close()
