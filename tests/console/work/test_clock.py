"""The clock starts tasks by itself, once a slot, and believes no clock that jumps."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine
from apscheduler.triggers.cron import CronTrigger

from console.work import clock as scheduler
from console.work.children import Children
from console.work.clock import Clock, slot_taken
from storage.base.database import Database
from storage.base.office_time import OFFICE_TIME
from storage.base.settings import Settings
from storage.crawls.tasks import Task, add_task, enable_task, remove_task
from storage.records.task_options import TaskOptions
from storage.tables import ListingRow, RunRow
from tests.console.console_server import ForkedChildren
from tests.databases import migrated_database
from tests.servers.http_server import serving
from tests.waiting import wait_until

_PAGE = """<html lang="zh"><head><title>示例面粉</title><script type="application/ld+json">
{"@context":"https://schema.org","@type":"Product","name":"天赋河套 雪花面粉 5kg",
"offers":{"@type":"Offer","price":"39.90","priceCurrency":"CNY"}}</script></head>
<body><h1>天赋河套 雪花面粉 5kg</h1><p>¥39.90</p></body></html>""".encode()


class _Shop(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/" else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(_PAGE if self.path == "/" else b"")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def shop() -> Iterator[str]:
    with serving(_Shop) as url:
        yield url


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = migrated_database(Settings(home=tmp_path))
    yield opened
    opened.close()


def add(
    database: Database, name: str, cron: str | None = "* * * * *", url: str = "http://x.invalid/"
) -> Task:
    with database.begin() as session:
        return add_task(
            session, name, [url], options=TaskOptions(follow="none", render="never"), cron=cron
        )


@pytest.fixture
def every_second(monkeypatch: pytest.MonkeyPatch) -> None:
    """A minute is long for a test: each cron line fires once a second."""
    monkeypatch.setattr(scheduler, "read_cron", lambda _line: CronTrigger(second="*"))


@pytest.mark.usefixtures("every_second")
def test_a_task_with_a_cron_line_crawls_by_itself_once_a_slot(
    database: Database, shop: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUBIAO_HOME", str(tmp_path))
    monkeypatch.setenv("HUBIAO_ALLOW_ADDRESSES", "127.0.0.0/8")
    task = add(database, "自动", url=shop)
    children = ForkedChildren(Settings(home=tmp_path).folder("logs"))
    clocks = [
        Clock(database, Settings(home=tmp_path), lambda task, slot: _start(children, task, slot))
        for _ in range(2)
    ]
    for clock in clocks:
        clock.start()
    try:
        wait_until(lambda: _listings(database) == 1, 120)
    finally:
        for clock in clocks:
            clock.stop()
        children.stop()
    with database.read() as session:
        slots = session.scalars(sa.select(RunRow.slot).where(RunRow.task_id == task.id)).all()
    assert None not in slots
    assert len(slots) == len(set(slots))


def _start(children: Children, task: Task, slot: datetime) -> None:
    children.start(f"crawl-{task.id}", ["crawl", "--task", task.name, "--slot", slot.isoformat()])


def _listings(database: Database) -> int:
    with database.read() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(ListingRow)) or 0


@pytest.mark.usefixtures("every_second")
def test_tasks_that_change_or_go_are_followed(database: Database, tmp_path: Path) -> None:
    fired: list[str] = []
    add(database, "按时")
    add(database, "手动", cron=None)
    clock = Clock(database, Settings(home=tmp_path), lambda task, _slot: fired.append(task.name))
    clock.start()
    try:
        wait_until(lambda: fired)
        with database.begin() as session:
            enable_task(session, "按时", False)
        clock.look()  # returns after a look that is under way
        fired.clear()
        add(database, "后来")
        clock.look()
        # Two of its seconds: one that was switched off would fire between them.
        wait_until(lambda: fired.count("后来") >= 2)
        assert set(fired) == {"后来"}
        with database.begin() as session:
            remove_task(session, "后来")
        clock.look()
    finally:
        clock.stop()


def _office_time(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=OFFICE_TIME)


Steps = list[tuple[str, float]]


@pytest.mark.parametrize(
    ("cron", "steps", "slots"),
    [
        pytest.param(
            "0 * * * *",
            [("09:58", 0), ("10:00", 120), ("09:05", 5), ("10:00", 3300), ("11:00", 3600)],
            ["10:00", "11:00"],
            id="an hour back: a slot that was answered is not answered again",
        ),
        pytest.param(
            "*/30 * * * *",
            [("09:58", 0), ("10:58", 5), ("11:00", 120), ("11:30", 1800)],
            ["10:30", "11:00", "11:30"],
            id="an hour forward: the newest slot of the hour is caught up",
        ),
        pytest.param(
            "0 6 * * *",
            [("05:00", 0), ("2026-11-30 05:00", 5), ("2026-11-30 06:00", 3600)],
            ["06:00", "2026-11-30 06:00"],
            id="a day forward, or a day of sleep",
        ),
        pytest.param(
            "0 6 * * *",
            [("05:00", 0), ("2026-11-28 05:00", 5), ("2026-11-28 06:00", 3600), ("06:00", 86_400)],
            ["2026-11-28 06:00", "06:00"],
            id="a day back",
        ),
    ],
)
def test_no_slot_is_lost_or_doubled_when_the_wall_clock_jumps(
    database: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    cron: str,
    steps: Steps,
    slots: list[str],
) -> None:
    """Each step is a look: what the wall clock shows, and the seconds that really went by."""

    def full(text: str) -> datetime:
        return _office_time(text if "-" in text else f"2026-11-29 {text}")

    add(database, "跳", cron=cron)
    answered: list[datetime] = []

    def crawl(task: Task, slot: datetime) -> None:
        answered.append(slot)
        with database.begin() as session:
            session.add(RunRow(task_id=task.id, slot=slot, fingerprint=str(slot), urls=[]))

    monotonic = 1000.0
    monkeypatch.setattr(scheduler.time, "monotonic", lambda: monotonic)
    with time_machine.travel(full(steps[0][0]), tick=False) as wall:
        clock = Clock(database, Settings(home=tmp_path), crawl)
        for shows, seconds in steps[1:]:
            wall.move_to(full(shows))
            monotonic += seconds
            clock.look()
    assert answered == [full(slot) for slot in slots]
    assert caplog.text.count("the wall clock") == 1


def test_a_jump_is_said_with_its_size(
    database: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    clock = Clock(database, Settings(home=tmp_path), lambda _task, _slot: None)
    with time_machine.travel(time.time() - 3600):
        clock.look()
    assert "the wall clock went back by 1:00:00, to " in caplog.text


def test_the_clock_looks_on_although_the_wall_clock_went_back(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduler, "LOOK_SECONDS", 0.1)
    add(database, "每分")
    answered: list[datetime] = []
    clock = Clock(database, Settings(home=tmp_path), lambda _task, slot: answered.append(slot))
    with time_machine.travel(_office_time("2026-11-29 10:30:30")) as wall:
        clock.start()
        wall.move_to(_office_time("2026-11-29 09:30:59.9"))
        wait_until(lambda: answered)
        clock.stop()
    assert answered[0] == _office_time("2026-11-29 09:31")


def test_a_slot_that_a_run_answers_is_taken(database: Database) -> None:
    task = add(database, "一次")
    slot = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
    with database.begin() as session:
        assert not slot_taken(session, task.id, slot)
        session.add(RunRow(task_id=task.id, slot=slot, fingerprint="x", urls=[]))
        session.flush()
        assert slot_taken(session, task.id, slot)


def test_a_slot_that_passed_while_no_console_ran_is_made_up_once_when_one_starts(
    database: Database, tmp_path: Path
) -> None:
    answered: list[datetime] = []

    def crawl(task: Task, slot: datetime) -> None:
        answered.append(slot)
        with database.begin() as session:
            session.add(RunRow(task_id=task.id, slot=slot, fingerprint=str(slot), urls=[]))

    settings = Settings(home=tmp_path)
    with time_machine.travel(_office_time("2026-11-29 01:00"), tick=False) as wall:
        add(database, "每夜", cron="0 2 * * *")
        Clock(database, settings, crawl).look()
        assert not answered  # nobody knows of a clock before the first one
        clock = Clock(database, settings, crawl)
        wall.move_to(_office_time("2026-11-29 01:30"))
        clock.look()
        wall.move_to(_office_time("2026-11-29 06:00"))
        for _ in range(2):
            clock = Clock(database, settings, crawl)
            clock.look()
            clock.look()
        assert answered == [_office_time("2026-11-29 02:00")]
        wall.move_to(_office_time("2026-12-01 12:00"))
        Clock(database, settings, crawl).look()
    assert answered[1:] == [_office_time("2026-12-01 02:00")]  # of several nights the newest


def test_a_task_that_was_added_while_no_console_ran_has_no_slots_from_before(
    database: Database, tmp_path: Path
) -> None:
    answered: list[str] = []
    settings = Settings(home=tmp_path)

    def start_and_look() -> None:
        Clock(database, settings, lambda task, _slot: answered.append(task.name)).look()

    with time_machine.travel(_office_time("2026-11-29 01:00"), tick=False) as wall:
        clock = Clock(database, settings, lambda _task, _slot: None)
        wall.move_to(_office_time("2026-11-29 01:30"))
        clock.look()
        wall.move_to(_office_time("2026-11-29 05:00"))
        add(database, "每夜", cron="0 2 * * *")
        add(database, "每时", cron="0 * * * *")
        wall.move_to(_office_time("2026-11-29 06:00"))
        start_and_look()
        assert answered == ["每时"]
        # Added by a wall clock that was a year ahead: its slots are answered as soon as that is right.
        wall.move_to(_office_time("2027-11-29 05:00"))
        add(database, "来年", cron="0 2 * * *")
        wall.move_to(_office_time("2026-11-30 02:30"))
        start_and_look()
        assert sorted(answered) == sorted(["每时", "每时", "每夜", "来年"])
        # One gets another time, one other pages alone, one is enabled again: the slots that their time had
        # had before are none; who keeps its time keeps its slot.
        answered.clear()
        with database.begin() as session:
            enable_task(session, "来年", False)
        wall.move_to(_office_time("2026-12-01 05:00"))
        add(database, "每时", cron="30 4 * * *")
        add(database, "每夜", cron="0 2 * * *")
        with database.begin() as session:
            enable_task(session, "来年", True)
        wall.move_to(_office_time("2026-12-01 06:00"))
        start_and_look()
    assert answered == ["每夜"]


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"looked_at": 5}', '{"looked_at": "9999-12-31T23:59:59+00:00"}', "\xff"],
)
def test_a_file_of_the_last_look_that_cannot_be_read_counts_as_none(
    database: Database, tmp_path: Path, content: str
) -> None:
    add(database, "每时", cron="0 * * * *")
    (tmp_path / scheduler.LAST_LOOK).write_bytes(content.encode("latin-1"))
    answered: list[datetime] = []
    with time_machine.travel(_office_time("2026-11-29 10:58"), tick=False) as wall:
        clock = Clock(database, Settings(home=tmp_path), lambda _task, slot: answered.append(slot))
        clock.look()
        wall.move_to(_office_time("2026-11-29 11:00"))
        clock.look()
    assert answered == [_office_time("2026-11-29 11:00")]
