"""运行异常通知: one mail for each trouble, and the next one only after it was over."""

from __future__ import annotations

import email.policy
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from alerts.mail.trouble_mail import Trouble, queue_trouble_mails
from storage.base.database import Database
from storage.base.settings import Settings
from storage.tables import OutboxRow
from storage.tables.base import now

BACKUP = Trouble(
    name="backup",
    title="备份",
    text="最近一次备份是 2026-11-01 02:30，已过期",
    remedy="设置备份",
    address="/start/backup",
)
FILLING = Trouble(name="filling", title="数据文件夹", text="已用 86%")
FULL = Trouble(name="data-folder", title="数据文件夹", text="只剩 0.4 GiB", milder="filling")


@pytest.fixture
def office(settings: Settings) -> Settings:
    return settings.model_copy(
        update={
            "admin_mails": ("admin@office.example",),
            "console_url": Settings(console_url="https://hubiao.example/").console_url,
        }
    )


def _look(database: Database, settings: Settings, *troubles: Trouble, hours: float) -> int:
    with database.begin() as session:
        return queue_trouble_mails(session, settings, troubles, START + timedelta(hours=hours))


START = now()


@pytest.mark.both_databases
def test_a_trouble_is_mailed_of_once_until_it_was_over(
    database: Database, office: Settings
) -> None:
    assert _look(database, office, BACKUP, hours=0) == 1
    assert _look(database, office, BACKUP, FILLING, hours=0.5) == 1
    assert _look(database, office, BACKUP, hours=1) == 0
    assert _look(database, office, hours=1.5) == 0, "absent for half an hour: not over"
    assert _look(database, office, BACKUP, hours=1.9) == 0
    assert _look(database, office, hours=3) == 0
    assert _look(database, office, BACKUP, hours=4) == 1


def test_a_mail_that_was_not_queued_before_a_kill_is_queued_at_the_next_look(
    database: Database, office: Settings
) -> None:
    with database.read() as session:  # what a reader changes is not kept, as after a kill
        assert queue_trouble_mails(session, office, [BACKUP], START) == 1
    assert _look(database, office, BACKUP, hours=0.1) == 1


def test_a_disk_that_empties_to_its_first_limit_is_no_news(
    database: Database, office: Settings
) -> None:
    assert _look(database, office, FILLING, hours=0) == 1
    assert _look(database, office, FULL, hours=0.9) == 1
    assert _look(database, office, FULL, hours=1.8) == 0
    assert _look(database, office, FILLING, hours=2.7) == 0


def test_without_an_administrators_address_nothing_is_remembered(
    database: Database, tmp_path: Path
) -> None:
    assert _look(database, Settings(home=tmp_path), BACKUP, hours=0) == 0
    assert not (tmp_path / "troubles.json").exists()


def test_the_mail_is_chinese_and_leads_to_the_page(database: Database, office: Settings) -> None:
    _look(database, office, BACKUP, hours=0)
    with database.read() as session:
        (row,) = session.scalars(sa.select(OutboxRow))
    assert row.subject == "【运行异常】备份"
    message = email.message_from_bytes(row.body, policy=email.policy.default)
    text = message.get_body(("plain",))
    assert text is not None
    lines = text.get_content().splitlines()
    assert lines[0] == "备份：最近一次备份是 2026-11-01 02:30，已过期"
    assert "处理：设置备份　https://hubiao.example/start/backup" in lines
