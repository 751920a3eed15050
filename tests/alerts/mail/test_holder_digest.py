from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from alerts.followup.verdicts import take_back
from alerts.mail.holder_alerts import alert_status
from alerts.mail.holder_digest import last_digest_hour, queue_holder_digests
from storage.base.database import Database
from storage.base.errors import BadInput, Refused
from storage.base.message import Language
from storage.base.settings import Settings
from storage.records import RightsBook
from storage.rights.answer_links import open_link
from storage.rights.book_import import import_rights
from storage.rights.import_file import read_rights
from storage.rights.store import load_holder
from storage.tables.base import now
from tests.alerts.conftest import OpenLead
from tests.alerts.followup.test_verdicts import confirm, mails, parsed, text


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(
        update={"console_url": "https://hubiao.office.example", "undo_minutes": 0.0}
    )


def wants_one_mail_a_day(session: Session, lead_ids: list[int]) -> None:
    """As if the holder of these leads' right had asked for it."""
    holder = load_holder(session, "lvye")
    import_rights(session, RightsBook(holders=(replace(holder, alerts="daily"),)), actor="li")


def two_leads(session: Session, new_lead: OpenLead, settings: Settings) -> list[int]:
    leads = [new_lead(session), new_lead(session)]
    wants_one_mail_a_day(session, leads)
    for lead in leads:
        confirm(session, lead, settings)
    return leads


@pytest.mark.both_databases
def test_a_days_alerts_of_one_holder_are_one_mail_with_a_link_for_each_lead(
    database: Database, settings: Settings, new_lead: OpenLead
) -> None:
    with database.begin() as session:
        leads = two_leads(session, new_lead, settings)
        assert [mail.state for mail in mails(session)] == ["gathered", "gathered"]
        assert queue_holder_digests(session, settings) == 0
    tomorrow = now() + timedelta(days=1)
    with database.begin() as session:
        assert queue_holder_digests(session, settings, at=tomorrow) == 1
        assert queue_holder_digests(session, settings, at=tomorrow) == 0
    with database.read() as session:
        first, second, merged = mails(session)
        assert [first.state, second.state, merged.state] == ["merged", "merged", "queued"]
        assert first.merged_into == second.merged_into == merged.id
        words = text(merged)
        links = re.findall(r"https://hubiao\.office\.example/answer/(\S+)", words)
        assert len(set(links)) == 2
        assert f"线索编号 {leads[0]}" in words
        assert f"线索编号 {leads[1]}" in words
        assert "2 条" in parsed(merged)["Subject"]
        assert all(link in text(merged, "html") for link in links)
        status = alert_status(session, leads[0])
        assert status is not None
        assert "已并入" in status.why.text(Language.CHINESE)
    with database.begin() as session:
        assert [open_link(session, link).lead_id for link in links] == leads


def test_what_was_taken_back_before_the_days_mail_is_not_in_it(
    database: Database, settings: Settings, new_lead: OpenLead
) -> None:
    with database.begin() as session:
        leads = two_leads(session, new_lead, settings)
        take_back(session, leads[0], officer="li", settings=settings)
        assert queue_holder_digests(session, settings, early=True) == 1
    with database.read() as session:
        words = text(mails(session)[-1])
        assert f"线索编号 {leads[1]}" in words
        assert f"线索编号 {leads[0]}" not in words
        assert [mail.state for mail in mails(session)] == ["withdrawn", "merged", "queued"]


def test_what_is_taken_back_after_the_days_mail_is_corrected_in_its_thread(
    database: Database, settings: Settings, new_lead: OpenLead
) -> None:
    with database.begin() as session:
        leads = two_leads(session, new_lead, settings)
        queue_holder_digests(session, settings, early=True)
        with pytest.raises(Refused, match="has left"):
            take_back(session, leads[0], officer="li", settings=settings)
    with database.begin() as session:
        take_back(session, leads[0], officer="li", note="经核实为授权店铺", settings=settings)
        *_, digest, correction = mails(session)
        assert correction.kind == "correction"
        assert parsed(correction)["In-Reply-To"] == digest.message_id


def test_the_undo_window_and_quiet_hours_are_waited_for(
    database: Database, settings: Settings, new_lead: OpenLead
) -> None:
    waiting = settings.model_copy(update={"undo_minutes": 10.0})
    with database.begin() as session:
        two_leads(session, new_lead, waiting)
        assert queue_holder_digests(session, waiting, early=True) == 0
        quiet = settings.model_copy(update={"quiet_hours": "00:00-23:59"})
        assert queue_holder_digests(session, quiet, at=now() + timedelta(hours=1), early=True) == 0
        assert queue_holder_digests(session, waiting, at=now() + timedelta(hours=1), early=True)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-11-26T09:00:00+08:00", "2026-11-26T08:00:00+08:00"),
        ("2026-11-26T07:59:00+08:00", "2026-11-25T08:00:00+08:00"),
        ("2026-11-26T01:00:00+00:00", "2026-11-26T08:00:00+08:00"),
    ],
)
def test_the_days_mail_is_due_at_the_digest_hour_of_the_office(
    settings: Settings, at: str, expected: str
) -> None:
    moment = datetime.fromisoformat(at)
    assert last_digest_hour(moment, settings) == datetime.fromisoformat(expected)


def test_a_holder_says_in_the_rights_file_how_alerts_come() -> None:
    holder = {"id": "lvye", "name": "示例", "alerts": "daily"}
    assert read_rights({"holders": [holder]}, "x").holders[0].alerts == "daily"
    with pytest.raises(BadInput, match="each or daily"):
        read_rights({"holders": [{**holder, "alerts": "weekly"}]}, "x")
