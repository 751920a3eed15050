"""What the checks find reaches the administrator's mailbox, a dead worker too."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from console.health.finding import Finding
from console.health.heartbeat import Heartbeat, beat_file
from console.health.kept import FILE as RECORDS
from console.health.office import report_folder
from console.health.work_part import WorkPart
from console.work.children import Children
from console.work.health_watch import tell_of_dead_worker, troubles_of, watch
from console.work.stages import stages
from storage.base.database import Database
from storage.base.message import Message
from storage.base.settings import Settings
from storage.base.vocabulary import MailState
from storage.tables import OutboxRow
from storage.tables.base import now
from tests.databases import migrated_database

SMALL, LARGE = 2**30, 2**40


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, admin_mails=("admin@office.example",))


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    opened = migrated_database(settings)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("used", "free", "names"),
    [
        (LARGE * 0.84, LARGE * 0.16, []),
        (LARGE * 0.86, LARGE * 0.14, ["doctor.folder-filling"]),
        (LARGE * 0.96, LARGE * 0.04, ["data-folder"]),
        (SMALL, SMALL * 0.9, ["data-folder"]),
    ],
)
def test_a_disk_is_a_trouble_from_85_and_from_95_percent(
    used: float, free: float, names: list[str]
) -> None:
    report = report_folder(Path("/data"), used=int(used), free=int(free))
    finding = Finding(check="data-folder", report=report, at=now())
    assert [trouble.name for trouble in troubles_of([finding])] == names


def test_a_clock_that_is_off_is_read_from_what_was_kept(
    database: Database, settings: Settings
) -> None:
    _keep_clock(settings, age=timedelta(hours=5))
    assert watch(database, settings) == 0, "what was found hours ago says nothing of now"
    _keep_clock(settings, age=timedelta(minutes=20))
    assert watch(database, settings) == 1
    assert watch(database, settings) == 0
    assert _subjects(database) == ["【运行异常】本机时钟"]


def test_mails_that_fail_are_a_trouble(database: Database, settings: Settings) -> None:
    with database.begin() as session:
        session.add(
            OutboxRow(
                key="alert:1", kind="alert", message_id="<1@x.invalid>", sender="a@x.invalid",
                recipient="b@x.invalid", subject="x", body=b"x", state=MailState.FAILED,
            )
        )  # fmt: skip
    assert watch(database, settings) == 1
    assert _subjects(database)[-1] == "【运行异常】邮件发送"


def test_the_served_console_tells_of_a_dead_worker_and_hands_the_mail_in(
    database: Database, settings: Settings
) -> None:
    Heartbeat(settings).beat()
    assert tell_of_dead_worker(database, settings, now()) == 0
    long_ago = time.time() - 600
    os.utime(beat_file(settings.home, WorkPart.SEND), (long_ago, long_ago))
    assert tell_of_dead_worker(database, settings, now()) == 1
    with database.read() as session:
        (row,) = session.scalars(sa.select(OutboxRow))
    assert (row.subject, row.state) == ("【运行异常】工作进程", MailState.SENT)
    assert tell_of_dead_worker(database, settings, now()) == 0


def test_the_worker_looks(settings: Settings) -> None:
    children = Children(settings.folder("logs"))
    assert "health watch" in [stage.name for stage in stages(children)]


def _keep_clock(settings: Settings, *, age: timedelta) -> None:
    line = {
        "check": "clock",
        "outcome": "failed",
        "message": Message("doctor.clock-fast", {"seconds": "400"}).to_json(),
        "at": (now() - age).isoformat(),
    }
    (settings.home / RECORDS).write_text(json.dumps([line]))


def _subjects(database: Database) -> list[str]:
    with database.read() as session:
        return list(session.scalars(sa.select(OutboxRow.subject).order_by(OutboxRow.id)))
